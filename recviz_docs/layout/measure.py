"""How wide a text is, without a font on the machine.

Owns the rules: Helvetica's published widths for Latin, one em for East Asian
wide characters (as every CJK font has it), nothing for marks that sit on their
neighbour. It must not know what the text says or where it stands. The painter
writes each width into the picture, so a reader's other font cannot overflow.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from recviz_docs.layout.afm import BOLD, NORMAL, SIGNS

__all__ = ["break_name", "elide", "text_width", "wrap"]

_BREAKS = re.compile(r"(?<=[\s.,_/\-·])(?=[^\s.,_/\-·])|(?<=[a-z0-9])(?=[A-Z])|(?<=[^{\s])(?=\{)")

_EMOJI = 1250  # colour fonts draw emoji a quarter wider than an em
_OTHER_LETTER = 600
_OTHER_SIGN = 1000
_INVISIBLE = ("Mn", "Me", "Cf")
_JOINER = "\u200d"
_BLANKS = "\t\n\r"


def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """Gives the width of one line of text in px at a font size in px."""
    return sum(_character(character, bold=bold) for character in text) * size / 1000


def _character(character: str, *, bold: bool) -> int:
    table = BOLD if bold else NORMAL
    if character in table:
        return table[character]
    if character in SIGNS:
        return SIGNS[character]
    if character in _BLANKS:
        return table[" "]
    category = unicodedata.category(character)
    if category in _INVISIBLE:
        return 0
    if unicodedata.east_asian_width(character) in ("W", "F"):
        return _EMOJI if category == "So" and ord(character) > 0xFFFF else 1000
    base = unicodedata.normalize("NFD", character)[0]
    if base in table:
        return table[base]
    return _OTHER_LETTER if category[0] in "LMN" else _OTHER_SIGN


def elide(text: str, size: float, room: float, *, bold: bool = False) -> str:
    """Gives the text, with its middle replaced by ``…`` where it is wider than ``room``.

    Both ends stay: the start says where a name lives, the end what it is.
    """
    if text_width(text, size, bold=bold) <= room:
        return text
    letters = _letters(text)
    widths = [text_width(letter, size, bold=bold) for letter in letters]
    left = room - text_width("…", size, bold=bold)
    start, end = 0, len(letters)
    while start < end:
        at_start = start <= len(letters) - end
        cost = widths[start] if at_start else widths[end - 1]
        if cost > left:
            break
        left -= cost
        if at_start:
            start += 1
        else:
            end -= 1
    return "".join([*letters[:start], "…", *letters[end:]])


def break_name(
    text: str, size: float, room: float, *, bold: bool = False, most: int = 3
) -> tuple[str, ...]:
    """Gives a name in up to ``most`` lines, broken where its words end.

    Words end at signs, spaces and small letters before capitals; wide characters
    are words of their own. The middle of what is too long even so is left out.
    """
    if text_width(text, size, bold=bold) <= room:
        return (text,)
    lines = _filled(_words(text), size, room, bold=bold)
    if len(lines) > most:
        shorter = elide(text, size, room * (most - 0.5), bold=bold)
        lines = _filled(_words(shorter), size, room, bold=bold)
    if len(lines) > most:
        return (elide(text, size, room, bold=bold),)
    return tuple(elide(line, size, room, bold=bold) for line in lines)


def _words(text: str) -> list[str]:
    words: list[str] = []
    for part in _BREAKS.split(text):
        joins = False
        for letter in _letters(part):
            wide = unicodedata.east_asian_width(letter[0]) in ("W", "F")
            if joins and not wide:
                words[-1] += letter
            else:
                words.append(letter)
            joins = not wide
    return words


def _filled(words: Sequence[str], size: float, room: float, *, bold: bool) -> list[str]:
    lines: list[str] = []
    for word in words:
        longer = f"{lines[-1]}{word}" if lines else word
        if lines and text_width(longer.rstrip(), size, bold=bold) <= room:
            lines[-1] = longer
        else:
            lines.append(word)
    return [line.strip() for line in lines if line.strip()]


def _letters(text: str) -> list[str]:
    """Gives letters with their marks, and joined emoji, each as one piece."""
    letters: list[str] = []
    for character in text:
        mark = unicodedata.category(character) in _INVISIBLE
        if letters and (mark or letters[-1].endswith(_JOINER)):
            letters[-1] += character
        else:
            letters.append(character)
    return letters


def wrap(parts: tuple[str, ...], size: float, room: float, *, joint: str) -> tuple[str, ...]:
    """Gives lines of ``parts`` joined by ``joint``, each within ``room``."""
    lines: list[str] = []
    for part in parts:
        longer = f"{lines[-1]}{joint}{part}" if lines else part
        if lines and text_width(longer, size) <= room:
            lines[-1] = longer
        else:
            lines.extend(break_name(part, size, room))
    return tuple(lines)
