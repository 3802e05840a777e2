"""A site whose models need no torch, drawn through the whole pipeline."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from recviz_docs import fitting, pipeline
from recviz_docs.diagram import Request, Result
from recviz_docs.graph import Graph
from recviz_docs.layout.geometry import Layout
from recviz_docs.options import parse_options
from recviz_docs.recording import misses
from recviz_docs.reference import parse_arguments
from recviz_docs.settings import Settings
from recviz_docs.worker.client import Stage, trace_all

JOBS = Path(__file__).parent / "jobs"
DrawSite = Callable[..., tuple[Result, ...]]


def place_nothing(graph: Graph, *_: object, level: int, **__: object) -> Layout:
    """Lays out a graph without nodes."""
    return Layout(100, 50, (), (), (), level, "fake 1")


def use_fakes(patch: pytest.MonkeyPatch, *, fork: bool = True) -> None:
    """Puts a job without torch and a layout without an engine in their places."""
    patch.setenv("PYTHONPATH", str(JOBS), prepend=os.pathsep)
    stage = Stage(job="named_job:call", warm="", fork=fork)
    patch.setattr(misses, "trace_all", partial(trace_all, stage=stage))
    patch.setattr(fitting, "place", place_nothing)
    patch.setattr(fitting, "simplify", lambda trace, options, **_: trace)


def draw_texts(base: Path, texts: Sequence[str], **given: Any) -> tuple[Result, ...]:
    """Draws what directives with these texts ask for."""
    settings = Settings(base=base, **{"jobs": 3, **given})
    requests = []
    for text in texts:
        reference, pairs = parse_arguments(text)
        requests.append(Request(reference, parse_options(pairs)))
    return pipeline.draw_all(requests, settings)


@pytest.fixture
def draw_site(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> DrawSite:
    """Draws directives of the site in ``tmp_path``."""
    use_fakes(monkeypatch)
    (tmp_path / "pyproject.toml").touch()

    def draw(*texts: str, base: Path = tmp_path, **given: Any) -> tuple[Result, ...]:
        return draw_texts(base, texts, **given)

    return draw
