"""Manifests: the entries that say which facts led to which trace.

Owns their bytes. Reading is strict; it is done once for each manifest, after that the
index knows it. It must not know whether the facts still hold.
"""

from __future__ import annotations

import json

from recviz_docs.cache.dependencies import Dependencies, DependenciesError
from recviz_docs.cache.facts import Fact, facts_of
from recviz_docs.cache.keys import CACHE_SCHEMA

__all__ = ["manifest_bytes", "manifest_facts", "read_manifest"]


def manifest_bytes(trace: str, found: Dependencies, *, code: str) -> bytes:
    """Gives the manifest of a trace.

    Args:
        trace: its digest.
        found: what it depended on.
        code: digest of our own code that recorded it.
    """
    data = {"schema": CACHE_SCHEMA, "trace": trace, "code": code, "dependencies": found.to_json()}
    return json.dumps(data, separators=(",", ":")).encode()


def manifest_facts(found: Dependencies, *, code: str) -> tuple[Fact, ...]:
    """Gives the facts that have to hold for the trace to be true."""
    return (*facts_of(found), ("code", code))


def read_manifest(payload: bytes) -> tuple[str, tuple[Fact, ...]] | None:
    """Gives the digest of the trace and the facts; None for what is no manifest of a trace."""
    try:
        data = json.loads(payload)
        if data["schema"] != CACHE_SCHEMA or not isinstance(data["trace"], str):
            return None
        found = Dependencies.from_json(data["dependencies"])
        code = str(data["code"])
    except (ValueError, KeyError, TypeError, RecursionError, DependenciesError):
        return None
    return None if found.uncacheable else (data["trace"], manifest_facts(found, code=code))
