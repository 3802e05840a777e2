"""Operators of an author's own library: one that gives anew, one that writes in place."""

from __future__ import annotations

import torch
from torch import nn


@torch.library.custom_op("recviz_trap::scaled", mutates_args=())
def scaled(x: torch.Tensor, weight: torch.Tensor) -> torch.Tensor:
    return x * weight


@torch.library.custom_op("recviz_trap::fill_from", mutates_args={"target"})
def fill_from(target: torch.Tensor, source: torch.Tensor) -> None:
    target.copy_(source + 1)


class Model(nn.Module):
    def __init__(self):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(3))

    def forward(self, x, y):
        target = torch.zeros(2, 3)
        fill_from(target, y)
        return scaled(x, self.weight), target * 2


def inputs():
    return torch.ones(2, 3), torch.ones(2, 3)
