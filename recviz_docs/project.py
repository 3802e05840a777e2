"""Whose file it is: the author's project, an installed library, or ours.

Owns that one question. It must import nothing of either: the docs process asks it
about the frames of a crash, the worker to decide whose bytecode may be trusted.
"""

from __future__ import annotations

import os
import site
import sysconfig
from functools import cache
from pathlib import Path

__all__ = [
    "installed_directories",
    "is_installed",
    "is_ours",
    "is_project",
    "is_standard",
    "is_wrapper",
    "library_of",
]

_OURS = os.path.realpath(Path(__file__).parent) + os.sep
_WRAPPERS = _OURS + os.path.join("worker", "watching") + os.sep  # noqa: PTH118


@cache
def _standard() -> tuple[str, ...]:
    paths = sysconfig.get_paths()
    return _prefixes(paths[name] for name in ("stdlib", "platstdlib"))


@cache
def _packages() -> tuple[str, ...]:
    paths = sysconfig.get_paths()
    places = [paths["purelib"], paths["platlib"], *site.getsitepackages()]
    return _prefixes([*places, site.getusersitepackages()])


def _prefixes(places: object) -> tuple[str, ...]:
    assert not isinstance(places, str)
    found = {os.path.realpath(place) + os.sep for place in places}  # type: ignore[attr-defined]
    return tuple(sorted(found, key=len, reverse=True))


@cache
def _real_directory(directory: str) -> str:
    return os.path.realpath(directory)


def _real(file: str) -> str:
    """Gives where a file's directory is; the file itself may be linked into it by an installer."""
    directory, name = os.path.split(file)
    if not os.path.isabs(directory):  # noqa: PTH117
        return os.path.realpath(file)
    return os.path.join(_real_directory(directory), name)  # noqa: PTH118


def is_installed(file: str) -> bool:
    """Tells whether ``file`` belongs to Python or to an installed distribution."""
    places = (*_packages(), *_standard())
    return _real(file).startswith(places) or os.path.realpath(file).startswith(places)


def is_standard(file: str) -> bool:
    """Tells whether ``file`` belongs to Python itself."""
    real = _real(file)
    return real.startswith(_standard()) and not real.startswith(_packages())


def installed_directories() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Gives where Python's own modules are and where distributions are; each ends with ``/``."""
    return _standard(), _packages()


def is_ours(file: str) -> bool:
    """Tells whether ``file`` is a module of recviz-docs itself, or the directory of one."""
    return (_real(file) + os.sep).startswith(_OURS)


def is_wrapper(file: str) -> bool:
    """Tells whether ``file`` only passes calls on; what is raised there is not its own."""
    return _real(file).startswith(_WRAPPERS)


def is_project(file: str) -> bool:
    """Tells whether ``file`` is the author's own (not ``<string>``, not installed, not ours)."""
    return not file.startswith("<") and not is_installed(file) and not is_ours(file)


def library_of(file: str) -> str:
    """Gives the top-level name that an installed file belongs to, or an empty string.

    The standard library's files and files of no distribution give an empty string.
    """
    real = _real(file)
    for prefix in _packages():
        if real.startswith(prefix):
            return Path(real[len(prefix) :]).parts[0].removesuffix(".py")
    return ""
