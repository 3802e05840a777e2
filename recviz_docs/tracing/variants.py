"""The same recording at another batch size and at another length, each in a fork of its own.

Owns when a second run is worth making and how it is kept apart from the first:
the model is loaded once, every run has a fresh copy of the process. It must not
know what is concluded from the runs (`symbols` does).
"""

from __future__ import annotations

import contextlib
import os
import pickle
import select
import signal
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from time import monotonic

from recviz_docs.graph import Graph
from recviz_docs.options import Options
from recviz_docs.tracing.symbols import Variant

__all__ = ["other_sizes"]

_SHARE = 4  # a run at another size may take this part of the model's time limit

Run = Callable[[Options], Graph]


def other_sizes(options: Options, run: Run) -> tuple[Variant, ...]:
    """Gives the runs at other sizes that succeeded; what a run raises or prints is nobody's error.

    Args:
        options: those of the first run, whose sizes are changed one at a time.
        run: makes example inputs and records; called in a fork only.
    """
    if not hasattr(os, "fork"):
        return ()
    batch, length = options.batch_size, options.seq_length
    wanted = [("B", batch, batch + 1, replace(options, batch_size=batch + 1))]
    if length > 1:
        wanted.append(("L", length, length - 1, replace(options, seq_length=length - 1)))
    found = []
    for symbol, first, other, changed in wanted:
        graph = _in_fork(run, changed)
        if graph is not None:
            found.append(Variant(symbol, first, other, graph))
    return tuple(found)


def _in_fork(run: Run, options: Options) -> Graph | None:
    """Gives what ``run`` gives in a fork; None where it fails in any way."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        _answer(writing, run, options)
    os.close(writing)
    text = _read(reading, deadline=monotonic() + options.timeout / _SHARE)
    with contextlib.suppress(ProcessLookupError):
        os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return _graph(text)


def _graph(answer: bytes) -> Graph | None:
    """Gives what a fork of this process has written; it may have been ended while it did."""
    try:
        found = pickle.loads(answer)
    except Exception:
        return None
    return found if isinstance(found, Graph) else None


def _read(reading: int, *, deadline: float) -> bytes:
    """Gives all that is written until the other end closes; nothing if that takes too long."""
    parts: list[bytes] = []
    with os.fdopen(reading, "rb", buffering=0) as stream:
        while (left := deadline - monotonic()) > 0 and select.select([stream], [], [], left)[0]:
            part = stream.read(1 << 20)
            if not part:
                return b"".join(parts)
            parts.append(part)
    return b""


def _answer(writing: int, run: Run, options: Options) -> None:
    """Runs in the fork and never returns."""
    try:
        with _silence(), os.fdopen(writing, "wb") as stream:
            pickle.dump(run(options), stream, pickle.HIGHEST_PROTOCOL)
    finally:
        os._exit(0)


@contextlib.contextmanager
def _silence() -> Iterator[None]:
    with Path(os.devnull).open("w", encoding="utf-8") as nowhere:
        sys.stdout = sys.stderr = nowhere
        for descriptor in (1, 2):
            os.dup2(nowhere.fileno(), descriptor)
        yield
