"""Starting and ending the worker's processes from the docs process.

Owns the command lines, the environment and the reading of the protocol. It must
not know what an answer means.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO, Any

from recviz_docs.errors import RecvizError
from recviz_docs.worker.environment import worker_environment
from recviz_docs.worker.process import Process, spawn
from recviz_docs.worker.protocol import Batch, End, Task
from recviz_docs.worker.supervise import supervise

__all__ = ["Served", "run_fresh", "serve"]

_SECONDS_TO_LEAVE = 5.0
_LONGEST_LOG = 8_000
# What is loaded before this line is the interpreter's own; the project cannot hide that.
_BOOT = (
    "import sys; startup = frozenset(sys.modules); "
    "{root!r} in sys.path or sys.path.append({root!r}); "
    "from recviz_docs.worker.{module} import main; main(startup)"
)


@dataclass(frozen=True, slots=True)
class Served:
    """How a server ended.

    Attributes:
        error: why it could not get ready, or None.
        log: the end of what it printed itself.
    """

    status: int
    error: RecvizError | None
    log: str


def serve(
    batch: Batch,
    *,
    begun: Callable[[int], None],
    done: Callable[[Task, End], None],
    fresh: Callable[[Task], None],
) -> Served:
    """Runs a batch in a fork server; what it did not answer when it returns was lost.

    Raises:
        OSError: the server cannot be started.
    """
    tasks = {task.id: task for task in batch.tasks}
    error: RecvizError | None = None
    log = batch.scratch / "server.log"
    with log.open("wb") as stream, _server(batch, stream) as server:
        assert server.stdout is not None
        for line in server.stdout:
            event = _event(line)
            if event is None:
                break
            if event["event"] == "failed":
                error = RecvizError.from_json(event["error"])
            elif event["event"] == "begun":
                begun(event["id"])
            elif event["event"] == "fresh":
                fresh(tasks[event["id"]])
            elif event["event"] == "done":
                done(tasks[event["id"]], End(**event["end"]))
    return Served(server.returncode, error, _tail(log))


def _event(line: bytes) -> dict[str, Any] | None:
    """Gives an event; None for a line that a dying server has not finished."""
    try:
        event: dict[str, Any] = json.loads(line)
    except ValueError:
        return None
    return event


@contextmanager
def _server(batch: Batch, log: IO[bytes]) -> Iterator[subprocess.Popen[bytes]]:
    server = subprocess.Popen(
        _command("server"),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=log,
        env=worker_environment(),
        # Ctrl-C in the terminal is for the docs process, which ends its server in order.
        start_new_session=True,
    )
    assert server.stdin is not None and server.stdout is not None
    try:
        with suppress(BrokenPipeError):
            server.stdin.write(json.dumps(batch.to_json()).encode() + b"\n")
            server.stdin.flush()
        yield server
    finally:
        try:
            with suppress(BrokenPipeError):
                server.stdin.close()
            server.wait(_SECONDS_TO_LEAVE)
        except subprocess.TimeoutExpired:
            pass
        finally:
            server.kill()
            server.wait()
            server.stdout.close()


def _command(module: str, *arguments: str) -> list[str]:
    root = str(Path(__file__).resolve().parent.parent.parent)
    # -P: the current directory is not the project's import path.
    return [sys.executable, "-P", "-c", _BOOT.format(root=root, module=module), *arguments]


def _tail(file: Path) -> str:
    with suppress(OSError), file.open("rb") as stream:
        stream.seek(max(0, file.stat().st_size - _LONGEST_LOG))
        return stream.read().decode("utf-8", "replace")
    return ""


def run_fresh(batch: Batch, ended: Callable[[Task, End], None]) -> None:
    """Runs each task of a batch in an interpreter of its own.

    Raises:
        OSError: an interpreter cannot be started.
    """

    def begin(task: Task) -> Process:
        message = batch.scratch / f"{task.id}.batch"
        message.write_text(json.dumps(replace(batch, tasks=(task,)).to_json()), encoding="utf-8")
        return spawn(_command("child", str(message)), worker_environment())

    supervise(
        batch.tasks,
        begin,
        ended,
        jobs=batch.jobs,
        started=lambda task: batch.started_file(task).exists(),
        memory=batch.memory,
    )
