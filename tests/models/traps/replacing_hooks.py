"""Hooks replace what a module is given and what it gives; its own forward sees only that."""

from __future__ import annotations

import torch
from torch import nn


class Model(nn.Module):
    def __init__(self):
        super().__init__()
        self.layer, self.last = nn.Linear(3, 3), nn.Linear(3, 1)
        self.layer.register_forward_pre_hook(lambda layer, _: (layer.side * 2,))
        self.last.register_forward_hook(lambda _, given, result: result + given[0])

    def forward(self, x, y):
        self.layer.side = y
        return self.last(self.layer(x)), x + 1


def inputs():
    return torch.ones(2, 3), torch.ones(2, 3)
