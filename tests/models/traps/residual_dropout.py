"""A module that gives back its argument is told apart from its argument."""

from __future__ import annotations

import torch
from torch import nn


class Model(nn.Module):
    def __init__(self):
        super().__init__()
        self.f, self.drop, self.same = nn.Linear(4, 4), nn.Dropout(), nn.Identity()

    def forward(self, x):
        h = self.f(x)
        return h + self.drop(h) + self.same(h)


def inputs():
    return torch.ones(2, 4)
