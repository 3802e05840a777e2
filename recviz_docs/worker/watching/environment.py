"""Variables of the environment that are read.

Owns the wrappers of `os.environ`'s class, so that it does not matter under which
name the author's code holds the object. A value that the process has set itself is
none of the outside's. Reads in C (``getenv``) cannot be seen.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, ItemsView, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from threading import get_ident
from types import CodeType, FrameType
from typing import Any

from recviz_docs.cache.observe import is_personal, variable_state
from recviz_docs.project import library_of
from recviz_docs.worker.watching.record import Record

__all__ = ["watch_environment"]

_frame, _fsdecode = sys._getframe, os.fsdecode
_VIEWS = ItemsView.__iter__.__code__.co_filename
# The worker sets these itself.
_OURS = frozenset({"CUDA_VISIBLE_DEVICES", "PYTHONHASHSEED"})
# Where a person or a server works, and how it looks there: who reads these on the way to
# something else (a cache directory, a program) is seen when it gets there.
_PERSONAL = frozenset(
    {
        "HOME", "USERPROFILE", "HOMEDRIVE", "HOMEPATH", "USER", "USERNAME", "LOGNAME", "LNAME",
        "PATH", "PATHEXT", "PWD", "SHELL", "TMPDIR", "TEMP", "TMP", "TERM", "COLORTERM",
        "COLUMNS", "LINES", "NO_COLOR", "FORCE_COLOR", "CLICOLOR", "DISPLAY", "LANG", "LANGUAGE",
        "LC_ALL", "LC_CTYPE", "LC_MESSAGES", "XDG_CACHE_HOME", "PYTHONPATH", "PYTHONDOCS",
        "PYTHONTZPATH", "SOURCE_DATE_EPOCH", "CI", "CC", "CXX", "CFLAGS", "LOGLEVEL",
        "DO_NOT_TRACK", "DISABLE_TELEMETRY", "HF_HOME",
    }
)  # fmt: skip
_SEARCHING = frozenset({"which", "get_terminal_size", "get_exec_path"})
_PERSONAL_PREFIXES = ("HF_HUB_", "HF_TOKEN", "GITHUB_", "OAUTH_", "TQDM_")
_SHOWING = frozenset({"tqdm", "rich", "loguru"})  # they write to a terminal
_HOMES = ("posixpath", "ntpath", "pathlib")
_UNSET = ""


def watch_environment(record: Record, outside: Mapping[str, str]) -> Callable[[], None]:
    """Wraps the reading of variables and gives what takes the wrappers away again.

    Args:
        record: takes what is read.
        outside: the environment that the process was started with.
    """
    owner: Any = type(os.environ)
    names = ("__getitem__", "__iter__", "__setitem__", "__delitem__")
    before = {name: owner.__dict__[name] for name in names}
    changed: set[str] = set()

    walks = _Walks()

    def get(environ: Any, key: Any) -> Any:
        if not walks.goes_on(_frame(1), key):
            _note(record, key, changed, outside)
        return before["__getitem__"](environ, key)

    def walk(environ: Any) -> Iterator[Any]:
        names: list[str] = list(before["__iter__"](environ))
        walks.begins(_frame(1), names)
        _note_all(record, outside)
        return iter(names)

    def put(environ: Any, key: Any, value: Any) -> None:
        before["__setitem__"](environ, key, value)
        changed.add(_fsdecode(key))

    def remove(environ: Any, key: Any) -> None:
        before["__delitem__"](environ, key)
        changed.add(_fsdecode(key))

    wrappers = dict(zip(names, (get, walk, put, remove), strict=True))
    for name, wrapper in wrappers.items():
        setattr(owner, name, wrapper)

    def restore() -> None:
        for name, wrapper in wrappers.items():
            if owner.__dict__.get(name) is wrapper:
                setattr(owner, name, before[name])

    return restore


@dataclass(slots=True)
class _Walks:
    """Reads of all variables that go on: by thread, whose code reads and what it reads next.

    ``dict(os.environ)`` and ``os.environ.items()`` ask for the names and then for each value.
    """

    _next: dict[int, tuple[CodeType, Iterator[str]]] = field(default_factory=dict)

    def begins(self, frame: FrameType, names: Iterable[str]) -> None:
        self._next[get_ident()] = (_reader(frame), iter(list(names)))

    def goes_on(self, frame: FrameType, key: object) -> bool:
        code, names = self._next.get(get_ident(), (None, iter(())))
        if code is None or code is not _reader(frame):
            return False
        if next(names, None) == key:
            return True
        del self._next[get_ident()]
        return False


def _reader(frame: FrameType) -> CodeType:
    while frame.f_code.co_filename == _VIEWS and frame.f_back is not None:
        frame = frame.f_back
    return frame.f_code


def _note(record: Record, key: object, changed: set[str], outside: Mapping[str, str]) -> None:
    if not record.active or not isinstance(key, str | bytes):
        return
    with record.looking() as looks:
        name = _fsdecode(key)
        if not looks or name in changed or name in _OURS or not name:
            return
        if record.has("environment", "*"):
            return  # all of them count already
        if not _is_noise(record, name, _frame(2)):
            record.note("environment", name, lambda: variable_state(name, outside) or _UNSET)


def _note_all(record: Record, outside: Mapping[str, str]) -> None:
    """Notes that all variables were read, or those that are named after the library that did."""
    if not record.active:
        return
    with record.looking() as looks:
        if not looks:
            return
        caller = record.callers.caller(_frame(2))
        functions = {function for _module, function in caller.python}
        if caller.kind == "ours" or caller.asks_machine or "clear" in functions:
            return
        name = "*"
        if caller.kind == "library" and (caller.importing or record.quiet):
            library = library_of(caller.file)
            if library in _SHOWING:
                return
            name = library.upper() + "*"
        record.note("environment", name, lambda: variable_state(name, outside) or _UNSET)


def _is_noise(record: Record, name: str, frame: FrameType) -> bool:
    caller = record.callers.caller(frame)
    functions = {function for _module, function in caller.python}
    if caller.kind == "ours" or "clear" in functions:
        return True
    personal = name in _PERSONAL or name.startswith(_PERSONAL_PREFIXES)
    if not personal and not is_personal(name):
        return False
    if caller.kind == "library" or caller.asks_machine:
        return True
    return caller.through(*_HOMES) or bool(functions & _SEARCHING)
