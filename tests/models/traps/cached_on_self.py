"""A tensor kept on self in one call is read by another module later."""

from __future__ import annotations

import torch
from torch import nn


class Writer(nn.Module):
    def __init__(self):
        super().__init__()
        self.layer, self.kept = nn.Linear(3, 3), None

    def forward(self, x):
        self.kept = self.layer(x)
        return x * 2


class Model(nn.Module):
    def __init__(self):
        super().__init__()
        self.writer, self.last = Writer(), nn.Linear(3, 1)

    def forward(self, x, y):
        doubled = self.writer(x)
        return self.last(self.writer.kept + y), doubled


def inputs():
    return torch.ones(2, 3), torch.ones(2, 3)
