"""Which parameter of ``forward`` an argument belongs to.

Owns the naming of a call's tensors by the callee's signature. It must not know
what the call computes.
"""

from __future__ import annotations

import inspect
from typing import Any

import torch

from recviz_docs.tracing.leaves import tensor_leaves

__all__ = ["argument_leaves", "parameter_names"]


def parameter_names(module: torch.nn.Module, count: int) -> list[str]:
    """Gives names for ``count`` positional arguments of the module's ``forward``."""
    try:
        parameters = list(inspect.signature(module.forward).parameters.values())
    except (ValueError, TypeError):
        parameters = []
    names: list[str] = []
    for parameter in parameters:
        if parameter.kind is inspect.Parameter.VAR_POSITIONAL:
            names.extend(f"{parameter.name}[{index}]" for index in range(count - len(names)))
        elif parameter.kind is not inspect.Parameter.KEYWORD_ONLY:
            names.append(parameter.name)
        if len(names) >= count:
            break
    names.extend(f"args[{index}]" for index in range(len(names), count))
    return names[:count]


def argument_leaves(
    module: torch.nn.Module, args: tuple[Any, ...], kwargs: dict[str, Any]
) -> list[tuple[str, torch.Tensor]]:
    """Gives the tensors of a call with their key paths in forward's parameters."""
    found: list[tuple[str, torch.Tensor]] = []
    for name, value in zip(parameter_names(module, len(args)), args, strict=True):
        found.extend(tensor_leaves(value, name))
    for name, value in kwargs.items():
        found.extend(tensor_leaves(value, name))
    return found
