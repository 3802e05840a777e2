"""Modules in plain lists and made in forward are seen."""

from __future__ import annotations

import torch
from torch import nn


class Model(nn.Module):
    def __init__(self):
        super().__init__()
        self.layers = [nn.Linear(4, 4), nn.Linear(4, 4)]

    def forward(self, x):
        for layer in self.layers:
            x = layer(x)
        return nn.ReLU()(nn.Softmax(dim=1)(x))


def inputs():
    return torch.ones(2, 4)
