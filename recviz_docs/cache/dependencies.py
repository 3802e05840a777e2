"""What a trace depended on, and its JSON.

Owns that type alone. It must not know how dependencies are found out (the worker's
`watching` does) nor how they are compared (`verify` does; `observe` and `installed`
give both the same words for what is there). Reading is strict: an entry of the
cache is a claim of whoever wrote it.

Paths are as `recviz_docs.cache.places` stores them: relative to the project's root
with ``/``, or absolute outside of it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from typing import Any, TypeVar

from recviz_docs.cache.fingerprint import PYTHON, SourceDigest
from recviz_docs.cache.observe import ABSENT, INSTALLED, SEARCH_STATES
from recviz_docs.messages import Message

__all__ = ["ABSENT", "INSTALLED", "SEARCH_STATES", "Dependencies", "DependenciesError"]

_MOST = 100_000
_LONGEST = 4096
_DIGEST = re.compile(r"[0-9a-f]{64}")
_ASKED = re.compile(
    r"(?:link:[0-9a-f]{64};)?(?:file|directory|other|absent|file:[0-9]{1,19}:[0-9a-f]{64})"
)
_VERSION = re.compile(r"[0-9]{1,3}\.[0-9]{1,3}")
_NAME = re.compile(r"[^\s/\\\0]{1,200}")
_T = TypeVar("_T")


class DependenciesError(ValueError):
    """Data that are no dependencies."""


@dataclass(frozen=True, slots=True)
class Dependencies:
    """What a trace depended on.

    Attributes:
        modules: sources that were imported, by path.
        data: files that were read as data or as text, by path: digest of the bytes, or
            ``absent`` where opening failed because there was none.
        asked: what was asked for without being read: ``file``, ``directory``, ``other`` or
            ``absent`` where that was all that mattered, ``file:<size>:<digest>`` where size or
            times may have mattered. Where a symbolic link was resolved, ``link:<digest>;`` of
            where it leads stands before that.
        listed: directories that were listed: `recviz_docs.cache.observe.listing_state`.
        matched: by directory, patterns of names below it, and what they matched:
            `recviz_docs.cache.observe.matched_state`.
        environment: variables that were read: digest of the value, None where unset; ``*``
            stands for all of them, ``NAME*`` for those that begin so
            (`recviz_docs.cache.observe.variable_state`).
        searched: by directory, names of modules that were looked up there, and what was there
            (`recviz_docs.cache.observe.search_states`). ``""`` is nothing but perhaps a plain
            directory, ``nothing`` not even that. The directory ``<installed>`` stands for all
            of those that distributions are installed in; there ``""`` is a module that is nowhere,
            and ``elsewhere`` one that is found because a project is installed as editable.
        distributions: by normalised name, version and digest of what is installed
            (`recviz_docs.cache.installed.read_distribution`), or ``absent`` for the digest of
            what was looked for and is not; ``*`` stands for all that is installed.
        python: version of Python, such as ``3.11``.
        uncacheable: why the trace must not be kept; empty where it may.
        compare_bytes: whether a formatting-only edit of a module may show in the trace.
    """

    modules: Mapping[str, SourceDigest] = field(default_factory=dict)
    data: Mapping[str, str] = field(default_factory=dict)
    asked: Mapping[str, str] = field(default_factory=dict)
    listed: Mapping[str, str] = field(default_factory=dict)
    matched: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    environment: Mapping[str, str | None] = field(default_factory=dict)
    searched: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    distributions: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    python: str = PYTHON
    uncacheable: tuple[Message, ...] = ()
    compare_bytes: bool = False

    def to_json(self) -> dict[str, Any]:
        """Gives JSON data, the same for the same dependencies."""
        return {
            "modules": {
                path: [source.data, source.tree, source.python]
                for path, source in sorted(self.modules.items())
            },
            "data": dict(sorted(self.data.items())),
            "asked": dict(sorted(self.asked.items())),
            "listed": dict(sorted(self.listed.items())),
            "matched": {
                directory: dict(sorted(found.items()))
                for directory, found in sorted(self.matched.items())
            },
            "environment": dict(sorted(self.environment.items())),
            "searched": {
                directory: _by_state(names) for directory, names in sorted(self.searched.items())
            },
            "distributions": {name: list(at) for name, at in sorted(self.distributions.items())},
            "python": self.python,
            "uncacheable": [
                [reason.template, {name: str(fact) for name, fact in reason.values.items()}]
                for reason in self.uncacheable
            ],
            "compare_bytes": self.compare_bytes,
        }

    @classmethod
    def from_json(cls, data: object) -> Dependencies:
        """Gives the dependencies that `to_json` wrote.

        Raises:
            DependenciesError: the data are something else.
        """
        given = _table(data, _key)
        if set(given) != {item.name for item in fields(cls)}:
            raise DependenciesError("other fields than those of dependencies")
        uncacheable = given["uncacheable"]
        if not isinstance(uncacheable, list) or len(uncacheable) > _MOST:
            raise DependenciesError("uncacheable is no list")
        if not isinstance(given["compare_bytes"], bool):
            raise DependenciesError("compare_bytes is no truth value")
        return cls(
            modules=_read(given["modules"], _path, _source),
            data=_read(given["data"], _path, _digest_or_absent),
            asked=_read(given["asked"], _path, lambda v: _matching(v, _ASKED)),
            listed=_read(given["listed"], _path, _digest_or_absent),
            matched=_read(given["matched"], _path, _patterns),
            environment=_read(given["environment"], _key, _digest_or_none),
            searched=_read(given["searched"], _path, _names),
            distributions=_read(given["distributions"], _key, _installed),
            python=_matching(given["python"], _VERSION),
            uncacheable=tuple(_message(item) for item in uncacheable),
            compare_bytes=given["compare_bytes"],
        )


def _by_state(names: Mapping[str, str]) -> dict[str, str]:
    """Gives the names as one text per state; there are hundreds, and most are nowhere."""
    found: dict[str, list[str]] = {}
    for name, state in sorted(names.items()):
        found.setdefault(state, []).append(name)
    return {state: " ".join(found[state]) for state in sorted(found)}


def _read(data: object, key: Callable[[str], str], value: Callable[[Any], _T]) -> dict[str, _T]:
    return {name: value(item) for name, item in _table(data, key).items()}


def _table(data: object, key: Callable[[str], str]) -> dict[str, Any]:
    if not isinstance(data, dict) or len(data) > _MOST:
        raise DependenciesError("no table, or too large")
    return {key(name): item for name, item in data.items()}


def _key(name: object) -> str:
    if not isinstance(name, str) or not name or len(name) > _LONGEST or "\0" in name:
        raise DependenciesError("a name that is none")
    return name


def _path(name: object) -> str:
    path = _key(name)
    if ".." in path.split("/"):
        raise DependenciesError("a path that leads out")
    return path


def _matching(value: object, pattern: re.Pattern[str]) -> str:
    if not isinstance(value, str) or pattern.fullmatch(value) is None:
        raise DependenciesError("a value that is none")
    return value


def _digest_or_absent(value: object) -> str:
    return ABSENT if value == ABSENT else _matching(value, _DIGEST)


def _digest_or_none(value: object) -> str | None:
    return None if value is None else _matching(value, _DIGEST)


def _list(value: object, size: int) -> list[Any]:
    if not isinstance(value, list) or len(value) != size:
        raise DependenciesError("a list of another length")
    return value


def _source(value: object) -> SourceDigest:
    data, tree, python = _list(value, 3)
    return SourceDigest(
        _matching(data, _DIGEST), tree and _matching(tree, _DIGEST), _matching(python, _VERSION)
    )


def _names(value: object) -> dict[str, str]:
    found: dict[str, str] = {}
    for state, names in _table(value, str).items():
        if state not in SEARCH_STATES or not isinstance(names, str):
            raise DependenciesError("a state that is none")
        for name in names.split(" "):
            if name in found:
                raise DependenciesError("a name in two states")
            found[_matching(name, _NAME)] = state
    if len(found) > _MOST:
        raise DependenciesError("too many names")
    return found


def _patterns(value: object) -> dict[str, str]:
    return _read(value, _path, lambda v: _matching(v, _DIGEST))


def _installed(value: object) -> tuple[str, str]:
    version, digest = _list(value, 2)
    if not isinstance(version, str) or len(version) > _LONGEST:
        raise DependenciesError("a version that is none")
    return version, _digest_or_absent(digest)


def _message(value: object) -> Message:
    template, values = _list(value, 2)
    facts = _table(values, _key)
    if not isinstance(template, str) or len(template) > _LONGEST:
        raise DependenciesError("a sentence that is none")
    if not all(isinstance(fact, str) and len(fact) <= _LONGEST for fact in facts.values()):
        raise DependenciesError("a fact that is none")
    reason = Message(template, facts)
    try:
        reason.text()
    except (KeyError, ValueError, IndexError, AttributeError) as error:
        raise DependenciesError("a sentence without its facts") from error
    return reason
