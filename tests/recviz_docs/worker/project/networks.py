"""Models for the whole way: torch, recorded in the worker."""

import torch
from torch import nn


class Net(nn.Module):
    def __init__(self, dim=4):
        super().__init__()
        self.first = nn.Linear(dim, dim)
        self.second = nn.Linear(dim, 1)

    def forward(self, x):
        return self.second(torch.relu(self.first(x)))


class Wrong(Net):
    def forward(self, x):
        hidden = self.first(x)
        return self.second(hidden[:, :3])


class Leaving(Net):
    def forward(self, x):
        raise SystemExit("in forward")


class Crashing(Net):
    def forward(self, x):
        import ctypes

        return ctypes.string_at(0)


class Greedy(Net):
    def forward(self, x):
        return self.second(torch.zeros(1 << 36, 4))


def build():
    return Net()


def in_a_row():
    return nn.Sequential(nn.Linear(4, 4), nn.Linear(5, 4))


def random_width():
    return Net(int(torch.randint(1, 1000, ())))


def wide():
    # More than one thread is worth to torch here.
    return nn.Sequential(nn.Linear(512, 512), nn.Linear(512, 512)), torch.zeros(4096, 512)
