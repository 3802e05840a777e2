"""The seven stages, called in order, for a batch of diagrams.

Owns the order of the stages and nothing of what they do; it is the only module
that knows them all. It must not know any host. All processes and threads it
starts are gone when it returns (Sphinx forks afterwards).

The cache is asked before each stage that costs something: a trace that is still
true is not recorded again, a picture that is kept is not laid out again, also where
a new trace turned out to be the same as before.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, NamedTuple

from recviz_docs.cache.recall import Cache, open_cache, shown_by
from recviz_docs.diagram import Diagram, Failure, LayoutOutcome, Request, Result
from recviz_docs.errors import RecvizError
from recviz_docs.messages import Message, message
from recviz_docs.options import as_written, parse_options, values_of
from recviz_docs.picture import Picture
from recviz_docs.recording import Recorded, Recording, record, trace_key_of
from recviz_docs.reference import parse_arguments
from recviz_docs.remarks import NEVER_KEPT, OTHER_PICTURE, command_of, own_fault, wide_notes
from recviz_docs.settings import Settings, parse_settings
from recviz_docs.worker.environment import worker_environment

if TYPE_CHECKING:
    from recviz_docs.graph import Graph

__all__ = ["Recording", "command_of", "difference", "draw", "draw_all", "first_graph", "record_all"]

_PictureKey = tuple[object, ...]
_Warn = Callable[[RecvizError], None]


class _Job(NamedTuple):
    """A picture that has to be made, or taken from the cache."""

    request: Request
    recorded: Recorded


def draw_all(
    requests: Sequence[Request],
    settings: Settings,
    *,
    progress: Callable[[int], None] | None = None,
    warn: _Warn | None = None,
) -> tuple[Result, ...]:
    """Gives a diagram or a failure for each request, in their order.

    Equal targets with equal Trace options are traced once, and laid out once if the
    Picture options are equal too. The worker is started only if something has to be
    traced. One failure costs no other diagram.

    Args:
        requests: what the pages ask for.
        settings: of the site.
        progress: told how many models have been traced so far, after each.
        warn: told what is wrong with the cache, once.
    """
    cache = open_cache(settings, environment=worker_environment())
    unique = {_picture_key(request): request for request in requests}
    drawn: dict[_PictureKey, Result] = {}
    try:
        recorded = record(unique.values(), settings, cache, progress=progress)
        jobs: dict[_PictureKey, _Job] = {}
        for key, request in unique.items():
            found = recorded[trace_key_of(request)]
            if isinstance(found, Failure):
                drawn[key] = found
            else:
                jobs[key] = _Job(request, found)
        drawn |= _finish_all(jobs, settings, cache)
        code = shown_by(cache) if drawn else ""
    finally:
        _close(cache, warn)
    return tuple(_answer(drawn[_picture_key(request)], request, code) for request in requests)


def _answer(result: Result, request: Request, code: str) -> Result:
    if isinstance(result, Failure):
        return replace(result, request=request)
    return replace(result, request=request, code=code)


def draw(
    target: str, *, path: tuple[str, ...] = (), base: Path | None = None, **options: object
) -> Diagram:
    """Gives the diagram of one model.

    Args:
        target: as in a page, with or without options: ``pkg.mod:build depth=4``.
        path: directories to import models from, relative to ``base``.
        base: the directory that file targets are relative to; the current one if not given.
        options: every option of a diagram, with ``_`` for ``-``.

    Raises:
        RecvizError: the target or an option is wrong, or the model could not be drawn.
    """
    reference, inline = parse_arguments(target)
    request = Request(reference, parse_options([*inline, *as_written(options)]))
    (result,) = draw_all([request], parse_settings(base or Path.cwd(), {"path": path}))
    if isinstance(result, Failure):
        raise result.error
    return result


def record_all(
    requests: Sequence[Request],
    settings: Settings,
    *,
    progress: Callable[[int], None] | None = None,
    warn: _Warn | None = None,
) -> tuple[Recording | Failure, ...]:
    """Gives what was recorded for each request, in their order: the stages up to the trace."""
    cache = open_cache(settings, environment=worker_environment())
    try:
        found = record(requests, settings, cache, progress=progress, whole=True)
        return tuple(_recording(request, found[trace_key_of(request)]) for request in requests)
    finally:
        _close(cache, warn)


def _recording(request: Request, found: Recorded | Failure) -> Recording | Failure:
    if isinstance(found, Failure):
        return replace(found, request=request)
    assert found.trace is not None
    return Recording(
        request,
        found.trace,
        trace_outcome=found.trace_outcome,
        reason=found.reason,
        seconds=found.seconds,
    )


def _close(cache: Cache | None, warn: _Warn | None) -> None:
    warning = cache.close() if cache is not None else None
    if warning is not None and warn is not None:
        warn(warning)


def difference(request: Request, settings: Settings) -> Message | None:
    """Gives why a build would draw a diagram again; None where nothing would be done."""
    cache = open_cache(settings, environment=worker_environment())
    if cache is None:
        return message("nothing is kept, as there is no cache directory")
    try:
        recalled = cache.recall(request)
        if recalled.trace is None:
            return recalled.reason or NEVER_KEPT
        kept = cache.picture(recalled.trace, request.options)
        return OTHER_PICTURE if kept is None else None
    finally:
        cache.close()


def first_graph(recording: Recording) -> Graph:
    """Gives the graph at the first level of folding, before any layout.

    Raises:
        RecvizError: as the passes of `simplify`.
    """
    from recviz_docs.simplify import simplify

    return simplify(recording.trace, recording.request.options, level=0)


def _picture_key(request: Request) -> _PictureKey:
    return (*trace_key_of(request), *values_of(request.options, "Picture").values())


def _finish_all(
    jobs: dict[_PictureKey, _Job], settings: Settings, cache: Cache | None
) -> dict[_PictureKey, Result]:
    """Gives the pictures: kept ones at once, the others laid out in threads."""
    drawn: dict[_PictureKey, Result] = {}
    for key, job in jobs.items():
        picture = None
        if cache is not None and job.recorded.keeps:
            picture = cache.picture(job.recorded.digest, job.request.options)
        if picture is not None:
            drawn[key] = _diagram(job, picture, settings, layout="hit")
    missing = {key: job for key, job in jobs.items() if key not in drawn}
    for key, result in _in_threads(missing, settings).items():
        drawn[key] = result
        job = missing[key]
        if isinstance(result, Diagram) and cache is not None and job.recorded.keeps:
            cache.keep_picture(job.recorded.digest, job.request.options, result.picture)
    return drawn


def _in_threads(jobs: dict[_PictureKey, _Job], settings: Settings) -> dict[_PictureKey, Result]:
    if not jobs:
        return {}
    # Here, so that a build with nothing to lay out does not load it.
    from concurrent.futures import ThreadPoolExecutor

    busy = max(1, min(_jobs(settings), len(jobs)))
    with ThreadPoolExecutor(busy, thread_name_prefix="recviz-layout") as threads:
        results = threads.map(lambda job: _draw(job, settings), jobs.values())
        return dict(zip(jobs, results, strict=True))


def _draw(job: _Job, settings: Settings) -> Result:
    # Here, so that a build with nothing to lay out does not load them.
    import traceback

    from recviz_docs.fitting import fitting
    from recviz_docs.paint.style import style_for

    start = perf_counter()
    request, recorded = job.request, job.recorded
    try:
        assert recorded.trace is not None
        style = style_for(request.options, settings)  # here, so that no page fails on it later
        graph, layout = fitting(
            recorded.trace,
            request.options,
            cache_dir=settings.cache_directory(),
            look=style.look,
        )
        picture = Picture.of(recorded.trace, graph, layout)
    except RecvizError as error:
        failed = error
    except Exception:
        failed = own_fault(request, traceback.format_exc())
    else:
        return _diagram(job, picture, settings, layout="run", seconds=perf_counter() - start)
    return Failure(
        request,
        failed,
        trace_outcome=recorded.trace_outcome,
        layout_outcome="run",
        seconds=replace(recorded.seconds, layout=perf_counter() - start),
    )


def _diagram(
    job: _Job,
    picture: Picture,
    settings: Settings,
    *,
    layout: LayoutOutcome,
    seconds: float = 0.0,
) -> Diagram:
    recorded = job.recorded
    reason = recorded.reason
    if recorded.trace_outcome == "hit" and layout == "run":
        reason = str(OTHER_PICTURE)
    style = None
    if settings.themes or settings.roles:
        from recviz_docs.paint.style import style_for

        style = style_for(job.request.options, settings)
    return Diagram(
        job.request,
        picture,
        notes=(*recorded.notes, *wide_notes(job.request.options, picture.width)),
        trace_outcome=recorded.trace_outcome,
        layout_outcome=layout,
        reason=reason,
        seconds=replace(recorded.seconds, layout=seconds),
        style=style,
    )


def _jobs(settings: Settings) -> int:
    if settings.jobs > 0:
        return settings.jobs
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
