"""The rows of a stack: how large each is, and where its texts stand.

Owns their sizes, alike in every language, and the arrangement of a row: signs and
titles each below the other, at the far side the name, on the title's line where
there is room. It must not know where a stack stands or colours.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from recviz_docs.graph import Graph, Node
from recviz_docs.layout.boxes import (
    GLYPH,
    GLYPH_GAP,
    PLAIN_ROLES,
    SHEET,
    SIDE,
    BoxTexts,
    Inside,
    box_texts,
    line_width,
    right_runs,
    right_width,
    row_height,
    sheets,
    title_runs,
)
from recviz_docs.layout.edge_labels import value_words
from recviz_docs.layout.geometry import Point
from recviz_docs.layout.lines import TEXT, Line
from recviz_docs.layout.measure import text_width
from recviz_docs.layout.runs import Run
from recviz_docs.layout.surroundings import Surroundings
from recviz_docs.layout.tables import TABLE_HEIGHT
from recviz_docs.messages import LANGUAGES, Language
from recviz_docs.options import Options

__all__ = ["Stack", "arrange_row", "row_texts", "stack_of_rows", "titles_start"]

_ABOVE = 3.0
_NAME_GAP = 12.0
_JOINT = " · "


@dataclass(frozen=True, slots=True)
class Stack:
    """The size of a stack, and where its rows are in it.

    Attributes:
        size: width and height, with the sheets that look out behind it.
        sizes: of each row.
        places: the upper left corner of each row, from that of the stack.
    """

    size: tuple[float, float]
    sizes: Mapping[str, tuple[float, float]]
    places: Mapping[str, Point]


def stack_of_rows(
    rows: Sequence[Node], graph: Graph, options: Options, around: Surroundings
) -> Stack:
    """Gives the sizes of a stack, the same for every language; arrows upwards, rows upwards."""
    start = titles_start(rows, around)
    texts = [
        [row_texts(node, graph, options, language, around) for language in LANGUAGES]
        for node in rows
    ]
    apart = max(_width(text, start) for row in texts for text in row)
    room = max(apart, start + around.room + SIDE)
    joined = [all(_joined_width(text, start) <= room for text in row) for row in texts]
    width = max(
        _joined_width(text, start) if on_one else _width(text, start)
        for row, on_one in zip(texts, joined, strict=True)
        for text in row
    )
    heights = [
        max(_height(text, joined=on_one) for text in row)
        for row, on_one in zip(texts, joined, strict=True)
    ]
    sizes = {
        node.id: (float(round(width)), float(round(height)))
        for node, height in zip(rows, heights, strict=True)
    }
    extra = SHEET * sheets(rows[0])
    places, y = {}, extra
    for node in reversed(rows) if options.direction == "BT" else rows:
        places[node.id] = (0.0, y)
        y += sizes[node.id][1]
    return Stack((float(round(width)) + extra, y), sizes, places)


def row_texts(
    node: Node, graph: Graph, options: Options, language: Language, around: Surroundings
) -> BoxTexts:
    """Gives what is written in a row: that of a box, and the shape if the row is to say it."""
    texts = box_texts(node, graph, options, language, around)
    edge = around.row_shapes.get(node.id)
    shape = " ".join(value_words(edge, options, language, around)) if edge else ""
    if not shape:
        return texts
    *above, last = texts.lines
    if last.weight == "small" and text_width(last.text + _JOINT + shape, TEXT) <= around.room:
        joined = replace(last, text=last.text + _JOINT + shape)
        return replace(texts, lines=(*above, joined))
    return replace(texts, lines=(*texts.lines, Line(shape, "small")))


def titles_start(rows: Sequence[Node], around: Surroundings) -> float:
    """Gives where the titles of a stack's rows start: beside the signs, if there are any."""
    signed = around.look.signs and any(around.role(node) not in PLAIN_ROLES for node in rows)
    return SIDE + (GLYPH + GLYPH_GAP if signed else 0.0)


def _width(texts: BoxTexts, start: float) -> float:
    plain = replace(texts, signed=False)
    widest = max(line_width(line, plain, at) for at, line in enumerate(texts.lines))
    return start + widest + SIDE + right_width(texts)


def _joined_width(texts: BoxTexts, start: float) -> float:
    """Gives the width of a row with its name on the line of its title."""
    if not _can_join(texts):
        return _width(texts, start)
    *above, last = texts.lines
    name = _NAME_GAP + text_width(last.text, TEXT)
    return _width(replace(texts, lines=tuple(above)), start) + name


def _can_join(texts: BoxTexts) -> bool:
    lines = texts.lines
    return len(lines) > 1 and lines[-1].weight == "small" and lines[-2].weight == "bold"


def _height(texts: BoxTexts, *, joined: bool) -> float:
    lines = texts.lines[:-1] if joined and _can_join(texts) else texts.lines
    height = sum(row_height(line) for line in lines) + 2 * _ABOVE
    return max(height, TABLE_HEIGHT if texts.cells else 0.0)


def arrange_row(texts: BoxTexts, width: float, height: float, *, start: float) -> Inside:
    """Gives the places of everything that is written in a row of this size.

    ``start`` is where titles start, see `titles_start`.
    """
    room = width - right_width(texts)
    joined = _can_join(texts) and height < _height(texts, joined=False)
    lines = texts.lines[:-1] if joined else texts.lines
    top = (height - sum(row_height(line) for line in lines)) / 2
    sign = (SIDE, top + (row_height(lines[0]) - GLYPH) / 2) if texts.signed else None
    runs: list[Run] = []
    for line in lines:
        if line.weight == "bold":
            runs += title_runs(line, start, top + 12.0)
        else:
            muted = line.weight == "small"
            wide = text_width(line.text, TEXT)
            runs.append(Run(line.text, start, top + 10.5, wide, TEXT, muted=muted))
        top += row_height(line)
    if joined:
        name = texts.lines[-1].text
        wide = text_width(name, TEXT)
        base = top - row_height(lines[-1]) + 12.0
        runs.append(Run(name, room - SIDE - wide, base, wide, TEXT, muted=True))
    cells, rules = right_runs(texts, width, height)
    return Inside((*runs, *cells), sign, rules, room)
