"""The parts of a graph as JSON data, and back.

Owns which fields are written (optional ones only when they say something) and
the checks of what is read. It must not know the graph as a whole.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace
from math import isfinite
from typing import Any, get_args

from recviz_docs.graph.elements import (
    Argument,
    AttributeValue,
    Edge,
    EdgeRelation,
    EdgeStyle,
    GraphError,
    ModuleInfo,
    Node,
    NodeKind,
    TensorInfo,
)

__all__ = ["read_edge", "read_module", "read_node", "record"]

_ALWAYS = frozenset((
    "id", "kind", "name", "class_name", "path", "parent", "inputs", "outputs", "parameters",
    "attributes", "members", "target", "style", "relation", "label", "shape", "dtype",
    "slot",
))  # fmt: skip
_FLOAT = "float"  # JSON has no infinity: {"float": "-inf"}


def record(part: Node | Edge | ModuleInfo | TensorInfo | Argument) -> dict[str, Any]:
    """Gives a part as JSON data; the optional fields only when they say something."""
    data: dict[str, Any] = {}
    for spec in fields(part):
        value = getattr(part, spec.name)
        if spec.name not in _ALWAYS and value in ((), "", 0, None):
            continue
        if spec.name in ("call", "steps") and value == 1:
            continue
        data["class" if spec.name == "class_name" else spec.name] = _plain(value)
    return data


def _plain(value: Any) -> Any:
    if isinstance(value, TensorInfo | Argument | Edge):
        return record(value)
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, float) and not isfinite(value):
        return {_FLOAT: str(value)}
    return value


def _attribute(value: Any) -> AttributeValue:
    if isinstance(value, list):
        return tuple(_attribute(item) for item in value)
    if isinstance(value, Mapping):
        return float(value[_FLOAT])
    if value is None or isinstance(value, str | int | float):
        return value
    raise GraphError(f"{value!r} is no value of an attribute")


def _renamed(data: Mapping[str, Any]) -> dict[str, Any]:
    values = dict(data)
    values["class_name"] = values.pop("class", "")
    return values


def read_module(data: Mapping[str, Any]) -> ModuleInfo:
    """Gives the module that `record` wrote."""
    return ModuleInfo(**_renamed(data))


def read_node(data: Mapping[str, Any]) -> Node:
    """Gives the node that `record` wrote.

    Raises:
        GraphError: it is of no kind that there is.
    """
    values = _renamed(data)
    if values.get("kind") not in get_args(NodeKind):
        raise GraphError(f"unknown kind {values.get('kind')!r}")
    for key in ("inputs", "outputs"):
        values[key] = tuple(TensorInfo(tuple(v["shape"]), v["dtype"]) for v in values.get(key, ()))
    for key in ("arguments", "returns"):
        values[key] = tuple(Argument(**v) for v in values.get(key, ()))
    values["attributes"] = {k: _attribute(v) for k, v in values.get("attributes", {}).items()}
    for key in ("members", "varying", "again", "operands", "decided"):
        values[key] = tuple(values.get(key, ()))
    values["links"] = tuple(read_edge(v) for v in values.get("links", ()))
    return Node(**values)


def read_edge(data: Mapping[str, Any]) -> Edge:
    """Gives the edge that `record` wrote.

    Raises:
        GraphError: it has no style or relation that there is.
    """
    edge = Edge(**data)
    if edge.style not in get_args(EdgeStyle) or edge.relation not in get_args(EdgeRelation):
        raise GraphError(f"unknown style or relation {edge.style!r}, {edge.relation!r}")
    shape = None if edge.shape is None else tuple(edge.shape)
    return replace(edge, shape=shape, every=tuple(edge.every))
