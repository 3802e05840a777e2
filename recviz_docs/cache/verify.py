"""Whether what a trace depended on is as it was, and the first thing that is not.

Owns the comparison: times and size, then bytes, then, for what was imported, the
syntax tree. It must not know how the world is looked at nor what a fact leads to.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from recviz_docs.cache.code import recording_code
from recviz_docs.cache.fingerprint import PYTHON
from recviz_docs.cache.installed import EVERYTHING
from recviz_docs.cache.observe import ABSENT, ELSEWHERE, INSTALLED, search_agrees
from recviz_docs.cache.places import is_outside
from recviz_docs.cache.world import World
from recviz_docs.messages import Message, message

if TYPE_CHECKING:
    from recviz_docs.cache.facts import Fact

__all__ = ["Verifier"]

_AT_A_PATH = frozenset({"source", "file", "asked", "listed", "matched", "searched"})
_TRACES_WITH = "torch"  # where it is not installed, nothing is traced, whatever Python runs


class Verifier:
    """Compares facts with the world, each once.

    Attributes:
        world: how things are now.
        frozen: whether a distribution that is not installed counts as unchanged.
    """

    def __init__(self, world: World, *, frozen: bool = False) -> None:
        self.world = world
        self.frozen = frozen
        self._found: dict[int, Message | None] = {}
        self._holding: set[int] = set()

    def difference(self, numbers: Collection[int]) -> Message | None:
        """Gives what is different in the first fact that does not hold; None if all hold.

        Args:
            numbers: places in the index's table of facts.
        """
        if self._holding.issuperset(numbers):
            return None
        found = self._found
        for number in numbers:
            if number not in found:
                found[number] = self._difference(self.world.index.facts[number])
            if found[number] is not None:
                return found[number]
            self._holding.add(number)
        return None

    def _difference(self, fact: Fact) -> Message | None:
        kind, subject, *expected = fact
        if kind in _AT_A_PATH and self._is_elsewhere(subject):
            return None
        if kind == "source":
            return self._source(subject, *expected)
        if kind == "file":
            return self._file(subject, *expected)
        if kind == "asked":
            return self._asked(subject, *expected)
        if kind in ("listed", "matched"):
            look = self.world.listed if kind == "listed" else self.world.matched
            if look(subject, *expected[:-1]) == expected[-1]:
                return None
            return message("the directory {path} holds other files", path=subject)
        if kind == "variable":
            if self.world.variable(subject) == expected[0]:
                return None
            return message("the environment variable {name} has another value", name=subject)
        if kind == "unset":
            return self._unset(subject.split(" "))
        if kind == "searched":
            return self._searched(subject, *expected)
        if kind == "distribution":
            return self._distribution(subject, *expected)
        if kind == "python":
            return self._python(subject)
        if kind == "code":
            if recording_code(self.world) == subject:
                return None
            return message("recviz-docs itself has changed")
        return message("the cache was written by another version of recviz-docs")

    def _is_elsewhere(self, path: str) -> bool:
        """Tells whether it is of another machine, as far as nothing can be traced here."""
        return self.frozen and is_outside(path) and self.world.status(path) is None

    def _unset(self, names: list[str]) -> Message | None:
        for name in names:
            if self.world.variable(name) is not None:
                return message("the environment variable {name} has another value", name=name)
        return None

    def _source(self, path: str, data: str, tree: str, python: str) -> Message | None:
        now = self.world.digest(path)
        if now == data:
            return None
        if now is None:
            return message("{path} is gone", path=path)
        if python == PYTHON and self.world.tree(path) == tree:
            return None
        return message("{path} has changed", path=path)

    def _file(self, path: str, data: str) -> Message | None:
        now = self.world.digest(path) or ABSENT
        # A directory cannot be read, and yet it is there.
        appeared = data == ABSENT and self.world.kind(path) in ("directory", "other")
        if now == data and not appeared:
            return None
        if data == ABSENT:
            return message("{path} did not exist before", path=path)
        if now == ABSENT:
            return message("{path} is gone", path=path)
        return message("{path} has changed", path=path)

    def _asked(self, path: str, answer: str) -> Message | None:
        link, _, state = answer.rpartition(";")
        if link and self.world.link(path) != f"{link};":
            return message("{path} leads elsewhere", path=path)
        now = self.world.kind(path)
        if state.startswith("file:") and now == "file":
            same = state == f"file:{self.world.size(path)}:{self.world.digest(path)}"
        else:
            same = state == now
        if same:
            return None
        if now == ABSENT:
            return message("{path} is gone", path=path)
        if state == ABSENT:
            return message("{path} did not exist before", path=path)
        return message("{path} has changed", path=path)

    def _searched(self, path: str, *rows: str) -> Message | None:
        for state, written in zip(rows[::2], rows[1::2], strict=True):
            names = written.split(" ")
            found = self.world.searched(path, names)
            if path == INSTALLED and state in ("", ELSEWHERE):
                found = {**self.world.editable(names), **found}
            if state in ("", "nothing"):  # most names, and there are hundreds
                names = sorted(found)
            for name in names:
                now = found.get(name, "nothing")
                if path == INSTALLED and self.frozen and now == "nothing":
                    continue
                if not search_agrees(state, now):
                    return _found_otherwise(path, name)
        return None

    def _distribution(self, name: str, version: str, record: str) -> Message | None:
        now = self.world.distribution(name)
        if now == (version, record) or (self.frozen and (now is None or name == EVERYTHING)):
            return None
        if name == EVERYTHING:
            return message("other distributions are installed")
        if record == ABSENT:
            return None if now is None else message("{name} is installed now", name=name)
        if now is None:
            return message("{name} is not installed any more", name=name)
        if now[0] != version:
            return message(
                "{name} is {now}, it was {before}", name=name, now=now[0], before=version
            )
        return message("the files of {name} {version} are others", name=name, version=version)

    def _python(self, version: str) -> Message | None:
        if version == PYTHON:
            return None
        if self.frozen and self.world.distribution(_TRACES_WITH) is None:
            return None
        return message("Python is {now}, it was {before}", now=PYTHON, before=version)


def _found_otherwise(path: str, name: str) -> Message:
    if path == INSTALLED:
        return message("the module {name} is found otherwise among what is installed", name=name)
    return message("the module {name} is found otherwise in {path}", name=name, path=path)
