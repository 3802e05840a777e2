"""Arrows as SVG: lines with their tooltips, heads, signs of relations, texts.

Owns how the four fold relations and values that passed through Python look. It
must not know routes' origins or what a tooltip says. Lines are written with
whole px from point to point: half a pixel bends no curve that can be seen.
"""

from __future__ import annotations

from math import hypot

from recviz_docs.graph import Edge
from recviz_docs.layout.edge_labels import LINE_HEIGHT, lines_width
from recviz_docs.layout.geometry import Box, Point, Route
from recviz_docs.layout.labels import TEXT
from recviz_docs.layout.marks import MARK, MARK_GAP, MARKED
from recviz_docs.layout.measure import text_width
from recviz_docs.layout.runs import Run
from recviz_docs.paint.glyphs import RELATION_GLYPHS
from recviz_docs.paint.markup import element, numbers, text

__all__ = ["arrow_head", "arrow_line", "edge_sign", "edge_text_runs", "step_line"]

_HALF_HEAD = 3.2
_TITLE = 26.0  # below the row of a frame's title
_WIDE = {"all": 2.0}


def arrow_line(edge: Edge, route: Route, *, tooltip: str) -> str:
    """Gives the line of an arrow; the group around says its colour and that it has no fill."""
    return element(
        "path",
        element("title", text(tooltip)) if tooltip else "",
        d=_curve(route.points),
        stroke_width=_WIDE.get(edge.relation),
        stroke_dasharray="5 3" if edge.style == "dashed" else None,
    )


def _curve(points: tuple[Point, ...]) -> str:
    """Gives path data; a straight line is written as one."""
    whole = [(float(round(x)), float(round(y))) for x, y in points]
    (x, y), (last_x, last_y) = whole[0], whole[-1]
    start = f"M{numbers(x, y)}"
    if all(point[0] == x for point in whole):
        return f"{start}V{numbers(last_y)}"
    if all(point[1] == y for point in whole):
        return f"{start}H{numbers(last_x)}"
    moves: list[float] = []
    for at in range(1, len(whole) - 2, 3):
        for point in whole[at : at + 3]:
            moves += (point[0] - x, point[1] - y)
        x, y = whole[at + 2]
    return f"{start}c{numbers(*moves)}"


def arrow_head(route: Route) -> str:
    """Gives path data of the triangle from the end of the line to its tip."""
    (x, y), (tip_x, tip_y) = route.points[-1], route.tip
    along_x, along_y = tip_x - x, tip_y - y
    length = hypot(along_x, along_y) or 1.0
    side_x, side_y = -along_y / length * _HALF_HEAD, along_x / length * _HALF_HEAD
    start = numbers(round(x) + side_x, round(y) + side_y)
    back = numbers(-along_x - side_x, -along_y - side_y)
    return f"M{start}l{numbers(along_x - side_x, along_y - side_y)}l{back}z"


def step_line(frame: Box, direction: str) -> tuple[str, str]:
    """Gives path data of the way back from a step in a row to the next: its line and its head.

    It runs within the margin of the block's frame, against the direction of the arrows.
    """
    left, top = frame.x, frame.y + _TITLE
    right, bottom = frame.x + frame.width, frame.y + frame.height
    if direction in ("TB", "BT"):
        start, end = (bottom - 7, top) if direction == "TB" else (top, bottom - 7)
        line = f"M{numbers(right - 13, start)}h7V{numbers(end)}h-2"
        return line, f"M{numbers(right - 8, end - _HALF_HEAD)}v6.4l-6-3.2z"
    start, end = (right - 7, left + 7) if direction == "LR" else (left + 7, right - 7)
    line = f"M{numbers(start, bottom - 13)}v7H{numbers(end)}v-2"
    return line, f"M{numbers(end - _HALF_HEAD, bottom - 8)}h6.4l-3.2-6z"


def edge_sign(edge: Edge, route: Route, lines: tuple[str, ...]) -> str:
    """Gives path data of the sign of an arrow's relation, or nothing."""
    if edge.relation not in MARKED or not lines or route.label is None:
        return ""
    x, y = _start(edge, route.label[0], lines, 0), _base(route.label[1], lines, 0)
    return f"M{numbers(round(x), round(y - 10))}{RELATION_GLYPHS[edge.relation]}"


def edge_text_runs(edge: Edge, route: Route, lines: tuple[str, ...]) -> tuple[Run, ...]:
    """Gives the texts of an arrow at their places, the first after the relation's sign."""
    if route.label is None:
        return ()
    runs = []
    for at, line in enumerate(lines):
        x = _start(edge, route.label[0], lines, at)
        x += MARK + MARK_GAP if edge.relation in MARKED and at == 0 else 0.0
        base = _base(route.label[1], lines, at)
        runs.append(Run(line, x, base, text_width(line, TEXT), TEXT, muted=True))
    return tuple(runs)


def _start(edge: Edge, centre: float, lines: tuple[str, ...], at: int) -> float:
    width = text_width(lines[at], TEXT)
    return centre - (width if at else lines_width(edge, lines[:1])) / 2


def _base(centre: float, lines: tuple[str, ...], at: int) -> float:
    return centre + 4 + (at - (len(lines) - 1) / 2) * LINE_HEIGHT
