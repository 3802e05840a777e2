"""Several children at once, none of which can hold up the others.

Owns the one loop that starts children, reads what they print, ends those that
are over their time and tells how each ended. It runs in one thread, because the
fork server forks from it. It must not know how a child is started.
"""

from __future__ import annotations

import select
import sys
import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from recviz_docs.worker.process import Exit, Process
from recviz_docs.worker.protocol import End, EndKind, Task

__all__ = ["supervise"]

_TICK = 0.05
# A child that hangs writes its stack when its time is over; it gets this long for it.
_LAST_WORDS = 0.5
_LONGEST_START = 120.0
# How often memory is looked at, in seconds, and what Python and torch hold before a model does.
_LOOK = 0.2
_START = 512 * 1024 * 1024


@dataclass(slots=True)
class _Running:
    task: Task
    process: Process
    begun: float
    started: float | None = None
    ended_for: EndKind | None = None


def supervise(
    tasks: Sequence[Task],
    begin: Callable[[Task], Process | None],
    ended: Callable[[Task, End], None],
    *,
    jobs: int,
    started: Callable[[Task], bool],
    memory: int = 0,
    stop: Callable[[], bool] = lambda: False,
    watch: tuple[int, ...] = (),
) -> None:
    """Runs every task in a child of its own, at most ``jobs`` at once.

    Args:
        tasks: what to run, in this order.
        begin: starts a child, or gives None for a task that is not to be run here.
        ended: is called as each child ends, in the order of their ends.
        jobs: how many run at once.
        started: whether a child has come to the author's code; its time runs from then on.
        memory: bytes that a child may hold beside what it starts with; 0 is no limit.
        stop: asked now and then; true ends all children and returns.
        watch: descriptors that wake the loop up, to ask ``stop``.
    """
    waiting = deque(tasks)
    running: list[_Running] = []
    next_look = 0.0
    try:
        while (waiting or running) and not stop():
            while waiting and len(running) < max(1, jobs):
                task = waiting.popleft()
                process = begin(task)
                if process is not None:
                    running.append(_Running(task, process, time.monotonic()))
            busy = [child.process.drain() for child in running]
            _end_overdue(running, started)
            if memory and time.monotonic() >= next_look:
                _end_too_large(running, memory)
                next_look = time.monotonic() + _LOOK
            finished = [(child, child.process.poll()) for child in running]
            for child, exit_ in finished:
                if exit_ is not None:
                    running.remove(child)
                    ended(child.task, _end(child, exit_))
            if not any(busy) and running and all(exit_ is None for _, exit_ in finished):
                _pause([number for c in running for number in c.process.descriptors()], watch)
    finally:
        _abandon(running)


def _end(child: _Running, exit_: Exit) -> End:
    child.process.drain()
    child.process.close()
    kind: EndKind = child.ended_for or ("signal" if exit_.signalled else "exit")
    seconds = time.monotonic() - (child.started or child.begun)
    return End(kind, exit_.number, seconds, child.process.output.text())


def _end_overdue(running: list[_Running], started: Callable[[Task], bool]) -> None:
    now = time.monotonic()
    for child in running:
        if child.started is None and started(child.task):
            child.started = now
        limit = child.task.options.timeout + _LAST_WORDS
        since = child.started
        if since is None:  # a fresh interpreter that imports torch
            since, limit = child.begun, limit + _LONGEST_START
        if now - since > limit:
            child.ended_for = child.ended_for or "timeout"
            child.process.kill()


def _end_too_large(running: list[_Running], memory: int) -> None:
    for child in running:
        if child.process.resident() > memory + _START:
            child.ended_for = child.ended_for or "memory"
            child.process.kill()


def _pause(descriptors: list[int], watch: tuple[int, ...]) -> None:
    if sys.platform == "win32" or not (descriptors or watch):
        time.sleep(_TICK)
        return
    poll = select.poll()
    for number in (*descriptors, *watch):
        poll.register(number, select.POLLIN)
    # Where a process has no descriptor of its own, its end is found by looking now and then.
    poll.poll(_TICK * 1000)


def _abandon(running: list[_Running]) -> None:
    for child in running:
        child.process.kill()
    for child in running:
        while child.process.poll() is None:
            time.sleep(_TICK / 4)
        child.process.close()
