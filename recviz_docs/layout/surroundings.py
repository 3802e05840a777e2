"""What stands around each node and edge of the picture's graph.

Owns the look-ups that labels, DOT and painter share: which nodes are boxes,
which are frames, what comes into a box, and which edges say their shape. It
must not know words or sizes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from recviz_docs.graph import Edge, Graph, Node
from recviz_docs.layout.bundles import Bundles, bundles_of
from recviz_docs.layout.look import Look
from recviz_docs.layout.roles import role_of
from recviz_docs.layout.shapes import shapes_of
from recviz_docs.options import Options

_ROOMS = (210.0, 180.0, 160.0, 140.0)
TIGHT = 140.0
"""The room at which width is so dear that lines are broken that could be one."""

_NARROW = 140.0  # boxes side by side in a row take less of it when they are higher

ROOMS = len(_ROOMS)
"""At how many levels of folding the same graph has boxes of another width."""

__all__ = ["ROOMS", "TIGHT", "Surroundings", "surroundings"]


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Look-ups over one graph.

    Attributes:
        nodes: the nodes by their ids.
        boxes: ids of what is drawn as a box, in the graph's order; each row of a stack is one.
        frames: ids of what is drawn as a frame, outer before inner.
        stacks: the rows of each stack, in the order in which they follow each other.
        stack_of: the stack that a row is in.
        units: what has a place of its own: boxes that are no rows, and stacks.
        parent: the drawn frame around each node or frame, or None.
        incoming: the edges into each box.
        room: px that one line of a box may take; less at stricter levels of folding.
        bundles: which edges are one arrow.
        shown_shapes: indices of the edges that say their shape: once for each
            value, and not where an operation leaves a shape as it was.
        row_shapes: the rows of stacks that say the shape of what they give, each with
            the edge to the next.
        look: the site's own themes and roles, as far as they move boxes.
    """

    nodes: Mapping[str, Node]
    boxes: tuple[str, ...]
    frames: tuple[str, ...]
    stacks: Mapping[str, tuple[str, ...]]
    stack_of: Mapping[str, str]
    units: tuple[str, ...]
    parent: Mapping[str, str | None]
    incoming: Mapping[str, tuple[Edge, ...]]
    room: float
    bundles: Bundles
    shown_shapes: frozenset[int]
    row_shapes: Mapping[str, Edge]
    look: Look

    def role(self, node: Node) -> str:
        """Gives the role of a node."""
        return role_of(node, extra=self.look.roles)

    def drawn(self, index: int, edge: Edge) -> bool:
        """Tells whether an edge is drawn as an arrow: not within a stack, once in a bundle."""
        return self.bundles.first[index] == index and not self.within(edge)

    def within(self, edge: Edge) -> bool:
        """Tells whether an edge joins two rows of one stack, which stand on each other."""
        stack = self.stack_of.get(edge.source)
        return stack is not None and stack == self.stack_of.get(edge.target)


def surroundings(
    graph: Graph, options: Options, *, level: int = 0, look: Look | None = None
) -> Surroundings:
    """Gives the look-ups for a graph drawn with these options at a level of folding."""
    nodes = graph.by_id
    sideways = options.direction in ("LR", "RL")
    containers = graph.frames
    stacks = _stacks(graph)
    drawn = containers - stacks.keys() if options.expand_nested else frozenset[str]()
    parent = {node.id: _frame_around(node, nodes, drawn) for node in graph.nodes}
    depth: dict[str | None, int] = {None: 0}
    for frame in (node.id for node in graph.nodes if node.id in drawn):
        depth[frame] = _depth(frame, parent)
    incoming: dict[str, list[Edge]] = {}
    for edge in graph.edges:
        incoming.setdefault(edge.target, []).append(edge)
    frames = [node.id for node in graph.nodes if node.id in drawn]
    boxes = tuple(node.id for node in graph.nodes if node.id not in containers)
    shapes = shapes_of(graph, stacks)
    stack_of = {row: stack for stack, rows in stacks.items() for row in rows}
    return Surroundings(
        nodes=nodes,
        boxes=boxes,
        frames=tuple(sorted(frames, key=lambda frame: depth[frame])),
        stacks=stacks,
        stack_of=stack_of,
        units=tuple(dict.fromkeys(stack_of.get(box, box) for box in boxes)),
        parent=parent,
        incoming={target: tuple(edges) for target, edges in incoming.items()},
        room=_NARROW if sideways else _ROOMS[min(level, len(_ROOMS) - 1)],
        bundles=bundles_of(graph),
        shown_shapes=shapes.arrows,
        row_shapes=shapes.rows,
        look=look or Look(),
    )


def _stacks(graph: Graph) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {node.id: [] for node in graph.nodes if node.kind == "stack"}
    for node in graph.nodes:
        if node.parent in found:
            found[node.parent].append(node.id)
    return {stack: tuple(rows) for stack, rows in found.items()}


def _frame_around(node: Node, nodes: Mapping[str, Node], drawn: frozenset[str]) -> str | None:
    frame = node.parent
    while frame is not None and frame not in drawn:
        frame = nodes[frame].parent
    return frame


def _depth(frame: str, parent: Mapping[str, str | None]) -> int:
    depth = 1
    outer = parent[frame]
    while outer is not None:
        depth += 1
        outer = parent[outer]
    return depth
