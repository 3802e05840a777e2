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

import gc
import json
import os
import shutil
import sys
import warnings
from pathlib import Path

from recviz_docs.worker.child import named_function
from recviz_docs.worker.generation import Generation, serve, tell
from recviz_docs.worker.limits import adopt_orphans
from recviz_docs.worker.preload.forecast import Forecast
from recviz_docs.worker.protocol import Batch, Task
from recviz_docs.worker.shadow import import_directories, shadowed
from recviz_docs.worker.strays import descriptors, end_strays, hung_up
from recviz_docs.worker.telling import warm_up_error
from recviz_docs.worker.watching import Installed, Surroundings, variables_read

__all__ = ["main"]


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
        ready = _warmed(batch, events)
    if not ready:
        return
    surroundings = Surroundings(startup, environment, Installed.look(), variables)
    kept = frozenset(descriptors() - {commands, events})
    warnings.filterwarnings("ignore", message=".*fork", category=DeprecationWarning)
    tasks = _forked(batch, events, startup=startup)
    wanted = _forecast(batch, tasks) if batch.preload and len(tasks) > 1 else {}
    try:
        serve(Generation(batch, surroundings, kept, commands, events, wanted), tasks)
    finally:
        end_strays()
    if hung_up(commands):
        # The docs process has gone, perhaps without a chance to clear up.
        shutil.rmtree(batch.scratch, ignore_errors=True)


def _forked(batch: Batch, events: int, *, startup: frozenset[str]) -> list[Task]:
    """Gives the tasks that can be forked, and tells which cannot."""
    found = []
    for task in batch.tasks:
        directories = import_directories(task.reference, batch.directories, base=batch.base)
        if shadowed(directories, startup=startup):
            tell(events, {"event": "fresh", "id": task.id})
        else:
            found.append(task)
    return found


def _forecast(batch: Batch, tasks: list[Task]) -> dict[int, tuple[str, ...]]:
    """Gives what each task is going to import, as far as that can be imported for it."""
    loaded = frozenset(name for name in sys.modules if "." not in name)
    forecast = Forecast(batch.base, loaded)
    wanted = {}
    for task in tasks:
        directories = import_directories(task.reference, batch.directories, base=batch.base)
        if not any(_has_distributions(place) for place in directories):
            wanted[task.id] = forecast.of(task.reference, directories)
    return wanted


def _has_distributions(directory: Path) -> bool:
    """Tells whether libraries that ask what is installed find more with this directory."""
    try:
        return any(name.endswith((".dist-info", ".egg-info")) for name in os.listdir(directory))  # noqa: PTH208
    except OSError:
        return False


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


def _warmed(batch: Batch, events: int) -> bool:
    try:
        named_function(batch.job)
        if batch.warm:
            named_function(batch.warm)()
    except BaseException as error:
        tell(events, {"event": "failed", "error": warm_up_error(error).to_json()})
        return False
    gc.collect()
    # What is here now is shared with every child; a collection there must not touch it.
    gc.freeze()
    return True
