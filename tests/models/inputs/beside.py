"""A factory with its inputs beside it."""

from __future__ import annotations

import torch
from torch import nn


def build() -> nn.Module:
    return nn.Linear(3, 2)


def inputs(batch_size: int = 7) -> torch.Tensor:
    return torch.rand(batch_size, 3)
