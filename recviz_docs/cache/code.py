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

__all__ = ["drawing_code", "recording_code"]

_PACKAGE = Path(__file__).parent.parent
_RECORDING = ("graph", "tracing", "worker", "reference.py")
_DRAWING = (
    "graph", "layout", "locale", "options", "paint", "picture", "simplify",
    "fitting.py", "messages.py", "pipeline.py",
)  # fmt: skip
_SUFFIXES = (".py", ".mo")


def recording_code(world: World) -> str:
    """Gives the digest of the code between a model and its trace."""
    return _digest(world, _RECORDING)


def drawing_code(world: World) -> str:
    """Gives the digest of the code and the words between a trace and its picture."""
    return _digest(world, _DRAWING)


def _digest(world: World, parts: tuple[str, ...]) -> str:
    found = world.code.get(parts)
    if found is None:
        lines = [f"{name} {world.digest(file)}" for name, file in sorted(_files(parts))]
        found = world.code[parts] = bytes_digest("\n".join(lines).encode())
    return found


def _files(parts: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    for part in parts:
        if part.endswith(_SUFFIXES):
            yield part, str(_PACKAGE / part)
            continue
        for folder, _, names in os.walk(_PACKAGE / part):
            for name in names:
                if name.endswith(_SUFFIXES):
                    file = Path(folder, name)
                    yield file.relative_to(_PACKAGE).as_posix(), str(file)
