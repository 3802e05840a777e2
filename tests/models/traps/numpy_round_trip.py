"""Values leave for NumPy and come back: dashed from what left, and from nothing else."""

from __future__ import annotations

import torch
from torch import nn


class Model(nn.Module):
    def __init__(self):
        super().__init__()
        self.first, self.last = nn.Linear(3, 3), nn.Linear(3, 1)

    def forward(self, x, y):
        sorted_values = self.first(x).detach().numpy().copy()
        sorted_values.sort(axis=-1)
        return self.last(torch.from_numpy(sorted_values)), y + 1


def inputs():
    return torch.randn(2, 3), torch.ones(2, 3)
