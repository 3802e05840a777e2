"""Loops on the C++ side: an LSTM with two layers, attention and an encoder layer in eval."""

from __future__ import annotations

import torch
from torch import nn


class Model(nn.Module):
    def __init__(self):
        super().__init__()
        self.lstm = nn.LSTM(4, 4, num_layers=2, bidirectional=True, batch_first=True)
        self.attention = nn.MultiheadAttention(4, 2, batch_first=True)
        self.layer = nn.TransformerEncoderLayer(4, 2, 8, batch_first=True)

    def forward(self, x, y):
        states, (last, _) = self.lstm(x)
        attended, _ = self.attention(y, y, y, need_weights=False)
        return last, self.layer(attended), states


def inputs():
    return torch.ones(2, 3, 4), torch.ones(2, 5, 4)
