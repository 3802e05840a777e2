from __future__ import annotations

from types import SimpleNamespace

import torch
from torch import nn

from recviz_docs.tracing.inputs.feature_scan import Feature, features_of, whole_number


def carrier(value: object) -> nn.Module:
    model = nn.Module()
    model.anything = value
    return model


def feature(name: str, **values: object) -> SimpleNamespace:
    return SimpleNamespace(name=name, **values)


def test_kinds() -> None:
    found = features_of(
        carrier(
            [
                feature("a", vocab_size=5, embed_dim=2),
                feature("b", embed_dim=1),
                feature("c", vocab_size=5, pooling="mean"),
                feature("d", vocabulary_size=5, maxlen=4),
            ]
        )
    )
    assert [(item.name, item.kind) for item in found] == [
        ("a", "sparse"), ("b", "dense"), ("c", "sequence"), ("d", "sequence"),
    ]  # fmt: skip
    assert found[3].length == 4


def test_things_that_are_no_features() -> None:
    for value in (feature("x"), feature("", vocab_size=3), "name", nn.Linear(2, 2), torch.ones(2)):
        assert features_of(carrier([value])) == ()


def test_shared_and_repeated_features_take_the_smallest_vocabulary() -> None:
    found = features_of(
        carrier(
            [
                feature("item", vocab_size=7),
                feature("hist", vocab_size=9, pooling="mean", shared_with="item"),
                feature("item", vocab_size=5),
            ]
        )
    )
    assert found == (
        Feature("item", "sparse", 5),
        Feature("hist", "sequence", 5, shared_with="item"),
    )


def test_containers_that_hold_themselves_end() -> None:
    loop: list[object] = [feature("a", vocab_size=3)]
    loop.append(loop)
    assert [item.name for item in features_of(carrier(loop))] == ["a"]


def test_the_order_of_a_set_is_by_name() -> None:
    class Plain:
        def __init__(self, name: str) -> None:
            self.name, self.vocab_size = name, 3

    names = [item.name for item in features_of(carrier({Plain(name) for name in "dbca"}))]
    assert names == ["a", "b", "c", "d"]


def test_whole_numbers() -> None:
    assert [whole_number(value) for value in (3, 0, -1, True, 2.0, "3", None)] == [
        3, None, None, None, None, None, None,
    ]  # fmt: skip
    assert whole_number(torch.tensor(3)) is None
