"""Sphinx face of recviz-docs: ``extensions = ["recviz_sphinx"]``.

Owns the registration and nothing else: what happens, and in which order, can be
read in `setup`. It must not know how a diagram is made. Reading a page stores
text (`directive`, `asked`), all pages together are drawn once the environment is
complete (`draw`), and each page takes its pictures when it is written
(`resolve`, `node`).
"""

from __future__ import annotations

from importlib.metadata import version

from sphinx.application import Sphinx
from sphinx.util.typing import ExtensionMetadata

from recviz_sphinx.alt import TranslateAlt
from recviz_sphinx.asked import collect_asked, merge_asked, purge_asked
from recviz_sphinx.assets import add_stylesheet, copy_stylesheet
from recviz_sphinx.config import add_config_values
from recviz_sphinx.directive import RecvizDirective
from recviz_sphinx.draw import draw_pages
from recviz_sphinx.leftovers import warn_of_leftovers
from recviz_sphinx.node import (
    RecvizDiagram,
    RecvizOutline,
    depart_diagram,
    depart_outline,
    visit_diagram,
    visit_outline,
)
from recviz_sphinx.record import finish_record, hide_record_from_epub
from recviz_sphinx.resolve import resolve_diagrams

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

    app.connect("doctree-read", collect_asked)
    app.connect("doctree-read", warn_of_leftovers)
    app.connect("env-purge-doc", purge_asked)
    app.connect("env-merge-info", merge_asked)

    app.connect("env-updated", draw_pages)

    app.connect("write-started", copy_stylesheet)
    app.connect("doctree-resolved", resolve_diagrams, priority=_BEFORE_OTHERS)
    app.connect("html-page-context", add_stylesheet)
    app.connect("build-finished", finish_record)
    return {
        "version": version("recviz-docs"),
        "env_version": _ENV_VERSION,
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }
