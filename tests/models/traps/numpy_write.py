"""NumPy writes into a tensor's own memory; the reader depends on what left for NumPy."""

from __future__ import annotations

import torch
from torch import nn


class Model(nn.Module):
    def __init__(self):
        super().__init__()
        self.first, self.last = nn.Linear(3, 3), nn.Linear(3, 1)

    def forward(self, x, y):
        values = torch.zeros(2, 3)
        theirs = values.numpy()
        theirs[:] = self.first(x).detach().numpy() * 2
        return self.last(values), y + 1


def inputs():
    return torch.ones(2, 3), torch.ones(2, 3)
