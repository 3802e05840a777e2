"""The whole way with torch: load, inputs and record in a fork or in a fresh interpreter."""

from __future__ import annotations

from pathlib import Path

import pytest

from recviz_docs.errors import RecvizError
from recviz_docs.options import Options
from recviz_docs.reference import parse_reference
from recviz_docs.settings import Settings
from recviz_docs.worker.client import Stage, TraceAnswer, TraceRequest, trace_all

PROJECT = Path(__file__).parent / "project"
GOOD = {
    "networks:build": {},
    "networks.py:Net(6)": {},
    "networks:random_width": {},
    "networks:wide": {},
    "networks:Net(7)": {"device": "meta"},
    "torch.nn:Linear(3, 2)": {},
}
# target: code, part of the message, text of the author's line
BAD = {
    "networks:Wrong": ("forward", "mat1 and mat2", "self.second(hidden"),
    "networks:Leaving": ("forward", "SystemExit: in forward", "raise SystemExit"),
    "networks:in_a_row": ("forward", "mat1 and mat2", None),
    "networks:Crashing": ("crash", "SIGSEGV", "ctypes.string_at"),
    "networks:Greedy": ("memory", "more memory", "torch.zeros(1 << 36"),
    "networks:biuld": ("import", "Did you mean build?", None),
}


# A fresh interpreter imports torch for each, which is slow: those that could differ.
FRESH = [
    "networks:random_width",
    "networks:wide",
    "networks:Net(7)",
    "networks:Wrong",
    "networks:Crashing",
    "networks:Greedy",
]


def _requests() -> dict[str, TraceRequest]:
    options = {target: Options(**chosen) for target, chosen in GOOD.items()}  # type: ignore[arg-type]
    for target in BAD:
        name = "input" if target == "networks:in_a_row" else "x"
        options[target] = Options(input_spec=f"{name}: float32[B,4]")
    return {
        target: TraceRequest(parse_reference(target), chosen) for target, chosen in options.items()
    }


def _traced(targets: list[str], *, fork: bool) -> dict[str, TraceAnswer]:
    requests = _requests()
    settings = Settings(base=PROJECT, jobs=2)
    answers = trace_all([requests[t] for t in targets], settings, stage=Stage(fork=fork))
    return dict(zip(targets, answers, strict=True))


@pytest.fixture(scope="module")
def forked() -> dict[str, TraceAnswer]:
    return _traced([*GOOD, *BAD], fork=True)


@pytest.fixture(scope="module")
def fresh() -> dict[str, TraceAnswer]:
    return _traced(FRESH, fork=False)


@pytest.mark.parametrize("target", GOOD)
def test_a_model_is_recorded(target: str, forked: dict[str, TraceAnswer]) -> None:
    answer = forked[target]
    assert answer.error is None, answer.error
    assert answer.graph is not None
    assert {node.kind for node in answer.graph.nodes} >= {"input", "function", "output"}


@pytest.mark.parametrize("target", BAD)
def test_a_model_that_cannot_be_recorded(target: str, forked: dict[str, TraceAnswer]) -> None:
    code, part, line = BAD[target]
    error = forked[target].error
    assert error is not None
    assert error.code == code, error
    assert part in error.text("en")
    if line is not None:
        assert line in _line(error)


@pytest.mark.parametrize("target", FRESH)
def test_a_fresh_interpreter_gives_the_same(
    target: str, forked: dict[str, TraceAnswer], fresh: dict[str, TraceAnswer]
) -> None:
    one, other = forked[target], fresh[target]
    if one.graph is not None:
        assert other.graph is not None
        assert one.graph.dumps() == other.graph.dumps()
    else:
        assert one.error is not None and other.error is not None
        assert (one.error.code, one.error.text()) == (other.error.code, other.error.text())


def _line(error: RecvizError) -> str:
    assert error.where is not None and error.where.line is not None
    return (PROJECT / error.where.file).read_text().splitlines()[error.where.line - 1]


def test_a_forward_that_raises_tells_where_its_inputs_came_from(
    forked: dict[str, TraceAnswer],
) -> None:
    error = forked["networks:Wrong"].error
    assert error is not None
    assert "It was given" in error.text("en")
    assert "inputs=pkg.mod:function" in error.text("en")
    assert "recviz_docs" not in error.detail
