"""One row of a buffer is read; the other row's writer is no source of it."""

from __future__ import annotations

import torch
from torch import nn


class Model(nn.Module):
    def __init__(self):
        super().__init__()
        self.f, self.g, self.h = nn.Linear(4, 4), nn.Linear(4, 4), nn.Linear(4, 2)

    def forward(self, x):
        rows = torch.empty(2, 2, 4)
        rows[0] = self.f(x)
        rows[1] = self.g(x)
        return self.h(rows[0])


def inputs():
    return torch.ones(2, 4)
