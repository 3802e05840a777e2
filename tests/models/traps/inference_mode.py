"""Values made under inference mode are used outside of it."""

from __future__ import annotations

import torch
from torch import nn


class Model(nn.Module):
    def __init__(self):
        super().__init__()
        self.teacher, self.student = nn.Linear(3, 3), nn.Linear(3, 3)

    def forward(self, x, y):
        with torch.inference_mode():
            target = self.teacher(x)[:, :2].softmax(-1)
        return self.student(y)[:, :2] - target


def inputs():
    return torch.ones(2, 3), torch.ones(2, 3)
