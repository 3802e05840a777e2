"""The child process: one model, and then the end.

Owns the walls around an author's code: streams, signals, limits, import path and
bytecode; and the way its result gets out, a file that is renamed into place (a
pipe could be closed by the author's code, or be held open by what it started).
It must not know what the job does. It never returns and never unwinds: whatever
threads, exit handlers or processes the author's code has left, it ends at once.

What a job reads is watched from before the first module of the author's is imported
until the job is done (`recviz_docs.worker.watching`).
"""

from __future__ import annotations

import builtins
import contextlib
import faulthandler
import importlib
import io
import json
import os
import signal
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, NoReturn

from recviz_docs.project import is_project
from recviz_docs.tracing.author import author_frame, exception_text
from recviz_docs.worker.bytecode import distrust_project_bytecode
from recviz_docs.worker.limits import die_with_parent, limit_memory
from recviz_docs.worker.preload.library import Library, lend
from recviz_docs.worker.protocol import Batch, Task
from recviz_docs.worker.shadow import forget, import_directories, loaded_from, shadowed
from recviz_docs.worker.telling import hidden_error, told, warm_up_error
from recviz_docs.worker.watching import Installed, Surroundings, Watch, watch

__all__ = ["main", "named_function", "redirect", "run"]

# Bound now: the author's code may replace what these modules hold.
_dumps = json.dumps
_exit = os._exit
_getpid = os.getpid
_open, _write, _close, _replace = os.open, os.write, os.close, os.replace
_FAILED = 70
_KEPT_DESCRIPTOR = 200
_LONGEST = 1e6  # seconds; faulthandler takes no more than about 1e9


def main(startup: frozenset[str]) -> NoReturn:
    """Is a fresh interpreter's whole life: one batch of one task, from the file in argv."""
    batch = Batch.from_json(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")))
    (task,) = batch.tasks
    directories = import_directories(task.reference, batch.directories, base=batch.base)
    names = shadowed(directories, startup=startup)
    surroundings = Surroundings(startup, dict(os.environ), Installed.look())
    run(batch, task, surroundings, fresh=True, shadows=names)


def run(
    batch: Batch,
    task: Task,
    surroundings: Surroundings,
    *,
    output: int | None = None,
    fresh: bool = False,
    shadows: tuple[str, ...] = (),
    library: Library | None = None,
) -> NoReturn:
    """Does one task in this process, writes its result and ends the process.

    Args:
        batch: what the task belongs to.
        task: the model.
        surroundings: what was there before it.
        output: descriptor that takes the place of stdout and stderr.
        fresh: whether the batch's warm-up has still to be done here.
        shadows: modules to import anew, because the project has its own.
        library: what has been imported for this model and others, if anything.
    """
    owner = _getpid()
    names = vars(builtins).copy()
    restore = partial(vars(builtins).update, names)
    status = _FAILED
    try:
        _enter(batch, task, output)
        try:
            job = named_function(batch.job)
            watched = _ready(
                batch, task, surroundings, fresh=fresh, shadows=shadows, library=library
            )
            graph = job(task.reference, task.options, base=batch.base).to_json()
            restore()
            seen = watched.end(surroundings.installed, declared=bool(task.options.depends))
            result = _encoded({"graph": graph, "dependencies": seen.to_json()})
        except BaseException as error:
            restore()  # the author's code may have replaced them
            result = _encoded({"error": told(error, task.reference, shadows).to_json()})
        restore()
        # A process that the author's code has forked comes by here as well.
        if _getpid() == owner:
            _store(result, str(batch.result_file(task)))
            status = 0
    except BaseException as error:
        _write(2, exception_text(error).encode("utf-8", "replace"))
    finally:
        _exit(status)


def _enter(batch: Batch, task: Task, output: int | None) -> None:
    if hasattr(os, "setsid"):
        with contextlib.suppress(PermissionError):  # a group's leader already
            os.setsid()
    die_with_parent()
    _reset_signals()
    redirect(output)
    _keep_stack(batch.stack_file(task))
    if batch.base.is_dir():
        os.chdir(batch.base)


def _reset_signals() -> None:
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)


def redirect(output: int | None) -> None:
    """Gives this process an empty stdin, and streams of its own on ``output``."""
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    if output is not None:
        os.dup2(output, 1)
        os.dup2(output, 2)
        os.close(output)
    sys.stdin = io.TextIOWrapper(io.FileIO(0, "r", closefd=False), encoding="utf-8")
    sys.stdout = _text_stream(1)
    sys.stderr = _text_stream(2)
    sys.argv = ["recviz"]


def _text_stream(descriptor: int) -> io.TextIOWrapper:
    """Gives a stream that takes any text in any locale, and that loses nothing in a crash."""
    raw = io.BufferedWriter(io.FileIO(descriptor, "w", closefd=False))
    return io.TextIOWrapper(
        raw, encoding="utf-8", errors="backslashreplace", line_buffering=True, write_through=False
    )


def _keep_stack(file: Path) -> None:
    """Has the stack written when the process crashes."""
    number = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    faulthandler.enable(_high(number), all_threads=True)


def _high(number: int) -> int:
    """Moves a descriptor up, where code that closes and opens files does not meet it."""
    if sys.platform == "win32":
        return number
    import fcntl

    kept = fcntl.fcntl(number, fcntl.F_DUPFD_CLOEXEC, _KEPT_DESCRIPTOR)
    os.close(number)
    return kept


def _start_clock(batch: Batch, task: Task) -> None:
    """Has the stack written when the time is over, and tells the supervisor that it runs.

    C code does the former, so a loop that never gives back the interpreter is found as well.
    """
    number = os.open(batch.stack_file(task), os.O_WRONLY | os.O_APPEND)
    faulthandler.dump_traceback_later(min(task.options.timeout, _LONGEST), file=_high(number))
    batch.started_file(task).touch()


def _ready(
    batch: Batch,
    task: Task,
    surroundings: Surroundings,
    *,
    fresh: bool,
    shadows: tuple[str, ...],
    library: Library | None,
) -> Watch:
    """Sets the import path and the limits; gives the watch, which has begun."""
    warm = named_function(batch.warm) if fresh and batch.warm else None
    distrust_project_bytecode()
    own = import_directories(task.reference, batch.directories, base=batch.base)
    shared = batch.seen_file(task)
    if library is None:
        watched = watch(batch.base, own, shared=shared, outside=surroundings.environment)
    else:
        watched = library.watch
        watched.resume(batch.base, own, shared=shared)
    directories = [str(directory) for directory in batch.directories]
    sys.path[:] = [*directories, *(place for place in sys.path if place not in directories)]
    importlib.invalidate_caches()
    forget(shadows)
    if warm is not None:
        with watched.warming():
            _warm(warm, own)
    watched.begin(own, surroundings, ignored={batch.job.partition(":")[0]})
    watched.declare(task.options.depends, base=batch.base)
    if library is not None:
        lend(library, batch, task).begin()
    limit_memory(batch.memory)
    _start_clock(batch, task)
    return watched


def _warm(warm: Callable[[], None], directories: tuple[Path, ...]) -> None:
    try:
        warm()
    except BaseException as error:
        # The author's code has not run yet: what came from there came in another's place.
        names = set(loaded_from(directories))
        where = author_frame(error)
        if where is not None and is_project(where.file) and _is_below(where.file, directories):
            names.add(Path(where.file).stem)
        if names:
            raise hidden_error(error, tuple(sorted(names))) from error
        raise warm_up_error(error) from error


def _is_below(file: str, directories: tuple[Path, ...]) -> bool:
    return any(Path(file).resolve().is_relative_to(place.resolve()) for place in directories)


def _encoded(data: dict[str, Any]) -> bytes:
    # Lone surrogates are no text that a page could hold.
    return _dumps(data, ensure_ascii=False).encode("utf-8", "replace")


def _store(result: bytes, file: str) -> None:
    number = _open(
        file + ".part", os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0)
    )
    left = memoryview(result)
    while left:
        left = left[_write(number, left) :]
    _close(number)
    _replace(file + ".part", file)


def named_function(name: str) -> Callable[..., Any]:
    """Gives the function that a dotted name ``pkg.mod:function`` means."""
    module, _, attribute = name.partition(":")
    function: Callable[..., Any] = getattr(importlib.import_module(module), attribute)
    return function
