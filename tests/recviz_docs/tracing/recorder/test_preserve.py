"""The model, its inputs and the process are as they were, also after an exception."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest
import torch
from torch import nn

from recviz_docs.messages import message
from recviz_docs.options import Options
from recviz_docs.tracing.inputs import ExampleInputs
from recviz_docs.tracing.recorder import record

numpy = pytest.importorskip("numpy")


class Untidy(nn.Module):
    """Does in forward whatever a forward can do to itself and to the process."""

    def __init__(self, raises: bool) -> None:
        super().__init__()
        self.raises, self.calls, self.seen, self.memory = raises, 0, [], {"first": 1}
        self.norm, self.frozen = nn.BatchNorm1d(3), nn.Dropout(0.5).eval()
        self.weight = nn.Parameter(torch.ones(3))
        self.state = torch.zeros(3)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        self.calls += 1
        self.seen.append(x)
        self.memory["second"] = x
        self.added = x
        self.extra = nn.Linear(3, 3)
        self.state += 1
        self.weight.data.mul_(2)
        self.weight.requires_grad_(False)
        x.add_(1)
        random.random()
        numpy.random.rand()
        torch.rand(1)
        torch.set_default_dtype(torch.float64)
        self.frozen.train()
        result = self.norm(x)
        if self.raises:
            raise KeyError("user_id")
        return result * self.weight


def same(one: object, other: object) -> bool:
    if isinstance(one, torch.Tensor):
        return isinstance(other, torch.Tensor) and torch.equal(one, other)
    return one == other


def process_state() -> tuple[object, ...]:
    return (
        random.getstate(),
        tuple(numpy.random.get_state()[1]),
        torch.get_rng_state().tolist(),
        torch.is_grad_enabled(),
        torch.get_default_dtype(),
        nn.Module.__call__,
        torch.add,
        torch.Tensor.add,
    )


def recorded(model: nn.Module, given: torch.Tensor, mode: str) -> None:
    example = ExampleInputs((given,), {}, "factory", message("given"))
    record(model, example, options=Options(mode=mode))


@pytest.mark.parametrize("mode", ["eval", "train"])
@pytest.mark.parametrize("raises", [False, True])
def test_all_is_as_it_was(raises: bool, mode: str) -> None:
    model, given = Untidy(raises).train(), torch.ones(2, 3)
    model.frozen.eval()
    weights = {name: value.clone() for name, value in model.state_dict().items()}
    own = dict(vars(model))
    process = process_state()
    try:
        recorded(model, given, mode)
    except KeyError:
        assert raises
    assert torch.equal(given, torch.ones(2, 3))
    assert vars(model).keys() == own.keys()
    assert all(vars(model)[name] is own[name] for name in own)
    assert (model.seen, model.memory, model.calls) == ([], {"first": 1}, 0)
    assert list(dict(model.named_modules())) == ["", "norm", "frozen"]
    assert [module.training for module in model.modules()] == [True, True, False]
    assert all(same(value, weights[name]) for name, value in model.state_dict().items())
    assert torch.equal(model.state, torch.zeros(3))
    assert model.weight.requires_grad
    assert process_state() == process


@pytest.mark.parametrize("change", [torch.Tensor.t_, lambda x: x.resize_(8), torch.Tensor.zero_])
def test_inputs_keep_their_shape_and_values(change: Callable[[torch.Tensor], object]) -> None:
    class Changing(nn.Module):
        def forward(self, x: torch.Tensor) -> torch.Tensor:
            change(x)
            return x + 1

    given = torch.arange(6.0).reshape(2, 3)
    recorded(Changing(), given, "eval")
    assert torch.equal(given, torch.arange(6.0).reshape(2, 3))


def test_two_recordings_are_equal() -> None:
    model, given = Untidy(raises=False), torch.ones(2, 3)
    example = ExampleInputs((given,), {}, "factory", message("given"))
    first, second = (record(model, example, options=Options()) for _ in range(2))
    assert first == second
