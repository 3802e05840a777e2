"""Arrows as SVG: line, head, sign of the relation, text, tooltip.

Owns how the four fold relations and values that passed through Python look. It
must not know routes' origins or what a tooltip says.
"""

from __future__ import annotations

from math import hypot

from recviz_docs.graph import Edge
from recviz_docs.layout.boxes import Run
from recviz_docs.layout.geometry import Point, Route
from recviz_docs.layout.labels import TEXT
from recviz_docs.layout.marks import MARK, MARK_GAP, MARKED, relation_mark_width
from recviz_docs.layout.measure import text_width
from recviz_docs.paint.glyphs import RELATION_GLYPHS
from recviz_docs.paint.markup import element, number, text
from recviz_docs.paint.texts import text_elements
from recviz_docs.paint.theme import Ink

__all__ = ["edge_element", "edge_text_elements"]

_HALF_HEAD = 3.2
_WIDE = {"all": 2.0}


def edge_element(edge: Edge, route: Route, *, tooltip: str) -> str:
    """Gives line and head of an arrow; the colour comes from the group around."""
    line = element(
        "path",
        d=_curve(route.points),
        fill="none",
        stroke_width=_WIDE.get(edge.relation),
        stroke_dasharray="5 3" if edge.style == "dashed" else None,
    )
    return element(
        "g",
        (element("title", text(tooltip)) if tooltip else "")
        + line
        + element("path", d=_head(route)),
        class_="recviz-edge" if edge.relation == "one" else f"recviz-edge recviz-{edge.relation}",
    )


def _point(point: Point) -> str:
    return f"{number(point[0])} {number(point[1])}"


def _curve(points: tuple[Point, ...]) -> str:
    start, rest = points[0], points[1:]
    return f"M{_point(start)}C{' '.join(_point(point) for point in rest)}"


def _head(route: Route) -> str:
    """Gives the triangle from the end of the line to its tip."""
    (x, y), (tip_x, tip_y) = route.points[-1], route.tip
    length = hypot(tip_x - x, tip_y - y) or 1.0
    side = (-(tip_y - y) / length * _HALF_HEAD, (tip_x - x) / length * _HALF_HEAD)
    left, right = (x + side[0], y + side[1]), (x - side[0], y - side[1])
    return f"M{_point(left)}L{_point(route.tip)} {_point(right)}Z"


def edge_text_elements(edge: Edge, route: Route, label: str, ink: Ink) -> tuple[str, str]:
    """Gives the sign of an arrow's relation and its text; groups around give the colours."""
    if not label or route.label is None:
        return "", ""
    width = text_width(label, TEXT)
    x = route.label[0] - (width + relation_mark_width(edge)) / 2
    sign = ""
    if edge.relation in MARKED:
        move = f"translate({number(x)} {number(route.label[1] - 6)})"
        sign = element("path", d=RELATION_GLYPHS[edge.relation], transform=move)
        x += MARK + MARK_GAP
    run = Run(label, x, route.label[1] + 4, width, TEXT, muted=True)
    return sign, text_elements((run,), 0, 0, ink, coloured=False)
