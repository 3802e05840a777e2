"""How a path is written down so that it means the same in another clone.

Owns the project's root and the step between a path of this machine and a stored
one: relative to the root with ``/``, or absolute outside of it.
"""

from __future__ import annotations

import os
from pathlib import Path

__all__ = ["actual_path", "project_root", "stored_path"]

_MARKS = (".git", ".hg", ".svn", ".jj", "pyproject.toml")


def project_root(base: Path) -> Path:
    """Gives the nearest directory from ``base`` upwards that a project starts in, else ``base``."""
    base = Path(os.path.normpath(base.absolute()))
    for directory in (base, *base.parents):
        if any((directory / mark).exists() for mark in _MARKS):
            return directory
    return base


def stored_path(path: str, root: str) -> str:
    """Gives an absolute, normalised path as it is stored."""
    if path == root:
        return "."
    prefix = root if root.endswith(os.sep) else root + os.sep
    return (path[len(prefix) :] if path.startswith(prefix) else path).replace(os.sep, "/")


def actual_path(stored: str, root: str) -> str:
    """Gives the path on this machine of one that is stored."""
    return os.path.normpath(os.path.join(root, stored))  # noqa: PTH118
