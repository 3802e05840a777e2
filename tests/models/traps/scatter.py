"""Values are scattered by another input and gathered again."""

from __future__ import annotations

import torch
from torch import nn


class Model(nn.Module):
    def __init__(self):
        super().__init__()
        self.layer = nn.Linear(3, 3)

    def forward(self, x, where, base):
        spread = base.clone().scatter_(1, where, self.layer(x))
        reduced = torch.zeros(2, 5).scatter_reduce(1, where, x, reduce="amax", include_self=False)
        return spread.gather(1, where[:, :1]), reduced


def inputs():
    return torch.ones(2, 3), torch.tensor([[0, 1, 4], [2, 3, 0]]), torch.zeros(2, 5)
