"""Sphinx face of recviz-docs: ``extensions = ["recviz_sphinx"]``.

Owns the registration and nothing else: what happens, and in which order, can be
read in `setup`. It must not know how a diagram is made. Reading a page stores
text (`directive`, `asked`), all pages together are drawn once the environment is
complete (`draw`), and each page takes its pictures when it is written
(`resolve`, `node`).
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from importlib.metadata import version
from typing import Any

from sphinx.application import Sphinx
from sphinx.util.typing import ExtensionMetadata

from recviz_sphinx.alt import TranslateAlt
from recviz_sphinx.asked import collect_asked, merge_asked, purge_asked
from recviz_sphinx.config import add_config_values, leave_cache_alone
from recviz_sphinx.directive import RecvizDirective
from recviz_sphinx.draw import draw_pages
from recviz_sphinx.node import (
    RecvizDiagram,
    RecvizOutline,
    depart_diagram,
    depart_outline,
    visit_diagram,
    visit_outline,
)
from recviz_sphinx.record import finish_record, hide_record_from_epub

__all__ = ["setup"]

_ENV_VERSION = 1  # raise it when what a page stores changes: `node.RecvizDiagram`, `asked.Asked`
_BEFORE_OTHERS = 100  # other extensions that take a resolved page find the diagrams in it


def setup(app: Sphinx) -> ExtensionMetadata:
    """Registers the directive, the configuration and the three phases read, draw, write."""
    add_config_values(app)
    app.add_directive("recviz", RecvizDirective)
    app.add_node(RecvizDiagram, html=(visit_diagram, depart_diagram))
    app.add_node(RecvizOutline, html=(visit_outline, depart_outline))

    app.add_transform(TranslateAlt)

    app.connect("config-inited", hide_record_from_epub)
    app.connect("config-inited", leave_cache_alone)

    app.connect("doctree-read", collect_asked)
    app.connect("doctree-read", _later("leftovers", "warn_of_leftovers"))
    app.connect("env-purge-doc", purge_asked)
    app.connect("env-merge-info", merge_asked)

    app.connect("env-updated", draw_pages)

    app.connect("write-started", _later("assets", "copy_stylesheet"))
    app.connect("doctree-resolved", _later("resolve", "resolve_diagrams"), priority=_BEFORE_OTHERS)
    app.connect("html-page-context", _later("assets", "add_stylesheet"))
    app.connect("build-finished", finish_record)
    return {
        "version": version("recviz-docs"),
        "env_version": _ENV_VERSION,
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }


def _later(module: str, name: str) -> Callable[..., Any]:
    """Gives a handler whose module is loaded when a page is read or written: most builds do none.

    Args:
        module: of this package.
        name: of the handler in it.
    """

    def handle(*arguments: Any) -> Any:
        return getattr(import_module(f"{__name__}.{module}"), name)(*arguments)

    return handle
