"""A module that calls itself is inside itself."""

from __future__ import annotations

import torch
from torch import nn


class Model(nn.Module):
    def __init__(self):
        super().__init__()
        self.f = nn.Linear(4, 4)

    def forward(self, x, times: int = 2):
        return self(self.f(x), times - 1) if times else x.exp()


def inputs():
    return torch.ones(2, 4)
