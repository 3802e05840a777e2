"""Loads the tiny models of ``traps``: one file each, with ``Model`` and ``inputs``."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import torch

__all__ = ["DIRECTORY", "TRAPS", "load_model"]

DIRECTORY = Path(__file__).parent / "traps"
TRAPS = tuple(sorted(path.stem for path in DIRECTORY.glob("*.py")))


def load_model(name: str) -> tuple[torch.nn.Module, tuple[object, ...]]:
    """Gives a model of ``traps`` in eval mode and its arguments."""
    module = _run_once(name)
    torch.manual_seed(0)
    given = module.inputs()
    return module.Model().eval(), given if type(given) is tuple else (given,)


def _run_once(name: str) -> ModuleType:
    """Gives the module of a trap. A second run would free the operators that the first defined.

    torch destroys an operator when one of its name is defined anew; a model that still
    holds the first then calls into freed memory.
    """
    spec = importlib.util.spec_from_file_location(f"traps_{name}", DIRECTORY / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    if spec.name not in sys.modules:
        module = importlib.util.module_from_spec(spec)
        sys.modules[spec.name] = module  # where dataclasses look for their own file
        spec.loader.exec_module(module)
    return sys.modules[spec.name]
