"""Files that somebody names by a pattern: the option ``depends``, and readers of many files.

Owns what a pattern depends on: which files match it, and what is in them.
"""

from __future__ import annotations

import os
from glob import has_magic
from itertools import takewhile

from recviz_docs.cache.observe import asked_state, file_state, matched_state, matching
from recviz_docs.worker.watching.record import SEPARATOR, Record
from recviz_docs.worker.watching.scope import absolute

__all__ = ["note_pattern"]

_join, _split, _normpath = os.path.join, str.split, os.path.normpath
_MOST = 20_000


def note_pattern(record: Record, pattern: str, *, base: str = "") -> None:
    """Notes what a path or pattern names; a directory is all that is in it.

    Args:
        record: takes it.
        pattern: with ``*``, ``?``, ``[]`` and ``**``, unless there is a file with that very name.
        base: directory that it is relative to.
    """
    whole = absolute(_join(base, pattern))
    if whole is None:
        return
    kind = asked_state(whole, content=False)
    if kind == "directory":
        _note_matching(record, whole, "**")
    elif kind != "absent" or not has_magic(pattern):
        record.note("data", whole, lambda: file_state(whole))
    else:
        parts = _split(pattern, os.sep)
        literal = list(takewhile(lambda part: not has_magic(part), parts))
        above = str.join(os.sep, literal) or (os.sep if literal else os.curdir)
        head = absolute(_join(base, above))
        if head is not None:
            _note_matching(record, head, _normpath(_join(*parts[len(literal) :])))


def _note_matching(record: Record, head: str, pattern: str) -> None:
    key = head + SEPARATOR + pattern
    record.note("matched", key, lambda: matched_state(head, pattern))
    for number, name in enumerate(matching(head, pattern)):
        if number > _MOST:
            raise ValueError(f"more than {_MOST} files match {pattern}")
        path = _join(head, name)
        if asked_state(path, content=False) == "file":
            record.note("data", path, lambda path=path: file_state(path))  # type: ignore[misc]
