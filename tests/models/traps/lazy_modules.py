"""Layers that learn their sizes from the first input have parameters like any other."""

from __future__ import annotations

import torch
from torch import nn


class Model(nn.Module):
    def __init__(self):
        super().__init__()
        self.layer, self.norm = nn.LazyLinear(4), nn.LazyBatchNorm1d()

    def forward(self, x):
        return self.norm(self.layer(x))


def inputs():
    return torch.ones(2, 3)
