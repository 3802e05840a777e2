"""A compiled submodule is recorded as what it computes."""

from __future__ import annotations

import torch
from torch import nn


class Block(nn.Module):
    def __init__(self):
        super().__init__()
        self.inner = nn.Linear(3, 3)

    def forward(self, x, y):
        return self.inner(x).relu() + y


class Model(nn.Module):
    def __init__(self):
        super().__init__()
        self.block = torch.compile(Block(), backend="eager")
        self.last = nn.Linear(3, 1)

    def forward(self, x, y):
        return self.last(self.block(x, y))


def inputs():
    return torch.ones(2, 3), torch.ones(2, 3)
