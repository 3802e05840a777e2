"""Graphviz's JSON answer read into a `Layout`.

Owns the change of coordinates: points with y upwards become px with y downwards,
with a margin around the picture. Boxes and frames stand on whole px, which are
drawn sharp and written short. It must not know DOT or sizes' origins.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from math import ceil, floor
from typing import Any

from recviz_docs.graph import Graph
from recviz_docs.layout.dot import Sizes
from recviz_docs.layout.failure import engine_failed
from recviz_docs.layout.geometry import Box, Layout, Point, Route
from recviz_docs.layout.surroundings import Surroundings

__all__ = ["layout_of"]

_MARGIN = 6.0


def layout_of(
    answer: bytes,
    graph: Graph,
    around: Surroundings,
    *,
    sizes: Sizes,
    level: int,
    engine: str,
) -> Layout:
    """Gives the layout that an engine answered for a graph.

    Raises:
        RecvizError: ``layout``: the answer is not what was asked for.
    """
    try:
        data: dict[str, Any] = json.loads(answer)
        _left, _bottom, right, top = (float(part) for part in data["bb"].split(","))
        flip = _Flip(right, top)
        things = {item["name"]: item for item in data.get("objects", ())}
        units = {
            name: _box(name, things[f"n{at}"], sizes.boxes[name], flip)
            for at, name in enumerate(around.units)
        }
        boxes = tuple(_boxes(units, around, sizes))
        return Layout(
            width=float(ceil(right + 2 * _MARGIN)),
            height=float(ceil(top + 2 * _MARGIN)),
            boxes=boxes,
            frames=tuple(
                _frame(name, things[f"cluster_{at}"], flip) for at, name in enumerate(around.frames)
            ),
            routes=_routes(data, graph, around, boxes, flip),
            level=level,
            engine=engine,
        )
    except (ValueError, KeyError, TypeError, IndexError) as error:
        raise engine_failed(f"{type(error).__name__}: {error}") from error


class _Flip:
    """From points with the origin at the bottom left to px from the top left."""

    def __init__(self, width: float, height: float) -> None:
        self._width = width
        self._height = height

    def point(self, text: str) -> Point:
        x, y = (float(part) for part in text.split(",")[-2:])
        return _rounded(x + _MARGIN), _rounded(self._height - y + _MARGIN)


def _rounded(number: float) -> float:
    return round(number, 1)


def _box(name: str, item: Mapping[str, Any], size: tuple[float, float], flip: _Flip) -> Box:
    x, y = flip.point(item["pos"])
    width, height = size
    return Box(
        name, float(floor(x - width / 2 + 0.5)), float(floor(y - height / 2 + 0.5)), width, height
    )


def _boxes(units: Mapping[str, Box], around: Surroundings, sizes: Sizes) -> Iterator[Box]:
    """Gives every box; the rows of a stack where this lies."""
    for name in around.boxes:
        if name in units:
            yield units[name]
        else:
            stack, (x, y) = units[around.stack_of[name]], sizes.places[name]
            yield Box(name, stack.x + x, stack.y + y, *sizes.boxes[name])


def _frame(name: str, item: Mapping[str, Any], flip: _Flip) -> Box:
    left, bottom, right, top = item["bb"].split(",")
    x, y = flip.point(f"{left},{top}")
    far_x, far_y = flip.point(f"{right},{bottom}")
    x, y = float(floor(x)), float(floor(y))
    return Box(name, x, y, ceil(far_x) - x, ceil(far_y) - y)


def _routes(
    data: Mapping[str, Any], graph: Graph, around: Surroundings, boxes: Sequence[Box], flip: _Flip
) -> tuple[Route, ...]:
    found = {}
    for item in data.get("edges", ()):
        if "id" not in item:
            continue  # an invisible edge that only keeps an order
        parts = item["pos"].split()
        tip = next((part for part in parts if part.startswith("e,")), "")
        points = tuple(flip.point(part) for part in parts if part[0] not in "es")
        edge = int(item["id"][1:])
        found[edge] = Route(
            edge=edge,
            points=points,
            tip=flip.point(tip) if tip else points[-1],
            label=flip.point(item["lp"]) if "lp" in item else None,
        )
    rows = {box.node: box for box in boxes if box.node in around.stack_of}
    return tuple(
        _touch(at, rows[edge.source], rows[edge.target])
        if around.within(edge)
        else found[at]
        if first == at
        else replace(found[first], edge=at, label=None)
        for (at, edge), first in zip(enumerate(graph.edges), around.bundles.first, strict=True)
    )


def _touch(edge: int, row: Box, after: Box) -> Route:
    """Gives the route between two rows: the middle of the side where they touch."""
    point = (row.x + row.width / 2, max(row.y, after.y))
    return Route(edge, (point,), point)
