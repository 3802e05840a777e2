"""A packed sequence is the argument and the result of a module."""

from __future__ import annotations

import torch
from torch import nn
from torch.nn.utils.rnn import pack_sequence


class Model(nn.Module):
    def __init__(self):
        super().__init__()
        self.gru = nn.GRU(3, 4)

    def forward(self, packed):
        states, last = self.gru(packed)
        return states, last * 2


def inputs():
    return pack_sequence([torch.ones(3, 3), torch.ones(2, 3)])
