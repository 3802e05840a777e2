"""A packed sequence goes through an LSTM; the lengths only order it."""

from __future__ import annotations

import torch
from torch import nn
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence


class Model(nn.Module):
    def __init__(self):
        super().__init__()
        self.lstm, self.read = nn.LSTM(3, 4, batch_first=True), nn.Linear(4, 1)

    def forward(self, x, lengths):
        packed = pack_padded_sequence(x, lengths, batch_first=True, enforce_sorted=True)
        states, (last, _) = self.lstm(packed)
        padded, _ = pad_packed_sequence(states, batch_first=True)
        return self.read(padded), last


def inputs():
    return torch.ones(2, 5, 3), torch.tensor([5, 3])
