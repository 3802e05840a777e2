"""The graph of a model: what a trace recorded and what a picture will show.

Owns the one data type that tracing gives, that every simplify pass takes and
gives, and that ``--format json`` and ``--until trace`` print (design 5.4). A
*trace* is a `Graph` with everything in it; a *picture's* graph is what the
passes left of it. It must not know how it was recorded or how it is drawn.

Nodes stand in the order of execution. A module **call** is a node; the
operations and calls inside it have it as `Node.parent`. In a trace, edges join
only leaves (inputs, parameters, constants, functions, opaque, outputs, and
calls that contain nothing); calls that contain something are frames. Inputs,
parameters, constants and outputs have no parent. The model itself is no node.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any, Literal, get_args

__all__ = [
    "SCHEMA",
    "Argument",
    "AttributeValue",
    "Dimension",
    "Edge",
    "EdgeRelation",
    "EdgeStyle",
    "Graph",
    "GraphError",
    "Model",
    "ModuleInfo",
    "Node",
    "NodeKind",
    "TensorInfo",
]

SCHEMA = 1

NodeKind = Literal["input", "parameter", "constant", "module", "function", "opaque", "output"]
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
        members: what a folded node stands for: paths or names, in order.
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
    module: str = ""
    source: str = ""
    decided: tuple[str, ...] = ()

    @property
    def count(self) -> int:
        """How many things of the trace this node stands for side by side."""
        return max(1, len(self.members))


@dataclass(frozen=True, slots=True)
class Edge:
    """A value that ``source`` wrote and ``target`` read.

    Attributes:
        style: solid through memory, dashed where it passed through Python.
        relation: how the members of folded ends are joined (design 7.4).
        label: what happened on the way (``[:, 0]``, ``part 2 of 4``), or empty.
        slot: which argument of the target it is (``tensors[0]``, ``query``).
        output: which output of the source it is.
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


@dataclass(frozen=True, slots=True)
class Graph:
    """A model's graph.

    Attributes:
        inputs_rule: which rule made the example inputs, in words of the catalogue's
            keys (``factory``, ``convention``, ``spec``, ``example``, ``features``, ``layers``).
        unused: inputs (names) that no output depends on.
        decided: inputs (names) whose values chose the path that was recorded.
        warnings: sentences about what could not be seen, in English.
        modules: every registered module, in registration order.
        mode: ``eval`` or ``train``.
    """

    model: Model
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    inputs_rule: str = ""
    unused: tuple[str, ...] = ()
    decided: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    modules: tuple[ModuleInfo, ...] = ()
    mode: str = "eval"

    def __post_init__(self) -> None:
        ids = {node.id for node in self.nodes}
        if len(ids) != len(self.nodes):
            raise GraphError("an id is used by two nodes")
        for edge in self.edges:
            if edge.source not in ids or edge.target not in ids:
                raise GraphError(f"edge {edge.source} -> {edge.target} has no such end")
        for node in self.nodes:
            if node.parent is not None and node.parent not in ids:
                raise GraphError(f"node {node.id} is in {node.parent}, which does not exist")

    @property
    def by_id(self) -> dict[str, Node]:
        """Gives the nodes by their ids."""
        return {node.id: node for node in self.nodes}

    @property
    def frames(self) -> frozenset[str]:
        """Gives the ids of the nodes that contain others."""
        return frozenset(node.parent for node in self.nodes if node.parent is not None)

    def to_json(self) -> dict[str, Any]:
        """Gives plain JSON data; `from_json` gives an equal graph back."""
        return {
            "schema": SCHEMA,
            "model": {
                "class": self.model.class_name,
                "parameters": self.model.parameters,
                "trainable": self.model.trainable,
                "module": self.model.module,
                "source": self.model.source,
            },
            "inputs_rule": self.inputs_rule,
            "mode": self.mode,
            "unused": list(self.unused),
            "decided": list(self.decided),
            "warnings": list(self.warnings),
            "modules": [_record(module) for module in self.modules],
            "nodes": [_record(node) for node in self.nodes],
            "edges": [_record(edge) for edge in self.edges],
        }

    def dumps(self) -> str:
        """Gives canonical JSON text: equal graphs give equal bytes."""
        return json.dumps(
            self.to_json(), ensure_ascii=False, sort_keys=False, separators=(",", ":")
        )

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Graph:
        """Gives the graph that the data describes.

        Raises:
            GraphError: the data lacks a field, has one of another type, or joins
                nodes that do not exist.
        """
        if data.get("schema") != SCHEMA:
            raise GraphError(f"schema {data.get('schema')!r} is not {SCHEMA}")
        try:
            model = dict(data["model"])
            return cls(
                model=Model(class_name=model.pop("class"), **model),
                nodes=tuple(_node(item) for item in data["nodes"]),
                edges=tuple(_edge(item) for item in data["edges"]),
                inputs_rule=data["inputs_rule"],
                unused=tuple(data["unused"]),
                decided=tuple(data["decided"]),
                warnings=tuple(data["warnings"]),
                modules=tuple(ModuleInfo(**_renamed(item)) for item in data["modules"]),
                mode=data["mode"],
            )
        except (KeyError, TypeError, AttributeError) as error:
            raise GraphError(f"not a graph: {error}") from error


_NEVER_EMPTY = {
    "id", "kind", "name", "class_name", "path", "parent", "inputs", "outputs", "parameters",
    "attributes", "members", "source", "target", "style", "relation", "label", "shape", "dtype",
}  # fmt: skip


def _record(value: Node | Edge | ModuleInfo | TensorInfo | Argument) -> dict[str, Any]:
    """Gives a dataclass as JSON data; the optional fields only when they say something."""
    record: dict[str, Any] = {}
    for spec in fields(value):
        item = getattr(value, spec.name)
        if spec.name not in _NEVER_EMPTY and item in ((), "", 0, None):
            continue
        if spec.name == "call" and item == 1:
            continue
        if (
            isinstance(value, ModuleInfo | Argument)
            and item in ("", 0)
            and spec.name == "shared_with"
        ):
            continue
        record["class" if spec.name == "class_name" else spec.name] = _plain(item)
    return record


def _plain(item: Any) -> Any:
    if isinstance(item, TensorInfo | Argument):
        return _record(item)
    if isinstance(item, tuple):
        return [_plain(part) for part in item]
    if isinstance(item, Mapping):
        return {key: _plain(part) for key, part in item.items()}
    return item


def _renamed(item: Mapping[str, Any]) -> dict[str, Any]:
    values = dict(item)
    values["class_name"] = values.pop("class", "")
    return values


def _frozen(item: Any) -> Any:
    return tuple(_frozen(part) for part in item) if isinstance(item, list | tuple) else item


def _node(item: Mapping[str, Any]) -> Node:
    values = _renamed(item)
    if values.get("kind") not in get_args(NodeKind):
        raise GraphError(f"unknown kind {values.get('kind')!r}")
    for key in ("inputs", "outputs"):
        values[key] = tuple(TensorInfo(tuple(v["shape"]), v["dtype"]) for v in values.get(key, ()))
    for key in ("arguments", "returns"):
        values[key] = tuple(Argument(**v) for v in values.get(key, ()))
    values["attributes"] = {k: _frozen(v) for k, v in values.get("attributes", {}).items()}
    values["members"] = tuple(values.get("members", ()))
    values["decided"] = tuple(values.get("decided", ()))
    return Node(**values)


def _edge(item: Mapping[str, Any]) -> Edge:
    edge = Edge(**item)
    if edge.style not in get_args(EdgeStyle) or edge.relation not in get_args(EdgeRelation):
        raise GraphError(f"unknown style or relation {edge.style!r}, {edge.relation!r}")
    return edge if edge.shape is None else replace(edge, shape=tuple(edge.shape))
