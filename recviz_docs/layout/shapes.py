"""Which arrows say the shape of what passes, and which rows of stacks.

Owns the rule: once for each value, and not where an operation leaves a shape as it
was; of a stack, the arrow out of it tells what its last change made, rows tell of
the changes before. It must not know how a shape is written.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from recviz_docs.graph import Dimension, Edge, Graph, Node

__all__ = ["Shapes", "shapes_of"]

_Value = tuple[tuple[Dimension, ...] | None, str]


@dataclass(frozen=True, slots=True)
class Shapes:
    """Where shapes are said.

    Attributes:
        arrows: by the place of an edge in the graph.
        rows: rows that say the shape of what they give, each with the edge to the next.
    """

    arrows: frozenset[int]
    rows: Mapping[str, Edge]


def shapes_of(graph: Graph, stacks: Mapping[str, Sequence[str]]) -> Shapes:
    """Gives where shapes are said; ``stacks`` are rows in the order in which they follow."""
    nodes = graph.by_id
    came = _came(graph, nodes)
    inner = {pair for rows in stacks.values() for pair in pairwise(rows)}
    steps = {(e.source, e.target): e for e in graph.edges if (e.source, e.target) in inner}
    first = {row: rows[0] for rows in stacks.values() for row in rows}
    told: dict[str, Edge] = {}
    several: set[str] = set()
    for rows in stacks.values():
        changing = [row for row in rows if came[row] != _given(nodes[row])]
        for row in changing[:-1]:
            told[row] = steps[row, rows[rows.index(row) + 1]]
            several.update(rows)
    shown: set[int] = set()
    said: set[tuple[object, ...]] = set()
    for index, edge in enumerate(graph.edges):
        if edge.shape is None or (edge.source, edge.target) in inner:
            continue
        value = (edge.source, edge.output, edge.label, edge.shape, edge.dtype)
        if value in said:
            continue
        said.add(value)
        before = came[first.get(edge.source, edge.source)]
        changed = before != {(edge.shape, edge.dtype)} or edge.source in several
        if edge.label or changed:
            shown.add(index)
    return Shapes(frozenset(shown), told)


def _came(graph: Graph, nodes: Mapping[str, Node]) -> dict[str, set[_Value]]:
    """Gives what comes to each node, values of its own left out."""
    came: dict[str, set[_Value]] = {name: set() for name in nodes}
    for edge in graph.edges:
        if nodes[edge.source].kind not in ("parameter", "constant"):
            came[edge.target].add((edge.shape, edge.dtype))
    return came


def _given(node: Node) -> set[_Value]:
    return {(info.shape, info.dtype) for info in node.outputs[:1]}
