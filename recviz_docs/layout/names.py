"""Names and numbers made short: common prefixes once, 1.2 M for 1 203 456.

Owns how a set of qualified names is written as one and how counts are rounded.
It must not know nodes or languages.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

__all__ = ["folded_names", "number_text", "relative_path", "short_count"]

_LISTED = 3
_COUNTER = re.compile(r"[#~]\d+(?=\.|$)")  # of calls, and of modules without a name


def folded_names(names: Sequence[str], *, listed: int = _LISTED) -> str:
    """Gives names with what they share written once: ``embed_dict.{C1 … C8}``.

    Up to ``listed`` names are written out, of more the first and the last. Which
    call it was (``mlp#2``) is left out: a node says so once.
    """
    distinct = list(dict.fromkeys(_COUNTER.sub("", name) for name in names))
    if len(distinct) == 1:
        return distinct[0]
    parts = [name.split(".") for name in distinct]
    shortest = min(len(part) for part in parts)
    start = 0
    while start < shortest - 1 and len({part[start] for part in parts}) == 1:
        start += 1
    end = 0
    while end < shortest - start - 1 and len({part[-1 - end] for part in parts}) == 1:
        end += 1
    middles = [".".join(part[start : len(part) - end]) for part in parts]
    inner = ", ".join(middles) if len(middles) <= listed else f"{middles[0]} … {middles[-1]}"
    head, tail = parts[0][:start], parts[0][len(parts[0]) - end :] if end else []
    braced = inner if not head and not tail else "{" + inner + "}"
    return ".".join([*head, braced, *tail])


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
