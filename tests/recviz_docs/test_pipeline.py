from __future__ import annotations

import shlex
import threading
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from recviz_docs import fitting, simplify
from recviz_docs.cli.draw import draw_parser
from recviz_docs.diagram import Diagram, Failure, Request, Result
from recviz_docs.errors import RecvizError
from recviz_docs.graph import Graph
from recviz_docs.layout.failure import out_of_time
from recviz_docs.layout.geometry import Layout
from recviz_docs.layout.look import Look
from recviz_docs.layout.surroundings import ROOMS
from recviz_docs.messages import message
from recviz_docs.options import Options, parse_options
from recviz_docs.pipeline import command_of, draw_all, first_graph, record_all
from recviz_docs.recording import misses
from recviz_docs.reference import parse_arguments
from recviz_docs.settings import Settings
from recviz_docs.simplify import LEVELS
from recviz_docs.worker.client import TraceAnswer, TraceRequest

BAD = RecvizError("factory", message("it raised"), advice=message("mend it"))


def request(text: str) -> Request:
    reference, pairs = parse_arguments(text)
    return Request(reference, parse_options(pairs))


class Stages:
    """Stands in for the worker and the layout engine, and remembers what they were asked."""

    def __init__(self, trace: Graph) -> None:
        self.trace = trace
        self.traced: list[str] = []
        self.placed: list[tuple[str, int]] = []
        self.widths: Sequence[float] = (100.0,) * LEVELS
        self.fails = False
        self.late = 0

    def trace_all(
        self, requests: Sequence[TraceRequest], settings: Settings, *, progress: Any = None
    ) -> tuple[TraceAnswer, ...]:
        self.traced += [str(item.reference) for item in requests]
        answers = []
        for count, item in enumerate(requests, start=1):
            bad = item.reference.attribute == "bad"
            answers.append(TraceAnswer(None if bad else self.trace, BAD if bad else None, 0.5))
            if progress is not None:
                progress(count)
        return tuple(answers)

    def place(
        self, graph: Graph, options: Options, *, level: int, cache_dir: Path | None, look: Look
    ) -> Layout:
        self.placed.append((options.direction, level))
        if self.late > level:
            raise out_of_time(30)
        if self.fails:
            raise ZeroDivisionError("a bug")
        if options.direction == "RL":
            raise RecvizError("layout", message("too large"), advice=message("lower the depth"))
        width = self.widths[min(level, len(self.widths) - 1)]
        return Layout(width, 50, (), (), (), level, "fake 1")


@pytest.fixture
def stages(monkeypatch: pytest.MonkeyPatch, trace: Graph) -> Stages:
    fakes = Stages(trace)
    monkeypatch.setattr(misses, "trace_all", fakes.trace_all)
    monkeypatch.setattr(fitting, "place", fakes.place)
    for module in (fitting, simplify):
        monkeypatch.setattr(module, "simplify", _each_level_another)
    return fakes


def _each_level_another(trace: Graph, options: Options, *, level: int, **_: object) -> Graph:
    return replace(trace, warnings=(f"level {level}",))


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(base=tmp_path)


def one(text: str, settings: Settings) -> Result:
    (result,) = draw_all([request(text)], settings)
    return result


def drawn(text: str, settings: Settings) -> Diagram:
    result = one(text, settings)
    assert isinstance(result, Diagram), result
    return result


def test_results_come_in_the_order_of_the_requests(stages: Stages, settings: Settings) -> None:
    texts = ["a:x", "a:bad", "a:y depth=1", "a:x", "a:z"]
    results = draw_all([request(text) for text in texts], settings)
    assert [item.request for item in results] == [request(text) for text in texts]
    assert [type(item) for item in results] == [Diagram, Failure, Diagram, Diagram, Diagram]
    failure = results[1]
    assert isinstance(failure, Failure) and failure.error is BAD
    assert (failure.trace_outcome, failure.layout_outcome) == ("failed", "skipped")
    assert failure.seconds.trace == 0.5


def test_equal_things_are_made_once(stages: Stages, settings: Settings) -> None:
    texts = ["a:x", "a:x caption=c", "a:x direction=LR", "a:x batch-size=3", "a:x()"]
    results = draw_all([request(text) for text in texts], settings)
    assert stages.traced == ["a:x", "a:x", "a:x()"]
    assert sorted(stages.placed) == [("LR", 0), ("TB", 0), ("TB", 0), ("TB", 0)]
    captions = [item.request.options.caption for item in results]
    assert captions == [None, "c", None, None, None]


def test_nothing_asked_is_nothing_done(stages: Stages, settings: Settings) -> None:
    assert draw_all([], settings) == ()
    assert stages.traced == []


@pytest.mark.parametrize(
    ("text", "widths", "level", "notes"),
    [
        ("a:x", (900, 800, 760, 100), 2, 0),
        ("a:x", (700, 100, 100, 100), 0, 0),
        ("a:x", (990, 980, 800, 900), 2, 1),
        ("a:x width=1000", (990, 100, 100, 100), 0, 0),
        ("a:x fold=off", (990, 100, 100, 100), 0, 1),
    ],
)
def test_the_first_level_that_fits_is_kept_or_the_narrowest(
    text: str, widths: Sequence[float], level: int, notes: int, stages: Stages, settings: Settings
) -> None:
    stages.widths = widths
    diagram = drawn(text, settings)
    assert diagram.layout.level == level
    assert diagram.graph.warnings == (f"level {level}",)
    assert len(diagram.notes) == notes


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("a:x depth=4", ["900 px", "760 px", "depth, which is 4", "option width"]),
        ("a:x direction=LR width=500", ["500 px", "depth, which is 3"]),
        ("a:x depth=0", ["If the page has more room"]),
    ],
)
def test_a_wide_picture_says_what_would_help(
    text: str, parts: list[str], stages: Stages, settings: Settings
) -> None:
    stages.widths = (900.0,) * LEVELS
    (note,) = drawn(text, settings).notes
    assert note.code == "wide"
    assert [part for part in parts if part not in str(note)] == []


def test_a_level_that_is_too_much_for_the_engine_gives_way(
    stages: Stages, settings: Settings
) -> None:
    stages.late = 2
    assert drawn("a:x", settings).layout.level == 2
    stages.late = LEVELS
    failure = one("a:x", settings)
    assert isinstance(failure, Failure)
    assert "took longer than 30 s" in str(failure.error)


def test_levels_that_change_nothing_are_laid_out_once(
    stages: Stages, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    stages.widths = (900.0,) * LEVELS
    monkeypatch.setattr(fitting, "simplify", lambda trace, options, **_: trace)
    drawn("a:x", settings)
    assert stages.placed == [("TB", level) for level in range(ROOMS)]


def test_a_failing_layout_costs_no_other_diagram(stages: Stages, settings: Settings) -> None:
    results = draw_all([request("a:x direction=RL"), request("a:x")], settings)
    failure = results[0]
    assert isinstance(failure, Failure) and isinstance(results[1], Diagram)
    assert failure.error.code == "layout" and "lower the depth" in str(failure.error)
    assert (failure.trace_outcome, failure.layout_outcome) == ("run", "run")


def test_a_fault_of_ours_is_told_as_such(stages: Stages, settings: Settings) -> None:
    stages.fails = True
    failure = one("a:x", settings)
    assert isinstance(failure, Failure)
    assert "recviz-docs itself failed to draw a:x" in str(failure.error)
    assert "ZeroDivisionError: a bug" in failure.error.detail


def test_a_theme_that_does_not_exist_fails_before_a_page_is_written(
    stages: Stages, settings: Settings
) -> None:
    failure = one("a:x theme=defautl", settings)
    assert isinstance(failure, Failure)
    assert "Did you mean default?" in str(failure.error)


def test_a_worker_that_cannot_start_is_every_diagrams_error(
    stages: Stages, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def none(*_: object, **__: object) -> tuple[TraceAnswer, ...]:
        raise BAD

    monkeypatch.setattr(misses, "trace_all", none)
    results = draw_all([request("a:x"), request("a:y")], settings)
    assert [item.error for item in results if isinstance(item, Failure)] == [BAD, BAD]


def test_frozen_mode_imports_and_traces_nothing(stages: Stages, tmp_path: Path) -> None:
    settings = Settings(base=tmp_path, frozen=True, path=("src",))
    failure = one("a:x(dim=8) depth=4 show-shapes=false depends='p q'", settings)
    assert isinstance(failure, Failure)
    assert stages.traced == []
    assert failure.error.code == "frozen"
    command = command_of(failure.request, settings)
    assert command in str(failure.error)


def test_the_command_draws_the_same(tmp_path: Path) -> None:
    settings = Settings(base=tmp_path, path=("src dir", "b"))
    asked = request("a:x(dim=8) depth=-1 show-shapes=false depends='p q' timeout=1.5 alt=t")
    program, command, *words = shlex.split(command_of(asked, settings))
    assert (program, command) == ("recviz", "draw")
    found = draw_parser().read(words)
    assert found.path == ["src dir", "b"]
    reference, _ = parse_arguments(found.words[0])
    pairs = [tuple(word.split("=", 1)) for word in found.words[1:]]
    assert reference == asked.reference
    assert parse_options(pairs) == replace(asked.options, alt=None)


def test_progress_is_passed_on(stages: Stages, settings: Settings) -> None:
    seen: list[int] = []
    draw_all([request("a:x"), request("a:y")], settings, progress=seen.append)
    assert seen == [1, 2]


def test_no_thread_is_left(stages: Stages, settings: Settings) -> None:
    before = threading.enumerate()
    draw_all([request(f"a:x depth={n}") for n in range(6)], settings)
    assert threading.enumerate() == before


def test_recording_stops_before_the_layout(stages: Stages, settings: Settings) -> None:
    good, bad = record_all([request("a:x"), request("a:bad")], settings)
    assert isinstance(bad, Failure) and not isinstance(good, Failure)
    assert first_graph(good).warnings == ("level 0",)
    assert stages.placed == []


def test_the_real_engine_draws_what_was_recorded(
    monkeypatch: pytest.MonkeyPatch, trace: Graph, layout_cache: Path, tmp_path: Path
) -> None:
    monkeypatch.setattr(misses, "trace_all", Stages(trace).trace_all)
    before = threading.enumerate()
    settings = Settings(base=tmp_path, cache_dir=str(layout_cache), jobs=2)
    results = draw_all([request(f"a:x direction={word}") for word in ("TB", "LR")], settings)
    sizes = [
        (item.layout.width, item.layout.height) for item in results if isinstance(item, Diagram)
    ]
    assert len(sizes) == 2 and sizes[0] != sizes[1]
    assert threading.enumerate() == before
