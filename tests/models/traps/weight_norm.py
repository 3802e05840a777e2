"""Weights computed at each call, by parametrisation and by a hook of old, come from their parts."""

from __future__ import annotations

import warnings

import torch
from torch import nn
from torch.nn.utils import parametrizations


class Model(nn.Module):
    def __init__(self):
        super().__init__()
        self.new = parametrizations.weight_norm(nn.Linear(3, 3))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            self.old = nn.utils.weight_norm(nn.Linear(3, 2))

    def forward(self, x):
        return self.old(self.new(x).relu())


def inputs():
    return torch.ones(2, 3)
