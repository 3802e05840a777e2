"""Sums and concatenations written in several steps become one operation.

Owns what ``a + b + c``, ``sum(values)`` and a ``cat`` inside a ``cat`` mean as one
operation with many operands, and which operations give their only operand back.
It must come before shape operations are hidden: two steps are one only if
nothing stands between them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from recviz_docs.graph import Edge, Graph, Node, TensorInfo
from recviz_docs.simplify.nesting import children_of

__all__ = ["merge_sums"]

_JOINS = frozenset({"cat", "concat", "concatenate"})


def merge_sums(graph: Graph) -> Graph:
    """Gives the graph with chains of ``add`` and of ``cat`` as one node each.

    The last operation of a chain stays and reads all operands, in their order. It
    must be the only reader of the others, in the same call, and for ``cat`` along
    the same dimension. An operation that gives its only operand back (``0 + x``,
    ``cat([x])``) vanishes, unless it is all that its call contains.
    """
    return _merged(_without_identities(graph))


def _without_identities(graph: Graph) -> Graph:
    into = _edges_to(graph)
    content = children_of(graph)
    passed: dict[str, Edge] = {}
    for node in graph.nodes:
        read = into.get(node.id, [])
        alone = node.parent is not None and len(content[node.parent]) == 1
        if len(read) == 1 and not alone and _gives_back(node, read[0]):
            passed[node.id] = _from_writer(read[0], passed)
    nodes = tuple(node for node in graph.nodes if node.id not in passed)
    edges = tuple(_from_writer(e, passed) for e in graph.edges if e.target not in passed)
    return replace(graph, nodes=nodes, edges=edges)


def _gives_back(node: Node, edge: Edge) -> bool:
    """Tells whether the result of an operation is its operand, unchanged."""
    if node.kind != "function" or node.members or node.decided or edge.label:
        return False
    if node.outputs != (TensorInfo(edge.shape or (), edge.dtype),):
        return False
    if node.name in _JOINS:
        return set(node.attributes) <= {"dim"}
    other = node.attributes.get("other")
    zero = isinstance(other, int | float) and not isinstance(other, bool) and other == 0
    return node.name == "add" and zero and set(node.attributes) == {"other"}


def _from_writer(edge: Edge, passed: Mapping[str, Edge]) -> Edge:
    before = passed.get(edge.source)
    if before is None:
        return edge
    style = before.style if before.style == "dashed" else edge.style
    return replace(edge, source=before.source, output=before.output, style=style)


def _merged(graph: Graph) -> Graph:
    nodes = graph.by_id
    into = _edges_to(graph)
    readings: dict[str, int] = {}
    for edge in graph.edges:
        readings[edge.source] = readings.get(edge.source, 0) + 1
    operands: dict[str, list[Edge]] = {}
    taken: set[str] = set()
    for node in graph.nodes:
        steps = [e for e in into.get(node.id, ()) if _is_step(nodes[e.source], node, e)]
        inner = {edge.source for edge in steps if readings[edge.source] == 1}
        if inner:
            operands[node.id] = [
                operand
                for edge in into[node.id]
                for operand in (
                    operands.get(edge.source, into[edge.source]) if edge.source in inner else [edge]
                )
            ]
            taken |= inner
    whole = {identity: edges for identity, edges in operands.items() if identity not in taken}
    kept = tuple(
        replace(node, inputs=_values(whole[node.id])) if node.id in whole else node
        for node in graph.nodes
        if node.id not in taken
    )
    return replace(graph, nodes=kept, edges=_edges(graph, whole, taken))


def _is_step(inner: Node, outer: Node, edge: Edge) -> bool:
    """Tells whether an operation only prepares an operand of another of its kind."""
    alike = inner.kind == outer.kind == "function" and inner.parent == outer.parent
    if (
        inner.decided
        or not alike
        or edge.style == "dashed"
        or edge.label
        or not inner.outputs
        or not outer.outputs
    ):
        return False
    if inner.outputs[0].dtype != outer.outputs[0].dtype:
        return False
    if inner.name == outer.name == "add":
        # With one operand that is a value, the other is a number that is not seen here.
        return all(len(node.inputs) > 1 and not node.attributes for node in (inner, outer))
    joins = inner.name in _JOINS and outer.name in _JOINS
    return joins and _dimension(inner) is not None and _dimension(inner) == _dimension(outer)


def _dimension(node: Node) -> int | None:
    dim = node.attributes.get("dim", 0)
    if not isinstance(dim, int) or set(node.attributes) - {"dim"}:
        return None
    return dim % len(node.outputs[0].shape) if node.outputs[0].shape else None


def _edges(graph: Graph, whole: Mapping[str, list[Edge]], taken: set[str]) -> tuple[Edge, ...]:
    """Gives all edges; those of a whole operation stand where its first one stood."""
    edges: dict[str | int, list[Edge]] = {}
    for number, edge in enumerate(graph.edges):
        if edge.target in whole:
            edges[edge.target] = whole[edge.target]
        elif edge.target not in taken:
            edges[number] = [edge]
    joins = {node.id for node in graph.nodes if node.name in _JOINS}
    return tuple(
        edge
        if isinstance(key, int)
        else replace(edge, target=key, slot=f"0[{place}]" if key in joins else str(place))
        for key, group in edges.items()
        for place, edge in enumerate(group)
    )


def _edges_to(graph: Graph) -> dict[str, list[Edge]]:
    into: dict[str, list[Edge]] = {}
    for edge in graph.edges:
        into.setdefault(edge.target, []).append(edge)
    return into


def _values(edges: list[Edge]) -> tuple[TensorInfo, ...]:
    return tuple(TensorInfo(e.shape, e.dtype) for e in edges if e.shape is not None)
