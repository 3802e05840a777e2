"""What has been seen so far: in this process, and in forks of it.

Owns the collection and its sharing. A fork (the same model at another size, or one
that the author's code makes) writes what it sees first to a file that the process
reads at the end, so nobody has to pass it back. It must not know what the sections
mean; values are texts, taken at the first use.
"""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from recviz_docs.cache.observe import file_bytes
from recviz_docs.cache.places import is_outside, stored_path
from recviz_docs.messages import Message
from recviz_docs.worker.watching.callers import Caller, Callers
from recviz_docs.worker.watching.scope import Scope

__all__ = ["SEPARATOR", "Record"]

SEPARATOR = "\0"  # between the parts of a key

# Bound now: the author's code may replace what these modules hold.
_getpid, _open, _write, _close = os.getpid, os.open, os.write, os.close
_dirname = os.path.dirname
_dumps, _loads, _thread = json.dumps, json.loads, threading.get_ident


@dataclass(slots=True)
class Record:
    """What has been seen.

    Attributes:
        shared: the file for what forks see.
        active: whether anything is recorded; whoever watches asks before.
        quiet: whether a warm-up of ours is running: only the project's own doings count.
        sections: by section and key, the value at the first use.
        written: files and directories that the process has made itself.
    """

    scope: Scope
    callers: Callers
    shared: str
    owner: int = field(default_factory=_getpid)
    active: bool = True
    quiet: bool = False
    sections: dict[str, dict[str, str]] = field(default_factory=dict)
    written: set[str] = field(default_factory=set)
    _busy: set[int] = field(default_factory=set)

    def note(self, section: str, key: str, value: Callable[[], str]) -> None:
        """Keeps the value of a key, once."""
        seen = self.sections.setdefault(section, {})
        if key not in seen:
            seen[key] = value()
            if _getpid() != self.owner:
                self._share(section, key, seen[key])

    def note_reason(self, reason: Message) -> None:
        """Keeps a reason why the trace must not be kept."""
        values = {name: str(value) for name, value in reason.values.items()}
        self.note("reasons", _dumps([reason.template, values], sort_keys=True), lambda: "")

    def has(self, section: str, key: str) -> bool:
        """Tells whether a key has been seen."""
        return key in self.sections.get(section, ())

    def wants(self, caller: Caller) -> bool:
        """Tells whether what is read on this behalf counts."""
        return caller.kind == "project" or (caller.kind != "ours" and not self.quiet)

    def is_own(self, path: str) -> bool:
        """Tells whether the process has made a file itself, or a directory above it."""
        if not self.written:
            return False
        while path not in self.written:
            above = _dirname(path)
            if above == path:
                return False
            path = above
        return True

    def shown(self, path: str) -> str:
        """Gives a path as it is stored, and as a reader may see it."""
        scope = self.scope
        shown = stored_path(path, scope.root, scope.home)
        # The site may have been named through a link.
        other = stored_path(path, scope.real_root, scope.home)
        return other if is_outside(shown) else shown

    def renew(self, scope: Scope, shared: str) -> None:
        """Begins anew, in a fork that draws a model of its own."""
        self.scope, self.shared, self.owner = scope, shared, _getpid()
        self.sections = {}
        self.active = True

    @contextmanager
    def looking(self) -> Iterator[bool]:
        """Gives whether to record: not what is read in order to record, nor after the end.

        What goes wrong inside is a gap in the record and no error of the author's code.
        """
        thread = _thread()
        if not self.active or thread in self._busy:
            yield False
            return
        self._busy.add(thread)
        try:
            yield True
        except Exception as error:
            self.lose(error)
        finally:
            self._busy.discard(thread)

    def lose(self, error: BaseException) -> None:
        """Notes that something was not recorded."""
        self.sections.setdefault("lost", {}).setdefault(type(error).__name__, str(error)[:500])
        if _getpid() != self.owner:
            self._share("lost", type(error).__name__, str(error)[:500])

    def _share(self, section: str, key: str, value: str) -> None:
        line = _dumps([section, key, value]).encode() + b"\n"
        number = _open(self.shared, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        try:
            _write(number, line)
        finally:
            _close(number)

    def gather(self) -> None:
        """Takes in what forks have seen."""
        for line in (file_bytes(self.shared) or b"").splitlines():
            try:
                section, key, value = _loads(line)
            except ValueError:  # a fork was killed while it wrote
                self.lose(ValueError("a line that is none"))
                continue
            self.sections.setdefault(section, {}).setdefault(key, value)
