"""The docs process's side of the worker: requests in, graphs or errors out.

Owns which models are run where: one fork server for all, a server alone for what
was running when a server died, a fresh interpreter where a fork would not be
true. It imports neither torch nor anything of the author's; every process it
starts is gone when it returns or raises.
"""

from __future__ import annotations

import sys
import tempfile
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from recviz_docs.cache.dependencies import Dependencies
from recviz_docs.errors import RecvizError
from recviz_docs.graph import Graph
from recviz_docs.messages import message
from recviz_docs.options import Options
from recviz_docs.reference import Reference
from recviz_docs.settings import Settings
from recviz_docs.worker.allow import refusal
from recviz_docs.worker.launch import run_fresh, serve
from recviz_docs.worker.limits import machine_memory, processors
from recviz_docs.worker.outcome import Traced, outcome, server_died
from recviz_docs.worker.paths import portable
from recviz_docs.worker.protocol import Batch, End, Task

__all__ = ["Stage", "TraceAnswer", "TraceRequest", "trace_all"]

_MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class TraceRequest:
    """One model to trace."""

    reference: Reference
    options: Options


@dataclass(frozen=True, slots=True)
class TraceAnswer:
    """The trace of a model, or why there is none; one of both is None.

    ``dependencies`` is what the trace was seen to depend on, None where nobody watched.
    """

    graph: Graph | None
    error: RecvizError | None
    seconds: float
    dependencies: Dependencies | None = None


@dataclass(frozen=True, slots=True)
class Stage:
    """What the worker runs; the seam at which a test puts a job without torch.

    Attributes:
        job: the function for each model, as ``pkg.mod:function``.
        warm: the function that is run once per interpreter, or empty.
        fork: whether models are run in forks; None where the system is asked.
        preload: whether a library that several models import is imported once for them.
    """

    job: str = "recviz_docs.tracing:trace_target"
    warm: str = "recviz_docs.tracing.warm:warm_up"
    fork: bool | None = None
    preload: bool = True

    def forks(self) -> bool:
        """Tells whether to fork: macOS has a fork that its own libraries do not survive."""
        return sys.platform == "linux" if self.fork is None else self.fork


@dataclass(slots=True)
class _Answers:
    """The answers as they come in."""

    settings: Settings
    progress: Callable[[int], None] | None
    found: dict[int, TraceAnswer] = field(default_factory=dict)

    def take(self, index: int, result: Traced | RecvizError, seconds: float) -> None:
        if isinstance(result, RecvizError):
            error = portable(result, self.settings)
            self.found[index] = TraceAnswer(None, error, seconds)
        else:
            self.found[index] = TraceAnswer(result.graph, None, seconds, result.dependencies)
        if self.progress is not None:
            self.progress(len(self.found))


def trace_all(
    requests: Sequence[TraceRequest],
    settings: Settings,
    *,
    progress: Callable[[int], None] | None = None,
    stage: Stage | None = None,
) -> tuple[TraceAnswer, ...]:
    """Traces models in processes of their own, several at once.

    Args:
        requests: the models.
        settings: of the site: ``path``, ``jobs``, ``memory`` and ``allow``.
        progress: called with the number of answers so far, after each.
        stage: what to run in the place of the tracing.

    Returns:
        An answer for each request, in their order. Whatever a model does to its process
        becomes the error of its own answer and of no other.
    """
    answers = _Answers(settings, progress)
    tasks = []
    for index, request in enumerate(requests):
        refused = refusal(request.reference, request.options, settings)
        if refused is not None:
            answers.take(index, refused, 0.0)
        else:
            tasks.append(Task(index, request.reference, request.options))
    if tasks:
        _trace(tuple(tasks), answers, stage or Stage())
    return tuple(answers.found[index] for index in range(len(requests)))


def _trace(tasks: tuple[Task, ...], answers: _Answers, stage: Stage) -> None:
    try:
        scratch = tempfile.TemporaryDirectory(prefix="recviz-", ignore_cleanup_errors=True)
    except OSError as error:
        _fail(tasks, answers, _not_started(error))
        return
    with scratch as directory:
        batch = _batch(tasks, answers.settings, stage, Path(directory).resolve())
        try:
            fresh = _in_forks(batch, answers) if stage.forks() else tasks

            def ended(task: Task, end: End) -> None:
                answers.take(task.id, outcome(batch, task, end), end.seconds)

            run_fresh(batch.only(*fresh), ended)
        except OSError as error:
            left = tuple(task for task in tasks if task.id not in answers.found)
            _fail(left, answers, _not_started(error))


def _batch(tasks: tuple[Task, ...], settings: Settings, stage: Stage, scratch: Path) -> Batch:
    memory = settings.memory * _MIB if settings.memory > 0 else machine_memory() * 3 // 4
    return Batch(
        job=stage.job,
        warm=stage.warm,
        jobs=settings.jobs if settings.jobs > 0 else processors(),
        memory=memory,
        base=settings.base,
        directories=settings.directories(),
        scratch=scratch,
        tasks=tasks,
        preload=stage.preload,
    )


def _in_forks(batch: Batch, answers: _Answers) -> tuple[Task, ...]:
    """Runs tasks in fork servers and gives those that need a fresh interpreter.

    A model can kill the server that it was forked from. What was running then is run
    again, each in a server of its own; who kills that one is found out.
    """
    groups = deque([batch.tasks])
    fresh: list[Task] = []
    while groups:
        group = groups.popleft()
        begun: set[int] = set()

        def done(task: Task, end: End) -> None:
            answers.take(task.id, outcome(batch, task, end), end.seconds)

        served = serve(batch.only(*group), begun=begun.add, done=done, fresh=fresh.append)
        if served.error is not None:
            left = tuple(task for task in group if task.id not in answers.found)
            _fail(left, answers, served.error)
            continue
        answered = {*answers.found, *(task.id for task in fresh)}
        left = tuple(task for task in group if task.id not in answered)
        running = tuple(task for task in left if task.id in begun)
        if left and (len(group) == 1 or not running):
            for task in left:
                answers.take(task.id, server_died(task, served.status, served.log), 0.0)
            continue
        groups.extend((task,) for task in running)
        groups.extend(filter(None, [tuple(task for task in left if task not in running)]))
    return tuple(fresh)


def _fail(tasks: Sequence[Task], answers: _Answers, error: RecvizError) -> None:
    for task in tasks:
        answers.take(task.id, error, 0.0)


def _not_started(error: OSError) -> RecvizError:
    return RecvizError(
        "crash",
        message("the worker cannot be started"),
        reason=message("{exception}", exception=str(error)),
        advice=message("Free memory, processes or room for temporary files, and build again."),
    )
