"""Each result of a function with several is told apart."""

from __future__ import annotations

import torch
from torch import nn


class Model(nn.Module):
    def __init__(self):
        super().__init__()
        self.rnn = nn.LSTM(4, 3, batch_first=True)

    def forward(self, x):
        left, right = x.chunk(2, dim=1)
        output, (hidden, _) = self.rnn(right)
        return {"last": output[:, -1], "hidden": hidden[0], "left": left}


def inputs():
    return torch.ones(2, 6, 4)
