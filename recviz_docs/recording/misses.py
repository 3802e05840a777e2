"""What the cache could not give: traced by the worker, and kept.

Owns what becomes of the worker's answers. It must not know what is drawn of a trace.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from recviz_docs.cache.dependencies import Dependencies
from recviz_docs.cache.fingerprint import bytes_digest
from recviz_docs.cache.recall import Cache
from recviz_docs.diagram import Failure, Request, Seconds
from recviz_docs.errors import RecvizError
from recviz_docs.graph import Graph
from recviz_docs.messages import Message
from recviz_docs.recording import Recorded, TraceKey
from recviz_docs.remarks import NEVER_KEPT, frozen_error, own_fault, uncacheable_note
from recviz_docs.settings import Settings
from recviz_docs.worker.allow import refusal
from recviz_docs.worker.client import TraceAnswer, TraceRequest, trace_all

__all__ = ["record_misses"]


def record_misses(
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
