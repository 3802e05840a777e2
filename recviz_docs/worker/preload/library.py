"""The libraries of a process, from their import to their use by a model.

Owns the order: imported under the watch, judged, put out of sight; then, in each
fork, handed out. It must not know which processes there are.
"""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from recviz_docs.tracing.seeding import seed
from recviz_docs.worker.preload.chance import set_states, states
from recviz_docs.worker.preload.importing import Searches, import_all
from recviz_docs.worker.preload.kept import Handing, Kept, keep
from recviz_docs.worker.preload.state import State, UnsuitableError
from recviz_docs.worker.protocol import Batch, Task
from recviz_docs.worker.watching import Watch, watch

__all__ = ["Library", "lend", "load"]

_LONGEST_OUTPUT = 8_000


@dataclass(frozen=True, slots=True)
class Library:
    """What has been imported, and the watch under which that was done."""

    kept: Kept
    watch: Watch


def load(
    names: Iterable[str],
    above: Library | None,
    batch: Batch,
    *,
    environment: Mapping[str, str],
    log: Path,
    number: int,
) -> Library:
    """Imports installed modules for all models that this process is going to fork.

    Args:
        names: as `Forecast.of` gives them.
        above: what the process has inherited.
        batch: the models.
        environment: as the worker was given it.
        log: the file that the standard streams are written to.
        number: what the models are seeded with.

    Raises:
        UnsuitableError: the process is no longer one to fork models from.
        BaseException: what a library raised.
    """
    if above is None:
        shared = batch.scratch / "preload.seen"
        watched = watch(batch.base, batch.directories, shared=shared, outside=environment)
        watched.pause()
        seed(number)
        kept = Kept(drawn=(states(), states()))
    else:
        watched, kept = above.watch, above.kept
        kept.show()
        set_states(kept.drawn[1])
    before, searches = State.now(), Searches()
    with watched.preloading():
        sys.meta_path.insert(0, searches)
        try:
            asked = import_all(names)
        finally:
            sys.meta_path.remove(searches)
    new = before.check()
    if not new:
        raise UnsuitableError("nothing was loaded")
    drawn = kept.drawn[0], states()
    kept = keep(kept, new, asked=asked, looked_for=searches.names)
    kept.drawn = drawn
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
    kept.output = log.read_bytes()[-_LONGEST_OUTPUT:]
    return Library(kept, watched)


def lend(library: Library, batch: Batch, task: Task) -> Handing:
    """Gives the finder of what is kept, for the model that this process draws."""
    owner, file = os.getpid(), batch.used_file(task)

    def used() -> None:
        if os.getpid() == owner:
            os.close(os.open(file, os.O_WRONLY | os.O_CREAT, 0o600))

    return Handing(
        library.kept, shown=library.watch.take_over, used=used, unfit=_ending(owner, file)
    )


def _ending(owner: int, file: Path) -> Callable[[], None]:
    def end() -> None:
        with contextlib.suppress(OSError):
            file.unlink()
        if os.getpid() != owner:
            os.kill(owner, 9)
        os._exit(0)

    return end
