"""The stages up to the trace: from the cache where it is still true, else from the worker.

Owns that choice, for a batch: each target with its Trace options is looked up once
and, if need be, traced once. It must not know what is drawn of a trace.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from time import perf_counter
from typing import TYPE_CHECKING

from recviz_docs.cache.recall import Cache
from recviz_docs.diagram import Failure, LayoutOutcome, Request, Seconds, TraceOutcome
from recviz_docs.errors import RecvizError
from recviz_docs.messages import Message
from recviz_docs.options import values_of
from recviz_docs.remarks import TRACE_GONE
from recviz_docs.settings import Settings

if TYPE_CHECKING:
    from recviz_docs.graph import Graph

__all__ = ["Recorded", "Recording", "TraceKey", "record", "trace_key_of"]

TraceKey = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Recording:
    """What the third stage gives for one request."""

    request: Request
    trace: Graph
    trace_outcome: TraceOutcome = "run"
    layout_outcome: LayoutOutcome = "skipped"
    reason: str = ""
    seconds: Seconds = field(default_factory=Seconds)


@dataclass(frozen=True, slots=True)
class Recorded:
    """A trace, which may still be on disk.

    Attributes:
        digest: of the trace.
        trace: the trace itself where it is in memory.
        keeps: whether what is made of it may be kept.
        notes: what an author has to know of how it was recorded.
    """

    digest: str
    trace: Graph | None
    trace_outcome: TraceOutcome
    reason: str
    seconds: Seconds
    keeps: bool = True
    notes: tuple[RecvizError, ...] = ()


def trace_key_of(request: Request) -> TraceKey:
    """Gives what requests have in common that share a trace within a build."""
    return (request.reference, *values_of(request.options, "Trace").values())


def record(
    requests: Iterable[Request],
    settings: Settings,
    cache: Cache | None,
    *,
    progress: Callable[[int], None] | None = None,
    whole: bool = False,
) -> dict[TraceKey, Recorded | Failure]:
    """Gives the traces of requests.

    Args:
        requests: several may share one.
        settings: of the site.
        cache: is asked first.
        progress: told how many models have been traced so far, after each.
        whole: whether the traces themselves are wanted; else only those are loaded whose
            picture is not kept.
    """
    asked = list(requests)
    found = _recorded_before({trace_key_of(one): one for one in asked}, settings, cache)
    results: dict[TraceKey, Recorded | Failure] = {}
    misses = {}
    for request in asked:
        key = trace_key_of(request)
        known = results.get(key) or found[key]
        if isinstance(known, Recorded) and cache is not None:
            if known.trace is None and (whole or not _has_picture(cache, known, request)):
                trace = cache.trace(known.digest)
                known = TRACE_GONE if trace is None else replace(known, trace=trace)
            if isinstance(known, Recorded):
                results[key] = known
                continue
        assert not isinstance(known, Recorded | Failure)
        found[key] = known
        results.pop(key, None)
        misses[key] = (request, known)
    if not misses:
        return results
    # Here, so that a build with nothing to trace does not load the worker's side.
    from recviz_docs.recording.misses import record_misses

    return results | record_misses(misses, settings, cache, progress=progress)


def _has_picture(cache: Cache, known: Recorded, request: Request) -> bool:
    return cache.picture(known.digest, request.options) is not None


def _recorded_before(
    requests: Mapping[TraceKey, Request], settings: Settings, cache: Cache | None
) -> dict[TraceKey, Recorded | Message | None]:
    """Gives what the cache knows of each request.

    Returns:
        The trace; or, where it has to be made, what is different now, or None where
        nothing was ever kept.
    """
    found: dict[TraceKey, Recorded | Message | None] = {}
    for key, request in requests.items():
        if cache is None or _is_refused(request, settings):
            found[key] = None
            continue
        start = perf_counter()
        recalled = cache.recall(request)
        seconds = Seconds(verify=perf_counter() - start)
        if recalled.trace is None:
            found[key] = recalled.reason
        else:
            found[key] = Recorded(recalled.trace, None, "hit", "", seconds)
    return found


def _is_refused(request: Request, settings: Settings) -> bool:
    if "*" in settings.allow:
        return False
    from recviz_docs.worker.allow import refusal

    return refusal(request.reference, request.options, settings) is not None
