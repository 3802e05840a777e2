"""Sparse tensors are followed by object."""

from __future__ import annotations

import torch
from torch import nn


class Model(nn.Module):
    def __init__(self):
        super().__init__()
        self.f = nn.Linear(4, 4)

    def forward(self, x):
        return torch.sparse.mm(torch.eye(2).to_sparse(), self.f(x))


def inputs():
    return torch.ones(2, 4)
