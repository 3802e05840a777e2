"""flex_attention with a score of the author's own."""

from __future__ import annotations

import warnings

import torch
from torch import nn
from torch.nn.attention.flex_attention import flex_attention


class Model(nn.Module):
    def __init__(self):
        super().__init__()
        self.slope = nn.Parameter(torch.ones(2))

    def forward(self, query, key, value):
        def biased(score, batch, head, row, column):
            return score + self.slope[head] * (row - column)

        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return flex_attention(query, key, value, score_mod=biased)


def inputs():
    return tuple(torch.randn(1, 2, 4, 8) for _ in range(3))
