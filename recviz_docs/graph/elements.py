"""What a graph is made of: nodes, edges, values, registered modules.

Owns the frozen types that `recviz_docs.graph.Graph` holds. It must not know the
whole that they are parts of, nor how they are written.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

__all__ = [
    "Argument",
    "AttributeValue",
    "Dimension",
    "Edge",
    "EdgeRelation",
    "EdgeStyle",
    "GraphError",
    "Model",
    "ModuleInfo",
    "Node",
    "NodeKind",
    "NodeRepeat",
    "TensorInfo",
]

NodeKind = Literal[
    "input", "parameter", "constant", "module", "function", "opaque", "output", "group", "stack"
]
NodeRepeat = Literal["parallel", "series"]
EdgeStyle = Literal["solid", "dashed"]
EdgeRelation = Literal["one", "each", "all", "shared", "gather"]
Dimension = int | str
AttributeValue = str | int | float | bool | None | tuple["AttributeValue", ...]


class GraphError(ValueError):
    """Data that is not a graph: a missing field, a dangling edge, an id used twice."""


@dataclass(frozen=True, slots=True)
class TensorInfo:
    """Shape and type of a value; a dimension is a number or a symbol such as ``B``."""

    shape: tuple[Dimension, ...]
    dtype: str

    def __str__(self) -> str:
        return f"({', '.join(str(size) for size in self.shape)})"


@dataclass(frozen=True, slots=True)
class Argument:
    """A value that a module call took or gave, by its key path.

    Attributes:
        slot: key path in the call's arguments or result (``query``, ``x[0]``,
            ``[1]``; the empty string for a lone result).
        source: id of the leaf that produced the value.
        output: which of that leaf's outputs it is.
    """

    slot: str
    source: str
    output: int = 0


@dataclass(frozen=True, slots=True)
class Node:
    """One thing in the graph.

    Attributes:
        id: unique, stable between processes; made of paths and counters.
        kind: what it is; a ``group`` holds steps in a row that no call holds together, a
            ``stack`` the rows of one box, each of which reads the one before and nothing else.
        name: key path of an input or output (``user_id``, ``a.x[0]``), last
            component of a module's path, name of a function or parameter.
        class_name: class of a module (``class`` in JSON), else empty.
        path: qualified name of the module (for a function: of the module whose
            ``forward`` runs it; for a parameter or constant: its own qualified name).
        parent: id of the module call it happened in, or None at the top.
        call: 1 for the first call of a module, 2 for the second …
        inputs, outputs: the values taken and given.
        parameters, trainable: number of elements, submodules included.
        attributes: what tells two of a kind apart (``in_features``, ``dim``), in
            the class's own order. For an input: ``feature`` (sparse, dense or
            sequence), ``vocabulary``, ``dimension`` where known.
        arguments, returns: for a module call, the values by key path.
        members: what a folded node stands for: paths or names, in order; where it
            stands for ``steps`` in a row, those of one after another, step by step.
        steps: how many steps in a row it stands for. Only a block, a box or a frame
            with ``links``, and what it contains have more than one.
        links: for a block of steps in a row, the edges that lead from each step to
            the next, written between the block's own nodes.
        varying: names of the attributes whose value is a tuple of one value for each step.
        again: ids of further calls or operations that gave the same, computed from
            the same values, and are drawn as this one.
        operands: ids of parameters and constants that its attributes tell by their slots.
        shared: letters for the weights that it shares with other nodes of the same letter.
        module: the Python module that defines the class (``torch.nn.modules.linear``).
        source: ``file:line`` of the call or class, where known.
        decided: names of inputs whose values chose the path here.
    """

    id: str
    kind: NodeKind
    name: str
    class_name: str = ""
    path: str = ""
    parent: str | None = None
    call: int = 1
    inputs: tuple[TensorInfo, ...] = ()
    outputs: tuple[TensorInfo, ...] = ()
    parameters: int = 0
    trainable: int = 0
    attributes: Mapping[str, AttributeValue] = field(default_factory=dict)
    arguments: tuple[Argument, ...] = ()
    returns: tuple[Argument, ...] = ()
    members: tuple[str, ...] = ()
    steps: int = 1
    links: tuple[Edge, ...] = ()
    varying: tuple[str, ...] = ()
    again: tuple[str, ...] = ()
    operands: tuple[str, ...] = ()
    shared: str = ""
    module: str = ""
    source: str = ""
    decided: tuple[str, ...] = ()

    @property
    def count(self) -> int:
        """How many things of the trace this node stands for side by side."""
        return max(1, len(self.members) // self.steps)

    @property
    def repeat(self) -> NodeRepeat:
        """How what it stands for lies: ``series`` for a block of steps in a row."""
        return "series" if self.links else "parallel"


@dataclass(frozen=True, slots=True)
class Edge:
    """A value that ``source`` wrote and ``target`` read.

    Attributes:
        style: solid through memory, dashed where it passed through Python.
        relation: how the members of folded ends are joined (design 7.4).
        label: what happened on the way (``[:, 0]``, ``part 2 of 4``), or empty.
        slot: which argument of the target it is (``tensors[0]``, ``query``).
        output: which output of the source it is.
        every: ids of the blocks in series, around one end only, of which it joins
            every step. Of other such blocks it enters the first step or leaves the last.
    """

    source: str
    target: str
    style: EdgeStyle = "solid"
    relation: EdgeRelation = "one"
    label: str = ""
    shape: tuple[Dimension, ...] | None = None
    dtype: str = ""
    slot: str = ""
    output: int = 0
    every: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ModuleInfo:
    """A module as it is registered, called or not: what ``print(model)`` lists."""

    path: str
    class_name: str
    parameters: int
    trainable: int = 0
    shared_with: str = ""
    extra: str = ""


@dataclass(frozen=True, slots=True)
class Model:
    """The traced model as a whole; parameters are counted once each."""

    class_name: str
    parameters: int
    trainable: int
    module: str = ""
    source: str = ""
