"""A finished diagram as the bytes of a file, in each format there is.

Owns the formats, the suffixes that stand for them, `save`, and how a notebook shows a
diagram. It must not know how a diagram is made, nor a command or host. What PNG and PDF
need is loaded when one of them is asked for.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from recviz_docs.diagram import Diagram
from recviz_docs.errors import RecvizError
from recviz_docs.messages import Language, message
from recviz_docs.outline import outline, outline_text
from recviz_docs.page.picture import alt_text, picture_title, standalone_svg
from recviz_docs.paint.dot import paint_dot

if TYPE_CHECKING:
    from recviz_docs.paint.press import Press

__all__ = [
    "FORMATS",
    "SCALE",
    "Format",
    "format_for",
    "in_format",
    "load_ipython_extension",
    "press_for",
    "save",
]

Format = Literal["svg", "png", "pdf", "dot", "json", "text"]
FORMATS: tuple[Format, ...] = ("svg", "png", "pdf", "dot", "json", "text")
SCALE = 2.0  # of a PNG: as sharp as screens are today
_SUFFIXES: Mapping[str, Format] = {
    ".svg": "svg", ".png": "png", ".pdf": "pdf", ".dot": "dot", ".gv": "dot", ".json": "json",
    ".txt": "text",
}  # fmt: skip
# What people ask other tools for; an SVG under such a name would only puzzle them.
_OTHERS = frozenset((".jpg", ".jpeg", ".gif", ".webp", ".eps", ".ps", ".html", ".bmp", ".tiff"))


def format_for(path: Path) -> Format | None:
    """Gives the format that a file's suffix stands for; None where it stands for none.

    Raises:
        RecvizError: ``usage``: it stands for a format that is not written.
    """
    suffix = path.suffix.lower()
    if suffix in _OTHERS:
        raise _no_format(suffix)
    return _SUFFIXES.get(suffix)


def _no_format(suffix: str) -> RecvizError:
    return RecvizError(
        "usage",
        message("there is no format for the suffix {suffix}", suffix=suffix),
        advice=message("Formats: {words}.", words=", ".join(FORMATS)),
    )


def press_for(form: Format) -> Press | None:
    """Gives the engine that a format needs; None where it needs none.

    Raises:
        RecvizError: ``missing``: the extra ``export`` is not installed.
    """
    if form not in ("png", "pdf"):
        return None
    from recviz_docs.paint.press import open_press

    return open_press()


def in_format(
    diagram: Diagram, form: Format, *, language: Language, press: Press | None, scale: float = SCALE
) -> bytes:
    """Gives the bytes of a file.

    Args:
        diagram: what is written.
        form: of the file.
        language: of our own words in it.
        press: what `press_for` gave for the format.
        scale: px of a PNG for each px of the picture.

    Raises:
        RecvizError: ``missing``: no font has some character; ``output``: the picture cannot
            be written in this format.
    """
    if form == "png" or form == "pdf":
        assert press is not None
        return _printed(diagram, form, language, press, scale)
    # A name may hold half a character.
    return f"{_text(diagram, form, language)}\n".encode("utf-8", "replace")


def save(
    diagram: Diagram, path: str | Path, *, language: Language | None = None, scale: float = SCALE
) -> None:
    """Writes a diagram to a file, in the format that its suffix stands for.

    Args:
        diagram: what is written.
        path: of the file; without a suffix it is made a PDF.
        language: of our own words; the diagram's own, or English, if not given.
        scale: px of a PNG for each px of the picture.

    Raises:
        RecvizError: ``usage``: there is no such format; ``missing``: the extra ``export`` or
            a font is not installed; ``output``: the file cannot be written.
    """
    file = Path(path)
    file = file if file.suffix else file.with_name(f"{file.name}.pdf")
    form = format_for(file)
    if form is None:
        raise _no_format(file.suffix)
    words = language or _own_language(diagram)
    data = in_format(diagram, form, language=words, press=press_for(form), scale=scale)
    try:
        file.write_bytes(data)
    except OSError as error:
        raise RecvizError(
            "output",
            message("{path} cannot be written", path=str(file)),
            reason=message("{problem}.", problem=error.strerror or str(error)),
            advice=message("Name a file that can be written."),
        ) from error


def load_ipython_extension(shell: Any) -> None:
    """Lets a notebook show a diagram as its picture: ``%load_ext recviz_docs``.

    Args:
        shell: IPython's, whose formatters are told.
    """
    formatters = shell.display_formatter.formatters
    formatters["image/svg+xml"].for_type(
        Diagram, lambda diagram: standalone_svg(diagram, language=_own_language(diagram))
    )
    formatters["text/plain"].for_type(
        Diagram,
        lambda diagram, printer, cycle: printer.text(
            alt_text(diagram, language=_own_language(diagram))
        ),
    )


def _own_language(diagram: Diagram) -> Language:
    return diagram.request.options.lang or "en"


def _printed(
    diagram: Diagram, form: Literal["png", "pdf"], language: Language, press: Press, scale: float
) -> bytes:
    from recviz_docs.paint.press import Sheet

    sheet = Sheet(
        svg=standalone_svg(diagram, language=language),
        width=diagram.layout.width,
        height=diagram.layout.height,
        title=picture_title(diagram, language=language),
        description=alt_text(diagram, language=language),
        language=language,
    )
    return press.run(sheet, form, scale=scale)


def _text(diagram: Diagram, form: Format, language: Language) -> str:
    if form == "json":
        return diagram.graph.dumps()
    if form == "dot":
        options = diagram.request.options
        return paint_dot(diagram.graph, options=options, language=language, style=diagram.style)
    if form == "text":
        return outline_text(outline(diagram, language=language))
    return standalone_svg(diagram, language=language)
