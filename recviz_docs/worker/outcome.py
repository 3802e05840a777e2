"""From how a child ended to a trace or an error.

Owns the reading of a child's result and the errors about a process that hung,
crashed or ended itself. It must not know how the child was started.
"""

from __future__ import annotations

import json
import re
import signal
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from recviz_docs.cache.dependencies import Dependencies, DependenciesError
from recviz_docs.errors import Location, RecvizError
from recviz_docs.graph import Graph, GraphError
from recviz_docs.messages import Message, message
from recviz_docs.project import is_ours, is_project
from recviz_docs.worker.protocol import Batch, End, Task

__all__ = ["Traced", "outcome", "server_died"]

_NO_MEMORY = ("bad_alloc", "MemoryError", "Cannot allocate memory", "DefaultCPUAllocator")
_FRAME = re.compile(r'^  File "(?P<file>.+)", line (?P<line>\d+) in ', re.MULTILINE)
_LONGEST_STACK = 12_000
_THREAD = re.compile(r"^(?=(?:Current thread|Thread) )", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Traced:
    """A trace, and what it was seen to depend on."""

    graph: Graph
    dependencies: Dependencies


def outcome(batch: Batch, task: Task, end: End) -> Traced | RecvizError:
    """Gives the trace or the error of a task whose child has ended."""
    try:
        data = json.loads(batch.result_file(task).read_text(encoding="utf-8"))
    except OSError:
        return _without_result(batch, task, end)
    except ValueError:
        return _unreadable(task)
    try:
        return _read(data)
    except (GraphError, DependenciesError, KeyError, TypeError):
        return _unreadable(task)


def _read(data: dict[str, Any]) -> Traced | RecvizError:
    if "error" in data:
        return RecvizError.from_json(data["error"])
    graph = Graph.from_json(data["graph"])
    return Traced(graph, Dependencies.from_json(data["dependencies"]))


def _unreadable(task: Task) -> RecvizError:
    return RecvizError(
        "trace",
        message("the worker's answer about {target} cannot be read", target=str(task.reference)),
        advice=message("This is a bug of recviz-docs; please report it with the details."),
    )


def _without_result(batch: Batch, task: Task, end: End) -> RecvizError:
    stack = _stack(batch.stack_file(task))
    code, problem, reason, advice = _explained(batch, task, end)
    return RecvizError(
        code,
        problem,
        reason=reason,
        advice=advice,
        where=_where(stack),
        detail="\n".join(part.strip() for part in (stack, end.output) if part.strip()),
    )


def _explained(batch: Batch, task: Task, end: End) -> tuple[str, Message, Message | None, Message]:
    target = str(task.reference)
    if end.kind == "timeout":
        return (
            "timeout",
            message(
                "{target} was not ready after {seconds} s",
                target=target,
                seconds=f"{task.options.timeout:g}",
            ),
            None,
            message("Build a smaller model for the docs, or raise the limit with timeout=300."),
        )
    if end.kind == "memory" or any(sign in end.output[-2000:] for sign in _NO_MEMORY):
        return (
            "memory",
            message("{target} needs more memory than it may take", target=target),
            message("The limit is {size} MiB.", size=batch.memory // 2**20),
            message(
                "Build a smaller model for the docs, try device=meta, or raise the setting memory."
            ),
        )
    return ("crash", *_crash(target, end))


def _crash(target: str, end: End) -> tuple[Message, Message | None, Message]:
    if end.kind == "signal":
        return (
            message(
                "{target} crashed its process with {signal}",
                target=target,
                signal=_signal_name(end.number),
            ),
            message("The system does that when memory runs out.") if end.number == 9 else None,
            message("Build and run the model in Python with python -X faulthandler."),
        )
    return (
        message(
            "{target} ended its process with exit status {status}, without a result",
            target=target,
            status=end.number,
        ),
        None,
        message("Let the factory return the model and not end Python (os._exit)."),
    )


def _signal_name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return str(number)


def _stack(file: Path) -> str:
    """Gives the stack that the child left, without our frames and without addresses."""
    try:
        with file.open("rb") as stream:
            text = stream.read(_LONGEST_STACK).decode("utf-8", "replace")
    except OSError:
        return ""
    lines = [line for line in text.splitlines() if not _is_noise(line)]
    return re.sub(r"(?m)^(Current thread|Thread) 0x[0-9a-f]+", r"\1", "\n".join(lines))


def _is_noise(line: str) -> bool:
    frame = _FRAME.match(line)
    if frame is None:
        return line.startswith("Extension modules:")
    return frame["file"].startswith("<") or is_ours(frame["file"])


def _where(stack: str) -> Location | None:
    """Gives the author's innermost line of the thread that crashed, or of the main thread."""
    threads = _THREAD.split(stack)
    current = [part for part in threads if part.startswith("Current thread")]
    for part in (*current, *reversed(threads)):
        for frame in _FRAME.finditer(part):
            if is_project(frame["file"]):
                return Location(frame["file"], int(frame["line"]))
    return None


def server_died(task: Task, status: int, log: str) -> RecvizError:
    """Gives the error for a task that was alone in a server which died."""
    name = _signal_name(-status) if status < 0 else str(status)
    return RecvizError(
        "crash",
        message(
            "the worker died ({status}) while it built {target}",
            status=name,
            target=str(task.reference),
        ),
        advice=message("Build and run the model in Python with python -X faulthandler."),
        detail=log,
    )
