"""What is at a path or in a variable now, in the words of `Dependencies`.

Owns that wording, so that the worker that records and the docs process that checks
cannot differ. It reads and looks only; it must not know which of it matters.
"""

from __future__ import annotations

import hashlib
import os
import stat
import time
from collections.abc import Iterable, Mapping
from glob import iglob
from importlib.machinery import BYTECODE_SUFFIXES, EXTENSION_SUFFIXES, SOURCE_SUFFIXES

__all__ = [
    "ABSENT",
    "ELSEWHERE",
    "INSTALLED",
    "SEARCH_STATES",
    "asked_again",
    "asked_state",
    "file_bytes",
    "file_state",
    "is_personal",
    "link_state",
    "listing_state",
    "matched_state",
    "matching",
    "search_agrees",
    "search_states",
    "stamp",
    "variable_state",
]

ABSENT = "absent"
INSTALLED = "<installed>"  # stands for all directories of installed distributions, in `searched`
ELSEWHERE = "elsewhere"  # where something that is installed as editable says
SEARCH_STATES = (
    "", "nothing", "module", "package", "namespace", "extension", "bytecode", ELSEWHERE,
)  # fmt: skip
_BLOCK = 1 << 20
_TICK = 2.0  # seconds
# A FIFO must not block us.
_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
_open, _read, _close, _fstat, _stat = os.open, os.read, os.close, os.fstat, os.stat
_sep = os.sep
_scandir, _fsencode, _readlink = os.scandir, os.fsencode, os.readlink
_SUFFIXES = (
    *((suffix, "extension") for suffix in EXTENSION_SUFFIXES),
    *((suffix, "module") for suffix in SOURCE_SUFFIXES),
    *((suffix, "bytecode") for suffix in BYTECODE_SUFFIXES),
)
# Written by Python, by editors while they write, and by file browsers.
_STRAY_ENDS = (".pyc", "~", ".swp", ".swo", ".swx", ".tmp~")
_STRAY = frozenset({"__pycache__", ".DS_Store", "Thumbs.db", "4913"})
# They differ between two terminals, and say nothing that a model could be built from.
_PERSONAL = ("SSH_", "TERM", "XDG_SESSION", "DBUS_", "VSCODE_", "ITERM", "WINDOW", "PYTEST_CURRENT")
_TERMINAL = frozenset({"_", "PWD", "OLDPWD", "SHLVL", "COLUMNS", "LINES", "COLORTERM", "DISPLAY"})
_OWN = frozenset({"CUDA_VISIBLE_DEVICES", "PYTHONHASHSEED"})  # the worker sets these itself


def file_bytes(path: str) -> bytes | None:
    """Gives what a regular file holds; None where there is none that can be read."""
    try:
        number = _open(path, _FLAGS)
    except (OSError, ValueError):
        return None
    try:
        if not stat.S_ISREG(_fstat(number).st_mode):
            return None
        blocks = []
        while block := _read(number, _BLOCK):
            blocks.append(block)
        return b"".join(blocks)
    except OSError:
        return None
    finally:
        _close(number)


def file_state(path: str) -> str:
    """Gives the digest of a regular file's bytes, or ``absent``."""
    return _sized(path)[1]


def _sized(path: str) -> tuple[int, str]:
    try:
        number = _open(path, _FLAGS)
    except (OSError, ValueError):
        return 0, ABSENT
    try:
        if not stat.S_ISREG(_fstat(number).st_mode):
            return 0, ABSENT
        digest, size = hashlib.sha256(), 0
        while block := _read(number, _BLOCK):
            digest.update(block)
            size += len(block)
        return size, digest.hexdigest()
    except OSError:
        return 0, ABSENT
    finally:
        _close(number)


def stamp(path: str) -> str:
    """Gives by what a file is known not to have changed; empty where that cannot be relied on.

    Two writes within a tick of the file system's clock can look the same.
    """
    try:
        found = _stat(path)
    except (OSError, ValueError):
        return ""
    if time.time() - max(found.st_mtime, found.st_ctime) < _TICK:
        return ""
    facts = (found.st_mtime_ns, found.st_ctime_ns, found.st_size, found.st_ino, found.st_dev)
    return " ".join(map(str, facts))


def asked_state(path: str, *, content: bool) -> str:
    """Gives what is at a path: its kind, and of a file size and digest where these matter."""
    try:
        mode = _stat(path).st_mode
    except (OSError, ValueError):
        return ABSENT
    if stat.S_ISDIR(mode):
        return "directory"
    if not stat.S_ISREG(mode):
        return "other"
    if not content:
        return "file"
    size, digest = _sized(path)
    return ABSENT if digest == ABSENT else f"file:{size}:{digest}"


def link_state(path: str) -> str:
    """Gives where a symbolic link leads, as a word of `asked`; empty where there is none."""
    try:
        return f"link:{hashlib.sha256(_fsencode(_readlink(path))).hexdigest()};"
    except (OSError, ValueError):
        return ""


def asked_again(path: str, recorded: str) -> str:
    """Gives what is at a path now, as far as it was asked when ``recorded`` was."""
    state = asked_state(path, content="file:" in recorded)
    return link_state(path) + state if recorded.startswith("link:") else state


def listing_state(path: str) -> str:
    """Gives the digest of the names in a directory and of which are directories, or ``absent``."""
    try:
        with _scandir(path) as entries:
            names = sorted(_entry(entry) for entry in entries if not _is_stray(entry.name))
    except (OSError, ValueError):
        return ABSENT
    return hashlib.sha256(b"\0".join(_fsencode(name) for name in names)).hexdigest()


def matching(head: str, pattern: str) -> list[str]:
    """Gives what a pattern matches below a directory, relative to it."""
    found = iglob(pattern, root_dir=head, recursive=True)  # noqa: PTH207
    return sorted(path for path in found if not any(map(_is_stray, path.split(_sep))))


def matched_state(head: str, pattern: str) -> str:
    """Gives the digest of the names that a pattern matches below a directory."""
    try:
        names = matching(head, pattern)
    except (OSError, ValueError):
        names = []
    return hashlib.sha256(b"\0".join(map(_fsencode, names))).hexdigest()


def _entry(entry: os.DirEntry[str]) -> str:
    return entry.name + ("/" if entry.is_dir(follow_symlinks=False) else "")


def _is_stray(name: str) -> bool:
    return name in _STRAY or name.endswith(_STRAY_ENDS) or name.startswith((".#", "#"))


def search_states(directory: str, names: Iterable[str]) -> dict[str, str]:
    """Gives for each name what an import would find of it in a directory, or ``nothing``."""
    try:
        with _scandir(directory) as entries:
            present = {entry.name for entry in entries}
    except (OSError, ValueError):
        present = set()
    return {name: _search_state(directory, name, present) for name in sorted(names)}


def _search_state(directory: str, name: str, present: set[str]) -> str:
    folder = os.path.join(directory, name)  # noqa: PTH118
    is_folder = name in present and asked_state(folder, content=False) == "directory"
    if is_folder:
        for suffix, _state in _SUFFIXES:
            if asked_state(f"{folder}{os.sep}__init__{suffix}", content=False) == "file":
                return "package"
    for suffix, state in _SUFFIXES:
        if name + suffix in present and asked_state(folder + suffix, content=False) != "directory":
            return state
    return "namespace" if is_folder else "nothing"


def search_agrees(recorded: str, found: str) -> bool:
    """Tells whether what `search_states` finds now is what was recorded.

    A plain directory counts only where the name was a namespace or was found nowhere:
    ``docs/torch/`` beside an installed ``torch`` is no module.
    """
    return recorded == found or (recorded == "" and found in ("nothing", "namespace"))


def variable_state(name: str, environment: Mapping[str, str]) -> str | None:
    """Gives the digest of a variable's value, None where it is not set.

    ``*`` stands for all of them, ``NAME*`` for those that begin so.
    """
    if name.endswith("*"):
        values = sorted(
            f"{key}={value}"
            for key, value in environment.items()
            if key.startswith(name[:-1]) and not is_personal(key)
        )
        return hashlib.sha256(b"\0".join(_fsencode(value) for value in values)).hexdigest()
    value = environment.get(name)
    return None if value is None else hashlib.sha256(_fsencode(value)).hexdigest()


def is_personal(key: str) -> bool:
    """Tells whether a variable is one of the terminal's, or set by the worker itself."""
    return key in _TERMINAL or key in _OWN or key.startswith(_PERSONAL)
