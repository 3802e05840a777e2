"""A boolean index is read, and decides the shape."""

from __future__ import annotations

import torch
from torch import nn


class Model(nn.Module):
    def __init__(self):
        super().__init__()
        self.f = nn.Linear(4, 4)

    def forward(self, x, keep):
        return self.f(x)[keep].sum()


def inputs():
    return torch.ones(2, 4), torch.tensor([True, False])
