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

_PACKAGE = str(Path(__file__).parent.parent)
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
    return _digests(world)["recording"]


def drawing_code(world: World) -> str:
    """Gives the digest of the code and the words between a trace and its picture."""
    return _digests(world)["drawing"]


def painting_code(world: World) -> str:
    """Gives the digest of the code and the words that a picture and its outline are shown by."""
    return _digests(world)["painting"]


def _digests(world: World) -> dict[str, str]:
    if not world.code:
        lines: dict[str, list[str]] = {"recording": [], "drawing": [], "painting": []}
        for file in sorted(_files()):
            part = file.partition("/")[0]
            line = f"{file} {world.digest(f'{_PACKAGE}/{file}')}"
            if part in _RECORDING:
                lines["recording"].append(line)
            if part not in _NO_DRAWING:
                lines["drawing"].append(line)
            if part not in _NO_PAINTING:
                lines["painting"].append(line)
        world.code.update({of: bytes_digest("\n".join(lines[of]).encode()) for of in lines})
    return world.code


def _files() -> Iterator[str]:
    """Gives the paths of our sources and catalogues in the package, with ``/``."""
    for folder, _, names in os.walk(_PACKAGE):
        if "__pycache__" in folder:
            continue
        inside = folder[len(_PACKAGE) + 1 :].replace(os.sep, "/")
        for name in names:
            if name.endswith(_SUFFIXES):
                yield f"{inside}/{name}" if inside else name
