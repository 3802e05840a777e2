"""A diagram as a PDF beside the LaTeX source, and the node that includes it.

Owns the file, named after its content, and what is told where it cannot be made: the
page then gets the outline, as with every other builder that shows no SVG. It must
not draw, and is loaded for LaTeX alone.
"""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util import logging

from recviz_docs.diagram import Diagram
from recviz_docs.errors import Location, RecvizError
from recviz_docs.export import in_format, press_for
from recviz_docs.messages import Language
from recviz_docs.page.picture import alt_text
from recviz_sphinx.node import RecvizDiagram

__all__ = ["Printer", "open_printer"]

logger = logging.getLogger(__name__)

_POINTS = 0.75  # for a px
_BESIDE_TEXT = 225  # points that a picture may take of a line, and leave room for text
_TALL = 560  # points; pages of A4 and letter have about a hundred more

Printer = Callable[[RecvizDiagram, Diagram, Language], bool]


def open_printer(app: Sphinx) -> Printer | None:
    """Gives what puts an image in the place of a diagram; None, and a warning, without the extra.

    It says whether it did: where a font is missing it warns and leaves the node as it is.
    """
    try:
        press = press_for("pdf")
    except RecvizError as error:
        place = str(Location(str(Path(app.confdir) / "conf.py"), 1))
        _warn(error, place, once=True)  # there may be several books
        return None

    def put_image(node: RecvizDiagram, drawn: Diagram, language: Language) -> bool:
        try:
            data = in_format(drawn, "pdf", language=language, press=press)
        except RecvizError as error:
            _warn(error, node)
            return False
        name = f"recviz-{sha256(data).hexdigest()[:16]}.pdf"
        Path(app.outdir, name).write_bytes(data)
        image = nodes.image(uri=name, alt=alt_text(drawn, language=language))
        image["candidates"] = {"?": name}  # it lies where it is read: Sphinx has nothing to copy
        node.replace_self(image)
        _fit_page(image, drawn)
        return True

    return put_image


def _warn(error: RecvizError, place: nodes.Node | str, *, once: bool = False) -> None:
    logger.warning("%s", str(error), type="recviz", subtype=error.code, location=place, once=once)


def _fixed(figure: nodes.figure) -> bool:
    """Says whether the figure stands where LaTeX takes no other page for it."""
    around = figure.parent
    while around is not None and not isinstance(around, nodes.footnote | nodes.figure):
        around = around.parent
    return around is not None


def _fit_page(image: nodes.image, drawn: Diagram) -> None:
    """Gives the image a place that it fits in.

    A figure without caption and name is none, but for tall pictures: a figure may wait for
    the next page, where an image would hang below the heading that it follows.
    """
    tall = drawn.layout.height * _POINTS > _TALL
    figure = image.parent
    if isinstance(figure, nodes.figure):
        aside = figure.get("align") in ("left", "right")
        if aside and (tall or drawn.layout.width * _POINTS > _BESIDE_TEXT):
            del figure["align"]
        floats = figure["ids"] or len(figure) > 1 or (tall and not _fixed(figure))
        if not floats:
            if "align" in figure:
                image["align"] = figure["align"]
            figure.replace_self(image)
    if tall:
        # Sphinx makes an image as high as the page, and its caption then falls off it. What
        # follows the number of a length is for LaTeX.
        image["width"] = "100%"
        image["height"] = r"0.88\textheight,keepaspectratio"
