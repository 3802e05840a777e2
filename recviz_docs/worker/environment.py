"""The environment that the worker's processes get.

Owns that choice. The docs process asks for it at every build, to see whether a variable
that a model read has changed, so this module loads nothing.
"""

from __future__ import annotations

import os

__all__ = ["worker_environment"]


def worker_environment() -> dict[str, str]:
    """Gives the environment that the worker's processes get."""
    environment = dict(os.environ)
    environment["CUDA_VISIBLE_DEVICES"] = ""  # a docs build never touches a GPU
    # A model that walks through a set looks the same in every build.
    environment["PYTHONHASHSEED"] = "0"
    return environment
