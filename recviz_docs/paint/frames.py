"""Frames as SVG: the outline around an opened module, and its title.

Owns their look, and where the title stands along the upper side: where the
fewest arrows pass. It must not know what is inside.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from recviz_docs.graph import Node
from recviz_docs.layout.boxes import Run, title_runs, title_width
from recviz_docs.layout.geometry import Box, Point, Route
from recviz_docs.layout.labels import TEXT, Line
from recviz_docs.layout.measure import text_width
from recviz_docs.paint.markup import element, text
from recviz_docs.paint.texts import haloed, text_elements
from recviz_docs.paint.theme import Ink

__all__ = ["frame_element", "frame_title_element"]

_SIDE = 8.0
_BASE = 14.0
_STEP = 6.0  # px between the points of a curve that are looked at


def frame_element(node: Node, box: Box, ink: Ink, *, depth: int, tooltip: str) -> str:
    """Gives the outline of a frame; every second level has the other ground."""
    outline = element(
        "rect",
        x=box.x,
        y=box.y,
        width=box.width,
        height=box.height,
        rx=ink.theme.radius * 1.5 or None,
        fill=_ground(ink, depth),
        stroke=ink("frame-stroke"),
    )
    return element(
        "g", element("title", text(tooltip)) + outline, class_="recviz-frame", data_node=node.id
    )


def frame_title_element(
    box: Box, title: Line, ink: Ink, *, depth: int, routes: Sequence[Route]
) -> str:
    """Gives a frame's title; drawn after the arrows, of which some may pass behind it."""
    crossings = _crossings(box, routes)
    width, end_width = title_width(title, size=TEXT), text_width(title.end, TEXT)
    start = _free_place(box, width, crossings)
    end = box.width - end_width - _free_place(box, end_width, [box.width - x for x in crossings])
    if title.end and start + width + _SIDE > end:
        start, end = _SIDE, box.width - end_width - _SIDE  # the box has room for both
    runs = title_runs(title, start, _BASE, size=TEXT)
    runs += (Run(title.end, end, _BASE, end_width, TEXT, muted=True),)
    return haloed(text_elements(runs, box.x, box.y, ink), _ground(ink, depth))


def _ground(ink: Ink, depth: int) -> str:
    return ink("frame-fill" if depth % 2 else "inner-fill")


def _crossings(box: Box, routes: Sequence[Route]) -> list[float]:
    """Gives where along the upper side of a frame arrows pass through its title's row."""
    return sorted(
        x - box.x
        for route in routes
        for x, y in _points(route)
        if box.y <= y <= box.y + _BASE + 4 and box.x <= x <= box.x + box.width
    )


def _free_place(box: Box, width: float, crossings: Sequence[float]) -> float:
    """Gives the least distance from a side at which a text meets no arrow, if there is one."""
    last = box.width - width - _SIDE
    for place in (_SIDE, *(x + _SIDE for x in sorted(crossings))):
        if place <= last and all(x < place - 4 or x > place + width + 4 for x in crossings):
            return place
    return _SIDE


def _points(route: Route) -> Iterator[Point]:
    """Gives points along a route, at most a few px apart."""
    yield route.tip
    points = route.points
    for at in range(0, len(points) - 3, 3):
        (x0, y0), (x1, y1), (x2, y2), (x3, y3) = points[at : at + 4]
        steps = max(4, int((abs(x3 - x0) + abs(y3 - y0)) / _STEP))
        for step in range(steps + 1):
            t = step / steps
            u = 1 - t
            yield (
                u**3 * x0 + 3 * u * u * t * x1 + 3 * u * t * t * x2 + t**3 * x3,
                u**3 * y0 + 3 * u * u * t * y1 + 3 * u * t * t * y2 + t**3 * y3,
            )
