"""A scripted module is entered like any other: one branch of it reads y alone."""

from __future__ import annotations

import warnings

import torch
from torch import nn


class Two(nn.Module):
    def __init__(self):
        super().__init__()
        self.a, self.b = nn.Linear(3, 3), nn.Linear(3, 3)

    def forward(self, x, y):
        return self.a(x).relu(), self.b(y)


class Model(nn.Module):
    def __init__(self):
        super().__init__()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            self.two = torch.jit.script(Two())
        self.last = nn.Linear(3, 1)

    def forward(self, x, y):
        first, second = self.two(x, y)
        return self.last(first), second


def inputs():
    return torch.ones(2, 3), torch.ones(2, 3)
