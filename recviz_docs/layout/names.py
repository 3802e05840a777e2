"""Names and numbers made short: common prefixes once, 1.2 M for 1 203 456.

Owns how a set of qualified names is written as one and how counts are rounded.
It must not know nodes or languages.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from math import prod

__all__ = ["folded_names", "number_text", "relative_path", "short_count"]

_LISTED = 3
_PART = re.compile(r"\[[^\]]*\]|[^.\[]+")
_NUMBER = re.compile(r"(\d+)")
_COUNTER = re.compile(r"[#~]\d+(?=\.|$)")  # of calls, and of modules without a name


def folded_names(names: Sequence[str], *, listed: int = _LISTED) -> str:
    """Gives names with what they share written once: ``embed_dict.{C1 … C8}``.

    Up to ``listed`` names are written out, of more the first and the last. Names that
    vary in several places, each with each, say so in each: ``task_{1, 2}.mlp.{0, 4}``.
    Which call it was (``mlp#2``) is left out: a node says so once.
    """
    distinct = list(dict.fromkeys(_COUNTER.sub("", name) for name in names))
    if len(distinct) == 1:
        return distinct[0]
    parts = [_parts(name) for name in distinct]
    places = _places(parts)
    if places is not None:
        return _joined([_one_of(values, listed=listed) for values in places])
    shortest = min(len(part) for part in parts)
    start = 0
    while start < shortest - 1 and len({part[start] for part in parts}) == 1:
        start += 1
    end = 0
    while end < shortest - start - 1 and len({part[-1 - end] for part in parts}) == 1:
        end += 1
    middles = [_joined(part[start : len(part) - end]) for part in parts]
    head, tail = parts[0][:start], parts[0][len(parts[0]) - end :] if end else []
    if not head and not tail:
        return _enumerated(middles, listed=listed)
    return _joined([*head, _braced(middles, listed=listed), *tail])


def _parts(name: str) -> list[str]:
    parts = _PART.findall(name)
    return parts if _joined(parts) == name else [name]


def _places(parts: list[list[str]]) -> list[list[str]] | None:
    """Gives the values at each place of names that vary in several, each value with each."""
    if len({len(part) for part in parts}) > 1:
        return None
    places = [list(dict.fromkeys(values)) for values in zip(*parts, strict=True)]
    varying = [len(values) for values in places if len(values) > 1]
    return places if len(varying) > 1 and prod(varying) == len(parts) else None


def _one_of(values: Sequence[str], *, listed: int) -> str:
    """Gives values as one; numbers in words that are otherwise alike: ``task_{1, 2}``."""
    if len(values) == 1:
        return values[0]
    pieces = [_NUMBER.split(value) for value in values]
    around = {(piece[0], piece[-1]) for piece in pieces}
    if len(around) == 1 and all(len(piece) == 3 for piece in pieces):
        ((head, tail),) = around
        return f"{head}{_braced([piece[1] for piece in pieces], listed=listed)}{tail}"
    return _braced(values, listed=listed)


def _braced(values: Sequence[str], *, listed: int) -> str:
    if all(value.startswith("[") for value in values):
        return f"[{_enumerated([value[1:-1] for value in values], listed=listed)}]"
    return "{" + _enumerated(values, listed=listed) + "}"


def _enumerated(values: Sequence[str], *, listed: int) -> str:
    return ", ".join(values) if len(values) <= listed else f"{values[0]} … {values[-1]}"


def _joined(parts: Sequence[str]) -> str:
    """Gives parts with dots between them; an index follows its name without one."""
    return "".join(
        part if not at or part.startswith("[") else f".{part}" for at, part in enumerate(parts)
    )


def relative_path(path: str, frames: Sequence[str]) -> str:
    """Gives ``path`` without that of the frame around it; two names where it is a number.

    ``frames`` are the paths that the frame stands for.
    """
    for frame in frames:
        inner = path.removeprefix(f"{frame}.")
        if frame and inner != path:
            return f"{frame.split('.')[-1]}.{inner}" if inner.isdecimal() else inner
    return path


def short_count(count: int) -> str:
    """Gives a number of parameters with three digits: ``960``, ``48.4 k``, ``1.2 M``."""
    if count < 1000:
        return str(count)
    size = float(count)
    for unit in ("k", "M", "G", "T"):
        size /= 1000
        if size < 999.5 or unit == "T":
            break
    digits = f"{size:.3g}" if size < 999.5 else f"{size:.0f}"
    return f"{digits} {unit}"


def number_text(number: int) -> str:
    """Gives a whole number in groups of three with narrow gaps that no line breaks: 1 203 456."""
    return f"{number:,}".replace(",", "\u00a0") if abs(number) >= 10_000 else str(number)
