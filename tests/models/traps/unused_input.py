"""An input that nothing reads has no edge."""

from __future__ import annotations

import torch
from torch import nn


class Model(nn.Module):
    def __init__(self):
        super().__init__()
        self.f = nn.Linear(4, 4)

    def forward(self, batch):
        return self.f(batch["x"])


def inputs():
    return {"x": torch.ones(2, 4), "label": torch.ones(2)}
