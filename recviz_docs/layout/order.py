"""Boxes that could change places, in the order in which the author made them.

Graphviz puts boxes side by side with the fewest crossings; between such as cross
alike it has no preference. Owns the exchange of their places, with the arrows that
end there. It must not know texts.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import replace

from recviz_docs.graph import Graph
from recviz_docs.layout.geometry import Box, Layout
from recviz_docs.layout.surroundings import Surroundings

__all__ = ["in_order"]

_Arrows = tuple[tuple[bool, str, int], ...]  # whether it comes in, the other end, its edge


def in_order(layout: Layout, graph: Graph, around: Surroundings, *, sideways: bool) -> Layout:
    """Gives the layout in which like boxes side by side stand in the graph's order.

    Boxes are alike if they are as large, in one frame, in one row, and joined with the
    same others: so nothing but their places changes.
    """
    arrows = _arrows(graph, around)
    alike: dict[Hashable, list[Box]] = {}
    for box in layout.boxes:
        if box.node not in around.stack_of and arrows.get(box.node):
            row = box.x if sideways else box.y
            ends = tuple(
                (comes, other, layout.routes[edge].label is None)
                for comes, other, edge in arrows[box.node]
            )
            size = box.width, box.height
            key = (around.parent[box.node], row, size, ends)
            alike.setdefault(key, []).append(box)
    boxes = {box.node: box for box in layout.boxes}
    routes = list(layout.routes)
    for group in alike.values():
        places = sorted(group, key=lambda box: box.y if sideways else box.x)
        before = tuple(routes)
        for box, place in zip(group, places, strict=True):
            boxes[box.node] = replace(place, node=box.node)
            own, taken = arrows[box.node], arrows[place.node]
            for (_, _, edge), (_, _, other) in zip(own, taken, strict=True):
                routes[edge] = replace(before[other], edge=edge)
    shared = (
        routes[at] if at == first else replace(routes[first], edge=at, label=None)
        for at, first in enumerate(around.bundles.first)
    )
    return replace(
        layout, boxes=tuple(boxes[box.node] for box in layout.boxes), routes=tuple(shared)
    )


def _arrows(graph: Graph, around: Surroundings) -> dict[str, _Arrows]:
    """Gives the arrows of each box, in an order that like boxes have in common."""
    found: dict[str, list[tuple[bool, str, int]]] = {}
    for at, edge in enumerate(graph.edges):
        if around.drawn(at, edge):
            found.setdefault(edge.target, []).append((True, edge.source, at))
            found.setdefault(edge.source, []).append((False, edge.target, at))
    return {name: tuple(sorted(arrows)) for name, arrows in found.items()}
