"""Models of other projects, as targets: ``tests.zoo.rechub:deepfm`` gives one, small and seeded.

A factory gives a model, or ``(model, inputs)`` where no rule of ours can know them.
Each file holds one family and says in ``PACKAGES`` from which distribution each
of its factories comes.
"""

from __future__ import annotations

import importlib
from dataclasses import dataclass
from importlib.util import find_spec

__all__ = ["FAMILIES", "Entry", "entries"]

FAMILIES = (
    "rechub",
    "deepctr",
    "huggingface",
    "attention",
    "tabular",
    "vision",
    "sequences",
    "flows",
    "dynamics",
    "graphs",
)
_IMPORTS = {
    "torch-rechub": "torch_rechub",
    "deepctr-torch": "deepctr_torch",
    "pykan": "kan",
    "torch-geometric": "torch_geometric",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """A factory: its file, its name, and the distribution its model is from."""

    family: str
    name: str
    package: str

    @property
    def target(self) -> str:
        """Gives the target that a page would write."""
        return f"tests.zoo.{self.family}:{self.name}"

    @property
    def module(self) -> str:
        """Gives the name by which the distribution is imported."""
        return _IMPORTS.get(self.package, self.package.replace("-", "_"))

    @property
    def installed(self) -> bool:
        """Says whether the distribution is there."""
        return find_spec(self.module) is not None


def entries() -> tuple[Entry, ...]:
    """Gives every model of the zoo in the order of the files."""
    found = []
    for family in FAMILIES:
        packages = importlib.import_module(f"tests.zoo.{family}").PACKAGES
        found.extend(Entry(family, name, package) for name, package in packages.items())
    return tuple(found)
