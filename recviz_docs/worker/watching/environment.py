"""Variables of the environment that are read.

Owns the wrappers of `os.environ`'s class, so that it does not matter under which
name the author's code holds the object. A value that the process has set itself is
none of the outside's. Reads in C (``getenv``) cannot be seen.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Mapping
from types import FrameType
from typing import Any

from recviz_docs.cache.observe import is_personal, variable_state
from recviz_docs.worker.watching.record import Record

__all__ = ["watch_environment"]

_frame, _fsdecode = sys._getframe, os.fsdecode
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
_PERSONAL_PREFIXES = ("HF_HUB_", "HF_TOKEN", "GITHUB_", "OAUTH_")
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

    def get(environ: Any, key: Any) -> Any:
        _note(record, key, changed, outside)
        return before["__getitem__"](environ, key)

    def walk(environ: Any) -> Iterator[Any]:
        _note(record, "*", changed, outside)
        result: Iterator[Any] = before["__iter__"](environ)
        return result

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


def _is_noise(record: Record, name: str, frame: FrameType) -> bool:
    caller = record.callers.caller(frame)
    functions = {function for _module, function in caller.python}
    if not record.wants(caller) or "clear" in functions:
        return True
    if name == "*":
        return caller.kind != "project"
    personal = name in _PERSONAL or name.startswith(_PERSONAL_PREFIXES)
    if not personal and not is_personal(name):
        return False
    if caller.kind == "library" or caller.asks_machine:
        return True
    return caller.through(*_HOMES) or bool(functions & _SEARCHING)
