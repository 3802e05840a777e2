"""Layers with weights in eight bits: their packed weights are no tensors, their inputs are."""

from __future__ import annotations

import warnings

import torch
from torch import nn


class Model(nn.Module):
    def __init__(self):
        super().__init__()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            pair = nn.Sequential(nn.Linear(3, 4), nn.ReLU(), nn.Linear(4, 2))
            self.pair = torch.ao.quantization.quantize_dynamic(pair, {nn.Linear})

    def forward(self, x, y):
        return self.pair(x), y * 2


def inputs():
    return torch.ones(2, 3), torch.ones(2, 3)
