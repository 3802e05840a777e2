"""A branch of parameters and buffers only is there."""

from __future__ import annotations

import torch
from torch import nn


class Model(nn.Module):
    def __init__(self):
        super().__init__()
        self.position = nn.Parameter(torch.zeros(3, 4))
        self.register_buffer("index", torch.arange(2))
        self.f = nn.Linear(4, 4)

    def forward(self, x):
        return self.f(x) + self.f(self.position[self.index])


def inputs():
    return torch.ones(2, 4)
