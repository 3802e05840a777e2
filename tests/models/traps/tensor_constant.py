"""A tensor made from Python numbers comes from nowhere."""

from __future__ import annotations

import torch
from torch import nn


class Model(nn.Module):
    def __init__(self):
        super().__init__()
        self.f = nn.Linear(4, 4)

    def forward(self, x):
        scale = torch.tensor([1.0, 2.0, 3.0, 4.0])
        shift = torch.FloatTensor([1, 2, 3, 4])
        return self.f(x) * scale + shift


def inputs():
    return torch.ones(2, 4)
