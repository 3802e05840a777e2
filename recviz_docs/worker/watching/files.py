"""Files opened and directories listed, seen by an audit hook.

Owns the meaning of the events: which open is an import, which a read, which writes
only. An audit hook cannot be taken away; once the record is closed it does nothing.
It must not know what is done with the record.
"""

from __future__ import annotations

import importlib.metadata
import os
import sys
from collections.abc import Callable, Mapping
from types import FrameType
from typing import Any
from urllib.parse import unquote, urlsplit

from recviz_docs.cache.observe import asked_state, file_state, listing_state, stamp
from recviz_docs.messages import message
from recviz_docs.worker.watching.callers import Caller
from recviz_docs.worker.watching.record import Record
from recviz_docs.worker.watching.scope import absolute

__all__ = ["METADATA", "file_events", "hook", "note_data"]

Handler = Callable[[Record, FrameType, tuple[Any, ...]], None]

_frame = sys._getframe
_scandir = os.scandir
_WRITES = os.O_WRONLY | os.O_RDWR
_ANEW = os.O_TRUNC | os.O_EXCL
_MOST_ENTRIES = 1000
METADATA = os.path.dirname(importlib.metadata.__file__) + os.sep  # noqa: PTH120


def hook(record: Record, events: Mapping[str, Handler]) -> None:
    """Adds the audit hook for these events."""

    def audit(event: str, arguments: tuple[Any, ...]) -> None:
        handler = events.get(event)
        if handler is None or not record.active:
            return
        if event == "import" and arguments[1] is None:
            return  # a statement; the finders see it
        with record.looking() as looks:
            if looks:
                handler(record, _frame(1), arguments)

    sys.addaudithook(audit)


def file_events() -> dict[str, Handler]:
    """Gives the handlers of the events about files and directories."""
    return {
        "open": _opened,
        "os.listdir": _listed,
        "os.scandir": _scanned,
        "os.mkdir": _made,
        "os.rename": _renamed,
        "import": _imported_native,
        "sqlite3.connect": _connected,
    }


def _opened(record: Record, frame: FrameType, arguments: tuple[Any, ...]) -> None:
    path = absolute(arguments[0])
    flags = arguments[2] if len(arguments) > 2 and isinstance(arguments[2], int) else 0
    if path is None:
        return
    if flags & _WRITES and flags & _ANEW:
        _note_written(record, path, flags)
    elif _is_import(frame):
        _note_module(record, path)
    else:
        caller = record.callers.caller(frame)
        machine = caller.asks_machine and not record.scope.is_inside(path)
        if not caller.shows_source and not machine:
            note_data(record, path, caller)


def _note_written(record: Record, path: str, flags: int) -> None:
    state = asked_state(path, content=False)
    if state == "directory":
        return  # that of a file which gets no name
    if flags & os.O_EXCL and state != "absent":
        record.note("exists", path, lambda: state)  # nothing is written: the open fails
    else:
        record.written.add(path)


def _is_import(frame: FrameType) -> bool:
    """Tells an import from ``get_source`` and ``get_data``, which give the text to somebody."""
    caller = frame.f_back
    return (
        frame.f_code.co_filename.startswith("<frozen importlib")
        and frame.f_code.co_name == "get_data"
        and caller is not None
        and caller.f_code.co_name == "get_code"
    )


def _note_module(record: Record, path: str) -> None:
    if record.is_own(path):
        return  # written for this model, from what is seen
    if record.scope.counts(path):
        there = asked_state(path, content=False) == "file"
        section = "modules" if path.endswith(".py") and there else "data"
        record.note(section, path, lambda: file_state(path))
    else:
        _note_installed(record, path)


def _note_installed(record: Record, path: str) -> None:
    part = record.scope.installed_part(path)
    if part:
        record.note("installed", part, str)


def note_data(record: Record, path: str, caller: Caller) -> None:
    """Notes that the bytes at an absolute path were read, or that there were none."""
    if not record.wants(caller) or record.is_own(path):
        return
    if not record.scope.counts(path):
        if not (caller.importing and caller.through("metadata", "importlib_metadata")):
            _note_installed(record, path)  # else `distributions` knows whether it was asked for
        return
    state = asked_state(path, content=False)
    if state == "other":
        record.note_reason(
            message("It reads {file}, which is no regular file.", file=record.shown(path))
        )
    elif state == "directory":
        record.note("exists", path, lambda: state)
    else:
        # A large file is not digested twice if it is known by this not to have changed.
        record.note("stamps", path, lambda: stamp(path))
        record.note("data", path, lambda: file_state(path))


def _directory(given: object) -> str | None:
    return absolute(os.curdir, given) if isinstance(given, int) else absolute(given)


def _listed(record: Record, frame: FrameType, arguments: tuple[Any, ...]) -> None:
    path = _directory(arguments[0])
    if path is None or frame.f_code.co_filename.startswith("<frozen importlib"):
        return
    if frame.f_code.co_filename.startswith(METADATA):
        return  # it looks for one distribution on the whole path; what it reads of it counts
    caller = record.callers.caller(frame)
    if not record.wants(caller) or record.is_own(path):
        return
    machine = caller.asks_machine and not record.scope.is_inside(path)
    if record.scope.counts(path) and not machine:
        record.note("listed", path, lambda: listing_state(path))


def _scanned(record: Record, frame: FrameType, arguments: tuple[Any, ...]) -> None:
    path = _directory(arguments[0])
    _listed(record, frame, arguments)
    there = path is not None and record.has("listed", path)
    if path is None or not there or asked_state(path, content=False) != "directory":
        return
    caller = record.callers.caller(frame)
    if caller.python or caller.kind == "ours":
        return  # glob, os.walk and pathlib ask for names and kinds
    # The entries give sizes and times, and nobody sees them asked.
    with _scandir(path) as entries:
        files = sorted(entry.path for entry in entries if entry.is_file())
    if len(files) > _MOST_ENTRIES:
        record.note_reason(
            message(
                "It looks at all files of {folder}, too many to keep.", folder=record.shown(path)
            )
        )
        return
    for file in files:
        _note_size(record, file)


def _note_size(record: Record, path: str) -> None:
    record.note("sizes", path, lambda: asked_state(path, content=True))


def _made(record: Record, _frame: FrameType, arguments: tuple[Any, ...]) -> None:
    path = absolute(arguments[0], arguments[2] if len(arguments) > 2 else None)
    if path is not None and asked_state(path, content=False) == "absent":
        record.written.add(path)


def _renamed(record: Record, _frame: FrameType, arguments: tuple[Any, ...]) -> None:
    source, target = absolute(arguments[0]), absolute(arguments[1])
    if source is not None and target is not None and record.is_own(source):
        record.written.add(target)


def _imported_native(record: Record, frame: FrameType, arguments: tuple[Any, ...]) -> None:
    """Takes the event of an extension module; that of ``import x`` has no file."""
    path = absolute(arguments[1]) if isinstance(arguments[1], str) else None
    if path is None:
        return
    if record.scope.counts(path):
        record.note("data", path, lambda: file_state(path))
    else:
        _note_installed(record, path)


def _connected(record: Record, frame: FrameType, arguments: tuple[Any, ...]) -> None:
    name = arguments[0]
    if isinstance(name, str) and name.startswith("file:"):
        parts = urlsplit(name)
        if "mode=memory" in parts.query:
            return
        name = unquote(parts.path)
    path = absolute(name) if name not in (":memory:", b":memory:", "", b"") else None
    if path is not None:
        caller = record.callers.caller(frame)
        note_data(record, path, caller)
        for companion in ("-wal", "-journal"):
            note_data(record, path + companion, caller)
