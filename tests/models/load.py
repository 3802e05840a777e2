"""Loads the tiny models of ``traps``: one file each, with ``Model`` and ``inputs``."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

import torch

__all__ = ["DIRECTORY", "TRAPS", "load_model"]

DIRECTORY = Path(__file__).parent / "traps"
TRAPS = tuple(sorted(path.stem for path in DIRECTORY.glob("*.py")))


def load_model(name: str) -> tuple[torch.nn.Module, tuple[object, ...]]:
    """Gives a model of ``traps`` in eval mode and its arguments."""
    spec = importlib.util.spec_from_file_location(f"traps_{name}", DIRECTORY / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # where dataclasses look for their own file
    spec.loader.exec_module(module)
    torch.manual_seed(0)
    given = module.inputs()
    return module.Model().eval(), given if type(given) is tuple else (given,)
