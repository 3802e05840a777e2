"""Rows are put and added by index, in place and not."""

from __future__ import annotations

import torch
from torch import nn


class Model(nn.Module):
    def __init__(self):
        super().__init__()
        self.layer = nn.Linear(3, 4)

    def forward(self, x, rows):
        table = torch.zeros(5, 4)
        table.index_put_((rows,), self.layer(x), accumulate=True)
        other = torch.zeros(5, 4).index_add(0, rows, x @ torch.ones(3, 4))
        return table, other


def inputs():
    return torch.ones(2, 3), torch.tensor([1, 3])
