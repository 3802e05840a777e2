"""A tensor class of the author's that looks at every function keeps its own way."""

from __future__ import annotations

import torch
from torch import nn


class Named(torch.Tensor):
    @classmethod
    def __torch_function__(cls, func, types, args=(), kwargs=None):
        return super().__torch_function__(func, types, args, kwargs or {})


class Model(nn.Module):
    def __init__(self):
        super().__init__()
        self.layer = nn.Linear(3, 3)

    def forward(self, x, y):
        named = x.as_subclass(Named)
        return self.layer(named) + y, (named * 2).as_subclass(torch.Tensor)


def inputs():
    return torch.ones(2, 3), torch.ones(2, 3)
