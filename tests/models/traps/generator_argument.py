"""A generator argument is walked by the model alone."""

from __future__ import annotations

import torch
from torch import nn


class Total(nn.Module):
    def forward(self, values):
        return sum(values)


class Model(nn.Module):
    def __init__(self):
        super().__init__()
        self.f, self.g, self.total = nn.Linear(4, 4), nn.Linear(4, 4), Total()

    def forward(self, x):
        return self.total(layer(x) for layer in (self.f, self.g))


def inputs():
    return torch.ones(2, 4)
