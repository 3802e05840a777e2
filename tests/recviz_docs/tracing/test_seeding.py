from __future__ import annotations

import random

import numpy
import torch

from recviz_docs.tracing.seeding import seed


def _drawn(number: int) -> tuple[float, float, float]:
    seed(number)
    return random.random(), float(torch.rand(1)), float(numpy.random.random())


def test_every_shared_generator_starts_from_the_seed() -> None:
    first = _drawn(3)
    assert _drawn(3) == first
    assert all(one != other for one, other in zip(first, _drawn(4), strict=True))


def test_a_seed_that_numpy_does_not_take() -> None:
    assert _drawn(2**40 + 1) == _drawn(2**40 + 1)
