"""Which paths can be dependencies at all.

Owns that border, and the spelling of a path that was given to Python. Files of
installed distributions count by their distribution, those of Python by its version;
devices and what the kernel makes up do not count.
"""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass, field
from pathlib import Path

import recviz_docs
from recviz_docs.project import installed_directories

__all__ = ["Scope", "absolute"]

_getcwd, _fsdecode, _fspath, _readlink = os.getcwd, os.fsdecode, os.fspath, os.readlink
_normpath, _realpath, _join, _split = (
    os.path.normpath,
    os.path.realpath,
    os.path.join,
    os.path.split,
)
_MADE_UP = ("/proc/", "/sys/", "/dev/", "/run/")
# The machine's clock and names; and a place for the standard library that nobody uses.
_MACHINE = ("/usr/share/zoneinfo/", "/etc/localtime", "/etc/timezone", "/etc/os-release")
_OURS = (
    _realpath(_split(recviz_docs.__file__)[0]) + os.sep,
    _split(recviz_docs.__file__)[0] + os.sep,
)
_ZIP = f"{os.sep}python{sys.version_info.major}{sys.version_info.minor}.zip"


def absolute(path: object, directory: int | None = None) -> str | None:
    """Gives the absolute path that Python was given; None for a descriptor.

    Args:
        path: text, bytes or a path object.
        directory: the descriptor that it is relative to (``dir_fd``), if any.
    """
    if path is None:
        path = os.curdir
    if isinstance(path, int) or not isinstance(path, str | bytes | os.PathLike):
        return None
    text = _fsdecode(_fspath(path))
    if "\0" in text or not text:
        return None
    if not text.startswith(os.sep) or os.name == "nt":
        base = _getcwd()
        if isinstance(directory, int) and directory >= 0:
            base = _readlink(f"/proc/self/fd/{directory}")
        text = _join(base, text)
    if "/../" in text + "/":  # behind a link, .. is elsewhere
        head, tail = _split(text)
        text = _join(_realpath(head), tail) if tail != ".." else _realpath(text)
    return _normpath(text)


@dataclass(slots=True)
class Scope:
    """The border for one project.

    Attributes:
        root: the project's root.
        real_root: the same without symbolic links.
        home: of the user.
        site: directories of installed distributions.
        outside: prefixes of what does not count; each ends with a separator.
        inside: project directories; these count even below such a prefix.
    """

    root: str
    real_root: str
    home: str
    site: tuple[str, ...]
    outside: tuple[str, ...]
    inside: tuple[str, ...]
    _above: frozenset[str] = field(default_factory=frozenset)

    @classmethod
    def of(cls, root: Path, directories: tuple[Path, ...], scratch: Path) -> Scope:
        """Gives the border for a project with these import directories."""
        standard, site = installed_directories()
        outside = [*standard, *site, str(scratch) + os.sep]
        inside = [str(place) + os.sep for place in (root, root.resolve(), *directories)]
        if sys.prefix != sys.base_prefix:
            outside.append(_realpath(sys.prefix) + os.sep)
            outside.append(sys.prefix + os.sep)
        return cls(
            root=str(root),
            real_root=_realpath(root),
            home=os.path.expanduser("~"),  # noqa: PTH111
            site=tuple(place.rstrip(os.sep) for place in site),
            outside=tuple(outside),
            inside=tuple(inside),
            _above=frozenset(
                str(place) for top in (root, root.resolve()) for place in (top, *top.parents)
            ),
        )

    def counts(self, path: str) -> bool:
        """Tells whether what is at an absolute path can be a dependency."""
        if path.startswith(self.outside) or path + os.sep in self.outside:
            return self._is_closer_inside(path)
        if path.endswith(_ZIP) or (path + os.sep).startswith(_OURS):
            return False
        return not path.startswith((*_MADE_UP, *_MACHINE))

    def _is_closer_inside(self, path: str) -> bool:
        """Tells a project that stands in an environment from an environment in a project."""
        closest = max(len(prefix) for prefix in self.outside if (path + os.sep).startswith(prefix))
        return any(path.startswith(prefix) and len(prefix) > closest for prefix in self.inside)

    def is_above(self, path: str) -> bool:
        """Tells whether a path is the root or above it; that these exist says nothing."""
        return path in self._above

    def is_inside(self, directory: str) -> bool:
        """Tells whether a directory is one of the project's."""
        return (directory + os.sep).startswith(self.inside)

    def installed_part(self, path: str) -> str:
        """Gives the first part of a path below a directory of installed distributions, or ''."""
        for place in self.site:
            if path.startswith(place + os.sep):
                return path[len(place) + 1 :].partition(os.sep)[0]
        return ""
