"""A process that forks models, and those below it that have libraries loaded for some.

Owns who is forked from where: a library that several models import is loaded in a
process forked for that, which then forks these models and tells of them upwards. A
model that turns out not to be one of them, and every model of a process that cannot
be used or dies, is forked from the process above, which has not loaded the library.
It runs in one thread and must not know what the job does.
"""

from __future__ import annotations

import contextlib
import gc
import json
import os
import select
import signal
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from recviz_docs.worker.child import redirect, run
from recviz_docs.worker.limits import adopt_orphans, die_with_parent, limit_memory
from recviz_docs.worker.preload.groups import groups
from recviz_docs.worker.preload.library import Library, load
from recviz_docs.worker.process import PosixProcess, Process
from recviz_docs.worker.protocol import Batch, End, Task
from recviz_docs.worker.strays import descriptors, end_strays, hung_up
from recviz_docs.worker.supervise import supervise
from recviz_docs.worker.watching import Surroundings

__all__ = ["Generation", "serve", "tell"]

_LONGEST_IMPORT = 60.0
_CHUNK = 65_536


@dataclass(frozen=True, slots=True)
class Generation:
    """What a process needs to know to fork models.

    Attributes:
        surroundings: what was there before any of them.
        kept: descriptors that a model may have.
        commands: tells by its end that the docs process has gone.
        events: takes the events of the protocol.
        wanted: by task, what it is going to import and nobody has imported for it yet.
        library: what has been imported for all of them.
    """

    batch: Batch
    surroundings: Surroundings
    kept: frozenset[int]
    commands: int
    events: int
    wanted: Mapping[int, tuple[str, ...]]
    library: Library | None = None


def tell(events: int, event: dict[str, Any]) -> None:
    """Writes an event of the protocol."""
    line = memoryview(json.dumps(event).encode() + b"\n")
    while line:
        line = line[os.write(events, line) :]


def serve(generation: Generation, tasks: Sequence[Task]) -> None:
    """Forks each model here or in a process below; one that is not for here stays unanswered."""
    left = list(tasks)
    wanted = {task.id: generation.wanted.get(task.id, ()) for task in tasks}
    for names, members in groups(wanted):
        if hung_up(generation.commands):
            return
        answered = _below(generation, names, [task for task in left if task.id in members])
        left = [task for task in left if task.id not in answered]
    _fork_all(generation, left)


def _fork_all(generation: Generation, tasks: Sequence[Task]) -> None:
    batch, events = generation.batch, generation.events
    unfit: set[str] = set()

    def begin(task: Task) -> Process | None:
        if _source(task) in unfit:
            return None
        tell(events, {"event": "begun", "id": task.id})
        return _fork(generation, task)

    def ended(task: Task, end: End) -> None:
        if generation.library is not None and not batch.used_file(task).exists():
            unfit.add(_source(task))
            batch.forget(task)
        else:
            tell(events, {"event": "done", "id": task.id, "end": end.to_json()})

    supervise(
        tasks,
        begin,
        ended,
        jobs=batch.jobs,
        started=lambda task: batch.started_file(task).exists(),
        memory=batch.memory,
        stop=partial(hung_up, generation.commands),
        watch=(generation.commands,),
    )


def _source(task: Task) -> str:
    return task.reference.file or task.reference.module


def _fork(generation: Generation, task: Task) -> Process:
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        try:
            # The protocol's, and those of the children beside this one.
            for number in descriptors() - generation.kept - {writing}:
                with contextlib.suppress(OSError):
                    os.close(number)
            library, given = generation.library, generation.surroundings
            run(generation.batch, task, given, output=writing, library=library)
        finally:
            os._exit(70)
    os.close(writing)
    return PosixProcess(pid, reading)


def _below(generation: Generation, names: tuple[str, ...], tasks: Sequence[Task]) -> set[int]:
    """Gives the tasks that a process answered in which the names had been imported."""
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        try:
            os.close(reading)
            os.close(generation.events)
            _live(replace(generation, events=writing), names, tasks)
        finally:
            os._exit(0)
    os.close(writing)
    limit = min(_LONGEST_IMPORT, *(task.options.timeout for task in tasks))
    try:
        answered = _follow(generation, reading, limit=limit)
    finally:
        os.close(reading)
        for end in (os.killpg, os.kill):
            with contextlib.suppress(ProcessLookupError, PermissionError):
                end(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        end_strays()
    for task in tasks:
        if task.id not in answered:
            generation.batch.forget(task)
    return answered


def _live(generation: Generation, names: tuple[str, ...], tasks: Sequence[Task]) -> None:
    """Is the life of a process below, in the fork."""
    os.setsid()
    die_with_parent()
    adopt_orphans()
    batch = generation.batch
    log = batch.scratch / f"preload-{os.getpid()}.log"
    redirect(os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600))
    if batch.base.is_dir():
        os.chdir(batch.base)
    limit_memory(batch.memory)
    try:
        environment = generation.surroundings.environment
        library = load(
            names,
            generation.library,
            batch,
            environment=environment,
            log=log,
            number=tasks[0].options.seed,
        )
        gc.collect()
        gc.freeze()
    except BaseException as error:
        # Whoever imports it himself gets the same error, with his own lines in it.
        tell(generation.events, {"event": "unsuitable", "why": f"{type(error).__name__}: {error}"})
        return
    tell(generation.events, {"event": "ready"})
    wanted = {task.id: _after(names, generation.wanted[task.id]) for task in tasks}
    try:
        serve(replace(generation, library=library, wanted=wanted), tasks)
    finally:
        end_strays()


def _after(names: tuple[str, ...], order: tuple[str, ...]) -> tuple[str, ...]:
    """Gives what a model imports after names; nothing is imported for it out of its order."""
    last = max(order.index(name) for name in names)
    return order[last + 1 :]


def _follow(generation: Generation, reading: int, *, limit: float) -> set[int]:
    """Passes on the events of a process below, until it has ended or its time is over."""
    answered: set[int] = set()
    deadline: float | None = time.monotonic() + limit
    rest = b""
    poll = select.poll()
    for number in (reading, generation.commands):
        poll.register(number, select.POLLIN)
    while deadline is None or time.monotonic() < deadline:
        ready = {number for number, _ in poll.poll(200)}
        if generation.commands in ready and hung_up(generation.commands):
            break
        if reading not in ready:
            continue
        data = os.read(reading, _CHUNK)
        if not data:
            break
        *lines, rest = (rest + data).split(b"\n")
        for line in lines:
            event = json.loads(line)
            if event["event"] == "ready":
                deadline = None
            elif event["event"] != "unsuitable":
                tell(generation.events, event)
                if event["event"] == "done":
                    answered.add(event["id"])
    return answered
