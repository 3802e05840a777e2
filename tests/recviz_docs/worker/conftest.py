"""A worker whose job needs no torch, and the project of attacks that it runs."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from recviz_docs.options import Options
from recviz_docs.reference import parse_reference
from recviz_docs.settings import Settings
from recviz_docs.worker.client import Stage, TraceAnswer, TraceRequest, trace_all

HERE = Path(__file__).parent
Run = Callable[..., tuple[TraceAnswer, ...]]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy, so that a test sees what a run leaves in it."""
    copy = tmp_path.resolve() / "project"
    shutil.copytree(HERE / "project", copy, ignore=shutil.ignore_patterns("__pycache__"))
    return copy


@pytest.fixture
def run(project: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs targets of the project through the whole worker with the job that needs no torch."""
    monkeypatch.setenv("PYTHONPATH", str(HERE / "jobs"))

    def call(
        *targets: str,
        fork: bool = True,
        job: str = "fake_job:call",
        warm: str = "",
        timeout: float = 60,
        progress: Callable[[int], None] | None = None,
        **settings: object,
    ) -> tuple[TraceAnswer, ...]:
        requests = [TraceRequest(parse_reference(t), Options(timeout=timeout)) for t in targets]
        stage = Stage(job=job, warm=warm, fork=fork)
        chosen = Settings(base=project, **{"jobs": 4, **settings})  # type: ignore[arg-type]
        return trace_all(requests, chosen, progress=progress, stage=stage)

    return call
