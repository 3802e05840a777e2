"""What makes two nodes, or two edges, alike.

Owns the keys by which the twins pass compares: class or operation, attributes,
shapes, and the slot of an argument. It must not know which nodes are families.
"""

from __future__ import annotations

import re
from collections.abc import Hashable

from recviz_docs.graph import AttributeValue, Dimension, Edge, Graph, Node, TensorInfo
from recviz_docs.simplify.nesting import calls_around
from recviz_docs.simplify.ownership import is_torch_class
from recviz_docs.simplify.twins.selections import is_counted, pattern

__all__ = ["Keys", "is_vocabulary"]

_VOCABULARIES = frozenset({"num_embeddings", "vocabulary", "vocab_size"})
_LOOKUPS = frozenset({"embedding", "embedding_bag"})
_SIZES = frozenset(
    {
        "in_features", "out_features", "in1_features", "in2_features", "embedding_dim",
        "dimension", "num_features", "normalized_shape", "in_channels", "out_channels",
        "input_size", "hidden_size",
    }
)  # fmt: skip
_COMMUTATIVE = frozenset(
    {
        "add", "mul", "multiply", "maximum", "minimum", "fmax", "fmin", "eq", "ne", "hypot",
        "logical_and", "logical_or", "logical_xor", "bitwise_and", "bitwise_or", "bitwise_xor",
    }
)  # fmt: skip
_ITEMWISE = frozenset(
    {
        "cat", "concat", "concatenate", "stack", "hstack", "vstack", "dstack", "column_stack",
        "row_stack", "block_diag", "broadcast_tensors", "cartesian_prod",
    }
)  # fmt: skip
_NUMBERS = frozenset(
    {
        "other", "value", "fill_value", "alpha", "beta", "min", "max", "exponent", "weight",
        "scale", "start", "end", "step", "threshold", "negative_slope", "eps",
    }
)  # fmt: skip
_POSITION = re.compile(r"\[\d+\]")


def is_vocabulary(attribute: str) -> bool:
    """Tells whether an attribute is the number of rows of a table, which twins may differ in."""
    return attribute in _VOCABULARIES


class Keys:
    """Gives the keys of one graph's nodes and edges.

    Args:
        graph: the graph that is folded.
        sizes: whether two that differ only in the size of their dimensions differ.
        counted: whether two that take other parts of a value differ (`counting`).
        numbers: whether two operations with other numbers as operands differ.
    """

    def __init__(self, graph: Graph, *, sizes: bool, counted: bool, numbers: bool = True) -> None:
        self._nodes = graph.by_id
        self._sizes = sizes
        self._counted = counted
        self._numbers = numbers
        readers: dict[str, set[str]] = {}
        for edge in graph.edges:
            target = self._nodes[edge.target]
            readers.setdefault(edge.source, set()).add(
                target.name if target.kind == "function" else ""
            )
        self._tables = {name for name, read_by in readers.items() if read_by <= _LOOKUPS}

    def node(self, node: Node) -> Hashable:
        """Gives what a node must have in common with its twins, its neighbours left aside."""
        if node.count > 1:
            return node.id
        named = node.kind in ("function", "opaque")
        return (
            node.kind,
            node.class_name,
            node.module,
            node.name if named else "",
            self._attributes(node),
            self._values(node, node.inputs if node.kind != "output" else ()),
            self._values(node, node.outputs),
            bool(node.decided),
            node.steps,
        )

    def edge(self, edge: Edge) -> Hashable:
        """Gives what an edge must have in common with those it is drawn as one with."""
        shape = None if edge.shape is None else self._shape(edge.shape)
        if shape and edge.source in self._tables and self._nodes[edge.source].kind == "parameter":
            shape = shape[1:]
        slot = self.slot(edge)
        label = edge.label if self._counted else pattern(edge.label)
        every = tuple(self._outside_in(edge, block) for block in edge.every)
        return (slot, edge.output, label, edge.style, edge.relation, shape, edge.dtype, every)

    def _outside_in(self, edge: Edge, block: str) -> tuple[str, int]:
        """Gives which end of an edge a block is around, and how far out."""
        for end, name in (("target", edge.target), ("source", edge.source)):
            around = [node.id for node in calls_around(self._nodes[name], self._nodes)]
            if block in (name, *around):
                return end, (name, *around).index(block)
        raise ValueError(f"{block} is around no end of {edge.source} -> {edge.target}")

    def slot(self, edge: Edge) -> str:
        """Gives the argument that an edge fills; those that are treated alike are one slot.

        These are the operands of a commutative operation, the items of a list, and
        inputs under their own names (the entries of a batch: ``x.user``, ``x.item``).
        A tuple that a layer of torch takes (an LSTM's state) is no list.
        """
        source, target = self._nodes[edge.source], self._nodes[edge.target]
        if source.kind == "input" and target.kind == "module" and not source.members:
            prefix = edge.slot.removesuffix(source.name)
            if prefix != edge.slot and (not prefix or prefix.endswith(".")):
                return f"{prefix}*"
        if target.kind == "function":
            if target.name in _COMMUTATIVE and target.attributes.get("alpha", 1) == 1:
                return "*"
            alike = target.name in _ITEMWISE
        else:
            alike = not is_torch_class(target.module)
        return _POSITION.sub("[*]", edge.slot) if alike else edge.slot

    def _attributes(self, node: Node) -> Hashable:
        return tuple(
            (name, self._attribute(node, name, value))
            for name, value in sorted(node.attributes.items())
            if not is_vocabulary(name)
        )

    def _attribute(self, node: Node, name: str, value: AttributeValue) -> str:
        if name in _SIZES and not self._sizes:
            return ""
        if is_counted(node, name) and (node.kind == "module" or not self._counted):
            return pattern(value)
        number = isinstance(value, int | float) and not isinstance(value, bool)
        if number and not self._numbers and node.kind == "function":
            return "" if name in _NUMBERS or name.isdecimal() else repr(value)
        return repr(value)

    def _values(self, node: Node, values: tuple[TensorInfo, ...]) -> Hashable:
        keys = [(self._shape(value.shape), value.dtype) for value in values]
        if node.kind == "parameter" and node.id in self._tables:
            return tuple((shape[1:], dtype) for shape, dtype in keys)
        if node.kind == "function" and node.name in _LOOKUPS and values is node.inputs:
            # One of these is the table; what the others are like is seen in the outputs.
            return tuple((len(shape), dtype) for shape, dtype in keys)
        return tuple(keys)

    def _shape(self, shape: tuple[Dimension, ...]) -> tuple[Dimension, ...]:
        return shape if self._sizes else ("*",) * len(shape)
