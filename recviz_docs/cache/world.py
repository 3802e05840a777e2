"""How things are now: files, directories, variables, distributions.

Owns the looking: whatever is asked for is looked at once per build, and a file is
read at most once. It must not know what anything is compared with.
"""

from __future__ import annotations

import hashlib
import os
import stat
import sys
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from recviz_docs.cache.fingerprint import bytes_digest, tree_digest
from recviz_docs.cache.index import Index, stamp_of
from recviz_docs.cache.installed import (
    EVERYTHING,
    editable_modules,
    everything,
    find_distributions,
    read_distribution,
)
from recviz_docs.cache.observe import (
    ABSENT,
    ELSEWHERE,
    INSTALLED,
    link_state,
    listing_state,
    matched_state,
    search_states,
    variable_state,
)
from recviz_docs.cache.places import actual_path
from recviz_docs.project import installed_directories

__all__ = ["World"]

_CHUNK = 1 << 20
_LARGEST = 16 << 30
_SOURCE = 8 << 20  # larger ones are read again if their tree is wanted


class World:
    """One look at the machine, taken for one build.

    Attributes:
        root: of the project; paths are relative to it.
        index: what is known from builds before.
        environment: of the process in which models are traced.
        code: digests of our own code, see `recviz_docs.cache.code`.
    """

    def __init__(self, root: str, index: Index, environment: Mapping[str, str]) -> None:
        self.root = root
        self.index = index
        self.environment = environment
        self.code: dict[str, str] = {}
        self._home = ""
        self._status: dict[str, os.stat_result | None] = {}
        self._digests: dict[str, str | None] = {}
        self._sources: dict[str, bytes] = {}
        self._listed: dict[str, str] = {}
        self._matched: dict[tuple[str, str], str] = {}
        self._stems: dict[str, frozenset[str]] = {}
        self._states: dict[str, dict[str, str]] = {}
        self._metadata: dict[str, Path] | None = None
        self._distributions: dict[str, tuple[str, str] | None] = {}

    def place(self, path: str) -> str:
        """Gives the path on this machine of one that is stored."""
        if not self._home:
            self._home = self.environment.get("HOME") or os.path.expanduser("~")  # noqa: PTH111
        return actual_path(path, self.root, self._home)

    def status(self, path: str) -> os.stat_result | None:
        """Gives the status of what is there, links followed; None where there is nothing."""
        if path not in self._status:
            try:
                self._status[path] = os.stat(self.place(path))  # noqa: PTH116
            except (OSError, ValueError):
                self._status[path] = None
        return self._status[path]

    def kind(self, path: str) -> str:
        """Gives ``file``, ``directory``, ``other`` or ``absent``, as `observe.asked_state` does."""
        status = self.status(path)
        if status is None:
            return ABSENT
        if stat.S_ISDIR(status.st_mode):
            return "directory"
        return "file" if stat.S_ISREG(status.st_mode) else "other"

    def link(self, path: str) -> str:
        """Gives where a link leads, in the words of `observe.link_state`."""
        return link_state(self.place(path))

    def size(self, path: str) -> int:
        """Gives the size of a file in bytes; 0 where there is nothing."""
        status = self.status(path)
        return 0 if status is None else status.st_size

    def digest(self, path: str) -> str | None:
        """Gives the digest of a file's bytes; None where there is no file that can be read."""
        if path not in self._digests:
            self._digests[path] = self._known(path, path) or self._read(path)
        return self._digests[path]

    def tree(self, path: str) -> str:
        """Gives the digest of a source's tree; an empty string where it has none."""
        digest = self.digest(path)
        if digest is None:
            return ""
        trees = self.index.trees
        if digest not in trees:
            data = self._sources.pop(path, None) or _bytes(self.place(path))
            if bytes_digest(data) != digest:
                return ""  # it is being changed right now
            trees[digest] = tree_digest(data)
            self.index.changed = True
        return trees[digest]

    def listed(self, path: str) -> str:
        """Gives the digest of what a directory holds, or ``absent``."""
        if path not in self._listed:
            self._listed[path] = listing_state(self.place(path))
        return self._listed[path]

    def matched(self, path: str, pattern: str) -> str:
        """Gives the digest of what a pattern matches below a directory."""
        at = (path, pattern)
        if at not in self._matched:
            self._matched[at] = matched_state(self.place(path), pattern)
        return self._matched[at]

    def searched(self, path: str, names: Iterable[str]) -> Mapping[str, str]:
        """Gives those of the names that an import would find in a directory, and as what."""
        if path == INSTALLED:
            found: dict[str, str] = {}
            for place in reversed(_places()):
                found |= self.searched(place, names)
            return found
        if path not in self._stems:
            self._stems[path] = _stems(self.place(path))
        present = self._stems[path].intersection(names)
        known = self._states.setdefault(path, {})
        if present - known.keys():
            known |= search_states(self.place(path), present - known.keys())
        return {name: known[name] for name in present if known[name] != "nothing"}

    def editable(self, names: Iterable[str]) -> dict[str, str]:
        """Gives those of the names that an import would find in what is installed as editable."""
        return dict.fromkeys(editable_modules(_places(), names), ELSEWHERE)

    def variable(self, name: str) -> str | None:
        """Gives the digest of a variable's value; None where it is not set."""
        return variable_state(name, self.environment)

    def distribution(self, name: str) -> tuple[str, str] | None:
        """Gives version and digest of a distribution; None where it is not installed.

        ``*`` stands for all of them.
        """
        if self._metadata is None:
            self._metadata = find_distributions(_places())
        if name == EVERYTHING:
            return everything(
                {one: self.distribution(one) or ("", ABSENT) for one in self._metadata}
            )
        if name not in self._distributions:
            self._distributions[name] = self._distribution(self._metadata.get(name))
        return self._distributions[name]

    def _distribution(self, directory: Path | None) -> tuple[str, str] | None:
        if directory is None:
            return None
        record = str(directory / "RECORD")
        label = f"{record}#distribution"
        known = self._known(record, label)
        if known is not None:
            version, _, digest = known.rpartition(" ")
            return version, digest
        version, digest = read_distribution(directory)
        self._learn(record, label, f"{version} {digest}")
        return version, digest

    def version(self, program: str, ask: Callable[[], str]) -> str:
        """Gives the version of a program; it is asked only if its file is not as it was."""
        label = f"{program}#version"
        known = self._known(program, label)
        if known is None:
            known = ask()
            self._learn(program, label, known)
        return known

    def _known(self, path: str, label: str) -> str | None:
        status = self.status(path)
        row = self.index.files.get(label)
        return row[1] if row and status and row[0] == stamp_of(status) else None

    def _learn(self, path: str, label: str, found: str) -> None:
        status = self.status(path)
        if status is not None:
            self.index.learn(label, (stamp_of(status), found))

    def _read(self, path: str) -> str | None:
        status = self.status(path)
        if status is None or not stat.S_ISREG(status.st_mode) or status.st_size > _LARGEST:
            return None
        digest = hashlib.sha256()
        is_source = path.endswith(".py") and status.st_size <= _SOURCE
        kept = bytearray()
        try:
            with open(self.place(path), "rb") as stream:  # noqa: PTH123
                before = os.fstat(stream.fileno())
                while chunk := stream.read(_CHUNK):
                    digest.update(chunk)
                    if is_source:
                        kept += chunk
                after = os.fstat(stream.fileno())
        except OSError:
            return None
        if is_source:
            self._sources[path] = bytes(kept)
        if stamp_of(before) == stamp_of(after) == stamp_of(status):
            self._learn(path, path, digest.hexdigest())
        return digest.hexdigest()


def _bytes(path: str) -> bytes:
    try:
        return Path(path).read_bytes()
    except OSError:
        return b""


def _stems(directory: str) -> frozenset[str]:
    try:
        return frozenset(name.partition(".")[0] for name in os.listdir(directory))  # noqa: PTH208
    except OSError:
        return frozenset()


def _places() -> list[str]:
    """Gives the directories of installed distributions, in the order of the import path."""
    known = [place.rstrip(os.sep) for place in installed_directories()[1]]
    return [place for place in sys.path if place in known] or known
