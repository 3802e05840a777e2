"""How a path is written down so that it means the same in another clone.

Owns the project's root and the step between a path of this machine and a stored
one: relative to the root with ``/``, below ``~`` in the user's home, or absolute.
"""

from __future__ import annotations

import os
from pathlib import Path

__all__ = ["actual_path", "is_outside", "project_root", "stored_path"]

_MARKS = (".git", ".hg", ".svn", ".jj", "pyproject.toml")


def project_root(base: Path) -> Path:
    """Gives the nearest directory from ``base`` upwards that a project starts in, else ``base``."""
    base = Path(os.path.normpath(base.absolute()))
    for directory in (base, *base.parents):
        if any((directory / mark).exists() for mark in _MARKS):
            return directory
    return base


def stored_path(path: str, root: str, home: str = "") -> str:
    """Gives an absolute, normalised path as it is stored."""
    if path == root:
        return "."
    prefix = root if root.endswith(os.sep) else root + os.sep
    if path.startswith(prefix):
        found = path[len(prefix) :].replace(os.sep, "/")
        return f"./{found}" if found.startswith("~") else found
    home = home.rstrip(os.sep)  # of some servers it is the root of all
    if home and path.startswith(home + os.sep):
        path = "~" + path[len(home) :]
    return path.replace(os.sep, "/")


def actual_path(stored: str, root: str, home: str = "") -> str:
    """Gives the path on this machine of one that is stored."""
    if stored.startswith("~/"):
        stored = os.path.join(home or os.path.expanduser("~"), stored[2:])  # noqa: PTH111, PTH118
    place = os.path.join(root, stored)  # noqa: PTH118
    return place if os.sep == "/" else os.path.normpath(place)


def is_outside(stored: str) -> bool:
    """Tells whether a stored path is not the project's."""
    return stored.startswith("~/") or os.path.isabs(stored)  # noqa: PTH117
