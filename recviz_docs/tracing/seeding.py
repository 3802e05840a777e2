"""The generators of random numbers that every library shares, set to a seed.

Owns which of them there are. It imports none of their libraries: the worker asks it
before it forks, also where there is no torch.
"""

from __future__ import annotations

import random
import sys

__all__ = ["seed"]


def seed(number: int) -> None:
    """Seeds Python's generator, and those of torch and NumPy where they are loaded."""
    random.seed(number)
    torch, numpy = sys.modules.get("torch"), sys.modules.get("numpy")
    if torch is not None:
        torch.manual_seed(number)
    if numpy is not None:
        numpy.random.seed(number % 2**32)
