"""The numbers of a picture: boxes, frames and routes in px.

Owns the `Layout` type. It must not know texts, colours or Graphviz: a layout is
the same for every language and theme. The origin is the top left corner, y
grows downwards.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

__all__ = ["Box", "Layout", "Point", "Route", "along"]

Point = tuple[float, float]

_STEP = 6.0  # px between the points of a curve that are looked at


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle of a node or of a frame; ``x`` and ``y`` are its top left corner."""

    node: str
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Route:
    """The line of ``Graph.edges[edge]``; edges that differ only in the argument share one.

    Attributes:
        points: a cubic Bézier spline: start, then three points for each piece.
        tip: where the arrow's point is; the head starts at the last of ``points``.
        label: centre of the edge's text, where it has one.
    """

    edge: int
    points: tuple[Point, ...]
    tip: Point
    label: Point | None = None


def along(route: Route) -> Iterator[Point]:
    """Gives points along a route, a few px apart, the tip first."""
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


@dataclass(frozen=True, slots=True)
class Layout:
    """Where everything stands.

    Attributes:
        width, height: natural size of the picture.
        boxes: one for each drawn node, in the graph's order.
        frames: one for each frame, outer before inner.
        routes: one for each edge, in the graph's order.
        level: level of folding the graph was simplified with.
        engine: name and version of what computed the layout.
    """

    width: float
    height: float
    boxes: tuple[Box, ...]
    frames: tuple[Box, ...]
    routes: tuple[Route, ...]
    level: int
    engine: str

    def to_json(self) -> dict[str, Any]:
        """Gives plain JSON data; `from_json` gives an equal layout back."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Layout:
        """Gives the layout that the data describes."""
        routes = (
            Route(
                edge=item["edge"],
                points=tuple((x, y) for x, y in item["points"]),
                tip=(item["tip"][0], item["tip"][1]),
                label=None if item["label"] is None else (item["label"][0], item["label"][1]),
            )
            for item in data["routes"]
        )
        return cls(
            width=data["width"],
            height=data["height"],
            boxes=tuple(Box(**item) for item in data["boxes"]),
            frames=tuple(Box(**item) for item in data["frames"]),
            routes=tuple(routes),
            level=data["level"],
            engine=data["engine"],
        )
