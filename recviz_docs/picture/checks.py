"""Whether data that were read are what a painter may be given.

Owns the types, bounds and relations. Texts are escaped where they are written;
numbers, kinds and ids are written as they are, so here they are proved to be such.
It must not know how a picture is painted.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from math import isfinite
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from recviz_docs.graph import AttributeValue, Graph
from recviz_docs.layout.geometry import Layout

__all__ = ["check_picture"]

_MOST = 50_000
_LONGEST = 20_000
_LARGEST = 10**24  # parameters and sizes
_FARTHEST = 1e7  # px
_LEVELS = 64
_ENGINE = re.compile(r"[\w .:+~()-]{0,200}")

_Check = Callable[[Any], bool]


def check_picture(trace: Graph, graph: Graph, layout: Layout) -> None:
    """Checks that the parts of a picture have the right types and belong together.

    Raises:
        ValueError: they do not.
    """
    parts: tuple[Any, ...] = (trace, graph, layout)
    for part in parts:
        if not _dataclass_checker(part.__class__)(part):
            raise ValueError(f"a {type(part).__name__} with other values than it can have")
    _check_numbers(layout)
    containers = graph.frames
    boxes = [node.id for node in graph.nodes if node.id not in containers]
    if sorted(box.node for box in layout.boxes) != sorted(boxes):
        raise ValueError("boxes of other nodes than those of the graph")
    stacks = {node.id for node in graph.nodes if node.kind == "stack"}
    if any(node.parent in stacks and node.id in containers for node in graph.nodes):
        raise ValueError("a stack of rows that contain others")
    framed = [frame.node for frame in layout.frames]
    if len(set(framed)) != len(framed) or not (containers - stacks).issuperset(framed):
        raise ValueError("frames of other nodes than those of the graph")
    if [route.edge for route in layout.routes] != list(range(len(graph.edges))):
        raise ValueError("routes of other edges than those of the graph")
    if any(len(route.points) % 3 != 1 for route in layout.routes):
        raise ValueError("a route that is no spline")
    _check_nesting(graph)


def _check_numbers(layout: Layout) -> None:
    numbers = [layout.width, layout.height]
    for box in (*layout.boxes, *layout.frames):
        numbers += [box.x, box.y, box.width, box.height]
    for route in layout.routes:
        for point in (*route.points, route.tip, *filter(None, [route.label])):
            numbers += point
    if not all(-_FARTHEST < number < _FARTHEST for number in numbers):
        raise ValueError("a place that is nowhere")
    if not 0 <= layout.level < _LEVELS or _ENGINE.fullmatch(layout.engine) is None:
        raise ValueError("a level or an engine that is none")


def _check_nesting(graph: Graph) -> None:
    """Follows each node outwards: nothing may contain itself."""
    parents = {node.id: node.parent for node in graph.nodes}
    safe: set[str] = set()
    for node in graph.nodes:
        path: set[str] = set()
        at: str | None = node.id
        while at is not None and at not in safe:
            if at in path:
                raise ValueError("a node that contains itself")
            path.add(at)
            at = parents[at]
        safe |= path


def _attribute(value: Any, depth: int = 8) -> bool:
    if isinstance(value, tuple):
        return depth > 0 and len(value) <= _MOST and all(_attribute(v, depth - 1) for v in value)
    return value is None or isinstance(value, bool | float) or _text(value) or _whole(value)


def _text(value: Any) -> bool:
    return isinstance(value, str) and len(value) <= _LONGEST


def _whole(value: Any) -> bool:
    return type(value) is int and -_LARGEST < value < _LARGEST


def _number(value: Any) -> bool:
    return _whole(value) or (type(value) is float and isfinite(value))


_SIMPLE: Mapping[Any, _Check] = {
    str: _text,
    int: _whole,
    float: _number,
    bool: lambda value: isinstance(value, bool),
    NoneType: lambda value: value is None,
    AttributeValue: _attribute,
}


@cache
def _checker(hint: Any) -> _Check:
    """Gives the check of a type as it is written in a dataclass."""
    if hint in _SIMPLE:
        return _SIMPLE[hint]
    if isinstance(hint, type) and is_dataclass(hint):
        return _dataclass_checker(hint)
    origin, inner = get_origin(hint), get_args(hint)
    if origin is Literal:
        return lambda value: isinstance(value, str) and value in inner
    if origin in (Union, UnionType):
        checks = [_checker(one) for one in inner]
        return lambda value: any(check(value) for check in checks)
    if origin is tuple and inner[-1] is Ellipsis:
        each = _checker(inner[0])
        return lambda v: isinstance(v, tuple) and len(v) <= _MOST and all(map(each, v))
    if origin is tuple:
        parts = [_checker(one) for one in inner]
        return lambda value: (
            isinstance(value, tuple)
            and len(value) == len(parts)
            and all(check(item) for check, item in zip(parts, value, strict=True))
        )
    if origin is Mapping or hint is Mapping or getattr(origin, "__name__", "") == "Mapping":
        return lambda value: (
            isinstance(value, dict)
            and len(value) <= _MOST
            and all(_text(name) and _attribute(item) for name, item in value.items())
        )
    raise TypeError(f"no check for {hint!r}")


@cache
def _dataclass_checker(kind: Any) -> _Check:
    hints = get_type_hints(kind)
    checks = [(item.name, _checker(hints[item.name])) for item in fields(kind)]
    return lambda value: (
        isinstance(value, kind) and all(check(getattr(value, name)) for name, check in checks)
    )
