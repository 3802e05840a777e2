"""One weight serves the embedding and the answer."""

from __future__ import annotations

import torch
from torch import nn


class Model(nn.Module):
    def __init__(self):
        super().__init__()
        self.embed, self.answer = nn.Embedding(6, 4), nn.Linear(4, 6, bias=False)
        self.answer.weight = self.embed.weight

    def forward(self, ids):
        return self.answer(self.embed(ids)) @ self.embed.weight


def inputs():
    return torch.tensor([[1, 2], [3, 4]])
