"""Distributions that are asked for by name, or all at once: ``importlib.metadata``.

Owns the wrappers of the one function through which all of that module goes, and of
its backport's. It must not know what is installed: `summary` says what was found.
"""

from __future__ import annotations

import importlib.metadata
import os
import sys
from collections.abc import Callable, Iterable
from functools import partial
from types import FrameType, ModuleType
from typing import Any

from recviz_docs.cache.installed import EVERYTHING, distribution_name
from recviz_docs.cache.observe import matched_state
from recviz_docs.worker.watching.record import SEPARATOR, Record
from recviz_docs.worker.watching.scope import absolute

__all__ = ["BACKPORT", "note_places", "watch_distributions"]

BACKPORT = "importlib_metadata"
_frame, _fspath = sys._getframe, os.fspath
_PATTERNS = ("*.dist-info", "*.egg-info")


def watch_distributions(
    record: Record, module: ModuleType = importlib.metadata
) -> Callable[[], None]:
    """Wraps the search of one module and gives what takes the wrapper away again."""
    finder: Any = getattr(module, "MetadataPathFinder", None)
    before = vars(finder).get("find_distributions") if isinstance(finder, type) else None
    if before is None:
        return lambda: None

    def find(cls: Any, *args: Any, **options: Any) -> Any:
        if record.active:
            with record.looking() as looks:
                if looks:
                    _note(record, _frame(1), args[0] if args else options.get("context"))
        return before.__get__(None, cls)(*args, **options)

    wrapper: Any = classmethod(find)
    finder.find_distributions = wrapper
    return partial(_restore, finder, wrapper, before)


def _restore(finder: Any, wrapper: Any, before: Any) -> None:
    if vars(finder).get("find_distributions") is wrapper:
        finder.find_distributions = before


def _note(record: Record, frame: FrameType, context: Any) -> None:
    caller = record.callers.caller(frame)
    name = getattr(context, "name", None)
    # What a library makes of all that is installed, while it is imported, is a table of names.
    if not record.wants(caller) or (name is None and caller.importing):
        return
    found = EVERYTHING if name is None else distribution_name(str(name))
    record.note("distributions", found, str)
    note_places(record, getattr(context, "path", sys.path))


def note_places(record: Record, path: Iterable[Any]) -> None:
    """Notes which distributions are in the directories of an import path."""
    for entry in list(path):
        place = absolute(_fspath(entry) or ".")
        if place is not None and record.scope.counts(place) and place not in record.scope.site:
            for pattern in _PATTERNS:
                key = place + SEPARATOR + pattern
                record.note(
                    "matched",
                    key,
                    lambda place=place, pattern=pattern: matched_state(place, pattern),  # type: ignore[misc]
                )
