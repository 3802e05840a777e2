"""Modules that are loaded and out of sight, until somebody imports them.

Owns the finder that hands them out. The first import of any of them brings back all
that was loaded with it, and all that was recorded when it was; the modules that the
author's own statements ask for are handed out one by one, so that it is known
whether he imports them at all. Each is looked for as if it had never been loaded, so
the record is the same, and a project's module in its place is found.

Who does not come to import all, finds another module in the place of one, or has
changed the environment before, is not to be drawn from this process.
"""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import partial
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any

from recviz_docs.worker.preload.chance import set_states, states

__all__ = ["Handing", "Kept", "keep"]

_write = os.write
_Origin = tuple[str | None, tuple[str, ...] | None]


@dataclass(slots=True)
class Kept:
    """What is out of sight.

    Attributes:
        modules: by name, in the order in which they were loaded.
        asked: those that the author's own statements ask for.
        origins: by top-level name that was looked for, where it was; None if nowhere.
        attributes: which attributes of loaded packages are such modules.
        output: what the libraries printed.
        drawn: states of the generators of random numbers, before all and after.
    """

    modules: dict[str, Any] = field(default_factory=dict)
    asked: tuple[str, ...] = ()
    origins: dict[str, _Origin | None] = field(default_factory=dict)
    attributes: dict[str, tuple[Any, str]] = field(default_factory=dict)
    output: bytes = b""
    drawn: tuple[dict[str, object], dict[str, object]] = ({}, {})

    def show(self) -> None:
        """Brings everything back at once, where more is to be imported."""
        for name, module in self.modules.items():
            sys.modules[name] = module
            _bind(name, self.attributes, module)
        self.attributes.clear()


def keep(
    before: Kept, new: dict[str, Any], *, asked: tuple[str, ...], looked_for: Iterable[str]
) -> Kept:
    """Takes modules out of sight; ``before`` is what was and has been brought back since."""
    modules = {**before.modules, **new}
    names = dict.fromkeys((*before.origins, *looked_for))
    origins = {name: _origin(_find(name, None, None)) for name in names}
    kept = Kept(modules, (*before.asked, *asked), origins)
    for name, module in modules.items():
        parent, _, leaf = name.rpartition(".")
        if parent in modules and name not in kept.asked:
            continue  # they go and come together
        owner = sys.modules.get(parent)
        if getattr(owner, "__dict__", {}).get(leaf) is module:
            delattr(owner, leaf)
            kept.attributes[name] = (owner, leaf)
    for name in modules:
        sys.modules.pop(name, None)
    return kept


def _bind(name: str, attributes: dict[str, tuple[Any, str]], module: Any) -> None:
    if name in attributes:
        owner, leaf = attributes[name]
        setattr(owner, leaf, module)


class Handing:
    """The finder that hands out what is kept, to one model.

    Attributes:
        left: what the model has not asked for yet.
    """

    def __init__(
        self,
        kept: Kept,
        *,
        shown: Callable[[], None],
        used: Callable[[], None],
        unfit: Callable[[], None],
    ) -> None:
        """Makes the finder; `begin` puts it in place.

        Args:
            kept: what it hands out.
            shown: called when the first is asked for.
            used: called when the last of those is asked for that the author has to ask for.
            unfit: called where the model is not to be drawn from this process; does not return.
        """
        self.left = set(kept.asked)
        self._kept = kept
        self._hidden = set(kept.modules)
        self._shown, self._used, self._unfit = shown, used, unfit
        self._environment: dict[Any, Any] = {}
        self._is_shown = False
        self._lock = threading.RLock()

    def begin(self) -> None:
        """Puts it before all other finders."""
        self._environment = _environment()
        sys.meta_path.insert(0, self)

    def find_spec(
        self, name: str, path: Any = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Gives the module that is kept, as the other finders would find it."""
        if name not in self._hidden:
            return None
        with self._lock:
            if _environment() != self._environment:
                self._unfit()
            if not self._is_shown:
                self._show(name)
            module = self._kept.modules[name]
            found = _find(name, path, target, besides=self)
            if found is None or not _is_of(found, module):
                self._unfit()
            assert found is not None
            found.loader = _Loader(found.loader, module, partial(self._given, name))  # type: ignore[assignment]
            return found

    def _given(self, name: str) -> None:
        self._hidden.discard(name)
        if name in self.left:
            self.left.discard(name)
            self._bring_back()
            if not self.left:
                self._used()

    def _bring_back(self, *, besides: str = "") -> None:
        """Brings back all but what the author has to ask for, and what is in that.

        Args:
            besides: what is being imported; the import system does not expect it to come back
                while it asks where it is.
        """
        inside = tuple(f"{name}." for name in self.left)
        waiting = {*self.left, besides}
        for name in self._kept.modules:
            if name in self._hidden and name not in waiting and not name.startswith(inside):
                module = self._kept.modules[name]
                self._hidden.discard(name)
                sys.modules[name] = module
                _bind(name, self._kept.attributes, module)

    def _show(self, asked: str) -> None:
        """Makes sure that what is kept is what would be loaded, and lets it be seen."""
        self._is_shown = True
        for name, origin in self._kept.origins.items():
            if _origin(_find(name, None, None, besides=self)) != origin:
                self._unfit()
        for name, module in self._kept.modules.items():
            if sys.modules.get(name, module) is not module:
                self._unfit()
        self._bring_back(besides=asked)
        before, after = self._kept.drawn
        if before != after:
            if {name: state for name, state in states().items() if name in before} != before:
                self._unfit()
            set_states(after)
        if self._kept.output:
            sys.stdout.flush()
            _write(1, self._kept.output)
        self._shown()
        if not self.left:
            self._used()


class _Loader:
    """Gives a module that is loaded already, and otherwise answers as its own loader."""

    def __init__(self, own: Any, module: Any, done: Callable[[], None]) -> None:
        self._own, self._module, self._done = own, module, done
        self._spec = getattr(module, "__spec__", None)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._own, name)

    def create_module(self, spec: ModuleSpec) -> Any:
        """Gives the module."""
        return self._module

    def exec_module(self, module: Any) -> None:
        """Runs nothing; the import system has written its own things into the module."""
        if self._spec is not None:
            module.__spec__ = self._spec
        self._done()


def _find(
    name: str, path: Any, target: ModuleType | None, *, besides: object = None
) -> ModuleSpec | None:
    for finder in list(sys.meta_path):
        if finder is besides:
            continue
        found = finder.find_spec(name, path, target)
        if found is not None:
            return found
    return None


def _origin(spec: ModuleSpec | None) -> _Origin | None:
    if spec is None:
        return None
    places = spec.submodule_search_locations
    return spec.origin, None if places is None else tuple(places)


def _is_of(found: ModuleSpec, module: Any) -> bool:
    spec = getattr(module, "__spec__", None)
    if isinstance(spec, ModuleSpec):
        return _origin(spec) == _origin(found)
    return found.origin == getattr(module, "__file__", None)


def _environment() -> dict[Any, Any]:
    return dict(os.environ._data)  # type: ignore[attr-defined]  # to ask in another way is recorded
