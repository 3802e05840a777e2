"""The fork server: torch is imported once, and each model gets a fork of its own.

Owns the docs process's only long-lived child. It runs in one thread, imports
nothing of the author's, and must not know what the job does.

The protocol (version 1). All messages are one line of JSON in UTF-8.

docs process to server, on stdin: one line, a `recviz_docs.worker.protocol.Batch`
(``job``, ``warm``, ``jobs``, ``memory``, ``base``, ``directories``, ``scratch``,
``tasks``: a list of ``{"id", "reference", "options"}``). After that stdin stays
open and silent; when it is closed, the server ends every child and itself.

server to docs process, on what was its stdout, each about one task, in any order
between tasks:

``{"event": "failed", "error": …}``  the server cannot get ready (torch is missing);
                                     nothing else follows.
``{"event": "begun", "id": 0}``      a child runs this task.
``{"event": "fresh", "id": 0}``      not here: the project has a module that hides one
                                     which is loaded already; the docs process runs the
                                     task in a fresh interpreter.
``{"event": "done", "id": 0, "end": {"kind", "number", "seconds", "output"}}``
                                     the child has ended: ``kind`` is ``exit`` with its
                                     status, ``signal`` with its number, or ``timeout``.

When all tasks have been answered the server exits. If stdout ends before that,
the server has died; what was begun and not done was running then.

child to docs process: the file ``<scratch>/<id>.json``, renamed into place when it
is whole: ``{"graph": …, "dependencies": …}`` (`Dependencies.to_json`) or
``{"error": …}`` (`RecvizError.to_json`). A child that
ends without it has crashed, or ended itself; ``<scratch>/<id>.stack`` then holds
its Python stack, if it could be written (`faulthandler`). It makes ``<scratch>/<id>.started``
when it is ready to run the author's code; its time limit counts from there.

A fresh interpreter speaks the same: its batch, with one task, is in a file whose
path is its only argument, and its result is in the same place.
"""

from __future__ import annotations

import contextlib
import gc
import json
import os
import shutil
import signal
import time
import warnings
from functools import partial
from pathlib import Path
from typing import Any

from recviz_docs.worker.child import named_function, run
from recviz_docs.worker.limits import adopt_orphans
from recviz_docs.worker.process import PosixProcess, Process
from recviz_docs.worker.protocol import Batch, End, Task
from recviz_docs.worker.shadow import import_directories, shadowed
from recviz_docs.worker.supervise import supervise
from recviz_docs.worker.telling import warm_up_error
from recviz_docs.worker.watching import Installed, Surroundings, variables_read

__all__ = ["main"]

_SECONDS_FOR_STRAYS = 2.0


def _hung_up(commands: int) -> bool:
    """Tells whether the docs process has closed its end."""
    try:
        return os.read(commands, 4096) == b""
    except BlockingIOError:
        return False


def main(startup: frozenset[str]) -> None:
    """Serves one batch and returns.

    Args:
        startup: the modules that the interpreter had loaded before any of ours.
    """
    environment = dict(os.environ)  # torch sets variables when it is imported
    commands, events = _take_streams()
    adopt_orphans()
    batch = Batch.from_json(json.loads(_first_line(commands)))
    with variables_read(batch.base, batch.scratch, outside=environment) as variables:
        if not _warmed(batch, events):
            return
    surroundings = Surroundings(startup, environment, Installed.look(), variables)
    kept = _descriptors() - {commands, events}
    warnings.filterwarnings("ignore", message=".*fork", category=DeprecationWarning)

    def begin(task: Task) -> Process | None:
        directories = import_directories(task.reference, batch.directories, base=batch.base)
        if shadowed(directories, startup=startup):
            _tell(events, {"event": "fresh", "id": task.id})
            return None
        _tell(events, {"event": "begun", "id": task.id})
        return _fork(batch, task, surroundings, kept=kept)

    def ended(task: Task, end: End) -> None:
        _tell(events, {"event": "done", "id": task.id, "end": end.to_json()})

    stop = partial(_hung_up, commands)
    try:
        supervise(
            batch.tasks,
            begin,
            ended,
            jobs=batch.jobs,
            started=lambda task: batch.started_file(task).exists(),
            memory=batch.memory,
            stop=stop,
            watch=(commands,),
        )
    finally:
        _end_strays()
    if stop():
        # The docs process has gone, perhaps without a chance to clear up.
        shutil.rmtree(batch.scratch, ignore_errors=True)


def _take_streams() -> tuple[int, int]:
    """Gives the protocol's two descriptors and takes them out of everybody else's way."""
    commands, events = os.dup(0), os.dup(1)
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)
    os.dup2(2, 1)
    os.close(nothing)
    return commands, events


def _first_line(commands: int) -> bytes:
    line = bytearray()
    while not line.endswith(b"\n"):
        data = os.read(commands, 65_536)
        if not data:
            raise SystemExit(0)  # the docs process has gone
        line += data
    os.set_blocking(commands, False)
    return bytes(line)


def _tell(events: int, event: dict[str, Any]) -> None:
    line = memoryview(json.dumps(event).encode() + b"\n")
    while line:
        line = line[os.write(events, line) :]


def _warmed(batch: Batch, events: int) -> bool:
    try:
        named_function(batch.job)
        if batch.warm:
            named_function(batch.warm)()
    except BaseException as error:
        _tell(events, {"event": "failed", "error": warm_up_error(error).to_json()})
        return False
    gc.collect()
    # What is here now is shared with every child; a collection there must not touch it.
    gc.freeze()
    return True


def _descriptors() -> set[int]:
    return {int(name) for name in os.listdir("/dev/fd")}  # noqa: PTH208


def _fork(batch: Batch, task: Task, surroundings: Surroundings, *, kept: set[int]) -> Process:
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        try:
            # The protocol's, and those of the children beside this one.
            for number in _descriptors() - kept - {writing}:
                with contextlib.suppress(OSError):
                    os.close(number)
            run(batch, task, surroundings, output=writing)
        finally:
            os._exit(70)
    os.close(writing)
    return PosixProcess(pid, reading)


def _end_strays() -> None:
    """Ends what the children left behind: adopted orphans, in a group of their own."""
    own = os.getpid()
    deadline = time.monotonic() + _SECONDS_FOR_STRAYS
    while time.monotonic() < deadline and (strays := _children(own)):
        for pid in strays:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.kill(pid, signal.SIGKILL)
        with contextlib.suppress(ChildProcessError):
            while os.waitpid(-1, os.WNOHANG) != (0, 0):
                pass
        time.sleep(0.005)


def _children(parent: int) -> list[int]:
    found = []
    with contextlib.suppress(OSError):
        for entry in os.scandir("/proc"):
            if entry.name.isdigit():
                with contextlib.suppress(OSError, ValueError):
                    stat = Path(entry.path, "stat").read_text(encoding="utf-8", errors="replace")
                    if int(stat.rpartition(")")[2].split()[1]) == parent:
                        found.append(int(entry.name))
    return found
