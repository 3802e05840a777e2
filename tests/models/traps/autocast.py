"""Under autocast values are cast on the way; the casts are in the chain."""

from __future__ import annotations

import torch
from torch import nn


class Model(nn.Module):
    def __init__(self):
        super().__init__()
        self.a, self.b = nn.Linear(3, 3), nn.Linear(3, 3)

    def forward(self, x, y):
        with torch.autocast("cpu", dtype=torch.bfloat16):
            return self.a(x) + self.b(y), y.float() * 2


def inputs():
    return torch.ones(2, 3), torch.ones(2, 3)
