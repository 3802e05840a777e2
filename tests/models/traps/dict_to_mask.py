"""A module that is given every feature reads one of them."""

from __future__ import annotations

import torch
from torch import nn


class Mask(nn.Module):
    def forward(self, features):
        return features["history"] > 0


class Model(nn.Module):
    def __init__(self):
        super().__init__()
        self.table, self.mask = nn.Embedding(9, 4), Mask()

    def forward(self, features):
        rows = self.table(features["history"])
        return (rows * self.mask(features).unsqueeze(-1)).sum(1) + features["age"]


def inputs():
    ids = torch.ones(2, 3, dtype=torch.int64)
    return {"user": torch.ones(2), "history": ids, "age": torch.ones(2, 1)}
