"""A key of this user's own, by which a build knows again what it wrote itself.

Owns where the key is kept: outside of every project and cache directory, in the user's
directory for state, readable by nobody else. Without one (no home, a directory that
cannot be read, somebody else's file) there is no key, and that is no error: what would
have been signed is made again.
"""

from __future__ import annotations

import os
import stat
import sys
from contextlib import suppress
from pathlib import Path

__all__ = ["own_secret", "secret_file"]

_BYTES = 32
_OTHERS = 0o077
_FLAGS = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
_ON_WINDOWS = sys.platform == "win32"  # there the profile's own access list guards the file


def secret_file() -> Path | None:
    """Gives where the key of this user is; None where the user has no place for it."""
    place = os.environ.get("LOCALAPPDATA" if _ON_WINDOWS else "XDG_STATE_HOME", "")
    try:
        state = Path(place) if Path(place).is_absolute() else Path.home() / ".local" / "state"
    except (RuntimeError, OSError):
        return None  # the user has no home
    return state / "recviz-docs" / "key" if state.is_absolute() else None


def own_secret(cache: Path) -> bytes | None:
    """Gives the key, which is made where there is none; None where none can be trusted.

    Args:
        cache: the cache directory. Who can write there must not be able to choose the key.
    """
    file = secret_file()
    if file is None or _lies_in(file, cache):
        return None
    found = _read(file)
    if found is not None:
        return found
    with suppress(OSError):
        if _is_own_place(file.parent):
            file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            if _is_own(file.parent.lstat()):
                _make(file)
    return _read(file)


def _lies_in(file: Path, directory: Path) -> bool:
    try:
        return file.resolve().is_relative_to(directory.resolve())
    except (OSError, RuntimeError):
        return True  # nobody can tell


def _is_own_place(directory: Path) -> bool:
    """Whether what is there of a path is this user's; another's home is left alone."""
    if _ON_WINDOWS:
        return True
    there = next(place for place in (directory, *directory.parents) if place.exists())
    return there.stat().st_uid == os.geteuid()


def _read(file: Path) -> bytes | None:
    try:
        if not _is_own(file.parent.lstat()):
            return None
        number = os.open(file, _FLAGS)
    except (OSError, ValueError):
        return None
    try:
        status = os.fstat(number)
        private = _ON_WINDOWS or not status.st_mode & _OTHERS
        if not stat.S_ISREG(status.st_mode) or not _is_own(status) or not private:
            return None
        data = os.read(number, _BYTES + 1)
        return data if len(data) == _BYTES else None
    except OSError:
        return None
    finally:
        os.close(number)


def _is_own(status: os.stat_result) -> bool:
    """Whether it is this user's, and nobody else can write it."""
    if _ON_WINDOWS:
        return True
    writable = status.st_mode & (stat.S_IWGRP | stat.S_IWOTH)
    return status.st_uid == os.geteuid() and not writable and not stat.S_ISLNK(status.st_mode)


def _make(file: Path) -> None:
    """Puts a new key there, whole at once; one that another build put there first stays."""
    import secrets
    import tempfile

    number, temporary = tempfile.mkstemp(dir=file.parent, prefix=".new-")  # mode 0600
    try:
        with os.fdopen(number, "wb") as stream:
            stream.write(secrets.token_bytes(_BYTES))
        if file.exists() or file.is_symlink():
            Path(temporary).replace(file)  # what is there is no key, or no secret any more
        else:
            os.link(temporary, file)
    finally:
        Path(temporary).unlink(missing_ok=True)
