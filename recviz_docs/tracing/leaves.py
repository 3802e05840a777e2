"""The tensors inside a value: dicts, sequences, dataclasses and their like, by key path.

Owns how a nested value is walked and rebuilt. It must not know what the tensors
are for. A path is written as an author would: ``a.x[0]`` for ``a["x"][0]`` or
``a.x[0]``; a lone tensor has the path it started with.
"""

from __future__ import annotations

import copy
import dataclasses
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import torch

__all__ = ["join_path", "replace_tensors", "tensor_leaves"]

_MAX_DEPTH = 64


def join_path(path: str, key: object) -> str:
    """Gives the path of ``key`` inside ``path``: after a dot, or in brackets if it is no name."""
    if isinstance(key, str) and key:
        return f"{path}.{key}" if path else key
    return f"{path}[{key!r}]"


def tensor_leaves(value: object, path: str = "") -> Iterator[tuple[str, torch.Tensor]]:
    """Gives the tensors in ``value`` with their paths; objects it does not know hold none."""
    if isinstance(value, torch.Tensor):
        yield path, value
        return
    if value is None or isinstance(value, str | bytes | int | float | torch.nn.Module):
        return
    yield from _walk(value, path, ())


def _walk(value: object, path: str, above: tuple[int, ...]) -> Iterator[tuple[str, torch.Tensor]]:
    if isinstance(value, torch.Tensor):
        yield path, value
    elif id(value) not in above and len(above) < _MAX_DEPTH:
        for key, part in _parts(value):
            yield from _walk(part, join_path(path, key), (*above, id(value)))


def _parts(value: object) -> Iterator[tuple[object, object]]:
    if isinstance(value, torch.nn.utils.rnn.PackedSequence):
        yield "data", value.data
    elif isinstance(value, Mapping):
        yield from value.items()
    elif dataclasses.is_dataclass(value) and not isinstance(value, type):
        yield from (
            (spec.name, getattr(value, spec.name, None)) for spec in dataclasses.fields(value)
        )
    elif isinstance(value, tuple) and hasattr(value, "_fields"):
        yield from zip(value._fields, value, strict=False)
    elif isinstance(value, list | tuple | set | frozenset):
        yield from enumerate(value)
    elif _is_dict_like(value):
        yield from ((key, value[key]) for key in value.keys())  # type: ignore[attr-defined,index] # noqa: SIM118


def _is_dict_like(value: object) -> bool:
    kind = type(value)
    return not isinstance(value, type | torch.nn.Module) and all(
        callable(getattr(kind, name, None)) for name in ("keys", "__getitem__", "__iter__")
    )


def replace_tensors(
    value: Any, change: Callable[[torch.Tensor], torch.Tensor], *, deep: bool = False
) -> Any:
    """Gives ``value`` with every tensor of its containers changed.

    The containers are new, their types kept; an object that cannot be rebuilt is
    given back as it is. With ``deep`` an object that is a dict only by its methods is
    copied whole.
    """
    if isinstance(value, torch.Tensor):
        return change(value)

    def changed(part: Any) -> Any:
        return replace_tensors(part, change, deep=deep)

    if isinstance(value, tuple) and hasattr(value, "_fields"):
        if isinstance(value, torch.nn.utils.rnn.PackedSequence):
            return value._replace(data=change(value.data))
        return type(value)(*map(changed, value))
    if type(value) in (list, tuple, set, frozenset):
        return type(value)(map(changed, value))
    if isinstance(value, dict):
        return _replaced_dict(value, changed)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return _replaced_dataclass(value, changed)
    return _copied(value, change) if deep and _is_dict_like(value) else value


def _replaced_dict(value: dict[Any, Any], changed: Callable[[Any], Any]) -> Any:
    rebuilt = copy.copy(value)
    for key, part in value.items():
        new = changed(part)
        if new is not part:
            rebuilt[key] = new
    return rebuilt


def _replaced_dataclass(value: Any, changed: Callable[[Any], Any]) -> Any:
    rebuilt = copy.copy(value)
    for spec in dataclasses.fields(value):
        part = getattr(value, spec.name, None)
        new = changed(part)
        if new is not part:
            object.__setattr__(rebuilt, spec.name, new)
    return rebuilt


def _copied(value: Any, change: Callable[[torch.Tensor], torch.Tensor]) -> Any:
    """Gives a copy of an object whose insides are its own; the tensors in it are changed."""
    tensors = {id(tensor): change(tensor) for _, tensor in tensor_leaves(value)}
    try:
        return copy.deepcopy(value, dict(tensors))
    except Exception:  # an author's object may refuse in any way
        return value
