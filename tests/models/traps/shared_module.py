"""A module that is called twice is two calls."""

from __future__ import annotations

import torch
from torch import nn


class Model(nn.Module):
    def __init__(self):
        super().__init__()
        self.f = nn.Linear(4, 4)

    def forward(self, x):
        return self.f(self.f(x).relu())


def inputs():
    return torch.ones(2, 4)
