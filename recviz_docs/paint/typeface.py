"""Which fonts the texts of a picture are set in, outside of a browser.

Owns the names of the fonts that are looked for, one row for Latin and one for wide
characters, and puts them into a picture: an engine that falls back by itself takes
any font that has the characters, and sets all of the text in it. It must not know
which fonts are installed, nor formats.
"""

from __future__ import annotations

from collections.abc import Iterator
from unicodedata import category, east_asian_width
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from recviz_docs.layout.labels import TEXT
from recviz_docs.layout.measure import text_width

__all__ = ["is_wide", "with_typefaces"]

_SVG = "http://www.w3.org/2000/svg"
_TEXT = f"{{{_SVG}}}text"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_CLINGING = ("Mn", "Me", "Cf", "Sk")  # marks, joiners, and the skin tones of emoji
_LATIN = (
    "Helvetica", "Arial", "Liberation Sans", "Arimo", "Nimbus Sans", "TeX Gyre Heros", "Roboto",
    "Noto Sans", "DejaVu Sans",
)  # fmt: skip
_WIDE = (
    "PingFang SC", "Hiragino Sans GB", "Microsoft YaHei", "Noto Sans CJK SC", "Noto Sans SC",
    "Source Han Sans SC", "Source Han Sans CN", "Noto Sans CJK JP", "Droid Sans Fallback",
    "WenQuanYi Micro Hei", "WenQuanYi Zen Hei",
)  # fmt: skip


def with_typefaces(svg: str, *, seen_only: bool = False) -> str:
    """Gives the picture with each text cut into runs of wide and of other characters.

    Each run has its own fonts, and its part of the room that the text was measured to take.

    Args:
        svg: the picture, as our painter writes it.
        seen_only: whether to leave out joiners and the like, which few fonts have.
    """
    ElementTree.register_namespace("", _SVG)
    root = ElementTree.fromstring(svg)
    root.set("font-family", _families(_LATIN))
    for around in list(root.iter()):
        if any(child.tag == _TEXT for child in around):
            around[:] = [part for child in around for part in _parts(child, seen_only)]
    return ElementTree.tostring(root, encoding="unicode")


def is_wide(character: str) -> bool:
    """Says whether a character is as wide as high, as Chinese ones are."""
    return east_asian_width(character) in ("W", "F")


def _families(names: tuple[str, ...]) -> str:
    return ",".join([*(f"'{name}'" for name in names), "sans-serif"])


def _parts(child: Element, seen_only: bool) -> Iterator[Element]:
    """Gives the runs of a text, or another element as it is."""
    if child.tag != _TEXT:
        yield child
        return
    size = float(child.get("font-size", TEXT))
    bold = child.get("font-weight") == "700"
    written = child.text or ""
    if seen_only:
        written = "".join(letter for letter in written if not _unseen(letter))
    room = float(child.get("textLength", 0)) / (text_width(written, size, bold=bold) or 1.0)
    x = float(child.get("x", 0))
    for wide, run in _runs(written):
        width = text_width(run, size, bold=bold) * room
        own = {"x": f"{x:.2f}", "textLength": f"{max(1.0, width):.2f}", _SPACE: "preserve"}
        if wide:
            own["font-family"] = _families(_WIDE)
        part = Element(_TEXT, {**child.attrib, **own})
        part.text = run
        yield part
        x += width


def _unseen(letter: str) -> bool:
    """Says whether a character shows nothing itself: a joiner, or the form of the one before."""
    return category(letter) == "Cf" or "\ufe00" <= letter <= "\ufe0f"


def _runs(text: str) -> list[tuple[bool, str]]:
    """Gives the runs; what has no width of its own belongs to the character before it."""
    runs: list[tuple[bool, str]] = []
    for letter in text:
        wide = runs[-1][0] if runs and category(letter) in _CLINGING else is_wide(letter)
        if runs and runs[-1][0] == wide:
            runs[-1] = (wide, runs[-1][1] + letter)
        else:
            runs.append((wide, letter))
    return runs
