"""torch.cond: the branch that ran, and the predicate that chose it."""

from __future__ import annotations

import torch
from torch import nn


class Model(nn.Module):
    def __init__(self):
        super().__init__()
        self.layer = nn.Linear(3, 3)

    def forward(self, x, y):
        chosen = torch.cond(x.sum() > 0, lambda a, b: a * 2, lambda a, b: b * 3, (x, y))
        return self.layer(chosen)


def inputs():
    return torch.ones(2, 3), torch.ones(2, 3)
