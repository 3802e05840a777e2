"""What nobody can see into: other programs, and libraries that the author's code loads.

Owns which of them make a trace uncacheable, and the words for it. It must not know
how a reason is shown. A fork is seen: it goes on recording.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from types import FrameType
from typing import Any

from recviz_docs.messages import message
from recviz_docs.worker.watching.callers import Caller
from recviz_docs.worker.watching.files import Handler
from recviz_docs.worker.watching.record import Record

__all__ = ["process_events", "watch_spawning"]

_frame, _fsdecode, _basename = sys._getframe, os.fsdecode, os.path.basename
_LIBRARIES = (".so", ".dylib", ".dll", ".pyd")


def process_events() -> dict[str, Handler]:
    """Gives the handlers of the events that start programs or load libraries."""
    return {
        "subprocess.Popen": _started,
        "os.system": _started,
        "os.exec": _started,
        "os.posix_spawn": _started,
        "os.spawn": lambda record, frame, given: _started(record, frame, given[1:]),
        "os.startfile": _started,
        "ctypes.dlopen": _loaded,
    }


def _started(record: Record, frame: FrameType, arguments: tuple[Any, ...]) -> None:
    caller = record.callers.caller(frame)
    if _is_probe(caller) or not record.wants(caller):
        return
    program = arguments[0]
    if not isinstance(program, str | bytes | os.PathLike):
        program = "?"
    _note(record, _basename(_fsdecode(program)).split(" ")[0] or "?")


def _note(record: Record, program: str) -> None:
    record.note_reason(
        message(
            "It starts the program {program}, and what that reads cannot be seen. List the files "
            "in the option depends, as in depends=data/*.json, and the picture is kept.",
            program=program[:100],
        )
    )


def _is_probe(caller: Caller) -> bool:
    """Tells whether a library asks, while it is imported, what machine it is on."""
    return caller.asks_machine or caller.through("resource_tracker") or caller.importing


def _loaded(record: Record, frame: FrameType, arguments: tuple[Any, ...]) -> None:
    caller = record.callers.caller(frame)
    name = arguments[0]
    if caller.kind != "project" or not isinstance(name, str | bytes | os.PathLike):
        return  # CDLL(None) is this process itself
    record.note_reason(
        message(
            "It loads the library {library}, and what that reads cannot be seen. List the files "
            "in the option depends, as in depends=data/*.bin, and the picture is kept.",
            library=_basename(_fsdecode(name))[:100],
        )
    )


def watch_spawning(record: Record) -> Callable[[], None]:
    """Wraps what `multiprocessing` starts interpreters with; no audit event tells of that."""
    try:
        import _posixsubprocess as posix
    except ImportError:
        return lambda: None
    before = posix.fork_exec

    def start(*arguments: Any) -> Any:
        if record.active:
            with record.looking() as looks:
                if looks:
                    caller = record.callers.caller(_frame(1))
                    audited = caller.through("subprocess")
                    if record.wants(caller) and not audited and not _is_probe(caller):
                        _note(record, "python")
        return before(*arguments)

    posix.fork_exec = start

    def restore() -> None:
        if posix.fork_exec is start:
            posix.fork_exec = before

    return restore
