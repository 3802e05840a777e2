from __future__ import annotations

import random

import torch

from recviz_docs.options import Options
from recviz_docs.tracing.inputs.signature import Arguments
from recviz_docs.tracing.inputs.trial import attempt


def test_nothing_of_a_run_is_left(load, capsys) -> None:
    model = load("odd.py:Counting").model
    before = {name: value.clone() for name, value in model.state_dict().items()}
    states = torch.random.get_rng_state(), random.getstate()
    outcome = attempt(model, Arguments((torch.ones(4, 3),)), Options(mode="train"))
    assert outcome.worked
    assert (model.runs, model.seen, model.training) == (0, [], True)
    assert all(value.equal(before[name]) for name, value in model.state_dict().items())
    assert not any(part._forward_pre_hooks for part in model.modules())
    assert torch.random.get_rng_state().equal(states[0])
    assert random.getstate() == states[1]
    assert capsys.readouterr() == ("", "")


def test_the_same_after_a_failure(load) -> None:
    model = load("odd.py:Counting").model
    outcome = attempt(model, Arguments((torch.ones(4, 5),)), Options())
    assert isinstance(outcome.error, RuntimeError)
    assert model.runs == 0
    assert outcome.last is not None
    assert outcome.last[1] == (4, 5)


def test_who_reads_an_input_first(load) -> None:
    model = load("odd.py:Flattened").model
    x = torch.ones(2, 1, 28, 28)
    uses = attempt(model, Arguments((x,)), Options(), watched={"x": x}).uses
    assert [(type(use.module).__name__, use.argument, use.seen) for use in uses[1:]] == [
        ("Linear", "x", (2, 784))
    ]


def test_the_key_that_a_dict_lacks(load) -> None:
    model = load("odd.py:Keys").model
    outcome = attempt(model, Arguments(({"用户": torch.tensor([1])},)), Options())
    assert outcome.missing == "item"
    assert outcome.asked == ("用户", "item")


def test_a_model_that_ends_the_process_is_a_failed_try() -> None:
    class Leaves(torch.nn.Module):
        def forward(self, x: torch.Tensor) -> None:
            raise SystemExit(3)

    outcome = attempt(Leaves(), Arguments((torch.ones(1),)), Options())
    assert isinstance(outcome.error, SystemExit)


def test_tensors_of_autograd_on_a_model_are_no_obstacle() -> None:
    model = torch.nn.Linear(3, 2)
    model.cached = model.weight * 2  # deepcopy alone refuses this
    assert attempt(model, Arguments((torch.ones(1, 3),)), Options()).worked
