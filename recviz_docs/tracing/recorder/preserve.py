"""Leaves the caller's model as it was, also after an exception.

Owns what is saved and put back: what every submodule keeps (modes, buffers,
small parameters, plain attributes and what their lists and dicts hold),
gradients, torch's switches, the generators of random numbers. It must not know
what happens in between. A lazy layer that learned its sizes keeps them.
"""

from __future__ import annotations

import contextlib
import random
import sys
from collections import OrderedDict, deque
from collections.abc import Iterator
from typing import Any

import torch

from recviz_docs.tracing.leaves import tensor_leaves
from recviz_docs.tracing.recorder.events import LAZY

__all__ = ["preserved", "seed_all"]

_SMALL = 1 << 20  # a weight that forward writes to is rare; only these are worth a copy
_SEQUENCES = (list, deque)
_TABLES = (dict, OrderedDict, set)


@contextlib.contextmanager
def preserved(model: torch.nn.Module) -> Iterator[None]:
    """Saves the model's state, torch's and the generators', and restores all at the end."""
    attributes = [_Attributes(module) for module in model.modules()]
    values = [_Values(tensor) for tensor in _kept_tensors(model)]
    with _switches(), _generators(), torch.random.fork_rng(devices=[]):
        try:
            yield
        finally:
            for attribute in attributes:
                attribute.put_back()
            with torch.no_grad():
                for value in values:
                    value.put_back()


class _Attributes:
    """What a module keeps in its own attributes, and in the lists and dicts among them."""

    def __init__(self, module: torch.nn.Module) -> None:
        self._module = module
        self._type = type(module)
        self._own = dict(vars(module))
        self._inside = [
            (value, value.copy())
            for value in self._own.values()
            if type(value) in _SEQUENCES or type(value) in _TABLES
        ]

    def put_back(self) -> None:
        if type(self._module) is not self._type:  # a lazy layer became what it stands for
            return
        own = vars(self._module)
        own.clear()
        own.update(self._own)
        for value, before in self._inside:
            value.clear()
            value.extend(before) if type(value) in _SEQUENCES else value.update(before)


class _Values:
    """The values and the gradient of a tensor that the model keeps."""

    def __init__(self, tensor: torch.Tensor) -> None:
        self._tensor = tensor
        self._before = tensor.detach().clone()
        self._gradient = tensor.grad if tensor.is_leaf else None
        self._trained = tensor.requires_grad

    def put_back(self) -> None:
        tensor, before = self._tensor, self._before
        same_kind = tensor.shape == before.shape and tensor.dtype == before.dtype
        # Its version does not tell: a write through ``.data`` leaves it.
        if same_kind and not torch.equal(tensor.detach(), before):
            tensor.detach().copy_(before)
        if tensor.is_leaf:
            tensor.requires_grad_(self._trained)
            tensor.grad = self._gradient


def _kept_tensors(model: torch.nn.Module) -> Iterator[torch.Tensor]:
    """Gives every tensor that a module keeps and that is worth a copy, once."""
    seen: set[int] = set()
    for module in model.modules():
        plain = [value for name, value in vars(module).items() if name != "_modules"]
        for _, tensor in tensor_leaves(plain):
            if id(tensor) in seen or isinstance(tensor, LAZY) or tensor.is_meta:
                continue
            seen.add(id(tensor))
            if tensor.numel() <= _SMALL or not isinstance(tensor, torch.nn.Parameter):
                yield tensor


@contextlib.contextmanager
def _switches() -> Iterator[None]:
    gradients, kind = torch.is_grad_enabled(), torch.get_default_dtype()
    try:
        yield
    finally:
        torch.set_grad_enabled(gradients)
        torch.set_default_dtype(kind)


@contextlib.contextmanager
def _generators() -> Iterator[None]:
    """Keeps the generators of Python and, where it is loaded, of NumPy."""
    plain = random.getstate()
    numpy: Any = sys.modules.get("numpy")
    theirs = numpy.random.get_state() if numpy is not None else None
    try:
        yield
    finally:
        random.setstate(plain)
        if numpy is not None:
            numpy.random.set_state(theirs)


def seed_all(seed: int) -> None:
    """Seeds every generator that a model may draw from."""
    torch.manual_seed(seed)
    random.seed(seed)
    numpy: Any = sys.modules.get("numpy")
    if numpy is not None:
        numpy.random.seed(seed % 2**32)
