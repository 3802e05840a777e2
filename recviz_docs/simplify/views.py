"""Operations that move no content become part of the arrow.

Owns the list of pure shape operations and the rewiring around them and around
selections (``[:, 0]`` on an arrow). It must not know modules or families.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from recviz_docs.graph import Edge, EdgeStyle, Graph, Node
from recviz_docs.simplify.nesting import children_of
from recviz_docs.simplify.prune import restrict
from recviz_docs.simplify.selection import is_part, keeps_everything, selection_label

__all__ = ["hide_views"]

_SAME_VALUE = frozenset({"pass", "alias", "contiguous"})
_SHAPE_ONLY = _SAME_VALUE | {
    "view", "view_as", "reshape", "reshape_as", "squeeze", "unsqueeze", "transpose", "t", "T",
    "mT", "permute", "movedim", "moveaxis", "swapaxes", "swapdims", "expand", "expand_as",
    "broadcast_to", "flatten", "unflatten", "ravel", "atleast_1d", "atleast_2d", "atleast_3d",
}  # fmt: skip


def hide_views(graph: Graph) -> Graph:
    """Gives the graph without pure shape operations; selections become labels on edges.

    An edge that replaces a chain keeps the shape and the slot with which its value
    arrives. A selection stays a node where an arrow cannot say it: when it reads an
    index that is a value, when its value changed its shape on the way to it (``[0]``
    would then speak of another dimension), when several operations read what it
    selects, and in a call that holds nothing else.
    """
    edges_to: dict[str, list[Edge]] = {}
    for edge in graph.edges:
        edges_to.setdefault(edge.target, []).append(edge)
    trails = _Trails(graph, _candidates(graph, edges_to))
    nodes = tuple(node for node in graph.nodes if trails.hidden(node.id) is None)
    drawn = {node.id for node in nodes}
    edges = tuple(trails.along(edge) for edge in graph.edges if edge.target in drawn)
    return restrict(graph, nodes, edges)


def _candidates(graph: Graph, edges_to: Mapping[str, list[Edge]]) -> dict[str, Edge]:
    """Gives the one edge into each operation that an edge could stand for."""
    outputs: dict[str, set[int]] = {}
    for edge in graph.edges:
        outputs.setdefault(edge.source, set()).add(edge.output)
    found = {
        node.id: edges_to[node.id][0]
        for node in graph.nodes
        if len(edges_to.get(node.id, ())) == 1 and _hideable(node, outputs.get(node.id, set()))
    }
    _keep_what_is_read_often(graph, found)
    for content in children_of(graph).values():
        if all(node.id in found for node in content):
            for node in content:
                del found[node.id]
    return found


def _keep_what_is_read_often(graph: Graph, found: dict[str, Edge]) -> None:
    """Takes out selections that several operations read: one node says it once, for all."""
    targets: dict[str, list[str]] = {}
    for edge in graph.edges:
        targets.setdefault(edge.source, []).append(edge.target)
    readings: dict[str, int] = {}
    for node in reversed(graph.nodes):
        if node.id in found:
            readings[node.id] = sum(readings.get(name, 1) for name in targets.get(node.id, ()))
            views = _changes_shape_only(node) or is_part(node)
            if readings[node.id] > 1 and not views:
                del found[node.id]
                del readings[node.id]


def _hideable(node: Node, outputs: set[int]) -> bool:
    if node.kind != "function" or node.members or node.decided:
        return False
    if _changes_shape_only(node):
        return outputs <= {0}
    return all(selection_label(node, output) is not None for output in outputs or {0})


def _changes_shape_only(node: Node) -> bool:
    return node.name.rstrip("_") in _SHAPE_ONLY or keeps_everything(node)


@dataclass(frozen=True, slots=True)
class _Trail:
    """How a value came from where it was written: a label, and whether its shape moved."""

    source: str
    output: int
    label: str
    style: EdgeStyle
    moved: bool


class _Trails:
    """The ways of values through operations that are not drawn."""

    def __init__(self, graph: Graph, candidates: Mapping[str, Edge]) -> None:
        self._nodes = graph.by_id
        self._candidates = candidates
        self._into: dict[str, _Trail | None] = {}

    def along(self, edge: Edge) -> Edge:
        """Gives the edge that is drawn for one that ends at a drawn node."""
        trail = self._trail(edge)
        return replace(
            edge, source=trail.source, output=trail.output, label=trail.label, style=trail.style
        )

    def hidden(self, identity: str) -> _Trail | None:
        """Gives the trail into an operation that is not drawn, None for what is drawn."""
        waiting = []
        while identity in self._candidates and identity not in self._into:
            waiting.append(identity)
            identity = self._candidates[identity].source
        for name in reversed(waiting):
            trail = self._trail(self._candidates[name])
            node = self._nodes[name]
            carried = _changes_shape_only(node) or is_part(node) or not trail.moved
            self._into[name] = trail if carried else None
        return self._into.get(waiting[0] if waiting else identity)

    def _trail(self, edge: Edge) -> _Trail:
        node = self._nodes[edge.source]
        before = self.hidden(node.id)
        if before is None:
            return _Trail(edge.source, edge.output, edge.label, edge.style, moved=False)
        style: EdgeStyle = "dashed" if "dashed" in (before.style, edge.style) else "solid"
        if _changes_shape_only(node):
            moved = before.moved or node.name.rstrip("_") not in _SAME_VALUE
            return replace(before, style=style, moved=moved)
        label = selection_label(node, edge.output) or ""
        joined = f"{before.label}, {label}" if before.label else label
        return replace(before, style=style, label=joined)
