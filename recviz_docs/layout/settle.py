"""Texts of arrows moved off what they would touch.

Owns the last step of a layout: a text that Graphviz put on a frame's border, a
title, a box, another text or a foreign arrow moves a little, to where it is in
nobody's way and still at its own arrow. It must not know what texts say.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import product

from recviz_docs.layout.dot import Sizes
from recviz_docs.layout.geometry import Box, Layout, Point, Route, along
from recviz_docs.layout.surroundings import Surroundings

__all__ = ["settled"]

_Rect = tuple[float, float, float, float]  # left, top, right, bottom

_GAP = 4.0  # of the room given, what the text need not keep
_TWO_LINES = 24.0
_CELL = 64
_STEPS_ASIDE = tuple(sorted(range(-48, 49, 4), key=lambda step: (abs(step), step)))
_STEPS_ALONG = tuple(sorted(range(-24, 25, 4), key=lambda step: (abs(step), step)))
_TITLE_ROW = 17.0
_NEAR = 11.0  # px that a text may be away from its arrow
# What it costs to touch something; a move costs a hundredth of its px.
_ON_BOX, _ON_TEXT, _ON_TITLE, _ON_BORDER, _ON_ARROW, _AWAY = 9.0, 9.0, 6.0, 4.0, 3.0, 0.3


@dataclass(slots=True)
class _Near:
    """Everything in a picture by the cells of a grid that it lies in."""

    solid: dict[tuple[int, int], list[tuple[_Rect, float]]] = field(default_factory=dict)
    arrows: dict[tuple[int, int], list[tuple[Point, int]]] = field(default_factory=dict)

    def add(self, rect: _Rect, cost: float) -> None:
        for cell in _cells(rect):
            self.solid.setdefault(cell, []).append((rect, cost))

    def add_arrow(self, point: Point, edge: int) -> None:
        cell = (int(point[0] // _CELL), int(point[1] // _CELL))
        self.arrows.setdefault(cell, []).append((point, edge))


def settled(layout: Layout, sizes: Sizes, around: Surroundings) -> Layout:
    """Gives the layout with the texts of its arrows where they can be read."""
    near = _obstacles(layout, sizes.titles, around)
    routes: list[Route] = []
    for route in layout.routes:
        if route.label is None:
            routes.append(route)
            continue
        width, height = sizes.texts[route.edge]
        half = (width - _GAP) / 2, 6.0 if height < _TWO_LINES else 12.0
        centre = _best(route, route.label, half, near, layout)
        near.add(_rect(centre, half), _ON_TEXT)
        routes.append(replace(route, label=centre))
    return replace(layout, routes=tuple(routes))


def _obstacles(
    layout: Layout, titles: Mapping[str, tuple[float, float]], around: Surroundings
) -> _Near:
    near = _Near()
    for box in layout.boxes:
        near.add(_grown(box, 2.0), _ON_BOX)
    for frame in layout.frames:
        for border in _borders(frame):
            near.add(border, _ON_BORDER)
        width = min(titles[frame.node][0], frame.width)
        near.add((frame.x, frame.y, frame.x + width, frame.y + _TITLE_ROW), _ON_TITLE)
        if around.nodes[frame.node].repeat == "series":  # the way back from step to step
            left, top, right, bottom = _grown(frame, 0.0)
            near.add((right - 14, top, right, bottom), _ON_BORDER)
            near.add((left, bottom - 14, right, bottom), _ON_BORDER)
    for route in layout.routes:
        for point in along(route):
            near.add_arrow(point, route.edge)
    return near


def _grown(box: Box, more: float) -> _Rect:
    return box.x - more, box.y - more, box.x + box.width + more, box.y + box.height + more


def _borders(frame: Box) -> Iterator[_Rect]:
    left, top, right, bottom = _grown(frame, 0.0)
    for x in (left, right):
        yield x - 3, top, x + 3, bottom
    for y in (top, bottom):
        yield left, y - 2, right, y + 2


def _rect(centre: Point, half: Point) -> _Rect:
    x, y = centre
    return x - half[0], y - half[1], x + half[0], y + half[1]


def _cells(rect: _Rect) -> Iterable[tuple[int, int]]:
    left, top, right, bottom = (int(side // _CELL) for side in rect)
    return product(range(left, right + 1), range(top, bottom + 1))


def _best(route: Route, at: Point, half: Point, near: _Near, layout: Layout) -> Point:
    """Gives the cheapest place; the one that it has wherever that costs nothing."""
    own = tuple(along(route))
    best, least = at, _cost(_rect(at, half), route.edge, own, near)
    if least == 0:
        return at
    for aside, down in product(_STEPS_ASIDE, _STEPS_ALONG):
        moved = (abs(aside) + abs(down)) / 100
        centre = (round(at[0] + aside, 1), round(at[1] + down, 1))
        rect = _rect(centre, half)
        inside = rect[0] >= 2 and rect[2] <= layout.width - 2
        if moved >= least or not inside or rect[1] < 2 or rect[3] > layout.height - 2:
            continue
        cost = moved + _cost(rect, route.edge, own, near)
        if cost < least:
            best, least = centre, cost
    return best


def _cost(rect: _Rect, edge: int, own: tuple[Point, ...], near: _Near) -> float:
    left, top, right, bottom = rect
    touched: dict[_Rect, float] = {}
    crossed: set[int] = set()
    for cell in _cells(rect):
        for other, cost in near.solid.get(cell, ()):
            if left < other[2] and other[0] < right and top < other[3] and other[1] < bottom:
                touched[other] = max(cost, touched.get(other, 0.0))
        for (x, y), number in near.arrows.get(cell, ()):
            if left - 1 < x < right + 1 and top < y < bottom:
                crossed.add(number)
    far = min(
        (max(left - x, x - right, 0.0) + max(top - y, y - bottom, 0.0) for x, y in own),
        default=0.0,
    )
    away = max(0.0, far - _NEAR) * _AWAY
    return sum(touched.values()) + _ON_ARROW * len(crossed) + away
