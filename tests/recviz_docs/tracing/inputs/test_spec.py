from __future__ import annotations

import pytest
import torch

from recviz_docs.errors import RecvizError
from recviz_docs.tracing.inputs import InputFacts
from recviz_docs.tracing.inputs.spec import _tensor
from recviz_docs.tracing.inputs.spec_grammar import parse_spec, type_names
from recviz_docs.tracing.inputs.values import maker_for


def test_names_that_are_parameters_are_keywords(shapes) -> None:
    example, found = shapes(
        "odd.py:Factorisation", input_spec="b: int[B] 1..6, a: int[B] 3..3", batch_size=4
    )
    assert example.rule == "spec"
    assert found == {"a": (4,), "b": (4,)}
    assert example.kwargs["a"].tolist() == [3, 3, 3, 3]
    assert example.facts["b"] == InputFacts(vocabulary=7)


def test_other_names_are_one_dict(shapes) -> None:
    example, found = shapes("given.py:One", input_spec="x: float[B,3] 2..3")
    assert found == {"x": (2, 3)}
    values = example.args[0]["x"]
    assert bool(((values >= 2) & (values <= 3)).all())


def test_without_names_they_are_positional(shapes) -> None:
    _, found = shapes("given.py:Pair", input_spec="float32[5,3], float32[5,3]")
    assert found == {"left": (5, 3), "right": (5, 3)}


def test_float_means_the_models_own_type(shapes) -> None:
    example, _ = shapes("odd.py:half", input_spec="float[B,4]")
    assert example.args[0].dtype is torch.bfloat16


def test_ids_without_a_range_stay_in_the_smallest_table(shapes) -> None:
    example, _ = shapes("odd.py:Factorisation", input_spec="int[50], int[50]")
    assert int(example.args[1].max()) < 7


def test_a_name_too_few_is_explained(shapes) -> None:
    with pytest.raises(RecvizError, match=r"right is not given"):
        shapes("given.py:Pair", input_spec="left: float[B,3]")


@pytest.mark.parametrize("name", sorted(type_names()))
def test_a_tensor_of_every_type_or_a_clear_error(name) -> None:
    item = parse_spec(f"{name}[2,3]", batch=2, length=3)[0]
    model = torch.nn.Linear(1, 1)
    try:
        tensor = _tensor(item, maker_for(model, seed=0, device="cpu"), model)
    except RecvizError as error:
        assert "torch makes no tensor of type" in error.text()
    else:
        assert tensor.shape == (2, 3)
        assert item.dtype in {None, tensor.dtype}
