from __future__ import annotations

import pytest
import torch

from recviz_docs.errors import RecvizError
from recviz_docs.tracing.inputs import InputFacts


@pytest.mark.parametrize(
    ("factory", "expected"),
    [
        ("Factorisation", {"a": (2,), "b": (2,)}),
        ("FieldMatrix", {"x": (2, 3)}),
        ("Columns", {"x_cat": (2, 3), "x_cont": (2, 6)}),
        ("Keys", {"用户": (2,), "item": (2,), "profile": (2, 6)}),
        ("Keywords", {"x": (2, 4)}),
        ("KeywordOnly", {"left": (2, 4), "right": (2, 6)}),
        ("Lists", {"xs[0]": (2, 4), "xs[1]": (2, 4), "xs[2]": (2, 4)}),
        ("Defaults", {"x": (2, 4)}),
        ("Lengths", {"text": (2, 10), "text_lengths": (2,)}),
        ("Joined", {"a": (2, 8), "b": (2, 8)}),
        ("Picture", {"x": (2, 1, 28, 28)}),
        ("Flattened", {"x": (2, 784)}),
        ("Patches", {"img": (2, 3, 48, 48)}),
        ("OwnMatrix", {"x": (2, 7)}),
        ("Nothing", {}),
        ("Times", {"x": (2, 3, 32, 32), "t": (2,)}),
        ("Pairs", {"pair[0]": (2, 3), "pair[1]": (2, 3)}),
        ("Stateful", {"x": (10, 2, 5), "h0": (2, 2, 7)}),
        ("Locked", {"x": (2, 3)}),
        ("NamedLikeASwitch", {"return_rates": (2, 4), "train": (2, 4), "use_day": (2,)}),
        ("scripted", {"input": (2, 5)}),
        ("weight_norm", {"input": (2, 4)}),
        ("transformer", {"src": (10, 2, 16), "tgt": (10, 2, 16)}),
        ("lstm", {"input": (10, 2, 6)}),
        ("attention", {"query": (2, 10, 16), "key": (2, 10, 8), "value": (2, 10, 12)}),
        ("generator", {"input": (2, 20, 1, 1)}),
        ("signal", {"input": (2, 1, 80)}),
    ],
)
@pytest.mark.filterwarnings("ignore:enable_nested_tensor", "ignore:.*torch.jit.script")
def test_what_the_layers_say(shapes, factory, expected) -> None:
    example, found = shapes(f"odd.py:{factory}")
    assert (example.rule, found) == ("layers", expected)
    for name in example.kwargs:
        assert name in example.description.text()


def test_a_switch_without_a_default_is_off(shapes) -> None:
    example, found = shapes("odd.py:Switched")
    assert found == {"x": (2, 8)}
    assert [*example.args[1:], *example.kwargs.values()] == [False] * 5
    assert "dropped False" in example.description.text()


def test_batch_and_length_follow_the_options(shapes) -> None:
    _, found = shapes("odd.py:Lengths", batch_size=5, seq_length=7)
    assert found == {"text": (5, 7), "text_lengths": (5,)}


def test_the_description_names_each_guess(shapes) -> None:
    text = shapes("odd.py:Times")[0].description.text()
    assert "guessed" in text
    assert "x float[2, 3, 32, 32]" in text
    assert "t int64[2]" in text


def test_tables_that_read_an_input_give_its_vocabulary(shapes) -> None:
    facts = shapes("odd.py:Factorisation")[0].facts
    assert facts == {"a": InputFacts("", 50, 8), "b": InputFacts("", 7, 8)}


def test_numbers_have_the_models_own_type(shapes) -> None:
    assert shapes("odd.py:half")[0].args[0].dtype is torch.bfloat16


def test_a_lazy_layer_stays_lazy(load) -> None:
    from recviz_docs.options import Options
    from recviz_docs.tracing.inputs.layers import RULE

    loaded = load("odd.py:Lazy")
    example = RULE.fit(loaded, Options(), load.__globals__["MODELS"])
    assert example is not None
    assert isinstance(loaded.model.fc.weight, torch.nn.parameter.UninitializedParameter)
    loaded.model(*example.args)


def test_keys_that_are_popped_or_got(load) -> None:
    from recviz_docs.options import Options
    from recviz_docs.tracing.inputs.layers import RULE

    loaded = load("odd.py:Popping")
    example = RULE.fit(loaded, Options(), load.__globals__["MODELS"])
    assert example is not None
    assert {name: value.shape for name, value in example.args[0].items()} == {
        "x": (2, 3),
        "y": (2, 3),
    }


def test_a_text_is_not_guessed(shapes) -> None:
    with pytest.raises(RecvizError, match="no example inputs could be made"):
        shapes("odd.py:Words")


def test_the_length_asked_for_comes_before_the_longest_that_the_model_takes(shapes) -> None:
    assert shapes("odd.py:SlicedPositions", seq_length=7)[1] == {"ids": (2, 7)}


def test_a_model_that_takes_one_length_only_gets_it(shapes) -> None:
    assert shapes("odd.py:PinnedLength", seq_length=7)[1] == {"ids": (2, 24)}
