"""Leaves the caller's model as it was, also after an exception.

Owns what is saved and put back: modes of every submodule, buffers, gradients'
switch, the random number generators. It must not know what happens in between.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

import torch

__all__ = ["preserved"]


@contextlib.contextmanager
def preserved(model: torch.nn.Module) -> Iterator[None]:
    """Saves the model's state and torch's, and restores both at the end."""
    modes = [(module, module.training) for module in model.modules()]
    tensors = [(tensor, tensor.detach().clone()) for tensor in _plain_buffers(model)]
    versions = [(tensor, tensor._version, tensor.detach().clone()) for tensor in _small(model)]
    gradients = torch.is_grad_enabled()
    with torch.random.fork_rng(devices=[]):
        try:
            yield
        finally:
            torch.set_grad_enabled(gradients)
            for module, training in modes:
                module.training = training
            with torch.no_grad():
                for tensor, before in tensors:
                    _put_back(tensor, before)
                for tensor, version, before in versions:
                    if tensor._version != version:
                        _put_back(tensor, before)


def _plain_buffers(model: torch.nn.Module) -> Iterator[torch.Tensor]:
    for buffer in model.buffers():
        if not buffer.is_meta:
            yield buffer


_SMALL = 1 << 20  # a parameter that forward writes to is rare; only these are worth a copy


def _small(model: torch.nn.Module) -> Iterator[torch.Tensor]:
    for parameter in model.parameters():
        lazy = isinstance(parameter, torch.nn.parameter.UninitializedParameter)
        if not lazy and not parameter.is_meta and parameter.numel() <= _SMALL:
            yield parameter


def _put_back(tensor: torch.Tensor, before: torch.Tensor) -> None:
    if tensor.shape == before.shape and tensor.dtype == before.dtype:
        tensor.detach().copy_(before)
