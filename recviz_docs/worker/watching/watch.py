"""The door: watching begins, and ends with what was seen.

Owns the order of both. What is wrapped here sees whatever the author's code calls,
so all of it is taken away at the end, as far as that code has not wrapped it again.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType

from recviz_docs.cache.dependencies import Dependencies
from recviz_docs.cache.observe import asked_state, file_state, search_states
from recviz_docs.cache.places import project_root
from recviz_docs.worker.watching.asked import watch_questions
from recviz_docs.worker.watching.callers import Callers
from recviz_docs.worker.watching.distributions import note_places, watch_distributions
from recviz_docs.worker.watching.environment import watch_environment
from recviz_docs.worker.watching.files import file_events, hook
from recviz_docs.worker.watching.globs import note_pattern
from recviz_docs.worker.watching.imports import watch_imports
from recviz_docs.worker.watching.installed import Installed
from recviz_docs.worker.watching.native import NativeReaders
from recviz_docs.worker.watching.processes import process_events, watch_spawning
from recviz_docs.worker.watching.record import SEPARATOR, Record
from recviz_docs.worker.watching.scope import Scope, absolute
from recviz_docs.worker.watching.summary import lost, summary
from recviz_docs.worker.watching.surroundings import Surroundings

__all__ = ["Watch", "loaded_files", "variables_read", "watch"]

_CUSTOMIZING = ("sitecustomize", "usercustomize")
_isabs, _expanduser = os.path.isabs, os.path.expanduser
_SEARCHES = frozenset({"searched", "everywhere"})


@dataclass(slots=True)
class Watch:
    """A watch that has begun."""

    _record: Record
    _native: NativeReaders
    _restore: tuple[Callable[[], None], ...]
    _modules: dict[str, ModuleType] = field(default_factory=dict)
    _known: set[str] = field(default_factory=set)
    _files: list[str] = field(default_factory=list)
    _earlier: dict[str, dict[str, str]] = field(default_factory=dict)

    def pause(self) -> None:
        """Sees nothing until it goes on."""
        self._record.active = False

    @contextmanager
    def preloading(self) -> Iterator[None]:
        """Is around imports for models that are forked later; what they read is set aside."""
        self._record.active = True
        try:
            yield
        finally:
            self._record.active = False
            for section, seen in self._record.sections.items():
                self._earlier.setdefault(section, {}).update(seen)
            self._record.sections = {}

    def resume(self, base: Path, directories: tuple[Path, ...], *, shared: Path) -> None:
        """Goes on in a fork for a model of its own, which has seen nothing yet."""
        self._record.renew(_scope(base, directories, shared), str(shared))

    def take_over(self) -> None:
        """Counts what was set aside; which modules were searched is asked again by whoever asks."""
        with self._record.looking() as looks:
            if looks:
                for section in self._earlier.keys() - _SEARCHES:
                    for key, value in self._earlier[section].items():
                        self._record.note(section, key, lambda value=value: value)  # type: ignore[misc]
                if self._earlier.get("distributions"):
                    note_places(self._record, sys.path)  # the project's are on it only now

    @contextmanager
    def warming(self) -> Iterator[None]:
        """Is around what is done for all models: only the project's own doings count in it."""
        self._record.quiet = True
        try:
            yield
        finally:
            self._record.quiet = False

    def begin(
        self, directories: Iterable[Path], before: Surroundings, *, ignored: Iterable[str]
    ) -> None:
        """Takes in what is loaded already, when everything but the model is.

        Args:
            directories: of the project's modules.
            before: what was there before.
            ignored: modules that are loaded and no part of any model.
        """
        with self._record.looking() as looks:
            if looks:
                self._modules.update(sys.modules)
                self._known |= {*before.startup, *ignored}
                for name, state in before.variables.items():
                    self._record.note("environment", name, lambda state=state: state)  # type: ignore[misc]
                self._note_startup(before.startup)
                self._note_loaded()
                self._note_names(directories, set(before.startup))
                self._native.wrap_loaded()

    def _note_startup(self, startup: Iterable[str]) -> None:
        """Notes what of the project Python itself imports when it starts, or would."""
        names = [*startup, *_CUSTOMIZING]
        for file in loaded_files(besides=sys.modules.keys() - set(names)):
            if file.endswith(".py") and self._record.scope.counts(file):
                self._record.note("modules", file, lambda file=file: file_state(file))  # type: ignore[misc]
        for place in filter(None, os.environ.get("PYTHONPATH", "").split(os.pathsep)):
            directory = absolute(place)
            if directory and self._record.scope.counts(directory):
                for name, state in search_states(directory, _CUSTOMIZING).items():
                    key = directory + SEPARATOR + name
                    self._record.note("searched", key, lambda state=state: state)  # type: ignore[misc]

    def _note_loaded(self) -> None:
        record = self._record
        for file in loaded_files(besides=self._known):
            self._files.append(file)
            if file.endswith(".py") and record.scope.counts(file) and _is_file(file):
                record.note("modules", file, lambda file=file: file_state(file))  # type: ignore[misc]

    def _note_names(self, directories: Iterable[Path], startup: set[str]) -> None:
        """Notes which modules of the project would hide one that is loaded."""
        names = {name for name in sys.modules if "." not in name}
        names -= {*startup, *sys.builtin_module_names, "__main__", "recviz_docs"}
        for directory in map(str, directories):
            for name, state in search_states(directory, names).items():
                state = "" if state in ("nothing", "namespace") else state
                key = directory + SEPARATOR + name
                self._record.note("searched", key, lambda state=state: state)  # type: ignore[misc]

    def declare(self, patterns: Iterable[str], *, base: Path) -> None:
        """Takes in what the author says the model depends on."""
        with self._record.looking() as looks:
            if looks:
                for pattern in patterns:
                    note_pattern(self._record, _expanduser(pattern), base=str(base))

    def end(self, installed: Installed, *, declared: bool) -> Dependencies:
        """Ends the watch and gives what was seen; what goes wrong in that is a gap, no error."""
        record = self._record
        try:
            self._note_places()
            self._files += loaded_files(besides=self._known)
            record.active = False
            for name, module in self._modules.items():  # the author's code may have forgotten them
                sys.modules.setdefault(name, module)
            for restore in self._restore:
                restore()
            self._native.restore()
            record.gather()
            seen = summary(record, installed, self._files, declared=declared)
            # What the author's code made up (names, paths) may be nothing that can be kept.
            return Dependencies.from_json(seen.to_json())
        except Exception as error:
            record.active = False
            return Dependencies(uncacheable=(lost(f"{type(error).__name__}: {error}"[:500]),))

    def _note_places(self) -> None:
        """Notes the import directories that are not there: they could come to be."""
        with self._record.looking() as looks:
            if not looks:
                return
            for entry in list(sys.path):
                path = absolute(entry or ".")  # the author's code may put anything there
                if path and self._record.scope.counts(path):
                    state = asked_state(path, content=False)
                    if state == "absent":
                        self._record.note("exists", path, lambda: "absent")


def watch(
    base: Path, directories: tuple[Path, ...], *, shared: Path, outside: Mapping[str, str]
) -> Watch:
    """Begins to watch this process.

    Args:
        base: directory of the configuration file.
        directories: of the project's modules.
        shared: file for what forks of this process see; nothing beside it is a dependency.
        outside: the environment that the worker was started with.
    """
    record = Record(_scope(base, directories, shared), Callers(), str(shared))
    native = NativeReaders(record)
    restore = (
        watch_imports(record, native.found),
        watch_environment(record, outside),
        watch_distributions(record),
        watch_questions(record),
        watch_spawning(record),
    )
    hook(record, {**file_events(), **process_events()})
    return Watch(record, native, restore)


@contextmanager
def variables_read(
    base: Path, scratch: Path, *, outside: Mapping[str, str]
) -> Iterator[Mapping[str, str]]:
    """Watches which variables are read on the way to a process that is ready for all models.

    Args:
        base: directory of the configuration file.
        scratch: the worker's own directory.
        outside: the environment that the worker was started with.
    """
    scope = Scope.of(project_root(base), (), scratch)
    record = Record(scope, Callers(), "", quiet=True)
    found: dict[str, str] = {}
    restore = watch_environment(record, outside)
    try:
        yield found
    finally:
        record.active = False
        restore()
        found.update(record.sections.get("environment", {}))


def _scope(base: Path, directories: tuple[Path, ...], shared: Path) -> Scope:
    shared.unlink(missing_ok=True)  # of a first try in a process that died
    return Scope.of(project_root(base), directories, shared.parent)


def loaded_files(*, besides: Collection[str]) -> list[str]:
    """Gives the files of the modules that are loaded, besides some."""
    found = []
    for name, module in list(sys.modules.items()):
        file = getattr(module, "__file__", None)
        # torch has modules that are none, with names of files that are none.
        if name not in besides and isinstance(file, str) and _isabs(file):
            found.append(file)
    return found


def _is_file(path: str) -> bool:
    return asked_state(path, content=False) == "file"
