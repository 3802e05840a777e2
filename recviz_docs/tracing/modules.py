"""What is told of a module: class, settings, parameters, its place in the model.

Owns how a module is described: its settings are the parameters of its
constructor that it kept under the same name. It must not know any class by
name, nor how calls are recorded.
"""

from __future__ import annotations

import inspect
from functools import lru_cache
from typing import Any

import torch

from recviz_docs.graph import AttributeValue, Model, ModuleInfo

__all__ = [
    "class_name",
    "count_parameters",
    "describe_model",
    "module_attributes",
    "registered_modules",
]

_PLACE_ONLY = frozenset({"self", "device", "dtype", "args", "kwargs"})
_MOST_ITEMS = 16


def module_attributes(module: torch.nn.Module) -> dict[str, AttributeValue]:
    """Gives the module's settings in the constructor's order; tensors count as present or not."""
    kind: Any = type(module)
    names = (*_constructor_names(kind), *getattr(module, "__constants__", ()))
    found: dict[str, AttributeValue] = {}
    for name in dict.fromkeys(names):
        value = _kept(module, name)
        if value is not None:
            found[name] = value
    return found


def _kept(module: torch.nn.Module, name: str) -> AttributeValue:
    for place in (vars(module), module._parameters, module._buffers):
        if name in place:
            value = place[name]
            if place is module._parameters or isinstance(value, torch.Tensor):
                return value is not None
            return _plain(value)
    return None


def _plain(value: Any) -> AttributeValue:
    if isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, torch.dtype):
        return str(value).partition(".")[2]
    # An author's own kind of list may be anything; e3nn's refuses to tell its length.
    if type(value) in (list, tuple, torch.Size) and 0 < len(value) <= _MOST_ITEMS:
        parts = tuple(_plain(part) for part in value)
        return None if any(part is None for part in parts) else parts
    return None


@lru_cache(maxsize=1024)
def _constructor_names(kind: type[torch.nn.Module]) -> tuple[str, ...]:
    """Gives the parameters of the constructors, the most basic class first."""
    names: list[str] = []
    for owner in reversed(kind.__mro__):
        if "__init__" not in vars(owner) or not issubclass(owner, torch.nn.Module):
            continue
        try:
            names.extend(inspect.signature(owner.__init__).parameters)
        except (ValueError, TypeError):
            continue
    return tuple(name for name in dict.fromkeys(names) if name not in _PLACE_ONLY)


def class_name(module: torch.nn.Module) -> str:
    """Gives the class as its author wrote it, also of a scripted module."""
    original = getattr(module, "original_name", None)
    if isinstance(original, str) and isinstance(module, torch.jit.ScriptModule):
        return original
    return type(module).__name__


def count_parameters(module: torch.nn.Module, *, trainable: bool) -> int:
    """Gives the number of elements, submodules included, each parameter once."""
    lazy = torch.nn.parameter.UninitializedParameter
    return sum(
        parameter.numel()
        for parameter in module.parameters()
        if not isinstance(parameter, lazy) and (parameter.requires_grad or not trainable)
    )


def describe_model(model: torch.nn.Module) -> Model:
    """Gives what is told of the model as a whole."""
    return Model(
        class_name=class_name(model),
        parameters=count_parameters(model, trainable=False),
        trainable=count_parameters(model, trainable=True),
        module=type(model).__module__,
    )


def registered_modules(model: torch.nn.Module) -> tuple[ModuleInfo, ...]:
    """Gives every registered module, in registration order."""
    first: dict[int, str] = {}
    rows = []
    for path, module in model.named_modules(remove_duplicate=False):
        shared = first.setdefault(id(module), path)
        if path:
            rows.append(
                ModuleInfo(
                    path=path,
                    class_name=class_name(module),
                    parameters=count_parameters(module, trainable=False),
                    trainable=count_parameters(module, trainable=True),
                    shared_with="" if shared == path else shared,
                    extra=" ".join(module.extra_repr().split()),
                )
            )
    return tuple(rows)
