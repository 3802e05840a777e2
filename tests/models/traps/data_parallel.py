"""DataParallel without devices calls its module."""

from __future__ import annotations

import torch
from torch import nn


class Model(nn.Module):
    def __init__(self):
        super().__init__()
        self.parallel = nn.DataParallel(nn.Linear(3, 3))

    def forward(self, x):
        return self.parallel(x) + x


def inputs():
    return torch.ones(2, 3)
