"""On whose behalf something is read: the project's, a library's, or ours.

Owns the reading of the stack. It must not know what is read. Python's own modules
do what their caller wants, so the first frame that is not theirs counts.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from types import FrameType
from typing import Literal

from recviz_docs.project import is_installed, is_ours, is_standard, library_of

__all__ = ["Caller", "Callers", "Kind"]

Kind = Literal["python", "library", "ours", "project"]
_HERE = os.path.dirname(__file__) + os.sep  # noqa: PTH120
_OURS = os.path.dirname(os.path.dirname(_HERE.rstrip(os.sep)))  # noqa: PTH120
# One asks which files make a package, which decides what a target is; the other imports what
# the project is going to import.
_FOR_AUTHORS = (
    os.path.join(_OURS, "tracing", "place.py"),  # noqa: PTH118
    os.path.join(_OURS, "worker", "preload", "importing.py"),  # noqa: PTH118
)
# They look at the machine they run on, or show the author a line of source.
_MACHINE = (
    "platform", "mimetypes", "locale", "gettext", "uuid", "getpass", "webbrowser", "ssl",
    "ctypes.util", "tempfile", "random", "netrc",
)  # fmt: skip
_SHOWING = ("traceback", "warnings", "logging", "faulthandler")
_BACKPORTS = frozenset({"importlib_metadata", "importlib_resources", "zipp"})
_FROZEN = "<frozen "


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asked.

    Attributes:
        kind: whose code asked, through Python's own modules or not.
        python: the functions of Python's modules that it asked through, innermost first, as
            ``(module, function)``.
        function: the asking function itself.
        file: of that function.
        importing: whether it is a library that is being imported.
    """

    kind: Kind
    python: tuple[tuple[str, str], ...]
    function: str
    file: str = ""
    importing: bool = False

    def through(self, *modules: str) -> bool:
        """Tells whether one of these modules of Python was in between."""
        return any(module in modules for module, _function in self.python)

    @property
    def asks_machine(self) -> bool:
        """Tells whether it is about the machine and its user, whom no model is built from."""
        return self.through(*_MACHINE)

    @property
    def shows_source(self) -> bool:
        """Tells whether a line of source is fetched for a warning or a traceback."""
        return self.through("linecache") and self.through(*_SHOWING)


@dataclass(slots=True)
class Callers:
    """The reader of stacks; it remembers whose a file is."""

    _kinds: dict[str, Kind] = field(default_factory=dict)

    def caller(self, frame: FrameType | None) -> Caller:
        """Gives who asked, from the innermost frame that is not of this package."""
        python: list[tuple[str, str]] = []
        for link in _frames(frame):
            code = link.f_code
            if code.co_filename.startswith(_HERE):
                continue
            kind = self.kind(code.co_filename)
            if kind != "python":
                importing = kind == "library" and self._is_importing(link)
                return Caller(kind, tuple(python), code.co_name, code.co_filename, importing)
            python.append((_module(code.co_filename), code.co_name))
        return Caller("project", tuple(python), "")

    def kind(self, file: str) -> Kind:
        """Tells whose code is in a file."""
        known = self._kinds.get(file)
        if known is None:
            known = self._kinds[file] = _kind(file)
        return known

    def _is_importing(self, frame: FrameType) -> bool:
        """Tells whether a library's module is being executed, the project's code not in between."""
        for link in _frames(frame):
            kind = self.kind(link.f_code.co_filename)
            if kind in ("project", "ours"):
                return False
            if kind == "library" and link.f_code.co_name == "<module>":
                return True
        return False


def _frames(frame: FrameType | None) -> Iterator[FrameType]:
    while frame is not None:
        yield frame
        frame = frame.f_back


def _kind(file: str) -> Kind:
    if file.startswith("<"):
        return "python"  # frozen, or made by exec: it does what its caller wants
    if file in _FOR_AUTHORS:
        return "project"
    if is_ours(file):
        return "ours"
    if is_standard(file):
        return "python"
    if library_of(file) in _BACKPORTS:
        return "python"
    return "library" if is_installed(file) else "project"


def _module(file: str) -> str:
    if file.startswith(_FROZEN):
        return file[len(_FROZEN) : -1].partition(".")[0]
    head, tail = os.path.split(file)
    stem = tail.removesuffix(".py")
    package = os.path.basename(head)  # noqa: PTH119
    if package in ("ctypes", "multiprocessing", "importlib", "logging", "pathlib", "concurrent"):
        return f"{package}.{stem}" if package == "ctypes" else package
    return package if stem == "__init__" else stem
