"""The messages between the docs process and its worker, as types.

Owns their JSON; `recviz_docs.worker.server` says in words who sends which. It
must not know how a process is started.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Any, Literal

from recviz_docs.options import Options
from recviz_docs.reference import Reference

__all__ = ["Batch", "End", "EndKind", "Task"]

EndKind = Literal["exit", "signal", "timeout", "memory"]


@dataclass(frozen=True, slots=True)
class Task:
    """One model to trace; ``id`` counts within a batch."""

    id: int
    reference: Reference
    options: Options


@dataclass(frozen=True, slots=True)
class Batch:
    """What a worker is told when it starts.

    Attributes:
        job: dotted name of the function that is run in the child, as ``pkg.mod:function``;
            it takes ``(reference, options, *, base)`` and gives what has a ``to_json()``.
        warm: dotted name of the function that is run once before, or empty.
        jobs: how many children run at once.
        memory: how many bytes one child may take beside what it starts with; 0 is no limit.
        base: directory of the configuration file.
        directories: put in front of the child's ``sys.path``.
        scratch: private directory for results and for the stacks of what hangs or crashes.
        preload: whether a library that several models import is imported once for them.
    """

    job: str
    warm: str
    jobs: int
    memory: int
    base: Path
    directories: tuple[Path, ...]
    scratch: Path
    tasks: tuple[Task, ...]
    preload: bool = True

    def only(self, *tasks: Task) -> Batch:
        """Gives the same batch with these tasks alone."""
        return replace(self, tasks=tasks)

    def result_file(self, task: Task) -> Path:
        """Gives where the child writes ``{"graph": …, "dependencies": …}`` or ``{"error": …}``."""
        return self.scratch / f"{task.id}.json"

    def started_file(self, task: Task) -> Path:
        """Gives the file that appears when the child is ready to run the author's code."""
        return self.scratch / f"{task.id}.started"

    def seen_file(self, task: Task) -> Path:
        """Gives where forks of the child write what they read."""
        return self.scratch / f"{task.id}.seen"

    def stack_file(self, task: Task) -> Path:
        """Gives where the child's stack is written when it hangs or crashes."""
        return self.scratch / f"{task.id}.stack"

    def used_file(self, task: Task) -> Path:
        """Gives the file that appears when the child has imported all that was kept for it."""
        return self.scratch / f"{task.id}.used"

    def forget(self, task: Task) -> None:
        """Takes away what a child has left that counts for nothing."""
        for file in (self.result_file, self.started_file, self.seen_file, self.stack_file):
            file(task).unlink(missing_ok=True)
        self.used_file(task).unlink(missing_ok=True)

    def to_json(self) -> dict[str, Any]:
        """Gives the batch as JSON data."""
        return {
            "job": self.job,
            "warm": self.warm,
            "jobs": self.jobs,
            "memory": self.memory,
            "base": str(self.base),
            "directories": [str(directory) for directory in self.directories],
            "scratch": str(self.scratch),
            "tasks": [asdict(task) for task in self.tasks],
            "preload": self.preload,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Batch:
        """Gives the batch that `to_json` wrote."""
        return cls(
            job=data["job"],
            warm=data["warm"],
            jobs=data["jobs"],
            memory=data["memory"],
            base=Path(data["base"]),
            directories=tuple(Path(directory) for directory in data["directories"]),
            scratch=Path(data["scratch"]),
            tasks=tuple(_task(task) for task in data["tasks"]),
            preload=data["preload"],
        )


@dataclass(frozen=True, slots=True)
class End:
    """How a child ended; its result, if it has one, is in its file.

    Attributes:
        number: the exit status, or the number of the signal.
        output: head and tail of what it printed.
    """

    kind: EndKind
    number: int
    seconds: float
    output: str = ""

    def to_json(self) -> dict[str, Any]:
        """Gives the end as JSON data."""
        return {item.name: getattr(self, item.name) for item in fields(self)}


def _task(data: Mapping[str, Any]) -> Task:
    options: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in data["options"].items()
    }
    return Task(data["id"], Reference(**data["reference"]), Options(**options))
