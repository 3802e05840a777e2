"""The imports that are made for several models at once.

Owns the statements, each done as Python does it for the author. What a library reads
meanwhile is read on behalf of a project: `recviz_docs.worker.watching.callers` takes
this file for one of the author's.
"""

from __future__ import annotations

import builtins
import sys
from collections.abc import Iterable, Sequence
from importlib.machinery import ModuleSpec
from types import ModuleType

__all__ = ["Searches", "import_all"]


class Searches:
    """A finder that never answers, and remembers which top-level modules were looked for."""

    def __init__(self) -> None:
        self.names: dict[str, None] = {}

    def find_spec(
        self, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Gives nothing."""
        if path is None:
            self.names[name] = None
        return None


def import_all(names: Iterable[str]) -> tuple[str, ...]:
    """Imports ``a``, ``a.b``, or for ``a:name`` what ``from a import name`` does.

    Returns:
        The modules that only these statements themselves have asked for: who makes all of
        them will have imported each.

    Raises:
        BaseException: whatever the libraries raise.
    """
    asked = []
    for name in names:
        module, _, attribute = name.partition(":")
        wanted = f"{module}.{attribute}" if attribute else module
        before = wanted in sys.modules
        # `importlib` has another way, which another frame would stand for.
        given = builtins.__import__(module, {}, {}, [attribute] if attribute else ["__name__"])
        if attribute:
            getattr(given, attribute)
        if not before and wanted in sys.modules:
            asked.append(wanted)
    return tuple(asked)
