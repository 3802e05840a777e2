"""A tensor made of values that passed through Python is dashed."""

from __future__ import annotations

import torch
from torch import nn


class Model(nn.Module):
    def __init__(self):
        super().__init__()
        self.f = nn.Linear(4, 4)

    def forward(self, x, lengths):
        weights = [1.0 / length for length in lengths.tolist()]
        return self.f(x) * torch.tensor(weights).unsqueeze(1)


def inputs():
    return torch.ones(2, 4), torch.tensor([1, 2])
