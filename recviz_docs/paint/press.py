"""The engine that turns a picture's SVG into PNG and PDF: Typst, of the extra ``export``.

Owns the call of the engine, and what is told where the extra or a font is not
installed: a box in the place of a character is no picture. It must not know graphs,
files or what a format is for. Equal pictures and fonts give equal bytes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal
from unicodedata import category

from recviz_docs.errors import RecvizError, missing_extra
from recviz_docs.messages import Language, message
from recviz_docs.paint.markup import clean
from recviz_docs.paint.typeface import is_wide, with_typefaces

if TYPE_CHECKING:
    import typst

__all__ = ["Press", "Sheet", "open_press"]

_PX = 0.75  # of a CSS px in points
_DOCUMENT = b"""\
#set document(title: sys.inputs.title, date: none)
#set text(lang: sys.inputs.language)
#set page(
  width: float(sys.inputs.width) * 1pt, height: float(sys.inputs.height) * 1pt, margin: 0pt,
)
#image(
  bytes(sys.inputs.picture), format: "svg", alt: sys.inputs.description,
  width: 100%, height: 100%, fit: "stretch",
)
"""
# A document that everybody can read: the engine refuses it where a font lacks a character.
_ACCESSIBLE: Final = "ua-1"
_NO_FONT = re.compile(r"the text `\"(.*?)\"` could not be displayed", re.DOTALL)
_MOST_PIXELS = 200_000_000


@dataclass(frozen=True, slots=True)
class Sheet:
    """A picture and what is said of it.

    Attributes:
        svg: the picture, with its colours resolved.
        width: in px.
        height: in px.
        title: short name of the picture.
        description: what it shows, for those who cannot see it.
        language: of both.
    """

    svg: str
    width: float
    height: float
    title: str
    description: str
    language: Language


@dataclass(frozen=True, slots=True)
class Press:
    """The engine, and the fonts of this machine; looking for them takes longer than a picture."""

    fonts: typst.Fonts

    def run(self, sheet: Sheet, form: Literal["pdf", "png"], *, scale: float = 1.0) -> bytes:
        """Gives the bytes of a file; ``scale`` is the number of a PNG's px for a px of the picture.

        Raises:
            RecvizError: ``missing``: no font has some character; ``output``: the picture is
                too large for a PNG, or the engine failed.
        """
        if form == "png" and sheet.width * sheet.height * scale**2 > _MOST_PIXELS:
            raise _too_large(sheet, scale)
        try:
            return self._made(sheet, form, scale)
        except (RuntimeError, ValueError, OSError) as error:
            raise _failed(form, str(error)) from error

    def _made(self, sheet: Sheet, form: Literal["pdf", "png"], scale: float) -> bytes:
        """Gives the file; of a font that lacks a character the engine tells for PDF alone."""
        import typst

        given = _given(sheet)
        try:
            made = self._pdf(given)
        except typst.TypstError as error:
            if _lacking(error) is None:
                raise
            given = _given(sheet, seen_only=True)
            made = self._seen_pdf(given)
        if form == "png":
            made = typst.compile(
                _DOCUMENT, font_paths=self.fonts, sys_inputs=given, format="png",
                ppi=72 / _PX * scale,
            )  # fmt: skip
        return made

    def _pdf(self, given: dict[str, str]) -> bytes:
        import typst

        return typst.compile(
            _DOCUMENT, font_paths=self.fonts, sys_inputs=given, format="pdf",
            pdf_standards=_ACCESSIBLE,
        )  # fmt: skip

    def _seen_pdf(self, given: dict[str, str]) -> bytes:
        """Gives the PDF of a picture in which every character can be seen."""
        import typst

        try:
            return self._pdf(given)
        except typst.TypstError as error:
            text = _lacking(error)
            if text is None:
                raise
            raise _no_font(text) from None


def open_press() -> Press:
    """Gives the engine, which serves any number of pictures.

    Raises:
        RecvizError: ``missing``: the extra is not installed.
    """
    try:
        import typst
    except ImportError:
        raise missing_extra("PNG or PDF", "typst", "export") from None
    return Press(typst.Fonts())


def _given(sheet: Sheet, *, seen_only: bool = False) -> dict[str, str]:
    return {
        "picture": with_typefaces(sheet.svg, seen_only=seen_only),
        "width": f"{sheet.width * _PX}",
        "height": f"{sheet.height * _PX}",
        "title": clean(sheet.title),
        "description": clean(sheet.description),
        "language": sheet.language,
    }


def _lacking(error: typst.TypstError) -> str | None:
    """Gives the character that no font has; None if something else is wrong."""
    found = _NO_FONT.search(str(error))
    return None if found is None else found[1]


def _no_font(text: str) -> RecvizError:
    number = " ".join(f"U+{ord(letter):04X}" for letter in text)
    wide = any(is_wide(letter) and category(letter) == "Lo" for letter in text)
    return RecvizError(
        "missing",
        message("no font of this machine has the character {text} ({number})", text=text,
                number=number),
        reason=message(
            "PNG and PDF are set in the fonts of this machine, while an SVG takes the reader's."
        ),
        advice=message(
            "Install a font that has it, such as Noto Sans CJK SC (fonts-noto-cjk in Debian and "
            "Ubuntu), or put its file into ~/.local/share/fonts."
        )
        if wide
        else message("Install a font that has it, or put its file into ~/.local/share/fonts."),
    )  # fmt: skip


def _too_large(sheet: Sheet, scale: float) -> RecvizError:
    return RecvizError(
        "output",
        message(
            "a PNG of {width} × {height} px is too large to be read",
            width=round(sheet.width * scale),
            height=round(sheet.height * scale),
        ),
        advice=message("Write SVG or PDF, lower the scale, or lower the depth."),
    )


def _failed(form: str, problem: str) -> RecvizError:
    return RecvizError(
        "output",
        message("the picture cannot be written as {format}", format=form.upper()),
        reason=message("{problem}.", problem=problem),
        advice=message("Write SVG, or lower the depth."),
    )
