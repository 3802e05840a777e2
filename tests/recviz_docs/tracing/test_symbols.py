"""Symbols are given only to dimensions that are a multiple of the size in every run."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable

import pytest
import torch
from torch import nn

from recviz_docs.graph import Graph
from recviz_docs.messages import message
from recviz_docs.options import Options
from recviz_docs.tracing.inputs import ExampleInputs
from recviz_docs.tracing.recorder import record
from recviz_docs.tracing.symbols import symbolic
from recviz_docs.tracing.variants import other_sizes


class Function(nn.Module):
    def __init__(self, function: Callable[[torch.Tensor], torch.Tensor]) -> None:
        super().__init__()
        self.function = function

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.function(x)


def traced(function: Callable[[torch.Tensor], torch.Tensor], *, width: int = 4) -> Graph:
    """Gives the symbolic trace of a function of one (B, L, width) tensor."""
    model = Function(function)

    def run(options: Options) -> Graph:
        x = torch.arange(1.0, 1 + options.batch_size * options.seq_length * width)
        x = x.reshape(options.batch_size, options.seq_length, width)
        example = ExampleInputs((x,), {}, "spec", message("spec"), scales=True)
        return record(model, example, options=options)

    options = Options(batch_size=2, seq_length=10)
    return symbolic(run(options), other_sizes(options, run))


def shape(graph: Graph) -> tuple[int | str, ...]:
    return graph.nodes[-1].outputs[0].shape


@pytest.mark.parametrize(
    ("function", "expected"),
    [
        pytest.param(lambda x: x * 1, ("B", "L", 4), id="the input itself"),
        pytest.param(lambda x: x[:, 0] @ x[:, 0].T, ("B", "B"), id="in-batch products"),
        pytest.param(lambda x: x.reshape(-1, 4), ("BL", 4), id="batch times length"),
        pytest.param(lambda x: x.view(2, -1), (2, "2BL"), id="a number that equals the batch"),
        pytest.param(lambda x: x.repeat(3, 1, 2), ("3B", "L", 8), id="multiples"),
        pytest.param(lambda x: nn.functional.pad(x, (0, 4)), ("B", "L", 8), id="padded to 8"),
        pytest.param(lambda x: torch.cat([x, x[:1]]), ("~3", "L", 4), id="one more than the batch"),
        pytest.param(lambda x: x[:, 1:], ("B", "~9", 4), id="one less than the length"),
        pytest.param(lambda x: x[x > 30], ("~50",), id="as many as the values say"),
        pytest.param(lambda x: x.sum((0, 1)), (4,), id="nothing that moves"),
    ],
)
def test_a_dimension_is_a_multiple_in_every_run(
    function: Callable[[torch.Tensor], torch.Tensor], expected: tuple[int | str, ...]
) -> None:
    assert shape(traced(function)) == expected


def test_a_width_that_equals_the_batch_stays_a_number() -> None:
    assert shape(traced(lambda x: x + 1, width=2)) == ("B", "L", 2)


def test_a_run_that_raises_at_the_other_batch_leaves_the_batch_a_number() -> None:
    graph = traced(lambda x: x.mean(1).view(2, 4))
    assert shape(graph) == (2, 4)
    assert graph.nodes[0].outputs[0].shape == (2, "L", 4)


def test_a_loop_over_the_batch_leaves_the_batch_a_number() -> None:
    graph = traced(lambda x: torch.stack([row.sum(0) for row in x]))
    assert shape(graph) == (2, 4)
    assert graph.nodes[0].outputs[0].shape == (2, "L", 4)


def test_numbers_in_attributes_move_too() -> None:
    graph = traced(lambda x: x[:, :1].expand(-1, x.shape[1], -1))
    expand = next(node for node in graph.nodes if node.name == "expand")
    assert expand.attributes == {"size": (-1, "L", -1)}


def test_a_run_that_ends_the_process_is_passed_over() -> None:
    def run(options: Options) -> Graph:
        raise SystemExit(3)

    assert other_sizes(Options(), run) == ()


def test_what_a_run_prints_does_not_reach_the_build(capfd: pytest.CaptureFixture[str]) -> None:
    def run(options: Options) -> Graph:
        sys.stdout.write("hello")
        os.write(1, b"hello")
        raise ValueError

    assert other_sizes(Options(), run) == ()
    assert capfd.readouterr().out == ""


def test_a_run_that_never_ends_is_passed_over() -> None:
    def run(options: Options) -> Graph:
        while True:
            pass

    assert other_sizes(Options(timeout=0.4), run) == ()
