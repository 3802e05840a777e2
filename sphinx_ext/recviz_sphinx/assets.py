"""The style sheet of the diagrams.

Owns where it is copied to and which pages link it: those that hold a diagram, and
no other. It must not know what is in it.
"""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

from recviz_docs.page import STYLESHEET
from recviz_sphinx.node import RecvizDiagram

__all__ = ["add_static_files", "add_stylesheet"]


def add_static_files(app: Sphinx) -> None:
    """Has the style sheet copied to ``_static`` (``builder-inited``).

    Not in ``config-inited``: Sphinx has taken the hash of the config by now, so that the
    place where this package is installed does not make it write all pages again.
    """
    if app.builder.format == "html":
        app.config.html_static_path = [*app.config.html_static_path, str(STYLESHEET)]


def add_stylesheet(
    app: Sphinx,
    pagename: str,
    templatename: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    """Links the style sheet from a page that holds a diagram (``html-page-context``)."""
    if doctree is not None and next(iter(doctree.findall(RecvizDiagram)), None) is not None:
        app.add_css_file(STYLESHEET.name)
