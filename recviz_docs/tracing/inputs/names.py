"""The name of every tensor that a model is called with.

Owns how arguments are named for people. How a value is walked is
`recviz_docs.tracing.leaves`'s.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping

import torch
from torch import nn

from recviz_docs.tracing.inputs.signature import signature_of
from recviz_docs.tracing.leaves import tensor_leaves

__all__ = ["leaf_names"]


def leaf_names(
    model: nn.Module, args: tuple[object, ...], kwargs: Mapping[str, object]
) -> list[tuple[str, torch.Tensor]]:
    """Gives the key path of every tensor among the arguments, in the order of the call.

    A positional argument is named by ``forward``'s parameter, one of ``*args`` as
    ``args[0]``. The keys of a dict or dataclass that is the only such argument stand
    alone, and behind its parameter's name only where they would meet another name.
    """
    arguments = _named_arguments(model, args, kwargs)
    keyed = [name for name, value in arguments if _is_keyed(value)]
    lone = keyed[0] if len(keyed) == 1 else None
    bare = [(name, path, leaf) for name, path, leaf in _leaves(arguments, lone)]
    if lone is not None and len({path for _, path, _ in bare}) < len(bare):
        bare = list(_leaves(arguments, None))
    return _unique([(path, leaf) for _, path, leaf in bare])


def _named_arguments(
    model: nn.Module, args: tuple[object, ...], kwargs: Mapping[str, object]
) -> list[tuple[str, object]]:
    signature = signature_of(model)
    names = [item.name for item in signature.parameters if item.positional]
    variadic = signature.variadic or "args"
    rest = len(names)
    positional = [
        (names[place] if place < rest else f"{variadic}[{place - rest}]", value)
        for place, value in enumerate(args)
    ]
    return [*positional, *kwargs.items()]


def _leaves(
    arguments: list[tuple[str, object]], lone: str | None
) -> list[tuple[str, str, torch.Tensor]]:
    return [
        (name, path, leaf)
        for name, value in arguments
        for path, leaf in tensor_leaves(value, "" if name == lone else name)
    ]


def _is_keyed(value: object) -> bool:
    """Says whether an argument's parts have names of their own, as a dict's or a dataclass's."""
    if isinstance(value, torch.Tensor | nn.Module | type | tuple | list | None):
        return False
    named = isinstance(value, Mapping) or dataclasses.is_dataclass(value)
    dict_like = callable(getattr(value, "keys", None)) and hasattr(value, "__getitem__")
    return (named or dict_like) and next(tensor_leaves(value), None) is not None


def _unique(leaves: list[tuple[str, torch.Tensor]]) -> list[tuple[str, torch.Tensor]]:
    """Gives the leaves with ``#2``, ``#3`` … behind a path that stands there already."""
    taken: set[str] = set()
    named: list[tuple[str, torch.Tensor]] = []
    for path, leaf in leaves:
        name, count = path, 1
        while name in taken:
            count += 1
            name = f"{path}#{count}"
        taken.add(name)
        named.append((name, leaf))
    return named
