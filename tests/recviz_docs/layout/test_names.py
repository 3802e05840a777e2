from __future__ import annotations

import pytest

from recviz_docs.layout.names import folded_names, number_text, relative_path, short_count


@pytest.mark.parametrize(
    ("names", "folded"),
    [
        (["a.b"], "a.b"),
        (["embed_dict.C1", "embed_dict.C2"], "embed_dict.{C1, C2}"),
        ([f"embed_dict.C{i}" for i in range(1, 9)], "embed_dict.{C1 … C8}"),
        ([f"layers.{i}.attn" for i in range(12)], "layers.{0 … 11}.attn"),
        (["user.mlp", "item.mlp"], "{user, item}.mlp"),
        (["query", "value"], "query, value"),
        (["a", "a.b"], "a, a.b"),
        (["x.y", "x.y"], "x.y"),
        (["t.C1#2", "t.C2#2"], "t.{C1, C2}"),
        (["Mask", "Mask~2"], "Mask"),
        (["a.b.c", "a.c"], "a.{b.c, c}"),
        (["C#", "F#"], "C#, F#"),
        (["gates[0]", "gates[1]"], "gates[0, 1]"),
        ([f"gates[{i}].w" for i in range(8)], "gates[0 … 7].w"),
        ([f"task_{i}_dnn.mlp.{j}" for i in (1, 2) for j in (0, 4)], "task_{1, 2}_dnn.mlp.{0, 4}"),
        ([f"t.{i}.fc{j}" for i in range(5) for j in (1, 2)], "t.{0 … 4}.fc{1, 2}"),
        (["a.x.0", "a.y.1"], "a.{x.0, y.1}"),
        (["user.k", "user.q", "item.k", "item.q"], "{user, item}.{k, q}"),
        (["w[a].b", "w"], "w[a].b, w"),
        (["..", "a..b", "]["], ".., a..b, ]["),
    ],
)
def test_shared_parts_are_written_once(names: list[str], folded: str) -> None:
    assert folded_names(names) == folded


def test_every_name_can_be_listed() -> None:
    names = [f"t.C{i}" for i in range(40)]
    shown = folded_names(names, listed=100)
    assert all(f"C{i}" in shown for i in range(40))


@pytest.mark.parametrize(
    ("count", "text"),
    [
        (0, "0"), (999, "999"), (1000, "1 k"), (48_400, "48.4 k"), (999_499, "999 k"),
        (999_500, "1 M"), (1_203_456, "1.2 M"), (7_240_000_000, "7.24 G"),
    ],
)  # fmt: skip
def test_counts_have_three_digits(count: int, text: str) -> None:
    assert short_count(count) == text


def test_long_numbers_are_grouped() -> None:
    assert number_text(1234) == "1234"
    assert number_text(1203456) == "1\u00a0203\u00a0456"


def test_paths_are_told_from_their_frame() -> None:
    assert relative_path("mlp.fc", ("mlp",)) == "fc"
    assert relative_path("enc.mlp.0", ("enc.mlp",)) == "mlp.0"
    assert relative_path("att.1.mlp", ("att.0", "att.1")) == "mlp"
    assert relative_path("mlp2.fc", ("mlp",)) == "mlp2.fc"
    assert relative_path("fc", ()) == "fc"
