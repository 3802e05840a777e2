"""Layers one after the other, as the rows of one box.

Owns the question which boxes stand on one another: each reads what the one before
gave and nothing else, nobody else reads that, and an arrow between them would have
nothing to say. It must not know how a stack is drawn, nor folding.

A stack is a frame of kind ``stack`` around its rows; rows and edges stay as they
are, so that taking the stack away gives the graph back.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Self

from recviz_docs.graph import Dimension, Edge, Graph, Node

__all__ = ["stack_rows"]

_ROWS = ("module", "function")
_RELATIONS = ("one", "each")

_Value = tuple[tuple[Dimension, ...] | None, str]


def stack_rows(graph: Graph, *, whole: bool = False) -> Graph:
    """Gives the graph with straight runs of boxes as stacks.

    A run lies in one call. In a stack at most one row changes the shape of what
    passes, so the arrows into it and out of it tell the shapes of all its rows.

    Args:
        graph: what is drawn.
        whole: whether a run is one stack, however often the shape changes.
    """
    wires = _Wires.of(graph)
    above: dict[str, str] = {}
    stacks: dict[str, Node] = {}
    for run in _runs(graph, wires):
        changing = [not whole and wires.changes(node) for node in run]
        for rows in _parts(run, changing):
            if len(rows) > 1:
                first = rows[0]
                name = f"stack:{first.id}"
                stacks[first.id] = Node(name, "stack", "", parent=first.parent)
                above |= dict.fromkeys((node.id for node in rows), name)
    nodes: list[Node] = []
    for node in graph.nodes:
        if node.id in stacks:
            nodes.append(stacks[node.id])
        nodes.append(replace(node, parent=above[node.id]) if node.id in above else node)
    return replace(graph, nodes=tuple(nodes))


@dataclass(frozen=True, slots=True)
class _Wires:
    """What comes to each node and what leaves it, the links of blocks included."""

    into: dict[str, list[Edge]]
    out: dict[str, list[Edge]]
    values: frozenset[str]

    @classmethod
    def of(cls, graph: Graph) -> Self:
        """Gives the wires of a graph; a box that is itself steps in a row keeps its own links."""
        into: dict[str, list[Edge]] = {node.id: [] for node in graph.nodes}
        out: dict[str, list[Edge]] = {node.id: [] for node in graph.nodes}
        links = (
            link
            for node in graph.nodes
            for link in node.links
            if not link.source == link.target == node.id
        )
        for edge in (*graph.edges, *links):
            into[edge.target].append(edge)
            out[edge.source].append(edge)
        values = (node.id for node in graph.nodes if node.kind in ("parameter", "constant"))
        return cls(into, out, frozenset(values))

    def changes(self, node: Node) -> bool:
        """Tells whether what a node gives has another shape or type than what it takes."""
        if len(node.outputs) != 1:
            return True
        given = node.outputs[0].shape, node.outputs[0].dtype
        came = {_value(e) for e in self.into[node.id] if e.source not in self.values}
        return came != {given}


def _value(edge: Edge) -> _Value:
    return edge.shape, edge.dtype


def _runs(graph: Graph, wires: _Wires) -> Iterator[list[Node]]:
    """Gives the longest rows of nodes of which each is all that the one before leads to."""
    nodes, frames = graph.by_id, graph.frames
    after: dict[str, Node] = {}
    for edge in graph.edges:
        source, target = nodes[edge.source], nodes[edge.target]
        alone = len(wires.out[source.id]) == 1 == len(wires.into[target.id])
        boxes = source.id not in frames and target.id not in frames
        if alone and boxes and _joins(edge, source, target):
            after[source.id] = target
    inner = {target.id for target in after.values()}
    for node in graph.nodes:
        if node.id in after and node.id not in inner:
            run = [node]
            while run[-1].id in after:
                run.append(after[run[-1].id])
            yield run


def _joins(edge: Edge, source: Node, target: Node) -> bool:
    """Tells whether the only edge between two nodes says nothing that two rows would not."""
    if source.parent != target.parent or not {source.kind, target.kind} <= set(_ROWS):
        return False
    plain = edge.style == "solid" and edge.relation in _RELATIONS and not edge.label
    whole = len(source.outputs) == 1 and _value(edge) == (
        source.outputs[0].shape,
        source.outputs[0].dtype,
    )
    return plain and whole and not edge.every and source.count == target.count


def _parts(run: Sequence[Node], changing: Sequence[bool]) -> Iterator[list[Node]]:
    """Gives a run in parts with one changing row each: at its start if that of the run is one.

    So a layer stands over what follows it, or below what prepares it.
    """
    leading = changing[0]
    part: list[Node] = []
    changed = False
    for at, node in enumerate(run):
        full = changed and (changing[at] if leading else any(changing[at:]) and changing[at - 1])
        if full:
            yield part
            part, changed = [], False
        part.append(node)
        changed = changed or changing[at]
    yield part
