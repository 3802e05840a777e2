"""Which installed modules a target is going to import, read from the project's sources.

Owns that guess; nothing is imported or run for it. It looks at statements that are
certain to be executed: those of a module itself and of the function that a target
names, through all modules of the project. A wrong guess costs time and nothing else.
"""

from __future__ import annotations

import ast
import os
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from importlib.machinery import ModuleSpec, PathFinder
from pathlib import Path

from recviz_docs.errors import RecvizError
from recviz_docs.project import is_installed, library_of
from recviz_docs.reference import Reference
from recviz_docs.tracing.place import file_place

__all__ = ["Forecast"]

_MOST_FILES = 2_000
_LARGEST = 1 << 20

_Statement = ast.Import | ast.ImportFrom


@dataclass(slots=True)
class Forecast:
    """The guess for the targets of one batch; sources are read once.

    Attributes:
        base: the directory that file targets are relative to.
        loaded: top-level modules that every model finds loaded.
    """

    base: Path
    loaded: frozenset[str]
    _trees: dict[Path, ast.Module] = field(default_factory=dict)

    def of(self, reference: Reference, directories: Iterable[Path]) -> tuple[str, ...]:
        """Gives what a target imports, in order: ``a``, ``a.b``, or ``a:name`` for a name in it.

        Args:
            reference: the target.
            directories: of the project's modules, first the nearest.
        """
        walk = _Walk(self, [*map(str, directories), *sys.path])
        function = reference.attribute.partition(".")[0]
        if reference.file:
            try:
                place = file_place(reference, base=self.base)
            except RecvizError:
                return ()  # the child finds the same, and says it
            package = place.module.rpartition(".")[0]
            if package:
                walk.module(package)
            walk.source(place.file, package, function=function)
        else:
            walk.module(reference.module, function=function)
        return tuple(walk.found)

    def tree(self, file: Path) -> ast.Module:
        """Gives a source as a tree; an empty one for what cannot be read."""
        if file not in self._trees:
            self._trees[file] = _parsed(file, full=len(self._trees) >= _MOST_FILES)
        return self._trees[file]


@dataclass(slots=True)
class _Walk:
    forecast: Forecast
    search: list[str]
    found: dict[str, None] = field(default_factory=dict)
    _specs: dict[str, ModuleSpec | None] = field(default_factory=dict)
    _read: set[Path] = field(default_factory=set)

    def module(self, name: str, *, function: str = "") -> bool:
        """Walks through a module and what is above it; tells whether there is one."""
        parts = name.split(".")
        if parts[0] in self.forecast.loaded:
            return False
        for end in range(1, len(parts) + 1):
            above = ".".join(parts[:end])
            spec = self._spec(above)
            if spec is None:
                return False
            origin = _origin(spec)
            if library_of(origin):
                self.found[above] = None
            elif origin.endswith(".py") and not is_installed(origin):
                package = above if spec.submodule_search_locations else above.rpartition(".")[0]
                last = function if end == len(parts) else ""
                self.source(Path(origin), package, function=last)
        return True

    def source(self, file: Path, package: str, *, function: str = "") -> None:
        """Walks through a source of the project."""
        body = self.forecast.tree(file).body
        if file not in self._read:
            self._read.add(file)
            self._statements(body, package)
        for node in body:
            if isinstance(node, ast.FunctionDef) and node.name == function:
                self._statements(node.body, package)

    def _statements(self, body: Iterable[ast.stmt], package: str) -> None:
        for node in body:
            if isinstance(node, _Statement):
                for module, names in _imported(node, package):
                    self._statement(module, names)

    def _statement(self, module: str, names: tuple[str, ...]) -> None:
        if not self.module(module):
            return
        spec = self._specs[module]
        library = spec is not None and bool(library_of(_origin(spec)))
        for name in names:
            if library:
                self.found[f"{module}:{name}"] = None
            else:
                self.module(f"{module}.{name}")

    def _spec(self, name: str) -> ModuleSpec | None:
        if name not in self._specs:
            above = name.rpartition(".")[0]
            self._specs[name] = self._find(name, self._specs.get(above) if above else None)
        return self._specs[name]

    def _find(self, name: str, above: ModuleSpec | None) -> ModuleSpec | None:
        places: Iterable[str] | None = self.search
        if above is not None:
            places = above.submodule_search_locations
        try:
            return None if places is None else PathFinder.find_spec(name, list(places))
        except KeyError:  # a namespace in a package that is not loaded
            return _namespace(name, places or ())
        except (ImportError, OSError, ValueError):
            return None


def _namespace(name: str, places: Iterable[str]) -> ModuleSpec:
    spec = ModuleSpec(name, None, is_package=True)
    found = [Path(place, name.rpartition(".")[2]) for place in places]
    spec.submodule_search_locations = [str(place) for place in found if place.is_dir()]
    return spec


def _origin(spec: ModuleSpec) -> str:
    """Gives the file of a module, or where the first part of a namespace is."""
    return spec.origin or next(iter(spec.submodule_search_locations or ()), "")


def _parsed(file: Path, *, full: bool) -> ast.Module:
    nothing = ast.Module(body=[], type_ignores=[])
    try:
        if full or file.stat().st_size > _LARGEST or not os.path.isfile(file):  # noqa: PTH113
            return nothing
        return ast.parse(file.read_bytes())
    except (OSError, SyntaxError, ValueError, RecursionError, MemoryError):
        return nothing


def _imported(statement: _Statement, package: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    if isinstance(statement, ast.Import):
        for alias in statement.names:
            yield alias.name, ()
        return
    above = package.split(".") if package else []
    if statement.level > len(above):
        return  # it leads out of the package: the import fails
    parts = above[: len(above) - statement.level + 1] if statement.level else []
    module = ".".join([*parts, *filter(None, [statement.module])])
    if module:
        yield module, tuple(alias.name for alias in statement.names if alias.name != "*")
