"""A tensor is given another's memory, and one is grown; what they read then is the new."""

from __future__ import annotations

import torch
from torch import nn


class Model(nn.Module):
    def forward(self, x, y):
        holder = x * 2
        holder.set_(y * 3)
        grown = torch.empty(0)
        grown.resize_(2, 3).copy_(x)
        return holder + 1, grown


def inputs():
    return torch.ones(2, 3), torch.ones(2, 3)
