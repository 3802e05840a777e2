"""Modules of a project that hide modules which are loaded already.

Owns that comparison. A fork inherits what its parent imported, so a project's own
``json.py`` would be ignored there, while Python itself would take it.
"""

from __future__ import annotations

import importlib.machinery
import os
import sys
from collections.abc import Collection, Iterable
from pathlib import Path

from recviz_docs.errors import RecvizError
from recviz_docs.reference import Reference
from recviz_docs.tracing.place import file_place

__all__ = ["forget", "import_directories", "loaded_from", "shadowed"]


def import_directories(
    reference: Reference, directories: Iterable[Path], *, base: Path
) -> tuple[Path, ...]:
    """Gives the directories that a target's modules are looked for in, first the nearest."""
    own: tuple[Path, ...] = ()
    if reference.file:
        try:
            own = file_place(reference, base=base).directories
        except RecvizError:
            own = ()  # the child finds the same, and says it
    return tuple(dict.fromkeys((*own, *directories)))


def shadowed(directories: Iterable[Path], *, startup: Collection[str]) -> tuple[str, ...]:
    """Gives the loaded top-level modules that ``directories`` would provide otherwise.

    Args:
        directories: of the project.
        startup: names that the interpreter itself had loaded when it started; no directory
            of the project can come before these.
    """
    loaded = {name for name in sys.modules if "." not in name}
    loaded -= {*startup, *sys.builtin_module_names, "__main__", "recviz_docs"}
    found = set()
    for directory in directories:
        for name, file in _modules(directory):
            if name in loaded and not _is_loaded_from(name, file):
                found.add(name)
    return tuple(sorted(found))


def _modules(directory: Path) -> list[tuple[str, Path]]:
    suffixes = sorted(importlib.machinery.all_suffixes(), key=len, reverse=True)
    found = []
    try:
        entries = sorted(os.listdir(directory))  # noqa: PTH208
    except OSError:
        return []
    for entry in entries:
        if entry.isidentifier():
            inits = [directory / entry / f"__init__{suffix}" for suffix in suffixes]
            found += [(entry, file) for file in inits if file.is_file()][:1]
            continue
        suffix = next((suffix for suffix in suffixes if entry.endswith(suffix)), None)
        if suffix and (directory / entry).is_file():
            found.append((entry[: -len(suffix)], directory / entry))
    return found


def _is_loaded_from(name: str, file: Path) -> bool:
    present = getattr(sys.modules[name], "__file__", None)
    try:
        return present is not None and file.samefile(present)
    except OSError:
        return False


def loaded_from(directories: Iterable[Path]) -> tuple[str, ...]:
    """Gives the loaded top-level modules that stand in ``directories``."""
    modules = {entry for directory in directories for entry in _modules(directory)}
    found = {name for name, file in modules if name in sys.modules and _is_loaded_from(name, file)}
    return tuple(sorted(found - {"recviz_docs"}))


def forget(names: Collection[str]) -> None:
    """Takes modules and their submodules out of ``sys.modules``, to be imported anew."""
    for module in list(sys.modules):
        if module.partition(".")[0] in names:
            del sys.modules[module]
