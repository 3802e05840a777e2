"""How large a box is and where its texts stand in it.

Owns paddings, line heights and the places of texts within a box: the layout
takes the size from here and the painter the places, so both agree. It must not
know colours or where the box stands.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from recviz_docs.graph import Graph, Node
from recviz_docs.layout.geometry import Point
from recviz_docs.layout.labels import TEXT, TITLE, Line, node_lines
from recviz_docs.layout.measure import text_width
from recviz_docs.layout.runs import Run
from recviz_docs.layout.surroundings import Surroundings
from recviz_docs.layout.tables import TABLE_HEIGHT, Cells, cells_of, table_runs, table_width
from recviz_docs.messages import LANGUAGES, Language
from recviz_docs.options import Options

__all__ = [
    "GLYPH",
    "GLYPH_GAP",
    "PLAIN_ROLES",
    "ROUND_ROLES",
    "SHEET",
    "SIDE",
    "TITLE_GAP",
    "BoxTexts",
    "Inside",
    "arrange",
    "box_size",
    "box_texts",
    "line_width",
    "right_runs",
    "right_width",
    "row_height",
    "sheets",
    "title_runs",
    "title_width",
]

GLYPH = 12.0  # px of a role's sign
GLYPH_GAP = 5.0
SHEET = 3.0  # px by which each sheet behind a box looks out
PLAIN_ROLES = frozenset(("operation", "module"))  # roles that carry no sign
ROUND_ROLES = frozenset(("input", "output"))  # their corners are wide
_ROUND_MORE = 4.0
TITLE_GAP = 6.0
_COLUMN_GAP = 14.0
SIDE = 9.0
_ABOVE = 4.0
_TITLE_ROW = 16.0
_TEXT_ROW = 14.0
_LEAST_WIDTH = 34.0


@dataclass(frozen=True, slots=True)
class BoxTexts:
    """What is written in a box: its lines, the cells of a table, whether there is a sign."""

    lines: tuple[Line, ...]
    cells: Cells = ()
    signed: bool = False


@dataclass(frozen=True, slots=True)
class Inside:
    """Where all of it stands.

    Attributes:
        runs: the texts.
        sign: upper left corner of the role's sign.
        rules: lines between cells.
        room: width of the part that is left of all cells.
    """

    runs: tuple[Run, ...]
    sign: Point | None = None
    rules: tuple[tuple[Point, Point], ...] = ()
    room: float = 0.0


def box_texts(
    node: Node, graph: Graph, options: Options, language: Language, around: Surroundings
) -> BoxTexts:
    """Gives what is written in the box of a node."""
    look = around.look
    return BoxTexts(
        node_lines(node, graph, options, language, around=around),
        cells_of(node, options, language) if look.tables else (),
        signed=look.signs and around.role(node) not in PLAIN_ROLES,
    )


def sheets(node: Node) -> int:
    """Gives how many sheets look out behind the box of a node that stands for several."""
    return min(2, node.count - 1)


def box_size(
    node: Node, graph: Graph, options: Options, around: Surroundings
) -> tuple[float, float]:
    """Gives width and height of a node's box, the same for every language."""
    side = SIDE + (_ROUND_MORE if around.role(node) in ROUND_ROLES else 0.0)
    sizes = [
        _size(box_texts(node, graph, options, language, around), side=side)
        for language in LANGUAGES
    ]
    extra = SHEET * sheets(node)
    width = max(size[0] for size in sizes) + extra
    return float(round(width)), float(round(max(size[1] for size in sizes) + extra))


def _size(texts: BoxTexts, *, side: float) -> tuple[float, float]:
    lines = texts.lines
    widths = [line_width(line, texts, at) for at, line in enumerate(lines)]
    height = sum(row_height(line) for line in lines) + 2 * _ABOVE
    width = max(_LEAST_WIDTH, max(widths) + 2 * side) + right_width(texts)
    return width, max(height, TABLE_HEIGHT if texts.cells else 0.0)


def right_width(texts: BoxTexts) -> float:
    """Gives the width of what stands in cells at the right."""
    return _count_width(texts) + table_width(texts.cells)


def _count_width(texts: BoxTexts) -> float:
    count = texts.lines[0].count
    return text_width(count, TEXT) + 2 * TITLE_GAP if count else 0.0


def row_height(line: Line) -> float:
    """Gives the height that a line takes."""
    return _TITLE_ROW if line.weight == "bold" else _TEXT_ROW


def title_width(line: Line, *, size: float = TITLE) -> float:
    """Gives the width of a title with what follows it."""
    tail = text_width(line.tail, TEXT) + TITLE_GAP if line.tail else 0.0
    return text_width(line.text, size, bold=True) + tail


def line_width(line: Line, texts: BoxTexts, at: int) -> float:
    """Gives the width of the line at a place, with the sign before the first."""
    sign = GLYPH + GLYPH_GAP if texts.signed and at == 0 else 0.0
    if line.weight == "bold":
        return sign + title_width(line)
    if line.cells:
        return _column_starts(texts.lines)[-1] - _COLUMN_GAP
    return text_width(line.text, TEXT)


def _column_starts(lines: Sequence[Line]) -> list[float]:
    """Gives where each column of a list starts, and last where another one would."""
    rows = [line.cells for line in lines if line.cells]
    starts = [0.0]
    for column in range(max(len(row) for row in rows)):
        widest = max(text_width(row[column], TEXT) for row in rows if column < len(row))
        starts.append(starts[-1] + widest + _COLUMN_GAP)
    return starts


def arrange(texts: BoxTexts, width: float, height: float) -> Inside:
    """Gives the places of everything that is written in a box of this size."""
    room = width - right_width(texts)
    runs, rules = right_runs(texts, width, height)
    left, sign = _left(texts, room, height)
    return Inside((*left, *runs), sign, rules, room)


def right_runs(
    texts: BoxTexts, width: float, height: float
) -> tuple[tuple[Run, ...], tuple[tuple[Point, Point], ...]]:
    """Gives the places of what stands in cells at the right, and the lines between these."""
    runs, rules = table_runs(texts.cells, width - table_width(texts.cells), width, height)
    count = texts.lines[0].count
    if count:
        room = width - right_width(texts)
        rules = (*rules, ((room, 0.0), (room, height)))
        wide = text_width(count, TEXT)
        runs = (*runs, Run(count, room + TITLE_GAP, height / 2 + 4, wide, TEXT))
    return runs, rules


def _left(texts: BoxTexts, width: float, height: float) -> tuple[tuple[Run, ...], Point | None]:
    """Gives the places of the lines within the part of a box that is theirs."""
    runs: list[Run] = []
    sign: Point | None = None
    top = (height - sum(row_height(line) for line in texts.lines)) / 2
    for at, line in enumerate(texts.lines):
        start = (width - line_width(line, texts, at)) / 2
        if line.weight == "bold":
            if texts.signed and at == 0:
                sign = (start, top + (_TITLE_ROW - GLYPH) / 2)
                start += GLYPH + GLYPH_GAP
            runs += title_runs(line, start, top + 12.0)
        elif line.cells:
            for cell, column in zip(line.cells, _column_starts(texts.lines), strict=False):
                room = text_width(cell, TEXT)
                runs.append(Run(cell, start + column, top + 10.5, room, TEXT))
        else:
            room = text_width(line.text, TEXT)
            muted = line.weight == "small"
            runs.append(Run(line.text, start, top + 10.5, room, TEXT, muted=muted))
        top += row_height(line)
    return tuple(runs), sign


def title_runs(line: Line, x: float, y: float, *, size: float = TITLE) -> tuple[Run, ...]:
    """Gives the texts of a title that starts at ``x``."""
    width = text_width(line.text, size, bold=True)
    title = Run(line.text, x, y, width, size, bold=True)
    if not line.tail:
        return (title,)
    return title, Run(line.tail, x + width + TITLE_GAP, y, text_width(line.tail, TEXT), TEXT)
