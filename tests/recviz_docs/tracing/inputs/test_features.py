from __future__ import annotations

import pytest
import torch

from recviz_docs.options import Options
from recviz_docs.tracing.inputs import InputFacts
from recviz_docs.tracing.inputs.features import RULE

SPARSE = {"few": 1, "many": 26, "chinese": 3}
DENSE = {"few": 0, "many": 13, "chinese": 1}


@pytest.mark.parametrize("kind", sorted(SPARSE))
@pytest.mark.parametrize(
    ("factory", "own", "dense"),
    [
        ("deepfm", 0, True),
        ("din", 2, False),
        ("dssm", 2, False),
        ("youtube_dnn", 3, False),
        ("mind", 3, False),
        ("youtube_sbc", 2, False),
        ("mmoe", 0, True),
        ("ple", 0, True),
    ],
)
def test_models_of_torch_rechub(shapes, factory, own, dense, kind) -> None:
    pytest.importorskip("torch_rechub")
    example, found = shapes(f"rechub.py:{factory}({kind!r})")
    expected = SPARSE[kind] + own + (DENSE[kind] if dense else 0)
    assert example.rule == "features"
    assert len(found) == expected
    assert str(expected) in example.description.text()
    for name, facts in example.facts.items():
        values = example.args[0][name]
        if facts.vocabulary is not None:
            assert int(values.min()) >= 1
            assert int(values.max()) < facts.vocabulary
        else:
            assert values.dim() == 1
    histories = {name for name, facts in example.facts.items() if facts.feature == "sequence"}
    assert histories == {name for name in found if name in {"hist_item", "neg_items"}}


def test_lengths_come_from_the_model(shapes) -> None:
    pytest.importorskip("torch_rechub")
    assert shapes("rechub.py:mind('few')")[1]["hist_item"] == (2, 23)
    assert shapes("rechub.py:din('few')", seq_length=4)[1]["hist_item"] == (2, 4)


@pytest.mark.parametrize(
    ("factory", "expected"),
    [
        ("Nested", {"user": (2,), "物品": (2,), "price": (2,)}),
        ("Pinned", {"hist": (2, 13)}),
        ("Unsaid", {"hist": (2, 17)}),
        ("TargetInside", {"hist": (2, 5), "target": (2,)}),
        ("Negatives", {"item": (4,)}),
        ("Forgotten", {"item": (2,), "hist_item": (2, 10), "hist_item_neg": (2, 10)}),
        ("Separate", {"user": (2,), "item": (2,)}),
        ("Crossed", {"c": (2,)}),
    ],
)
def test_features_wherever_a_model_keeps_them(shapes, factory, expected) -> None:
    example, found = shapes(f"carriers.py:{factory}")
    assert (example.rule, found) == ("features", expected)


def test_what_is_known_of_each_feature(shapes) -> None:
    example, _ = shapes("carriers.py:Nested")
    assert example.facts["user"] == InputFacts("sparse", 9, 4)
    assert example.facts["price"] == InputFacts("dense", None, 1)


def test_a_key_that_was_asked_for_is_named(shapes) -> None:
    assert "hist_item_neg" in shapes("carriers.py:Forgotten")[0].description.text()


def test_of_two_tables_the_smaller_bounds_the_ids(shapes) -> None:
    example, _ = shapes("carriers.py:Crossed", batch_size=64)
    assert int(example.args[0]["c"].max()) < 4


def test_one_wide_matrix_by_column_index(shapes) -> None:
    example, found = shapes("carriers.py:Matrix", batch_size=8)
    assert (example.rule, found) == ("features", {"X": (8, 7)})
    ids = example.args[0][:, 2:6]
    assert ids.equal(ids.round())


def test_a_feature_map(shapes) -> None:
    example, found = shapes("carriers.py:Mapped")
    assert (example.rule, found) == ("features", {"user": (2,), "hist": (2, 3), "age": (2,)})
    assert example.facts["hist"] == InputFacts("sequence", 5, None)


def test_the_global_random_state_is_not_touched(load) -> None:
    loaded = load("carriers.py:Pinned")
    before = torch.random.get_rng_state()
    first = RULE.fit(loaded, Options(), load.__globals__["MODELS"])
    again = RULE.fit(loaded, Options(), load.__globals__["MODELS"])
    assert torch.random.get_rng_state().equal(before)
    assert first is not None and again is not None
    assert first.args[0]["hist"].equal(again.args[0]["hist"])


def test_a_model_without_features_is_left_to_others(load) -> None:
    assert RULE.fit(load("odd.py:Joined"), Options(), load.__globals__["MODELS"]) is None
