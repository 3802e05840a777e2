from __future__ import annotations

from collections import OrderedDict, namedtuple
from dataclasses import dataclass

import pytest
import torch
from torch import nn

from recviz_docs.tracing.inputs import leaf_names

Point = namedtuple("Point", "x y")
T = torch.ones(1)


@dataclass
class Batch:
    user: torch.Tensor
    extra: dict[str, torch.Tensor]


class Three(nn.Module):
    def forward(self, a, b=None, *rest, c=None, **more):
        return a


@pytest.mark.parametrize(
    ("args", "kwargs", "expected"),
    [
        ((T, T), {"c": T}, ["a", "b", "c"]),
        ((T, T, T, T), {"d": T}, ["a", "b", "rest[0]", "rest[1]", "d"]),
        (({"user_id": T, "hist": [T, T]},), {}, ["user_id", "hist[0]", "hist[1]"]),
        ((Batch(T, {"price": T}),), {}, ["user", "extra.price"]),
        (({"user": T}, T), {}, ["user", "b"]),
        (({"b": T}, T), {}, ["a.b", "b"]),
        (({"x": T}, {"x": T}), {}, ["a.x", "b.x"]),
        ((Point(T, (T, T)),), {}, ["a.x", "a.y[0]", "a.y[1]"]),
        (([T, {"k": T}],), {}, ["a[0]", "a[1].k"]),
        ((OrderedDict(z=T, a=T),), {"c": 3}, ["z", "a"]),
        (({"a.b": T, "a": {"b": T}},), {}, ["a.a.b", "a.a.b#2"]),
        ((None, "text", 3), {"c": True}, []),
    ],
)
def test_key_paths(args, kwargs, expected) -> None:
    names = [name for name, _ in leaf_names(Three(), args, kwargs)]
    assert names == expected
    assert len(set(names)) == len(names)


def test_the_leaves_are_the_tensors_themselves() -> None:
    first, second = torch.ones(2), torch.zeros(3)
    found = leaf_names(Three(), (first,), {"c": [second]})
    assert found[0][1] is first
    assert found[1][1] is second


def test_model_outputs_of_transformers_are_dicts() -> None:
    outputs = pytest.importorskip("transformers.modeling_outputs")
    value = outputs.BaseModelOutput(last_hidden_state=T, hidden_states=(T, T))
    names = [name for name, _ in leaf_names(Three(), (value,), {})]
    assert names == ["last_hidden_state", "hidden_states[0]", "hidden_states[1]"]
