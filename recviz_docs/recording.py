"""The stages up to the trace: from the cache where it is still true, else from the worker.

Owns that choice, for a batch: each target with its Trace options is looked up once
and, if need be, traced once. It must not know what is drawn of a trace.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from time import perf_counter

from recviz_docs.cache.dependencies import Dependencies
from recviz_docs.cache.fingerprint import bytes_digest
from recviz_docs.cache.recall import Cache
from recviz_docs.diagram import Failure, LayoutOutcome, Request, Seconds, TraceOutcome
from recviz_docs.errors import RecvizError
from recviz_docs.graph import Graph
from recviz_docs.messages import Message
from recviz_docs.options import values_of
from recviz_docs.remarks import (
    NEVER_KEPT,
    TRACE_GONE,
    frozen_error,
    own_fault,
    uncacheable_note,
)
from recviz_docs.settings import Settings
from recviz_docs.worker.allow import refusal
from recviz_docs.worker.client import TraceAnswer, TraceRequest, trace_all

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
    return results | _record_misses(misses, settings, cache, progress=progress)


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
        if cache is None or refusal(request.reference, request.options, settings) is not None:
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


def _record_misses(
    misses: Mapping[TraceKey, tuple[Request, Message | None]],
    settings: Settings,
    cache: Cache | None,
    *,
    progress: Callable[[int], None] | None = None,
) -> dict[TraceKey, Recorded | Failure]:
    """Traces what the cache could not give, and keeps it; in frozen mode each is a failure.

    Args:
        misses: requests, and what is different from when they were traced before.
        settings: of the site.
        cache: keeps what was recorded.
        progress: told how many models have been traced so far, after each.
    """
    if settings.frozen:
        return {
            key: _refused_or_frozen(request, settings, reason)
            for key, (request, reason) in misses.items()
        }
    wanted = [TraceRequest(one.reference, one.options) for one, _ in misses.values()]
    answers = _trace(wanted, settings, progress)
    results: dict[TraceKey, Recorded | Failure] = {}
    for (key, (request, reason)), answer in zip(misses.items(), answers, strict=True):
        results[key] = _recorded(request, answer, reason, cache)
    return results


def _refused_or_frozen(request: Request, settings: Settings, reason: Message | None) -> Failure:
    refused = refusal(request.reference, request.options, settings)
    told = None if reason is None else str(reason)
    return Failure(request, refused or frozen_error(request, settings, reason), reason=told or "")


def _trace(
    wanted: Sequence[TraceRequest],
    settings: Settings,
    progress: Callable[[int], None] | None,
) -> Iterable[TraceAnswer]:
    if not wanted:
        return ()
    try:
        return trace_all(wanted, settings, progress=progress)
    except RecvizError as error:  # of the worker itself: it is every diagram's
        return tuple(TraceAnswer(None, error, 0.0) for _ in wanted)


def _recorded(
    request: Request, answer: TraceAnswer, reason: Message | None, cache: Cache | None
) -> Recorded | Failure:
    seconds = Seconds(trace=answer.seconds)
    if answer.graph is None:
        error = answer.error or own_fault(request, "the worker gave neither a graph nor an error")
        return Failure(request, error, seconds=seconds)
    told = str(reason or NEVER_KEPT)
    made = Recorded(bytes_digest(answer.graph.dumps().encode()), answer.graph, "run", told, seconds)
    if answer.dependencies is None or cache is None:
        return replace(made, keeps=False)
    return _kept(request, made, answer.graph, answer.dependencies, cache)


def _kept(
    request: Request, made: Recorded, trace: Graph, found: Dependencies, cache: Cache
) -> Recorded:
    if found.uncacheable:
        note = uncacheable_note(request, found.uncacheable[0])
        return replace(made, reason=str(note.reason), keeps=False, notes=(note,))
    cache.keep_trace(request, trace, found)
    return made
