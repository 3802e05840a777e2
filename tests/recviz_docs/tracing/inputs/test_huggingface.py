from __future__ import annotations

import pytest

pytest.importorskip("transformers")


@pytest.mark.parametrize(
    ("factory", "expected"),
    [
        ("bert", {"input_ids": (2, 10)}),
        ("short_bert", {"input_ids": (2, 4)}),
        ("llama", {"input_ids": (2, 10)}),
        ("vit", {"pixel_values": (2, 3, 30, 30)}),
        ("clip", {"input_ids": (2, 10), "pixel_values": (2, 3, 30, 30)}),
        ("whisper", {"input_features": (2, 20, 100), "decoder_input_ids": (2, 10)}),
    ],
)
def test_the_inputs_of_each_kind(shapes, factory, expected) -> None:
    example, found = shapes(f"faces.py:{factory}")
    assert example.rule == "example"
    assert found == expected


def test_what_the_models_own_dummies_name_is_given(shapes) -> None:
    _, found = shapes("faces.py:t5", batch_size=3, seq_length=5)
    assert found["input_ids"] == found["decoder_input_ids"] == (3, 5)


def test_no_cache_where_the_model_knows_one(shapes) -> None:
    assert shapes("faces.py:llama")[0].kwargs["use_cache"] is False
    assert "use_cache" not in shapes("faces.py:vit")[0].kwargs


def test_the_vocabulary_is_known(shapes) -> None:
    example, _ = shapes("faces.py:bert")
    assert example.facts["input_ids"].vocabulary == 99
    assert example.facts["input_ids"].dimension == 32
