"""Which distribution an installed module belongs to.

Owns a look at all that is installed, taken once before the models are forked. It
must not know which modules a model uses.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from recviz_docs.cache.installed import find_distributions, read_distribution
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
            if not _is_editable(directory):
                for part in _parts(directory):
                    providers.setdefault(part, set()).add(name)
            if _INPUTS in _text(directory / "entry_points.txt"):
                always.add(name)
        return cls(
            states,
            {part: tuple(sorted(names)) for part, names in providers.items()},
            frozenset(always & set(found)),
        )

    def of(self, parts: Iterable[str]) -> dict[str, tuple[str, str]]:
        """Gives the distributions that the first parts of paths belong to, and those of always."""
        names = {name for part in parts for name in self.providers.get(part, ())}
        return {name: self.states[name] for name in sorted(names | self.always)}


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""


def _is_editable(directory: Path) -> bool:
    """Tells whether a distribution's files stand elsewhere; they count one by one."""
    try:
        data = json.loads(_text(directory / "direct_url.json") or "{}")
        return bool(data.get("dir_info", {}).get("editable"))
    except (ValueError, AttributeError):
        return False


def _parts(directory: Path) -> set[str]:
    lines = _text(directory / "RECORD").splitlines()
    parts = {line.partition(",")[0].partition("/")[0].strip('"') for line in lines}
    for line in _text(directory / "top_level.txt").splitlines():
        parts |= {line.strip(), line.strip() + ".py"}
    return parts - {"..", "", "__pycache__", ".py"}
