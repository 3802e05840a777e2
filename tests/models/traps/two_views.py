"""Two views of one buffer: a write through the first changes half of the second."""

from __future__ import annotations

import torch
from torch import nn


class Model(nn.Module):
    def __init__(self):
        super().__init__()
        self.a, self.b = nn.Linear(3, 4), nn.Linear(3, 4)

    def forward(self, x, y):
        buffer = torch.zeros(2, 8)
        left, middle, right = buffer[:, :4], buffer[:, 2:6], buffer[:, 6:]
        left.copy_(self.a(x))
        untouched = right + 1
        buffer[:, 4:].add_(self.b(y))
        return middle * 2, left * 3, untouched


def inputs():
    return torch.ones(2, 3), torch.ones(2, 3)
