"""Dependencies as single facts: each is checked once per build, whoever depends on it.

Owns the form of a fact, a tuple that JSON can hold: its kind, its subject, and what
was found when the trace was made. It must not know how a fact is checked.

``source`` path, digest of the bytes, digest of the tree, Python; ``file`` path, digest;
``asked`` path, answer; ``listed`` directory, digest; ``matched`` directory, pattern, digest;
``variable`` name, digest; ``unset`` names of variables, of which there may be hundreds;
``searched`` directory, then by turns a state and the names in it; ``distribution`` name,
version, digest; ``python`` version; ``code`` digest of our own code that records.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import Any

from recviz_docs.cache.dependencies import Dependencies

__all__ = ["Fact", "facts_of"]

Fact = tuple[Any, ...]


def facts_of(dependencies: Dependencies) -> Iterator[Fact]:
    """Gives the facts of a trace, what an author changes most often first."""
    for path, digest in sorted(dependencies.modules.items()):
        if dependencies.compare_bytes or not digest.tree:
            yield ("file", path, digest.data)
        else:
            yield ("source", path, digest.data, digest.tree, digest.python)
    for path, found in sorted(dependencies.data.items()):
        yield ("file", path, found)
    for path, answer in sorted(dependencies.asked.items()):
        yield ("asked", path, answer)
    for path, found in sorted(dependencies.listed.items()):
        yield ("listed", path, found)
    for path, patterns in sorted(dependencies.matched.items()):
        for pattern, found in sorted(patterns.items()):
            yield ("matched", path, pattern, found)
    yield from _variables(dependencies)
    for path, kinds in sorted(dependencies.searched.items()):
        names: dict[str, list[str]] = {}
        for name, state in sorted(kinds.items()):
            names.setdefault(state, []).append(name)
        rows = ((state, " ".join(names[state])) for state in sorted(names))
        yield ("searched", path, *chain.from_iterable(rows))
    for name, (version, record) in sorted(dependencies.distributions.items()):
        yield ("distribution", name, version, record)
    yield ("python", dependencies.python)


def _variables(dependencies: Dependencies) -> Iterator[Fact]:
    given = sorted(dependencies.environment.items())
    for name, value in given:
        if value is not None or " " in name:
            yield ("variable", name, value)
    unset = " ".join(name for name, value in given if value is None and " " not in name)
    if unset:
        yield ("unset", unset)
