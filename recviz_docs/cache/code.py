"""Which of our own code a trace or a picture was made by.

Owns the choice of the files. Their digest is a dependency of the trace and part of a
picture's key, so no version number has to be raised by hand when a recorder, a pass, a
metric or a word changes.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from recviz_docs.cache.fingerprint import bytes_digest
from recviz_docs.cache.world import World

__all__ = ["drawing_code", "painting_code", "recording_code"]

_PACKAGE = Path(__file__).parent.parent
_RECORDING = frozenset(("graph", "project.py", "reference.py", "tracing", "worker"))
# All else may shape a picture, so a part that is new counts until somebody writes it down here.
_NO_DRAWING = frozenset(
    ("__main__.py", "cache", "cli", "errors.py", "export.py", "figures.py", "outline", "page",
     "project.py", "recording", "remarks.py", "report.py", "static", "tracing", "worker")
)  # fmt: skip
_NO_PAINTING = frozenset(
    ("__main__.py", "cli", "export.py", "project.py", "recording", "report.py", "static",
     "tracing", "worker")
)  # fmt: skip
_SUFFIXES = (".py", ".mo")


def recording_code(world: World) -> str:
    """Gives the digest of the code between a model and its trace."""
    return _digest(world, "recording", _RECORDING)


def drawing_code(world: World) -> str:
    """Gives the digest of the code and the words between a trace and its picture."""
    return _digest(world, "drawing", frozenset(os.listdir(_PACKAGE)) - _NO_DRAWING)  # noqa: PTH208


def painting_code(world: World) -> str:
    """Gives the digest of the code and the words that a picture and its outline are shown by."""
    return _digest(world, "painting", frozenset(os.listdir(_PACKAGE)) - _NO_PAINTING)  # noqa: PTH208


def _digest(world: World, name: str, parts: frozenset[str]) -> str:
    found = world.code.get(name)
    if found is None:
        lines = [f"{file} {world.digest(path)}" for file, path in sorted(_files(parts))]
        found = world.code[name] = bytes_digest("\n".join(lines).encode())
    return found


def _files(parts: frozenset[str]) -> Iterator[tuple[str, str]]:
    for part in parts:
        if part.endswith(_SUFFIXES):
            yield part, str(_PACKAGE / part)
            continue
        for folder, _, names in os.walk(_PACKAGE / part):
            for name in names:
                if name.endswith(_SUFFIXES):
                    file = Path(folder, name)
                    yield file.relative_to(_PACKAGE).as_posix(), str(file)
