"""Keeping torch's compiler away from a recording.

Owns how compiled parts of a model are run as they were written. It must not know
what is recorded. Importing the compiler takes two seconds, so a recording pays
for it only where the model itself has brought it in.
Source: https://docs.pytorch.org/docs/stable/generated/torch.compiler.set_stance.html
"""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator

import torch

__all__ = ["compiler_loaded", "uncompiled"]


def compiler_loaded() -> bool:
    """Says whether torch's compiler was imported."""
    return "torch._dynamo" in sys.modules


@contextlib.contextmanager
def uncompiled() -> Iterator[None]:
    """Runs what is compiled, or compiles itself, as plain Python while it is open."""
    if not compiler_loaded():
        yield
        return
    with torch.compiler.set_stance("force_eager"):
        yield
