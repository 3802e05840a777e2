"""Targets of every kind; `test_load.py` names them. Built without being run."""

from dataclasses import dataclass
from functools import partial

import torch
from torch import nn


class Net(nn.Module):
    def __init__(self, dim=4, *, bias=True):
        super().__init__()
        if dim < 1:
            raise ValueError("dim must be positive")
        self.layer = nn.Linear(dim, dim, bias=bias)

    def forward(self, x):
        return self.layer(x)


class Holder:
    nested = Net(3)

    @staticmethod
    def build(dim=5):
        return Net(dim)

    class Inner(Net):
        pass

    @property
    def model_of_property(self):
        raise AttributeError("inside the property")


@dataclass
class Config:
    dim: int = 6


class Trainer:
    def __init__(self, model):
        self.model = model


def build(dim=4, dims=()):
    return Net(dim)


def needs(dim, /, *, width):
    return Net(dim)


def with_inputs():
    return Net(), {"x": torch.zeros(1, 4)}


def trainer():
    return Trainer(nn.DataParallel(Net(7)))


def trainer_with_inputs():
    return Trainer(Net(7)), torch.zeros(1, 7)


def parallel():
    return nn.DataParallel(nn.DataParallel(Net(2)))


def gives_nothing():
    Net()


def gives_a_class():
    return Net


def gives_text():
    return "Net()"


def gives_a_list():
    return [Net()]


def gives_three():
    return Net(), 1, 2


def gives_a_pair_of_numbers():
    return 1, 2


async def waits():
    return Net()


def yields():
    yield Net()


async def yields_and_waits():
    yield Net()


def raises():
    return helper(0)


def helper(dim):
    return Net(dim)


def leaves():
    raise SystemExit(2)


def deep_in_torch():
    return nn.Linear("four", 4)


def too_large():
    return torch.empty(1 << 60)


instance = Net(9)
held = Trainer(Net(8))
pair = (Net(8), torch.zeros(2, 8))
number = 5
curried = partial(Net, 11)
