"""Which of our own code a picture was made by.

Owns the choice of the files between a trace and a picture. Their digest is part of
a picture's key, so no version number has to be raised by hand when a pass, a metric
or a word changes. What is between the author's code and the trace is a dependency of
the trace like any other distribution.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from recviz_docs.cache.fingerprint import bytes_digest
from recviz_docs.cache.world import World

__all__ = ["drawing_code"]

_PACKAGE = Path(__file__).parent.parent
_PARTS = ("graph", "layout", "locale", "options", "picture", "simplify")
_FILES = ("messages.py", "pipeline.py")
_SUFFIXES = (".py", ".mo")


def drawing_code(world: World) -> str:
    """Gives the digest of the code and the words between a trace and its picture."""
    lines = [f"{name} {world.digest(file)}" for name, file in sorted(_files())]
    return bytes_digest("\n".join(lines).encode())


def _files() -> Iterator[tuple[str, str]]:
    for name in _FILES:
        yield name, str(_PACKAGE / name)
    for part in _PARTS:
        for folder, _, names in os.walk(_PACKAGE / part):
            for name in names:
                if name.endswith(_SUFFIXES):
                    file = Path(folder, name)
                    yield file.relative_to(_PACKAGE).as_posix(), str(file)
