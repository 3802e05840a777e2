"""What is known of files and claims on this machine: so that most are only looked at.

Owns one JSON file beside the entries. It must never be needed: without it, or with
one that another machine wrote, everything is read again and found out to be the same.
A file's digest is taken from here only if its times, size and identity are those at
which it was read, and if it was older than two seconds then: a second change within
the clock's step could not be seen otherwise. Nor is anything taken that other code of
ours has found out.
"""

from __future__ import annotations

import json
import os
import stat
import tempfile
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from recviz_docs.cache.fingerprint import PYTHON, bytes_digest

__all__ = [
    "Claim",
    "FileRow",
    "Index",
    "Stamp",
    "index_file",
    "index_from",
    "read_index",
    "stamp_of",
    "tables_of",
    "write_index",
]

_PACKAGE = Path(__file__).parent.parent
_SCHEMA = 2
_LARGEST = 256 << 20
_MOST_KEYS = 5_000
_MOST_DIGESTS = 20_000
_SETTLED = 2_000_000_000  # nanoseconds

Stamp = tuple[int, int, int, int, int]
FileRow = tuple[Stamp, str]


class Claim(NamedTuple):
    """What an entry says: these facts lead to that trace.

    Attributes:
        entry: key of the entry.
        trace: digest of the trace.
        facts: what has to hold, see `recviz_docs.cache.facts`.
    """

    entry: str
    trace: str
    facts: tuple[int, ...]


@dataclass(slots=True)
class Index:
    """Tables by path, by trace key and by digest.

    Attributes:
        files: what was found out of a file when it was read: the digest of its bytes, or
            what `recviz_docs.cache.world` asks of it, whose name is added to the path then.
        trees: digest of a source's tree by that of its bytes.
        facts: every fact once; claims name them by their place.
        claims: the claims of a trace key, those used last first.
        pictures: widths of pictures that were read and found valid, by digest.
        touched: when entries that are in use were last marked as used.
        changed: whether there is something to write.
    """

    files: dict[str, FileRow] = field(default_factory=dict)
    trees: dict[str, str] = field(default_factory=dict)
    facts: list[tuple[Any, ...]] = field(default_factory=list)
    claims: dict[str, tuple[Claim, ...]] = field(default_factory=dict)
    pictures: dict[str, float] = field(default_factory=dict)
    touched: float = 0.0
    changed: bool = False
    numbers: dict[tuple[Any, ...], int] = field(default_factory=dict)

    def number(self, fact: tuple[Any, ...]) -> int:
        """Gives the place of a fact; equal facts have one."""
        if not self.numbers:
            self.numbers = {known: at for at, known in enumerate(self.facts)}
        if fact not in self.numbers:
            self.numbers[fact] = len(self.facts)
            self.facts.append(fact)
        return self.numbers[fact]

    def learn(self, path: str, row: FileRow) -> None:
        """Takes what a file is now, if it has been so for long enough."""
        modified, changed = row[0][:2]
        if time.time_ns() - max(modified, changed) > _SETTLED:
            self.files[path] = row
            self.changed = True

    def claim(self, key: str, claims: Sequence[Claim]) -> None:
        """Takes the claims of a trace key, those used last first."""
        if self.claims.get(key) != tuple(claims):
            self.claims[key] = tuple(claims)
            self.changed = True


def stamp_of(status: os.stat_result) -> Stamp:
    """Gives what tells that a file was not touched."""
    return (status.st_mtime_ns, status.st_ctime_ns, status.st_size, status.st_ino, status.st_dev)


def index_file(directory: Path, root: Path) -> Path:
    """Gives the index of one project in a cache directory, which several may share."""
    name = bytes_digest(f"{_SCHEMA}\0{PYTHON}\0{root}".encode("utf-8", "surrogatepass"))
    return directory / "local" / f"{name[:16]}.json"


def _code_stamp() -> str:
    """Gives what tells that our own code was not touched that finds out what is kept here."""
    rows = []
    for part in ("cache", "picture"):
        with os.scandir(_PACKAGE / part) as entries:
            for entry in entries:
                if entry.name.endswith(".py"):
                    status = entry.stat()
                    rows.append(f"{entry.name} {status.st_mtime_ns} {status.st_size}")
    return bytes_digest("\n".join(sorted(rows)).encode())


def read_index(directory: Path, root: Path) -> Index | None:
    """Gives the index of a project; None where there is none that can be read."""
    try:
        return _read(_bytes(index_file(directory, root)))
    except (OSError, ValueError, TypeError, KeyError, IndexError, RecursionError, AttributeError):
        return None


def _bytes(file: Path) -> bytes:
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    with os.fdopen(os.open(file, flags), "rb") as stream:
        status = os.fstat(stream.fileno())
        if not stat.S_ISREG(status.st_mode) or status.st_size > _LARGEST:
            raise ValueError("no index")
        return stream.read(_LARGEST)


def _read(data: bytes) -> Index:
    checksum, _, text = data.partition(b"\n")
    if checksum.decode("ascii") != bytes_digest(text):
        raise ValueError("torn")
    return index_from(json.loads(text))


def index_from(tables: Any) -> Index:
    """Gives the index that `tables_of` wrote; an empty one where other code of ours wrote it.

    The tables are nobody else's: they were read from this machine's own file, or signed.
    """
    if tables["by"] != _code_stamp():
        return Index()
    claims = {
        key: tuple(Claim(entry, trace, tuple(places)) for entry, trace, places in rows)
        for key, rows in tables["claims"].items()
    }
    return Index(
        files={path: (tuple(row[:5]), row[5]) for path, row in tables["files"].items()},
        trees=tables["trees"],
        facts=[tuple(fact) for fact in tables["facts"]],
        claims=claims,
        pictures=tables["pictures"],
        touched=tables["touched"],
    )


def tables_of(index: Index, *, used: set[str]) -> dict[str, Any]:
    """Gives the index as JSON data.

    Args:
        index: the tables.
        used: the trace keys of this build, which are kept if there are too many.
    """
    claims = index.claims
    if len(claims) > _MOST_KEYS:
        claims = {key: rows for key, rows in claims.items() if key in used}
    places = sorted({at for rows in claims.values() for claim in rows for at in claim.facts})
    moved = {old: new for new, old in enumerate(places)}
    return {
        "by": _code_stamp(),
        "files": {path: [*stamp, found] for path, (stamp, found) in index.files.items()},
        "trees": dict(list(index.trees.items())[-_MOST_DIGESTS:]),
        "facts": [index.facts[at] for at in places],
        "claims": {
            key: [[one.entry, one.trace, [moved[at] for at in one.facts]] for one in rows]
            for key, rows in claims.items()
        },
        "pictures": dict(list(index.pictures.items())[-_MOST_DIGESTS:]),
        "touched": index.touched,
    }


def write_index(tables: Mapping[str, Any], directory: Path, root: Path) -> None:
    """Writes the index of a project. That it cannot be written costs time, no more."""
    text = json.dumps(tables, separators=(",", ":")).encode()
    with suppress(OSError):
        _replace(index_file(directory, root), bytes_digest(text).encode() + b"\n" + text)


def _replace(file: Path, data: bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    ignored = file.parent / ".gitignore"
    if not ignored.exists():
        ignored.write_text("*\n", encoding="utf-8")
    descriptor, temporary = tempfile.mkstemp(dir=file.parent, prefix=".new-")
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(data)
        Path(temporary).replace(file)
    except OSError:
        Path(temporary).unlink(missing_ok=True)
        raise
