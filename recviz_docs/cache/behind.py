"""The files behind diagrams: those that were read, as the cache remembers them.

Owns the way from requests to paths, for whoever wants to know when to build again.
It must not know servers.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from recviz_docs.cache.recall import open_cache
from recviz_docs.diagram import Request
from recviz_docs.settings import Settings

__all__ = ["files_behind"]

_READ = frozenset({"source", "file", "asked"})


def files_behind(
    requests: Iterable[Request], settings: Settings, *, environment: Mapping[str, str]
) -> tuple[Path, ...]:
    """Gives the files that diagrams were made from when they were drawn last.

    Args:
        requests: what the diagrams ask for.
        settings: of the site.
        environment: of the process in which models are traced.
    """
    cache = open_cache(settings, environment=environment)
    if cache is None:
        return ()
    world, found = cache.world, dict[Path, None]()
    for request in requests:
        for claim in world.index.claims.get(cache.key(request), ())[:1]:
            for kind, subject, *_ in map(world.index.facts.__getitem__, claim.facts):
                if kind in _READ and world.kind(subject) == "file":
                    found[Path(world.place(subject))] = None
    return tuple(found)
