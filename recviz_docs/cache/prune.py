"""What is thrown away when the cache has grown too large: what was not used longest.

Owns the choice. Nothing it does can make a build fail: a build has what it needs in
memory before it needs it, and an entry that is gone is made again. What was used in
the last hour stays, so two builds at once do not take each other's entries away.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from recviz_docs.cache.store import KINDS, Entry, Store

__all__ = ["LARGEST", "clear", "prune", "prune_sometimes"]

LARGEST = 1 << 30
_RECENT = 3_600.0
_EVERY = 86_400.0
_MARK = "pruned"


def prune(store: Store, *, largest: int, now: float | None = None) -> list[Entry]:
    """Removes entries until the cache is no larger than ``largest`` bytes; gives them.

    Args:
        store: the cache.
        largest: bytes that may stay; entries of the last hour stay in any case.
        now: the time, as `time.time` gives it.
    """
    now = time.time() if now is None else now
    _remove_leftovers(store.directory, now)
    entries = sorted(store.entries(), key=lambda entry: (entry.used, entry.kind, entry.key))
    size = sum(entry.size for entry in entries)
    removed = []
    for entry in entries:
        if size <= largest or now - entry.used < _RECENT:
            break
        store.remove(entry)
        removed.append(entry)
        size -= entry.size
    return removed


def clear(store: Store) -> list[Entry]:
    """Removes all entries, and what is known of files; gives the entries."""
    entries = list(store.entries())
    for entry in entries:
        store.remove(entry)
    for file in (store.directory / "local").glob("*.json"):
        with suppress(OSError):
            file.unlink()
    _remove_leftovers(store.directory, time.time() + _RECENT + 1)
    return entries


def prune_sometimes(store: Store, *, largest: int = LARGEST) -> None:
    """Prunes if nobody has done so for a day."""
    mark = store.directory / "local" / _MARK
    with suppress(OSError):
        if mark.exists() and time.time() - mark.stat().st_mtime < _EVERY:
            return
        mark.parent.mkdir(parents=True, exist_ok=True)
        mark.touch()
        prune(store, largest=largest)


def _remove_leftovers(directory: Path, now: float) -> None:
    """Removes what builds have left that were killed while they wrote."""
    for file in _temporary(directory):
        with suppress(OSError):
            if now - file.lstat().st_mtime > _RECENT:
                file.unlink()


def _temporary(directory: Path) -> Iterator[Path]:
    for kind in (*KINDS, "local"):
        for folder, _, names in os.walk(directory / kind):
            for name in names:
                if name.startswith(".new-"):
                    yield Path(folder, name)
