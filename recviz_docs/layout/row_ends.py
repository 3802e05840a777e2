"""Arrows brought to the row that they belong to.

Graphviz knows a stack as one box. Owns the last px of an arrow at its side: what
comes in ends at the first row, what leaves starts at the last. It must not know why
rows stand on each other.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from recviz_docs.graph import Graph
from recviz_docs.layout.geometry import Box, Layout, Point, Route
from recviz_docs.layout.surroundings import Surroundings

__all__ = ["at_their_rows"]

_AT_SIDE = 2.0
_CORNER = 5.0  # px of a row's side, from its ends, that stay free


def at_their_rows(layout: Layout, graph: Graph, around: Surroundings) -> Layout:
    """Gives the layout in which no arrow touches another row of a stack than its own."""
    boxes = {box.node: box for box in layout.boxes}
    routes: list[Route] = []
    for route, edge in zip(layout.routes, graph.edges, strict=True):
        if not around.within(edge):
            if edge.target in around.stack_of:
                route = _ending(route, _slide(route.tip, edge.target, boxes, around))
            if edge.source in around.stack_of:
                route = _starting(route, _slide(route.points[0], edge.source, boxes, around))
        routes.append(route)
    return replace(layout, routes=tuple(routes))


def _slide(end: Point, row: str, boxes: Mapping[str, Box], around: Surroundings) -> float:
    """Gives how far an end at the side of a stack is above or below its row."""
    rows = [boxes[name] for name in around.stacks[around.stack_of[row]]]
    left, right = rows[0].x, rows[0].x + rows[0].width
    if left + _AT_SIDE < end[0] < right - _AT_SIDE:
        return 0.0  # above or below, where its row is
    own = boxes[row]
    return max(own.y + _CORNER - end[1], min(0.0, own.y + own.height - _CORNER - end[1]))


def _ending(route: Route, down: float) -> Route:
    """Gives a route with its end moved; what is before its last curve stays."""
    if not down:
        return route
    *before, handle, last = route.points
    points = (*before, _moved(handle, down), _moved(last, down))
    return replace(route, points=points, tip=_moved(route.tip, down))


def _starting(route: Route, down: float) -> Route:
    if not down:
        return route
    first, handle, *after = route.points
    return replace(route, points=(_moved(first, down), _moved(handle, down), *after))


def _moved(point: Point, down: float) -> Point:
    return point[0], round(point[1] + down, 1)
