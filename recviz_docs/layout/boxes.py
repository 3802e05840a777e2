"""How large a box is and where its texts stand in it.

Owns paddings, line heights and the places of texts within a box: the layout
takes the size from here and the painter the places, so both agree. It must not
know colours or where the box stands.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from recviz_docs.graph import Graph, Node
from recviz_docs.layout.labels import TEXT, TITLE, Line, node_lines
from recviz_docs.layout.measure import text_width
from recviz_docs.layout.roles import role_of
from recviz_docs.layout.surroundings import Surroundings
from recviz_docs.messages import LANGUAGES
from recviz_docs.options import Options

__all__ = [
    "GLYPH",
    "PLAIN_ROLES",
    "ROUND_ROLES",
    "SHEET",
    "UNSIGNED_THEMES",
    "Run",
    "arrange",
    "box_size",
    "is_signed",
    "sheets",
    "title_runs",
    "title_width",
]

GLYPH = 12.0  # px of a role's sign
_GLYPH_GAP = 5.0
SHEET = 3.0  # px by which each sheet of a stack looks out
PLAIN_ROLES = frozenset(("operation", "module"))  # roles that carry no sign
UNSIGNED_THEMES = frozenset(("torchview",))
ROUND_ROLES = frozenset(("input", "output"))  # their corners are wide
_ROUND_MORE = 4.0
_GAP = 6.0
_COLUMN_GAP = 14.0
_SIDE = 9.0
_ABOVE = 4.0
_TITLE_ROW = 16.0
_TEXT_ROW = 14.0
_LEAST_WIDTH = 34.0


@dataclass(frozen=True, slots=True)
class Run:
    """A text and its place: ``x`` of its start and ``y`` of its baseline."""

    text: str
    x: float
    y: float
    width: float
    size: float
    bold: bool = False
    muted: bool = False


def is_signed(role: str, theme: str) -> bool:
    """Gives whether a box of this role carries its sign in a theme."""
    return role not in PLAIN_ROLES and theme not in UNSIGNED_THEMES


def sheets(node: Node) -> int:
    """Gives how many sheets look out behind the box of a node that stands for several."""
    return min(2, node.count - 1)


def box_size(
    node: Node, graph: Graph, options: Options, around: Surroundings
) -> tuple[float, float]:
    """Gives width and height of a node's box, the same for every language."""
    role = role_of(node)
    signed = is_signed(role, options.theme)
    side = _SIDE + (_ROUND_MORE if role in ROUND_ROLES else 0.0)
    sizes = [
        _size(node_lines(node, graph, options, language, around=around), signed=signed, side=side)
        for language in LANGUAGES
    ]
    extra = SHEET * sheets(node)
    width = max(size[0] for size in sizes) + extra
    return float(round(width)), float(round(max(size[1] for size in sizes) + extra))


def _size(lines: Sequence[Line], *, signed: bool, side: float) -> tuple[float, float]:
    widths = [_line_width(line, lines, signed=signed and at == 0) for at, line in enumerate(lines)]
    height = sum(_row(line) for line in lines) + 2 * _ABOVE
    return max(_LEAST_WIDTH, max(widths) + 2 * side), height


def _row(line: Line) -> float:
    return _TITLE_ROW if line.weight == "bold" else _TEXT_ROW


def title_width(line: Line, *, size: float = TITLE) -> float:
    """Gives the width of a title with what follows it."""
    tail = text_width(line.tail, TEXT) + _GAP if line.tail else 0.0
    return text_width(line.text, size, bold=True) + tail


def _line_width(line: Line, lines: Sequence[Line], *, signed: bool) -> float:
    sign = GLYPH + _GLYPH_GAP if signed else 0.0
    if line.weight == "bold":
        return sign + title_width(line)
    if line.cells:
        return _column_starts(lines)[-1] - _COLUMN_GAP
    return text_width(line.text, TEXT)


def _column_starts(lines: Sequence[Line]) -> list[float]:
    """Gives where each column of a list starts, and last where another one would."""
    rows = [line.cells for line in lines if line.cells]
    starts = [0.0]
    for column in range(max(len(row) for row in rows)):
        widest = max(text_width(row[column], TEXT) for row in rows if column < len(row))
        starts.append(starts[-1] + widest + _COLUMN_GAP)
    return starts


def arrange(
    lines: Sequence[Line], width: float, height: float, *, signed: bool
) -> tuple[tuple[Run, ...], tuple[float, float] | None]:
    """Gives the places of the texts in a box of this size, and of the role's sign."""
    runs: list[Run] = []
    sign: tuple[float, float] | None = None
    top = (height - sum(_row(line) for line in lines)) / 2
    for at, line in enumerate(lines):
        start = (width - _line_width(line, lines, signed=signed and at == 0)) / 2
        if line.weight == "bold":
            if signed and at == 0:
                sign = (start, top + (_TITLE_ROW - GLYPH) / 2)
                start += GLYPH + _GLYPH_GAP
            runs += title_runs(line, start, top + 12.0)
        elif line.cells:
            for cell, column in zip(line.cells, _column_starts(lines), strict=False):
                room = text_width(cell, TEXT)
                runs.append(Run(cell, start + column, top + 10.5, room, TEXT))
        else:
            room = text_width(line.text, TEXT)
            muted = line.weight == "small"
            runs.append(Run(line.text, start, top + 10.5, room, TEXT, muted=muted))
        top += _row(line)
    return tuple(runs), sign


def title_runs(line: Line, x: float, y: float, *, size: float = TITLE) -> tuple[Run, ...]:
    """Gives the texts of a title that starts at ``x``."""
    width = text_width(line.text, size, bold=True)
    title = Run(line.text, x, y, width, size, bold=True)
    if not line.tail:
        return (title,)
    return title, Run(line.tail, x + width + _GAP, y, text_width(line.tail, TEXT), TEXT)
