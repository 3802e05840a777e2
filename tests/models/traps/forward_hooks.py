"""What hooks compute belongs to their module."""

from __future__ import annotations

import torch
from torch import nn


class Model(nn.Module):
    def __init__(self):
        super().__init__()
        self.f, self.g = nn.Linear(4, 4), nn.Linear(4, 4)
        self.f.register_forward_hook(lambda module, args, result: result * 2)
        self.g.register_forward_pre_hook(lambda module, args: (args[0] + 1,))

    def forward(self, x):
        return self.g(self.f(x))


def inputs():
    return torch.ones(2, 4)
