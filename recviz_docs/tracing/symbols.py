"""Which dimensions are the batch and which are the length: B and L in place of numbers.

Owns the comparison of traces of the same model at other sizes (design 6,
"Symbolic shapes"). It must not know how the runs are made, nor import torch.

A dimension is ``kB`` only if it is k times the batch size in both runs; one that
moved otherwise keeps its first number with ``~``; one that did not move is a
number. The same for ``L``. Runs that differ in anything else say nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from recviz_docs.graph import AttributeValue, Dimension, Edge, Graph, Node, TensorInfo

__all__ = ["Variant", "symbolic"]


@dataclass(frozen=True, slots=True)
class Variant:
    """A run at other sizes, of which one differs from the first run's.

    Attributes:
        symbol: ``B`` or ``L``.
        first, other: the size in the first run and in this one.
    """

    symbol: str
    first: int
    other: int
    graph: Graph


def symbolic(graph: Graph, variants: Sequence[Variant]) -> Graph:
    """Gives ``graph`` with symbols for the dimensions that moved with a size.

    A variant of another structure is passed over.
    """
    useful = [variant for variant in variants if _same_structure(graph, variant.graph)]
    if not useful:
        return graph
    nodes = tuple(
        _node(node, [(variant, variant.graph.nodes[index]) for variant in useful])
        for index, node in enumerate(graph.nodes)
    )
    edges = tuple(
        _edge(edge, [(variant, variant.graph.edges[index]) for variant in useful])
        for index, edge in enumerate(graph.edges)
    )
    return replace(graph, nodes=nodes, edges=edges)


def _same_structure(one: Graph, other: Graph) -> bool:
    return [_outline(node) for node in one.nodes] == [_outline(node) for node in other.nodes] and [
        _ends(edge) for edge in one.edges
    ] == [_ends(edge) for edge in other.edges]


def _outline(node: Node) -> tuple[object, ...]:
    ranks = tuple(len(info.shape) for info in (*node.inputs, *node.outputs))
    types = tuple(info.dtype for info in (*node.inputs, *node.outputs))
    return node.id, node.kind, node.parent, node.arguments, node.returns, ranks, types


def _ends(edge: Edge) -> tuple[object, ...]:
    rank = None if edge.shape is None else len(edge.shape)
    return edge.source, edge.target, edge.style, edge.slot, edge.output, rank


def _node(node: Node, others: Sequence[tuple[Variant, Node]]) -> Node:
    return replace(
        node,
        inputs=_infos(node.inputs, [(variant, other.inputs) for variant, other in others]),
        outputs=_infos(node.outputs, [(variant, other.outputs) for variant, other in others]),
        attributes=_attributes(
            node.attributes, [(variant, other.attributes) for variant, other in others]
        ),
    )


def _edge(edge: Edge, others: Sequence[tuple[Variant, Edge]]) -> Edge:
    if edge.shape is None:
        return edge
    pairs = [(variant, other.shape or ()) for variant, other in others]
    return replace(edge, shape=_shape(edge.shape, pairs))


def _infos(
    infos: Sequence[TensorInfo], others: Sequence[tuple[Variant, Sequence[TensorInfo]]]
) -> tuple[TensorInfo, ...]:
    return tuple(
        replace(info, shape=_shape(info.shape, [(v, other[index].shape) for v, other in others]))
        for index, info in enumerate(infos)
    )


def _shape(
    shape: Sequence[Dimension], others: Sequence[tuple[Variant, Sequence[Dimension]]]
) -> tuple[Dimension, ...]:
    return tuple(
        _dimension(size, [(variant, other[index]) for variant, other in others])
        for index, size in enumerate(shape)
    )


def _dimension(size: Dimension, others: Sequence[tuple[Variant, Dimension]]) -> Dimension:
    """Gives a number, ``kB``, ``kL``, ``kBL``, or the number with ``~``."""
    if not isinstance(size, int):
        return size
    symbols, factor = "", Fraction(size)
    for variant, other in others:
        if other == size:
            continue
        if not isinstance(other, int) or size * variant.other != other * variant.first:
            return f"~{size}"
        symbols += variant.symbol
        factor /= variant.first
    if not symbols:
        return size
    if factor.denominator != 1:
        return f"~{size}"
    return symbols if factor == 1 else f"{factor}{symbols}"


def _attributes(
    values: Mapping[str, AttributeValue],
    others: Sequence[tuple[Variant, Mapping[str, AttributeValue]]],
) -> dict[str, AttributeValue]:
    return {
        name: _attribute(value, [(variant, other.get(name)) for variant, other in others])
        for name, value in values.items()
    }


def _attribute(
    value: AttributeValue, others: Sequence[tuple[Variant, AttributeValue]]
) -> AttributeValue:
    if isinstance(value, tuple):
        if any(not isinstance(o, tuple) or len(o) != len(value) for _, o in others):
            return value
        return tuple(
            _attribute(part, [(v, o[index]) for v, o in others if isinstance(o, tuple)])
            for index, part in enumerate(value)
        )
    if isinstance(value, bool) or not isinstance(value, int):
        return value
    return _dimension(value, [(v, o) for v, o in others if isinstance(o, int)])
