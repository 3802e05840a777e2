"""Modules that are looked for: in which directory, by which name, and what was there.

Owns the wrappers of Python's path finders. They see what a finder on
``sys.meta_path`` sees, also when the author's code has put its own there or has
emptied it, and they know which directory answered. It must not know what a later
look at the same directory means.
"""

from __future__ import annotations

import importlib.machinery
from collections.abc import Callable
from functools import partial
from importlib.machinery import (
    EXTENSION_SUFFIXES,
    SOURCE_SUFFIXES,
    FileFinder,
    ModuleSpec,
    PathFinder,
)
from threading import get_ident
from typing import Any

from recviz_docs.cache.dependencies import INSTALLED
from recviz_docs.worker.watching.record import SEPARATOR, Record
from recviz_docs.worker.watching.scope import absolute

__all__ = ["Found", "watch_imports"]

_LONGEST = 200
Found = Callable[[ModuleSpec], None]
_SUFFIXES = (
    *((suffix, "extension") for suffix in EXTENSION_SUFFIXES),
    *((suffix, "module") for suffix in SOURCE_SUFFIXES),
)


def _restore(*, look: Any, search: Any, before: tuple[Any, Any]) -> None:
    """Takes the wrappers away, where nobody has put something else in their place."""
    if FileFinder.__dict__.get("find_spec") is look:
        FileFinder.find_spec = before[0]  # type: ignore[method-assign]
    current = PathFinder.__dict__.get("find_spec")
    if getattr(current, "__func__", None) is search:
        PathFinder.find_spec = before[1]  # type: ignore[method-assign]


def _note_all(record: Record, said: list[tuple[str, str, str]], spec: ModuleSpec | None) -> None:
    with record.looking() as looks:
        if looks:
            for entry in said:
                _note(record, entry, everywhere=spec is None or spec.loader is None)


def watch_imports(record: Record, found: Found) -> Callable[[], None]:
    """Wraps the finders and gives what takes the wrappers away again.

    Args:
        record: takes what is looked for.
        found: called with what a directory gave, before it is loaded.
    """
    # What the directories said during one search, by thread; searches do not nest.
    searches: dict[int, list[tuple[str, str, str]]] = {}
    in_directory = FileFinder.find_spec
    on_path = PathFinder.__dict__["find_spec"]

    def look(finder: Any, fullname: str, target: Any = None) -> ModuleSpec | None:
        spec = in_directory(finder, fullname, target)
        if record.active:
            with record.looking() as looks:
                if looks:
                    said = (finder.path, fullname.rpartition(".")[2], _state(spec))
                    search = searches.get(get_ident())
                    if search is None:
                        _note(record, said, everywhere=True)
                    else:
                        search.append(said)
        if spec is not None:
            found(spec)
        return spec

    def search(cls: Any, fullname: str, path: Any = None, target: Any = None) -> ModuleSpec | None:
        if not record.active or get_ident() in searches:
            return on_path.__func__(cls, fullname, path, target)  # type: ignore[no-any-return]
        said = searches[get_ident()] = []
        try:
            spec: ModuleSpec | None = on_path.__func__(cls, fullname, path, target)
        finally:
            del searches[get_ident()]
        _note_all(record, said, spec)
        return spec

    FileFinder.find_spec = look  # type: ignore[method-assign, assignment]
    PathFinder.find_spec = classmethod(search)  # type: ignore[assignment, method-assign]

    return partial(_restore, look=look, search=search, before=(in_directory, on_path))


def _note(record: Record, said: tuple[str, str, str], *, everywhere: bool) -> None:
    """Notes an answer; that of an installed package about its own modules says nothing.

    Args:
        record: takes it.
        said: directory, name and what was there.
        everywhere: whether all directories were searched, so that a plain directory would count.
    """
    given, name, state = said
    if not _is_name(name):
        return
    directory = absolute(given)
    if directory is None or (record.quiet and not record.scope.is_inside(directory)):
        return
    if directory in record.scope.site:
        if state == "nothing":
            record.note("searched", INSTALLED + SEPARATOR + name, lambda: "nothing")
            if everywhere:
                record.note("everywhere", INSTALLED + SEPARATOR + name, str)
        else:
            record.note("present", name, lambda: state)
    elif record.scope.counts(directory):
        record.note("searched", directory + SEPARATOR + name, lambda: state)
        if everywhere:
            record.note("everywhere", directory + SEPARATOR + name, str)


def _is_name(name: str) -> bool:
    return 0 < len(name) <= _LONGEST and not any(c.isspace() or c in "/\\\0" for c in name)


def _state(spec: ModuleSpec | None) -> str:
    if spec is None:
        return "nothing"
    if spec.loader is None:
        return "namespace"
    if spec.submodule_search_locations is not None:
        return "package"
    origin = spec.origin or ""
    for suffix, state in _SUFFIXES:
        if origin.endswith(suffix):
            return state
    return "bytecode" if origin.endswith(tuple(importlib.machinery.BYTECODE_SUFFIXES)) else "module"
