"""Entries on disk: whole and right, or not there.

Owns the files of the cache directory. It must not know what the entries mean.
An entry holds a digest over its kind, its key and its payload; anything else in
its place (a truncated, flipped, swapped or foreign file, a directory, a FIFO, a
link) is a miss. Entries are written to a temporary file and put in place by one
rename, so any number of builds may write at once; no locks are needed.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import stat
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

__all__ = ["KINDS", "Entry", "Store"]

KINDS = ("manifests", "painted", "pictures", "traces")  # the first directory of each entry

_HEXADECIMAL = frozenset("0123456789abcdef")
_MAGIC = b"recviz-docs cache 1\n"
_DIGEST = 32
_LARGEST = 64 << 20
_USED_EVERY = 86_400.0  # seconds; an entry's time is set anew at most this often
_FLAGS = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)


class Entry(NamedTuple):
    """What is in the store: kind, key, size in bytes, and when it was last used."""

    kind: str
    key: str
    size: int
    used: float
    path: Path


class Store:
    """The cache directory; ``failures`` tells why entries could not be written."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self.failures: list[str] = []

    def get(self, kind: str, key: str) -> bytes | None:
        """Gives an entry's payload, or None if there is none that is whole."""
        if not _is_key(key):
            return None  # it could lead elsewhere
        path = self._path(kind, key)
        found = _read(path)
        if found is None:
            return None
        data, used = found
        payload = _payload(data, kind, key)
        if payload is not None and time.time() - used > _USED_EVERY:
            with contextlib.suppress(OSError):
                os.utime(path)
        return payload

    def put(self, kind: str, key: str, payload: bytes) -> bool:
        """Writes an entry; says whether it is there now. A failure is noted, not raised."""
        path = self._path(kind, key)
        temporary = ""
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=".new-")
            with os.fdopen(descriptor, "wb") as stream:
                stream.write(_MAGIC + _digest(kind, key, payload) + payload)
            Path(temporary).replace(path)
        except OSError as error:
            if temporary:
                with contextlib.suppress(OSError):
                    Path(temporary).unlink()
            self.failures.append(error.strerror or str(error))
            return False
        return True

    def touch(self, kind: str, key: str) -> None:
        """Marks an entry as used now."""
        with contextlib.suppress(OSError):
            os.utime(self._path(kind, key), follow_symlinks=False)

    def discard(self, kind: str, key: str) -> None:
        """Removes an entry by its name, if it is there."""
        with contextlib.suppress(OSError):
            self._path(kind, key).unlink()

    def keys(self, kind: str) -> list[str]:
        """Gives the keys of a kind, those used last first."""
        return [entry.key for entry in sorted(self.entries(kind), key=lambda e: -e.used)]

    def entries(self, kind: str = "") -> Iterator[Entry]:
        """Gives all entries, or those of one kind (``manifests/<key>`` is a kind too)."""
        for root in (kind,) if kind else KINDS:
            yield from self._below(self.directory / root)

    def _below(self, root: Path) -> Iterator[Entry]:
        for folder, folders, files in os.walk(root):
            folders.sort()
            for name in sorted(files):
                if not _is_key(name):
                    continue
                path = Path(folder, name)
                with contextlib.suppress(OSError):
                    found = path.lstat()
                    place = path.relative_to(self.directory)
                    if stat.S_ISREG(found.st_mode) and len(place.parts) > 2:
                        yield Entry(
                            "/".join(place.parts[:-2]), name, found.st_size, found.st_mtime, path
                        )

    def remove(self, entry: Entry) -> None:
        """Removes an entry that is no longer wanted; somebody else may have been faster."""
        with contextlib.suppress(OSError):
            entry.path.unlink()

    def _path(self, kind: str, key: str) -> Path:
        return self.directory / kind / key[:2] / key


def _is_key(name: str) -> bool:
    return len(name) == 64 and _HEXADECIMAL.issuperset(name)


def _read(path: Path) -> tuple[bytes, float] | None:
    """Gives the bytes of a plain file and when it was last used."""
    try:
        descriptor = os.open(path, _FLAGS)
    except OSError:
        return None
    try:
        found = os.fstat(descriptor)
        if not stat.S_ISREG(found.st_mode) or found.st_size > _LARGEST:
            return None
        with open(descriptor, "rb", closefd=False) as stream:
            return stream.read(_LARGEST + 1), found.st_mtime
    except OSError:
        return None
    finally:
        os.close(descriptor)


def _digest(kind: str, key: str, payload: bytes) -> bytes:
    digest = hashlib.sha256()
    for part in (kind.encode(), key.encode()):
        digest.update(len(part).to_bytes(8, "big") + part)
    digest.update(payload)
    return digest.digest()


def _payload(data: bytes, kind: str, key: str) -> bytes | None:
    head = len(_MAGIC) + _DIGEST
    if len(data) < head or not data.startswith(_MAGIC):
        return None
    payload = data[head:]
    return payload if data[len(_MAGIC) : head] == _digest(kind, key, payload) else None
