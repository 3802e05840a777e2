"""A thousand layers in a chain: each reads the one before."""

from __future__ import annotations

import torch
from torch import nn


class Model(nn.Module):
    def __init__(self):
        super().__init__()
        self.layers = nn.ModuleList(nn.Linear(2, 2) for _ in range(1000))

    def forward(self, x):
        for layer in self.layers:
            x = layer(x)
        return x


def inputs():
    return torch.ones(1, 2)
