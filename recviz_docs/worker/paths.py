"""Paths in an error as a reader of the docs may see them.

Owns the step from this machine's absolute paths to ones that are the same
everywhere. It must not know what the error is about.
"""

from __future__ import annotations

import os
import sysconfig
from pathlib import Path

from recviz_docs.errors import Location, RecvizError
from recviz_docs.settings import Settings

__all__ = ["portable"]


def portable(error: RecvizError, settings: Settings) -> RecvizError:
    """Gives the error with paths relative to the base, or to where libraries are installed."""
    where = error.where
    return RecvizError(
        error.code,
        error.problem,
        reason=error.reason,
        advice=error.advice,
        where=None if where is None else Location(_file(where.file, settings), where.line),
        detail=_text(error.detail, settings),
    )


def _roots(settings: Settings) -> list[tuple[str, str]]:
    """Gives prefixes and what takes their place, the longest first."""
    base = str(settings.base)
    projects = [settings.base, *settings.directories()]
    roots = {}
    for directory in projects:
        for spelling in (str(directory), str(Path(directory).resolve())):
            shown = os.path.relpath(directory, base)
            roots[spelling + os.sep] = "" if shown == os.curdir else shown + os.sep
    for name in ("purelib", "platlib", "stdlib", "platstdlib"):
        for spelling in (sysconfig.get_path(name), str(Path(sysconfig.get_path(name)).resolve())):
            roots.setdefault(spelling + os.sep, "")
    return sorted(roots.items(), key=lambda root: len(root[0]), reverse=True)


def _file(file: str, settings: Settings) -> str:
    for prefix, shown in _roots(settings):
        if file.startswith(prefix):
            return Path(shown + file[len(prefix) :]).as_posix()
    return file


def _text(text: str, settings: Settings) -> str:
    for prefix, shown in _roots(settings):
        text = text.replace(prefix, shown)
    return text
