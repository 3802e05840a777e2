"""Files that somebody names by a pattern: the option ``depends``, and readers of many files.

Owns what a pattern depends on: the files that match, and the directories in which
another could appear.
"""

from __future__ import annotations

import os
from functools import partial
from glob import has_magic, iglob

from recviz_docs.cache.observe import asked_state, file_state, listing_state
from recviz_docs.worker.watching.record import Record

__all__ = ["note_pattern"]

_join, _split = os.path.join, str.split
_matching = partial(iglob, recursive=True)
_MOST = 20_000


def note_pattern(record: Record, pattern: str) -> None:
    """Notes what an absolute path or pattern names; a directory is all that is in it."""
    if asked_state(pattern, content=False) == "directory":
        pattern = _join(pattern, "**")
    if not has_magic(pattern):
        record.note("data", pattern, lambda: file_state(pattern))
        return
    for directory in _directories(pattern):
        if record.scope.counts(directory + os.sep):
            record.note("listed", directory, lambda directory=directory: listing_state(directory))  # type: ignore[misc]
    for number, path in enumerate(_matching(pattern)):
        if number > _MOST:
            raise ValueError(f"more than {_MOST} files match {pattern}")
        if asked_state(path, content=False) == "file" and not _is_stray(path):
            record.note("data", path, lambda path=path: file_state(path))  # type: ignore[misc]


def _directories(pattern: str) -> list[str]:
    """Gives the directories whose listing decides what matches."""
    parts = _split(pattern, os.sep)
    first = next(index for index, part in enumerate(parts) if has_magic(part))
    found: dict[str, None] = {}
    for index in range(first, len(parts)):
        above = _joined(parts[:index])
        for path in _matching(above):
            directory = path.rstrip(os.sep) or os.sep
            if asked_state(directory, content=False) == "directory":
                found[directory] = None
        if parts[index] == "**":
            for path in _matching(above + os.sep + "**" + os.sep):
                found[path.rstrip(os.sep)] = None
    if not found:  # not even the first directory is there
        found[_joined(parts[:first]) or os.sep] = None
    return sorted(path for path in found if "__pycache__" not in path)


def _is_stray(path: str) -> bool:
    return "__pycache__" in path or path.endswith(".pyc")


def _joined(parts: list[str]) -> str:
    return str.join(os.sep, parts) or os.sep
