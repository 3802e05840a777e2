"""A cache object is written in one layer and read in the next call; only its own keys return."""

from __future__ import annotations

import torch
from torch import nn


class Cache:
    def __init__(self):
        self.keys = []

    def update(self, key):
        self.keys.append(key)
        return torch.cat(self.keys, 1)


class Attention(nn.Module):
    def __init__(self):
        super().__init__()
        self.key, self.query = nn.Linear(4, 4), nn.Linear(4, 4)

    def forward(self, x, cache):
        keys = cache.update(self.key(x))
        return self.query(x) @ keys.transpose(1, 2) @ keys


class Model(nn.Module):
    def __init__(self):
        super().__init__()
        self.attention = Attention()

    def forward(self, first, second):
        cache = Cache()
        self.attention(first, cache)
        return self.attention(second, cache), cache.keys[0]


def inputs():
    return torch.ones(2, 3, 4), torch.ones(2, 1, 4)
