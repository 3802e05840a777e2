from __future__ import annotations

import pytest
from torch import nn

from recviz_docs.tracing.inputs.limits import (
    batch_sizes,
    image_sizes,
    sequence_lengths,
    words_of,
)


def carrier(**attributes: object) -> nn.Module:
    model = nn.Module()
    for name, value in attributes.items():
        setattr(model, name, value)
    return model


@pytest.mark.parametrize(
    "name",
    ["max_length", "max_len", "seq_max_len", "max_seq_len", "maxSeqLen", "maxlen", "seq_len",
     "sequence_length", "hist_len", "n_positions", "block_size", "max_history_length",
     "context_length"],
)  # fmt: skip
def test_names_that_say_a_length(name) -> None:
    assert sequence_lengths(carrier(**{name: 37})) == (37,)


@pytest.mark.parametrize(
    "name", ["vocab_len", "length_scale", "num_features", "max_features", "hidden", "len_features"]
)
def test_names_that_say_none(name) -> None:
    assert sequence_lengths(carrier(**{name: 37})) == ()


def test_maxima_first_then_position_tables() -> None:
    model = carrier(seq_len=9, max_len=12, pos_embedding=nn.Embedding(40, 4))
    assert sequence_lengths(model) == (12, 9, 40)


def test_only_whole_numbers_count() -> None:
    assert sequence_lengths(carrier(max_len=True, max_length=3.5, max_seq_len=None)) == ()


def test_batch_and_image_sizes() -> None:
    model = carrier(train_batch_size=64, img_size=(48, 64), image_size=32)
    assert batch_sizes(model) == (64,)
    assert set(image_sizes(model)) == {48, 32}


def test_words() -> None:
    assert words_of("maxSeq_Len2") == {"max", "seq", "len2"}
