"""Which distribution an installed module belongs to.

Owns a look at all that is installed, taken once before the models are forked. It
must not know which modules a model uses.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from recviz_docs.cache.dependencies import ABSENT
from recviz_docs.cache.installed import (
    EVERYTHING,
    everything,
    find_distributions,
    is_editable,
    read_distribution,
)
from recviz_docs.project import installed_directories

__all__ = ["Installed"]

_INPUTS = "[recviz.inputs]"


@dataclass(frozen=True, slots=True)
class Installed:
    """What is installed.

    Attributes:
        states: version and digest by distribution.
        providers: distributions by the first part of their files' paths.
        always: those that count whether or not a model uses them.
    """

    states: Mapping[str, tuple[str, str]]
    providers: Mapping[str, tuple[str, ...]]
    always: frozenset[str]

    @classmethod
    def look(cls) -> Installed:
        """Takes the look."""
        places = [place.rstrip(os.sep) for place in installed_directories()[1]]
        found = find_distributions([place for place in sys.path if place in places] or places)
        states: dict[str, tuple[str, str]] = {}
        providers: dict[str, set[str]] = {}
        always = {"recviz-docs"}
        for name, directory in found.items():
            states[name] = read_distribution(directory)
            providers.setdefault(directory.name, set()).add(name)
            if not is_editable(directory):
                for part in _parts(directory):
                    providers.setdefault(part, set()).add(name)
            if _INPUTS in _text(directory / "entry_points.txt"):
                always.add(name)
        return cls(
            states,
            {part: tuple(sorted(names)) for part, names in providers.items()},
            frozenset(always & set(found)),
        )

    def of(self, parts: Iterable[str], *, asked: Iterable[str] = ()) -> dict[str, tuple[str, str]]:
        """Gives the distributions that count.

        Args:
            parts: first parts of paths that were read below a directory of distributions.
            asked: names that were asked for, installed or not; ``*`` is all.
        """
        names = {name for part in parts for name in self.providers.get(part, ())}
        found = {name: self.states[name] for name in sorted(names | self.always)}
        for name in asked:
            known = everything(self.states) if name == EVERYTHING else self.states.get(name)
            found[name] = known or ("", ABSENT)
        return found


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""


def _parts(directory: Path) -> set[str]:
    lines = _text(directory / "RECORD").splitlines()
    parts = {line.partition(",")[0].partition("/")[0].strip('"') for line in lines}
    for line in _text(directory / "top_level.txt").splitlines():
        parts |= {line.strip(), line.strip() + ".py"}
    return parts - {"..", "", "__pycache__", ".py"}
