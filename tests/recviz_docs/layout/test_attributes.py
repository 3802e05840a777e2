from __future__ import annotations

import pytest

from recviz_docs.graph import AttributeValue
from recviz_docs.layout.attributes import attribute_texts, value_text


@pytest.mark.parametrize(
    ("attributes", "texts"),
    [
        ({"in_features": 16, "out_features": 64, "bias": True}, ("16 → 64",)),
        ({"num_embeddings": 1_000_000, "embedding_dim": 16}, ("1\u00a0000\u00a0000 × 16",)),
        ({"num_embeddings": "*", "embedding_dim": 16}, ("… × 16",)),
        ({"embedding_dim": 8}, ("dim 8",)),
        ({"embed_dim": 128, "num_heads": 8, "dropout": 0.0}, ("embed_dim 128", "heads 8")),
        ({"p": 0.2, "inplace": False}, ("p 0.2",)),
        ({"p": 0.0}, ()),
        (
            {"in_channels": 3, "out_channels": 64, "kernel_size": (3, 3), "stride": (1, 1),
             "padding": (1, 1), "dilation": (1, 1), "groups": 1},
            ("3 → 64", "kernel 3×3", "padding 1"),
        ),
        ({"in_channels": 3, "out_channels": 8, "dilation": (2, 2)}, ("3 → 8", "dilation 2")),
        ({"num_features": 64, "eps": 1e-5, "momentum": 0.1}, ("64",)),
        ({"normalized_shape": (128,)}, ("128",)),
        ({"input_size": 8, "hidden_size": 32, "bidirectional": True}, ("8 → 32", "bidirectional")),
        ({"dim": -1}, ("dim -1",)),
        (
            {"temperature": 0.07, "top_k": 2, "name": "", "flag": False},
            ("temperature 0.07", "top_k 2"),
        ),
        ({"in_dim": None, "out_dim": 3}, ("out_dim 3",)),
        ({"a": 1, "b": 2, "c": 3, "d": 4}, ("a 1", "b 2", "c 3")),
        ({"1": 0.125}, ("0.125",)),
        ({}, ()),
    ],
)  # fmt: skip
def test_what_stands_on_a_whiteboard(
    attributes: dict[str, AttributeValue], texts: tuple[str, ...]
) -> None:
    assert attribute_texts(attributes) == texts


def test_true_is_not_taken_for_one() -> None:
    assert attribute_texts({"stride": True}) == ("stride",)
    assert attribute_texts({"ring": (True, True)}) == ("ring True",)


def test_values_are_short() -> None:
    assert value_text(0.1 + 0.2) == "0.3"
    assert value_text((1, 2, 3, 4)) == "[1, 2, 3, 4]"
    assert value_text(("a", (1, 2))) == "[a, 1×2]"
    assert value_text(None) == "None"
