"""Calls that go past ``__call__``: ``self.decoder.forward(x)``.

Owns the interception of the ``forward`` functions of the model's own classes, and the
rule which of their runs are calls of their own. It must not know what is recorded.
"""

from __future__ import annotations

import contextlib
import functools
from collections.abc import Callable, Iterator
from types import FunctionType
from typing import Any

import torch

__all__ = ["watched_forwards"]


@contextlib.contextmanager
def watched_forwards(
    model: torch.nn.Module,
    around: Callable[[Callable[..., Any]], Callable[..., Any]],
) -> Iterator[None]:
    """Puts ``around(forward)`` in place of each ``forward`` that the model's own classes define.

    Classes of torch stay as they are: their subclasses call them with ``super()``, and
    torch's compilers know them by identity. The classes are as they were afterwards.
    """
    kept = _own_forwards(model)
    for owner, forward in kept:
        owner.forward = functools.wraps(forward)(around(forward))
    try:
        yield
    finally:
        for owner, forward in kept:
            owner.forward = forward


def _own_forwards(model: torch.nn.Module) -> list[tuple[Any, FunctionType]]:
    classes = dict.fromkeys(
        owner
        for module in model.modules()
        if not isinstance(module, torch.jit.ScriptModule)
        for owner in type(module).__mro__
        if owner.__module__.partition(".")[0] != "torch"
    )
    found = ((owner, vars(owner).get("forward")) for owner in classes)
    return [(owner, forward) for owner, forward in found if isinstance(forward, FunctionType)]
