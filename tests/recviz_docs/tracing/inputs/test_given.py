from __future__ import annotations

import pytest

from recviz_docs.errors import RecvizError


@pytest.mark.parametrize(
    ("factory", "expected"),
    [
        ("with_tuple", {"left": (4, 3), "right": (4, 3)}),
        ("with_dict", {"x": (4, 3)}),
        ("with_keywords", {"left": (4, 3), "right": (4, 3)}),
        ("with_tensor", {"input": (4, 3)}),
        ("with_dataclass", {"x": (4, 3), "weight": (4,)}),
        ("with_generator", {f"parts[{i}]": (4, 3) for i in range(3)}),
    ],
)
def test_what_the_factory_gave_is_read_by_forwards_signature(shapes, factory, expected) -> None:
    example, found = shapes(f"given.py:{factory}")
    assert found == expected
    assert example.rule == "factory"
    assert not example.scales


def test_keywords_stand_in_the_order_of_forward(shapes) -> None:
    example, _ = shapes("given.py:with_keywords")
    assert list(example.kwargs) == ["left", "right"]


def test_keys_that_are_no_parameters_are_named(shapes) -> None:
    with pytest.raises(RecvizError) as caught:
        shapes("given.py:with_wrong_keys")
    text = caught.value.text()
    assert caught.value.code == "inputs"
    assert "rihgt" in text
    assert "right is not given" in text
    assert "({…},)" in text


def test_the_option_goes_before_the_factory(shapes) -> None:
    example, found = shapes("given.py:with_tuple", inputs="given.py:ready")
    assert example.rule == "inputs"
    assert found["left"] == (5, 3)
    assert "given.py:ready" in example.description.text()


def test_a_function_is_given_only_what_it_accepts(shapes) -> None:
    example, found = shapes("given.py:pair", inputs="given.py:scaled", batch_size=6)
    assert found == {"left": (6, 3), "right": (6, 3)}
    assert example.scales
    example, found = shapes("given.py:pair", inputs="given.py:for_model", seq_length=4)
    assert found == {"left": (4, 3), "right": (4, 3)}
    assert not example.scales


def test_literal_arguments_reach_the_function(shapes) -> None:
    example, found = shapes("given.py:pair", inputs="given.py:scaled(batch_size=9, rows=3)")
    assert found["left"] == (9, 3)
    assert not example.scales


def test_random_inputs_are_the_same_again(shapes) -> None:
    first, _ = shapes("given.py:pair", inputs="given.py:scaled")
    again, _ = shapes("given.py:pair", inputs="given.py:scaled")
    other, _ = shapes("given.py:pair", inputs="given.py:scaled", seed=1)
    assert first.args[0].equal(again.args[0])
    assert not first.args[0].equal(other.args[0])


def test_iterators_become_positional_values(shapes) -> None:
    _, found = shapes("given.py:Many", inputs="given.py:lazily")
    assert found == {"parts[0]": (4, 3), "parts[1]": (4, 3)}


@pytest.mark.parametrize(
    ("inputs", "code", "words"),
    [
        ("given.py:demanding", "inputs", ["demands arguments", "batch_size, seq_length and model"]),
        ("given.py:raising", "inputs", ["ValueError: no data here", "given.py:"]),
        ("given.py:forgetful", "inputs", ["gave nothing", "a return is missing"]),
        ("given.py:ready()", "inputs", ["no function", "Leave out the brackets"]),
        ("given.py:redy", "import", ["redy", "ready"]),
        ("no_such_module_here:fn", "import", ["no_such_module_here"]),
        ("given.py", "syntax", ["colon"]),
    ],
)
def test_bad_options_are_explained(shapes, inputs, code, words) -> None:
    with pytest.raises(RecvizError) as caught:
        shapes("given.py:pair", inputs=inputs)
    assert caught.value.code == code
    for word in words:
        assert word in caught.value.text()
