"""The seven stages, called in order, for a batch of diagrams.

Owns the order of the stages and nothing of what they do; it is the only module
that knows them all. It must not know any host. All processes and threads it
starts are gone when it returns (Sphinx forks afterwards).
"""

from __future__ import annotations

import os
import shlex
import traceback
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path
from time import perf_counter

from recviz_docs.diagram import (
    Diagram,
    Failure,
    LayoutOutcome,
    Request,
    Result,
    Seconds,
    TraceOutcome,
)
from recviz_docs.errors import RecvizError
from recviz_docs.graph import Graph
from recviz_docs.layout import place
from recviz_docs.layout.geometry import Layout
from recviz_docs.messages import message
from recviz_docs.options import Options, as_written, option_specs, parse_options, values_of
from recviz_docs.paint.theme import theme_named
from recviz_docs.reference import parse_arguments
from recviz_docs.settings import Settings, parse_settings
from recviz_docs.simplify import LEVELS, simplify
from recviz_docs.worker.client import TraceAnswer, TraceRequest, trace_all

__all__ = ["Recording", "command_of", "draw", "draw_all", "first_graph", "record_all"]

_TURNED = {"TB": "LR", "BT": "LR", "LR": "TB", "RL": "TB"}


@dataclass(frozen=True, slots=True)
class Recording:
    """What the third stage gives for one request."""

    request: Request
    trace: Graph
    trace_outcome: TraceOutcome = "run"
    layout_outcome: LayoutOutcome = "skipped"
    reason: str = ""
    seconds: Seconds = field(default_factory=Seconds)


def draw_all(
    requests: Sequence[Request],
    settings: Settings,
    *,
    progress: Callable[[int], None] | None = None,
) -> tuple[Result, ...]:
    """Gives a diagram or a failure for each request, in their order.

    Equal targets with equal Trace options are traced once, and laid out once if the
    Picture options are equal too. The worker is started
    only if something has to be traced. One failure costs no other diagram.

    Args:
        requests: what the pages ask for.
        settings: of the site.
        progress: told how many models have been traced so far, after each.
    """
    recordings = record_all(requests, settings, progress=progress)
    keys = [_picture_key(request) for request in requests]
    unique = dict(zip(keys, recordings, strict=True))
    cache_dir = settings.cache_directory()

    def finish(recording: Recording | Failure) -> Result:
        return recording if isinstance(recording, Failure) else _draw(recording, cache_dir)

    busy = max(1, min(_jobs(settings), len(unique)))
    with ThreadPoolExecutor(busy, thread_name_prefix="recviz-layout") as threads:
        drawn = dict(zip(unique, threads.map(finish, unique.values()), strict=True))
    return tuple(
        replace(drawn[key], request=request) for key, request in zip(keys, requests, strict=True)
    )


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
) -> tuple[Recording | Failure, ...]:
    """Gives what was recorded for each request, in their order: the stages up to the trace."""
    if settings.frozen:
        return tuple(Failure(request, _frozen(request, settings)) for request in requests)
    keys = [_trace_key(request) for request in requests]
    wanted = {
        key: TraceRequest(request.reference, request.options)
        for key, request in zip(keys, requests, strict=True)
    }
    answers = dict(zip(wanted, _trace(tuple(wanted.values()), settings, progress), strict=True))
    return tuple(
        _recorded(request, answers[key]) for key, request in zip(keys, requests, strict=True)
    )


def first_graph(recording: Recording) -> Graph:
    """Gives the graph at the first level of folding, before any layout.

    Raises:
        RecvizError: as the passes of `simplify`.
    """
    return simplify(recording.trace, recording.request.options, level=0)


def _trace_key(request: Request) -> tuple[object, ...]:
    return (request.reference, *values_of(request.options, "Trace").values())


def _picture_key(request: Request) -> tuple[object, ...]:
    return (*_trace_key(request), *values_of(request.options, "Picture").values())


def _trace(
    wanted: tuple[TraceRequest, ...],
    settings: Settings,
    progress: Callable[[int], None] | None,
) -> tuple[TraceAnswer, ...]:
    if not wanted:
        return ()
    try:
        return trace_all(wanted, settings, progress=progress)
    except RecvizError as error:  # of the worker itself: it is every diagram's
        return tuple(TraceAnswer(None, error, 0.0) for _ in wanted)


def _recorded(request: Request, answer: TraceAnswer) -> Recording | Failure:
    seconds = Seconds(trace=answer.seconds)
    if answer.graph is not None:
        return Recording(request, answer.graph, seconds=seconds)
    error = answer.error or _own_fault(request, "the worker gave neither a graph nor an error")
    return Failure(request, error, seconds=seconds)


def _draw(recording: Recording, cache_dir: Path | None) -> Result:
    start = perf_counter()
    request = recording.request
    try:
        theme_named(request.options.theme)  # known here, so that no page fails on it later
        graph, layout = _fitting(recording.trace, request.options, cache_dir)
    except RecvizError as error:
        failed = error
    except Exception:
        failed = _own_fault(request, traceback.format_exc())
    else:
        return Diagram(
            request,
            trace=recording.trace,
            graph=graph,
            layout=layout,
            notes=_notes(request.options, layout),
            seconds=Seconds(trace=recording.seconds.trace, layout=perf_counter() - start),
        )
    seconds = Seconds(trace=recording.seconds.trace, layout=perf_counter() - start)
    return Failure(request, failed, trace_outcome="run", layout_outcome="run", seconds=seconds)


def _fitting(trace: Graph, options: Options, cache_dir: Path | None) -> tuple[Graph, Layout]:
    """Gives the first level of folding that fits the column, or else the narrowest."""
    narrowest: tuple[Graph, Layout] | None = None
    for level, graph in _levels(trace, options):
        layout = place(graph, options, level=level, cache_dir=cache_dir)
        if narrowest is None or layout.width < narrowest[1].width:
            narrowest = graph, layout
        if layout.width <= options.width:
            break
    assert narrowest is not None
    return narrowest


def _levels(trace: Graph, options: Options) -> Iterator[tuple[int, Graph]]:
    """Gives level by level, those left out that change nothing."""
    before: Graph | None = None
    for level in range(LEVELS if options.fold == "auto" else 1):
        graph = simplify(trace, options, level=level)
        if graph != before:
            yield level, graph
        before = graph


def _notes(options: Options, layout: Layout) -> tuple[RecvizError, ...]:
    if layout.width <= options.width:
        return ()
    problem = message(
        "the picture is {width} px wide, wider than its column of {column} px, and scrolls",
        width=round(layout.width),
        column=options.width,
    )
    turned = _TURNED[options.direction]
    if options.depth in (0, 1):
        advice = message("Try direction={direction}.", direction=turned)
    else:
        advice = message(
            "Lower the depth, which is {depth}, or try direction={direction}.",
            depth=options.depth,
            direction=turned,
        )
    return (RecvizError("wide", problem, advice=advice),)


def _frozen(request: Request, settings: Settings) -> RecvizError:
    return RecvizError(
        "frozen",
        message("{target} has no stored picture", target=str(request.reference)),
        reason=message("In frozen mode nothing is imported or traced."),
        advice=message(
            "Build without frozen mode where the model can be imported; this draws it alone: "
            "{command}",
            command=command_of(request, settings),
        ),
    )


def command_of(request: Request, settings: Settings) -> str:
    """Gives the command line that draws what the request asks for, from the site's directory."""
    words = ["recviz", "draw", str(request.reference)]
    for spec in option_specs():
        value = getattr(request.options, spec.field)
        if spec.group != "Page" and value != spec.default:
            written = " ".join(value) if isinstance(value, tuple) else str(value)
            words.append(f"{spec.name}={written.lower() if spec.flag else written}")
    for directory in settings.path:
        words += ["--path", directory]
    return shlex.join(words)


def _own_fault(request: Request, detail: str) -> RecvizError:
    return RecvizError(
        "layout",
        message("recviz-docs itself failed to draw {target}", target=str(request.reference)),
        advice=message("Report this together with the model and the details."),
        detail=detail,
    )


def _jobs(settings: Settings) -> int:
    if settings.jobs > 0:
        return settings.jobs
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
