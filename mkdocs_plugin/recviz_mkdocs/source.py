"""Where the diagrams stand in a Markdown source, before anything is converted.

Owns the reading of a source line by line: fences of any length, raw HTML,
comments, indented code, and our two spellings between them. It serves the scan
of all pages, the rewriting of fences and the line numbers of warnings. It must
not know Python-Markdown's parser nor what a diagram is.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from recviz_mkdocs.fields import MARKER, Body, read_block, read_fence
from recviz_mkdocs.verbatim import html_end, is_indented_code, quoted_indent

__all__ = ["Written", "find_written", "source_lines"]

_LIST = r"(?P<marker>(?:[-*+:]|\d+[.)]) +)?"
_FENCE = re.compile(rf"(?P<prefix>[ >]*){_LIST}(?P<mark>`{{3,}}|~{{3,}})(?P<info>.*)")
_CLOSER = re.compile(r"[ >]*(?:`{3,}|~{3,}) *$")
_OURS = re.compile(r"\s*(?:recviz|\{\s*[.:]?recviz\s*(?P<inner>[^}]*)\}?)(?:\s+(?P<rest>.*))?$")
_BLOCK = re.compile(rf"(?P<prefix>[ >]*){_LIST}{MARKER}")
_TAB = 4
_STRAY = re.compile(r"(?:`{3,}|~{3,}) *recviz +(?P<argument>[^`]+)$")
_OPENS = re.compile(r"[ >]*(?:#{1,6} |!!! |\?\?\?|=== |/// |\[\^|: |$)")


@dataclass(frozen=True, slots=True)
class Written:
    """A diagram as it is written in a source.

    Attributes:
        line, end: its lines, from 0, ``end`` is the one behind it.
        prefix: what stands before it on its lines: indent and quote marks.
        marker: what stands behind the prefix on its first line: that of a list item or
            of a definition.
        body: its argument and fields.
        kind: ``block`` or ``fence``; ``glued`` is a block that Markdown takes for
            text as it stands directly under text, ``open`` a fence without an end,
            ``code`` a fence that Markdown takes for code or text.
    """

    line: int
    end: int
    prefix: str
    body: Body
    kind: str
    marker: str = ""


def source_lines(text: str) -> list[str]:
    """Gives the lines of a page's source as Markdown will see them; front matter is blanked."""
    lines = [line.expandtabs(4) for line in re.split(r"\r\n|\r|\n", text.removeprefix("\ufeff"))]
    if lines[0].rstrip() == "---":
        for number, line in enumerate(lines[1:], start=1):
            if line.rstrip() in ("---", "..."):
                return [""] * (number + 1) + lines[number + 1 :]
    return lines


def find_written(lines: Sequence[str]) -> tuple[Written, ...]:
    """Gives every diagram that the lines hold, in order, and none that they only show."""
    return tuple(_find(lines))


def _find(lines: Sequence[str]) -> Iterator[Written]:
    closers = [number for number, line in enumerate(lines) if _CLOSER.match(line)]
    index = 0
    free = 0  # the line from which on a block may start without a blank line above
    while index < len(lines):
        found: Written | None = None
        if "recviz" not in lines[index] and not _may_open(lines[index]):
            index += 1
            continue
        if fence := _FENCE.match(lines[index]):
            found, end = _fence(lines, index, fence, closers)
        elif block := _BLOCK.match(lines[index]):
            found, end = _block(lines, index, block, free=index == free)
        elif stray := _STRAY.search(lines[index]):
            body = Body(stray["argument"].strip(), ())
            found, end = Written(index, index + 1, "", body, "code"), index + 1
        else:
            end = html_end(lines, index)
        if found is not None:
            yield found
        if end > index + 1 or found is not None:
            free = end
        index = max(end, index + 1)


def _may_open(line: str) -> bool:
    return "```" in line or "~~~" in line or "<" in line


def _fence(
    lines: Sequence[str], index: int, fence: re.Match[str], closers: Sequence[int]
) -> tuple[Written | None, int]:
    """Gives the diagram of a fence if it is ours, and the line behind the fence."""
    info, marker = fence["info"], fence["marker"] or ""
    ours = _OURS.match(info)
    if (fence["mark"][0] == "`" and "`" in info) or (marker and ours is None):
        return None, index + 1  # code in text; others' fences do not start a list item
    prefix = fence["prefix"] + " " * (_item_indent(lines, index, fence) if marker else 0)
    close = _closing_line(lines, index, closers, prefix=prefix, mark=fence["mark"], ours=bool(ours))
    if ours is None:
        return None, index + 1 if close is None else close + 1
    words = " ".join(part.strip() for part in (ours["inner"], ours["rest"]) if part)
    if close is None:
        return Written(index, index + 1, prefix, Body(words, ()), "open"), index + 1
    kind = "code" if is_indented_code(lines, index) else "fence"
    body = read_fence(words, [line[len(prefix) :] for line in lines[index + 1 : close]])
    return Written(index, close + 1, fence["prefix"], body, kind, marker), close + 1


def _item_indent(lines: Sequence[str], index: int, fence: re.Match[str]) -> int:
    """Gives how deep a list item's lines are indented: as its text, or by four as usual."""
    width = len(fence["marker"])
    below = lines[index + 1][len(fence["prefix"]) :] if index + 1 < len(lines) else ""
    return _TAB if width < _TAB and below.startswith(" " * _TAB) else width


def _closing_line(
    lines: Sequence[str], start: int, closers: Sequence[int], *, prefix: str, mark: str, ours: bool
) -> int | None:
    """Gives the line that closes a fence; None if text with less indent comes first.

    Other fences are closed as Python-Markdown does it, by marks of their own length
    only; ours as in CommonMark also by longer ones. Open to the end is no fence.
    """
    closes = re.compile(rf"{mark}{mark[0] + '*' if ours else ''} *$")
    for close in closers[bisect_right(closers, start) :]:
        if closes.match(lines[close].lstrip(" >")) is None:
            continue
        inside = lines[start + 1 : close + 1]
        if any(line.strip(" >") and not _is_inside(line, prefix) for line in inside):
            return None
        if closes.match(lines[close][len(prefix) :]):
            return close
    return None


def _is_inside(line: str, prefix: str) -> bool:
    head = line[: len(prefix)]
    return not head.strip(" >") and head.count(">") == prefix.count(">")


def _block(
    lines: Sequence[str], index: int, block: re.Match[str], *, free: bool
) -> tuple[Written | None, int]:
    prefix, marker = block["prefix"], block["marker"] or ""
    if is_indented_code(lines, index):
        return None, index + 1
    width = len(prefix) + len(marker)
    quotes = prefix.count(">")
    first = " " * quoted_indent(prefix) + lines[index][width:]
    rest = []
    for line in lines[index + 1 :]:
        if not line.strip(" >") or line[: len(prefix)].count(">") != quotes:
            break
        rest.append(line[prefix.rfind(">") + 1 :].removeprefix(" ") if quotes else line)
    body, count = read_block([first, *rest])
    glued = not (free or marker or index == 0 or _OPENS.match(lines[index - 1]))
    return Written(index, index + count, prefix, body, "glued" if glued else "block"), index + count
