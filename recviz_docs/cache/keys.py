"""Which requests share a trace, and which share a picture.

Owns the two keys. A trace key names what was asked for and nothing of how things
are: several recorded sets of dependencies stand under one key, so that going back
and forth between branches or environments hits. It must not know files.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from recviz_docs.cache.places import stored_path
from recviz_docs.options import Options, values_of
from recviz_docs.reference import Reference
from recviz_docs.settings import Settings, setting_specs

__all__ = [
    "CACHE_SCHEMA",
    "drawing_options",
    "drawing_site",
    "picture_key",
    "recording_options",
    "recording_site",
    "trace_key",
]

CACHE_SCHEMA = 1
_NOT_RECORDED = "timeout"  # it decides whether there is a trace, not which

# Settings that shape no picture; ``options`` and ``path`` count where they have their effect.
_NO_PICTURE = frozenset(
    ("allow", "cache_dir", "frozen", "jobs", "memory", "on_error", "options", "path", "report")
)


def recording_site(settings: Settings, *, root: str, environment: Mapping[str, str]) -> str:
    """Gives what of a site counts for what is recorded, as text.

    Args:
        settings: the directories to import from count.
        root: of the project, which the key does not hold: a moved project has the same.
        environment: Python's own import path in it counts.
    """
    own_path = environment.get("PYTHONPATH", "").split(os.pathsep)
    return _text(
        stored_path(str(settings.base), root),
        [stored_path(str(directory), root) for directory in settings.directories()],
        [stored_path(str(place), root) for place in _further(own_path, settings.directories())],
    )


def _further(own_path: list[str], known: Iterable[Path]) -> list[Path]:
    """Gives the directories of Python's own path that are there and add to those of the site."""
    given = (Path(os.path.normpath(Path(place).absolute())) for place in own_path if place)
    places = dict.fromkeys(given)
    seen = {Path(os.path.realpath(directory)) for directory in known}
    return [place for place in places if place.is_dir() and place.resolve() not in seen]


def recording_options(options: Options) -> str:
    """Gives the options that count for what is recorded, as text: many diagrams share them."""
    values = values_of(options, "Trace")
    del values[_NOT_RECORDED]
    return _text(values)


def trace_key(reference: Reference, options: str, site: str) -> str:
    """Gives the key of what is recorded of a target.

    Args:
        reference: the target.
        options: as `recording_options` gives them.
        site: as `recording_site` gives it.
    """
    target = [reference.module, reference.file, reference.attribute, reference.call]
    return _digest(CACHE_SCHEMA, target, options, site)


def drawing_site(settings: Settings) -> str:
    """Gives what of a site's settings may shape a picture, such as its own roles, as text."""
    return _text(
        {
            spec.name: getattr(settings, spec.name)
            for spec in setting_specs()
            if spec.name not in _NO_PICTURE
        }
    )


def drawing_options(options: Options) -> str:
    """Gives the options that count for what is drawn, as text."""
    return _text(values_of(options, "Picture"))


def picture_key(trace: str, options: str, site: str, *, engine: str, code: str) -> str:
    """Gives the key of what is drawn.

    Args:
        trace: digest of the trace.
        options: as `drawing_options` gives them.
        site: as `drawing_site` gives it.
        engine: name and version of the layout engine.
        code: digest of our own code and words between trace and picture.
    """
    return _digest(CACHE_SCHEMA, trace, options, site, engine, code)


def _digest(*parts: Any) -> str:
    return hashlib.sha256(_text(*parts).encode()).hexdigest()


def _text(*parts: Any) -> str:
    return json.dumps(parts, separators=(",", ":"), default=repr)
