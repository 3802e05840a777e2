"""From what has been seen to `Dependencies`.

Owns the last look: each dependency is taken again, and one that is no longer as it
was at its first use makes the trace uncacheable, because nobody knows which of the
two was drawn. It must not know how things were seen.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Set

from recviz_docs.cache.dependencies import Dependencies
from recviz_docs.cache.fingerprint import SourceDigest, bytes_digest, source_digest
from recviz_docs.cache.installed import editable_modules
from recviz_docs.cache.observe import (
    ABSENT,
    ELSEWHERE,
    INSTALLED,
    asked_state,
    file_bytes,
    file_state,
    link_state,
    listing_state,
    matched_state,
    search_agrees,
    search_states,
    stamp,
)
from recviz_docs.messages import Message, message
from recviz_docs.worker.watching.installed import Installed
from recviz_docs.worker.watching.lines import mentions_lines
from recviz_docs.worker.watching.record import SEPARATOR, Record

__all__ = ["lost", "summary"]

_dirname, _sep = os.path.dirname, os.sep


def _data(record: Record, changed: list[str]) -> dict[str, str]:
    """Gives the files that were read, by what was in them and still is."""
    stamps, states = _section(record, "stamps"), _section(record, "data")

    def state(path: str) -> str:
        # An empty stamp is one that cannot be relied on.
        known = stamps.get(path) and stamp(path) == stamps[path]
        return states[path] if known else file_state(path)

    return _same(record, "data", state, changed)


def summary(
    record: Record, installed: Installed, modules: Iterable[str], *, declared: bool
) -> Dependencies:
    """Gives what was seen as dependencies.

    Args:
        record: closed, and with what forks have seen.
        installed: all that is installed.
        modules: files of the modules that are or were loaded.
        declared: whether the author says on what it depends that cannot be seen.
    """
    changed: list[str] = []
    sources, by_lines = _modules(record, changed)
    data = _data(record, changed)
    asked = _asked(
        record, changed, known={*sources, *(path for path in data if data[path] != ABSENT)}
    )
    listed = _same(record, "listed", listing_state, changed)
    matched = _matched(record, changed)
    parts = {record.scope.installed_part(file) for file in modules} | {
        *_section(record, "installed")
    }
    orphans = parts - installed.providers.keys() - {""}
    searched = _searched(record, changed, parts=parts, orphans=orphans)
    sources |= _orphaned(record, modules, orphans)
    reasons = [] if declared else [_reason(text) for text in sorted(_section(record, "reasons"))]
    reasons += [_changed(record.shown(path)) for path in sorted(set(changed))]
    reasons += [lost(f"{name}: {text}") for name, text in sorted(_section(record, "lost").items())]
    shown = record.shown
    return Dependencies(
        modules={shown(path): digest for path, digest in sources.items()},
        data={shown(path): state for path, state in data.items()},
        asked={shown(path): state for path, state in asked.items()},
        listed={shown(path): state for path, state in listed.items()},
        matched={shown(path): found for path, found in matched.items()},
        environment={k: v or None for k, v in _section(record, "environment").items()},
        searched={
            path if path == INSTALLED else shown(path): names for path, names in searched.items()
        },
        distributions=installed.of(parts, asked=_section(record, "distributions")),
        uncacheable=tuple(reasons),
        compare_bytes=by_lines,
    )


def _section(record: Record, name: str) -> dict[str, str]:
    return record.sections.get(name, {})


def _modules(record: Record, changed: list[str]) -> tuple[dict[str, SourceDigest], bool]:
    found: dict[str, SourceDigest] = {}
    by_lines = False
    for path, first in _section(record, "modules").items():
        data = file_bytes(path)
        if data is None or bytes_digest(data) != first:
            changed.append(path)
            continue
        found[path] = source_digest(data)
        by_lines = by_lines or mentions_lines(data)
    return found, by_lines


def _orphaned(record: Record, modules: Iterable[str], orphans: Set[str]) -> dict[str, SourceDigest]:
    """Gives the installed modules of no distribution: somebody has put them there by hand."""
    found: dict[str, SourceDigest] = {}
    for path in modules if orphans else ():
        if path.endswith(".py") and record.scope.installed_part(path) in orphans:
            data = file_bytes(path)
            if data is not None:
                found[path] = source_digest(data)
    return found


def _same(
    record: Record, section: str, state: Callable[[str], str], changed: list[str]
) -> dict[str, str]:
    seen = _section(record, section)
    changed += [path for path, first in seen.items() if state(path) != first]
    return dict(seen)


def _matched(record: Record, changed: list[str]) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for key, first in _section(record, "matched").items():
        head, _, pattern = key.partition(SEPARATOR)
        found.setdefault(head, {})[pattern] = first
        if matched_state(head, pattern) != first:
            changed.append(head)
    return found


def _asked(record: Record, changed: list[str], *, known: set[str]) -> dict[str, str]:
    """Gives what was asked, the more telling of two answers; a file that was read is there."""
    sizes = _same(record, "sizes", lambda path: asked_state(path, content=True), changed)
    exists = _same(record, "exists", lambda path: asked_state(path, content=False), changed)
    links = _same(record, "links", link_state, changed)
    found = {**{path: state for path, state in exists.items() if path not in known}, **sizes}
    for path, link in links.items():
        found[path] = link + (found.get(path) or asked_state(path, content=False))
    return {p: state for p, state in found.items() if not _is_above_known(p, state, known)}


def _is_above_known(path: str, state: str, known: set[str]) -> bool:
    """Tells whether it is a directory in which a file was found anyway."""
    return state == "directory" and any(file.startswith(path + _sep) for file in known)


def _searched(
    record: Record, changed: list[str], *, parts: Set[str], orphans: Set[str]
) -> dict[str, dict[str, str]]:
    everywhere = _section(record, "everywhere")
    by_directory: dict[str, dict[str, str]] = {}
    for key, state in _section(record, "searched").items():
        directory, _, name = key.partition(SEPARATOR)
        if state == "nothing" and key not in everywhere and directory != INSTALLED:
            state = ""
        by_directory.setdefault(directory, {})[name] = state
    for directory, names in by_directory.items():
        if directory == INSTALLED:
            continue
        now = search_states(directory, names)
        changed += [
            f"{directory}{_sep}{name}"
            for name, state in names.items()
            if not search_agrees(state, now[name])
        ]
    by_directory[INSTALLED] = _not_installed(record, by_directory.get(INSTALLED, {}))
    by_directory[INSTALLED] |= _found_only(record, parts - orphans)
    return {directory: names for directory, names in by_directory.items() if names}


def _not_installed(record: Record, names: dict[str, str]) -> dict[str, str]:
    """Leaves out what is there after all; tells what is nowhere, and what an editable one has."""
    missing = set(names)
    for place in record.scope.site:
        now = search_states(place, missing)
        missing = {name for name, state in now.items() if state == "nothing"}
    everywhere = _section(record, "everywhere")
    elsewhere = editable_modules(record.scope.site, missing)
    nowhere = {name for name in missing if INSTALLED + SEPARATOR + name in everywhere}
    found = dict.fromkeys(missing, "nothing") | dict.fromkeys(nowhere, "")
    return found | dict.fromkeys(elsewhere, ELSEWHERE)


def _found_only(record: Record, parts: Set[str]) -> dict[str, str]:
    """Gives the installed modules that were looked for and found, and of which nothing was read."""
    read = {part.partition(".")[0] for part in parts}
    return {n: state for n, state in _section(record, "present").items() if n not in read}


def _reason(text: str) -> Message:
    template, values = json.loads(text)
    return Message(template, values)


def _changed(path: str) -> Message:
    return message("The file {file} changed while it was read.", file=path)


def lost(text: str) -> Message:
    """Gives the reason not to keep a trace of which not everything was recorded."""
    return message("Not all that it reads could be seen ({exception}).", exception=text)
