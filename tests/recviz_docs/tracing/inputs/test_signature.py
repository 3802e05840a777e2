from __future__ import annotations

import pytest
import torch
from torch import nn

from recviz_docs.errors import RecvizError
from recviz_docs.messages import message
from recviz_docs.tracing.inputs.signature import bind, signature_of

ORIGIN = message("these inputs")


class Only(nn.Module):
    def forward(self, x, scale=1.0):
        return x


class Two(nn.Module):
    def forward(self, x, y, *, z=None):
        return x


class Optional(nn.Module):
    def forward(self, x=None, y=None):
        return x


class Anything(nn.Module):
    def forward(self, *args, **kwargs):
        return args


class Postponed(nn.Module):
    def forward(self, x: torch.Tensor, y: NotThere) -> None:  # noqa: F821
        return None


@pytest.mark.parametrize(
    ("model", "value", "args", "keywords"),
    [
        (Only(), {"a": 1}, ({"a": 1},), {}),
        (Only(), {"x": 1}, (), {"x": 1}),
        (Only(), {"x": 1, "scale": 2}, (), {"x": 1, "scale": 2}),
        (Two(), {"y": 1, "x": 2}, (), {"x": 2, "y": 1}),
        (Two(), (1, 2), (1, 2), {}),
        (Two(), [1, 2], ([1, 2],), {}),
        (Optional(), {"y": 1}, (), {"y": 1}),
        (Optional(), {"a": 1}, ({"a": 1},), {}),
        (Anything(), {"a": 1}, (), {"a": 1}),
        (Anything(), {3: 1}, ({3: 1},), {}),
    ],
)
def test_a_value_is_bound_by_the_signature(model, value, args, keywords) -> None:
    bound = bind(model, value, origin=ORIGIN)
    assert (bound.args, bound.keywords) == (args, keywords)
    assert list(bound.keywords) == list(keywords)


@pytest.mark.parametrize("value", [{"x": 1}, {"a": 1}, {"x": 1, "y": 2, "q": 3}])
def test_what_fits_no_call_is_an_error_with_the_signature(value) -> None:
    with pytest.raises(RecvizError, match=r"these inputs do not fit forward\(x, y, z=…\)"):
        bind(Two(), value, origin=ORIGIN)


def test_annotations_that_cannot_be_resolved_stay_text() -> None:
    first, second = signature_of(Postponed()).parameters
    assert first.annotation is torch.Tensor
    assert second.annotation == "NotThere"
