"""A diagram as an SVG file in an EPUB.

Owns the file, named after its content. It must not draw, nor know the page. Not
inline as in other pages: a reader shrinks an image to its screen and enlarges it at a
touch, and Sphinx does not declare a page that holds SVG, which EPUB asks for.
"""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

from sphinx.application import Sphinx

from recviz_docs.diagram import Diagram
from recviz_docs.messages import Language
from recviz_docs.page.picture import standalone_svg

__all__ = ["write_svg"]


def write_svg(app: Sphinx, drawn: Diagram, language: Language, *, docname: str) -> str:
    """Writes the picture among the book's images; gives its place as seen from a page."""
    svg = standalone_svg(drawn, language=language)
    # EPUB knows the attributes of SVG 1.1 and any style.
    svg = svg.replace(' paint-order="stroke"', ' style="paint-order:stroke"')
    data = svg.encode("utf-8", "replace")
    name = f"{app.builder.imagedir}/recviz-{sha256(data).hexdigest()[:16]}.svg"
    path = Path(app.outdir, name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return "../" * docname.count("/") + name
