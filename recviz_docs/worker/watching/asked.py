"""Sizes, times and existence: asked for without being read.

Owns the wrappers of `os.stat`, `os.lstat`, `os.access`, of `os.open` below a
descriptor, and which question was meant. It must not know what becomes of it.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from functools import wraps
from types import FrameType
from typing import Any

from recviz_docs.cache.observe import asked_state, link_state
from recviz_docs.worker.watching.callers import Caller
from recviz_docs.worker.watching.files import METADATA, note_data
from recviz_docs.worker.watching.record import Record
from recviz_docs.worker.watching.scope import absolute

__all__ = ["watch_questions"]

_frame = sys._getframe
# Functions whose answer has the size or a time in it; all others of Python's path modules ask
# whether something is there, and which kind it is.
_WHOLE = frozenset({"getsize", "getmtime", "getatime", "getctime", "stat", "lstat", "copystat"})
_PATHS = frozenset({"genericpath", "posixpath", "ntpath", "pathlib", "os", "glob"})
# Whether they find something or make it themselves, what follows is the same, or is seen.
_MAKING = frozenset({"makedirs", "mkdir", "copyfile", "copy", "copy2", "move"})
_RESOLVING = frozenset({"realpath", "_joinrealpath", "resolve"})


def watch_questions(record: Record) -> Callable[[], None]:
    """Wraps the functions and gives what takes the wrappers away again."""
    wrappers = {
        "stat": _asking(record, os.stat),
        "lstat": _asking(record, os.lstat),
        "access": _asking(record, os.access),
        "readlink": _asking(record, os.readlink),
        "open": _opening(record, os.open),
    }
    before = {name: getattr(os, name) for name in wrappers}
    for name, wrapper in wrappers.items():
        setattr(os, name, wrapper)

    def restore() -> None:
        # The author's code may have put others in their place; from here on we need the real ones.
        for name, function in before.items():
            setattr(os, name, function)

    return restore


def _asking(record: Record, function: Callable[..., Any]) -> Callable[..., Any]:
    name = function.__name__

    @wraps(function)
    def asked(path: Any, *args: Any, **options: Any) -> Any:
        if record.active:
            with record.looking() as looks:
                if looks:
                    _note(record, name, _frame(1), path, options)
        return function(path, *args, **options)

    return asked


def _opening(record: Record, function: Callable[..., int]) -> Callable[..., int]:
    """Sees the descriptor that a path is relative to; the audit event does not have it."""

    @wraps(function)
    def opened(path: Any, flags: int, *args: Any, **options: Any) -> int:
        directory = options.get("dir_fd")
        if directory is not None and record.active and not flags & (os.O_WRONLY | os.O_RDWR):
            with record.looking() as looks:
                place = absolute(path, directory) if looks else None
                if place is not None:
                    note_data(record, place, record.callers.caller(_frame(1)))
        return function(path, flags, *args, **options)

    return opened


def _note(
    record: Record, name: str, frame: FrameType, given: object, options: dict[str, Any]
) -> None:
    path = absolute(given, options.get("dir_fd"))
    above = path is not None and name != "readlink" and record.scope.is_above(path)
    if path is None or above or not record.scope.counts(path):
        return
    if frame.f_code.co_filename.startswith(METADATA):
        return  # it looks for one distribution on the whole path
    caller = record.callers.caller(frame)
    if not record.wants(caller) or record.is_own(path):
        return
    functions = {function for _module, function in caller.python}
    if caller.shows_source or functions & _MAKING:
        return
    machine = caller.asks_machine or "which" in functions  # which programs there are
    if machine and not record.scope.is_inside(path):
        return
    if caller.python and caller.python[0][0] == "linecache":
        # A source that it holds already is looked at, not opened.
        note_data(record, path, caller)
    elif name == "readlink" or functions & _RESOLVING:
        _note_link(record, path)
    elif name != "access" and _wants_all(caller):
        record.note("sizes", path, lambda: asked_state(path, content=True))
    else:
        record.note("exists", path, lambda: asked_state(path, content=False))


def _wants_all(caller: Caller) -> bool:
    """Tells by the outermost function of Python's path modules what was asked."""
    asked = [function for module, function in caller.python if module in _PATHS]
    return not asked or asked[-1] in _WHOLE


def _note_link(record: Record, path: str) -> None:
    """Notes where a link leads; what is no link says nothing to who resolves a path."""
    state = link_state(path)
    if state:
        record.note("links", path, lambda: state)
