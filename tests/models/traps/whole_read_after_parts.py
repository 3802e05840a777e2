"""Both rows of a buffer are read, so both writers are sources."""

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
        return self.h(rows)


def inputs():
    return torch.ones(2, 4)
