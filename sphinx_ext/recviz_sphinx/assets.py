"""The style sheet of the diagrams.

Owns where it is copied to and which pages link it: those that hold a diagram, and
no other. It must not know what is in it.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.builders import Builder

from recviz_docs.errors import RecvizError
from recviz_docs.page.stylesheet import STYLESHEET, stylesheet
from recviz_sphinx.config import read_settings
from recviz_sphinx.drawings import drawings_of
from recviz_sphinx.node import RecvizDiagram

__all__ = ["add_stylesheet", "copy_stylesheet"]


def copy_stylesheet(app: Sphinx, builder: Builder) -> None:
    """Copies the style sheet to the output (``write-started``).

    Sphinx copies the site's own ``html_static_path`` after this, so a site can replace it.
    That list is left alone: a change of it makes Sphinx say that the configuration changed.
    """
    if builder.format != "html" or not drawings_of(app).pages:
        return
    target = Path(builder.outdir) / "_static" / STYLESHEET.name
    content = _content(app)
    if not target.exists() or target.read_bytes() != content:
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)


def _content(app: Sphinx) -> bytes:
    try:
        return stylesheet(read_settings(app)).encode()
    except RecvizError:  # told of where the diagrams were asked for
        return STYLESHEET.read_bytes()


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
