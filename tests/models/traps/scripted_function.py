"""Operations of a scripted function are seen one by one."""

from __future__ import annotations

import warnings

import torch
from torch import nn


def gate(a: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
    return torch.sigmoid(a) * b


with warnings.catch_warnings():
    warnings.simplefilter("ignore", DeprecationWarning)
    scripted_gate = torch.jit.script(gate)


class Model(nn.Module):
    def __init__(self):
        super().__init__()
        self.f, self.g = nn.Linear(4, 4), nn.Linear(4, 4)

    def forward(self, x):
        return self.g(scripted_gate(self.f(x), x))


def inputs():
    return torch.ones(2, 4)
