"""A view made before a write sees the write."""

from __future__ import annotations

import torch
from torch import nn


class Model(nn.Module):
    def __init__(self):
        super().__init__()
        self.f, self.g = nn.Linear(4, 4), nn.Linear(4, 4)

    def forward(self, x):
        h = self.f(x)
        flat = h.view(-1)
        h.add_(self.g(x))
        return flat.sum()


def inputs():
    return torch.ones(2, 4)
