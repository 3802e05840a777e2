from __future__ import annotations

import pytest
import torch

from recviz_docs.errors import RecvizError
from recviz_docs.tracing.inputs.spec_grammar import SpecItem, parse_spec, type_names


def read(text: str) -> tuple[SpecItem, ...]:
    return parse_spec(text, batch=2, length=10)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("x: int64[B,L] 1..3706", SpecItem("x", torch.int64, (2, 10), 1, 3706)),
        ("x:int64[B, L]1..<3706", SpecItem("x", torch.int64, (2, 10), 1, 3705)),
        ("price: float32[B]", SpecItem("price", torch.float32, (2,))),
        ("float[2*B, 3*L*2]", SpecItem("", None, (4, 60))),
        ("long[B]", SpecItem("", torch.int64, (2,))),
        ("int", SpecItem("", torch.int64, ())),
        ("torch.bfloat16[]", SpecItem("", torch.bfloat16, ())),
        ("w: double[B] -1.5..+2e1", SpecItem("w", torch.float64, (2,), -1.5, 20.0)),
        ("'a b: c': bool[B]", SpecItem("a b: c", torch.bool, (2,))),
        ("用户-id.x: i32[B]", SpecItem("用户-id.x", torch.int32, (2,))),
        ("complex[4]", SpecItem("", torch.complex64, (4,))),
        ("Float16[0]", SpecItem("", torch.float16, (0,))),
    ],
)
def test_one_item(text, expected) -> None:
    assert read(text) == (expected,)


def test_items_are_separated_by_commas_or_semicolons() -> None:
    assert [item.name for item in read("a: int[B],\n b: int[B,L]; c: float,")] == ["a", "b", "c"]


@pytest.mark.parametrize(
    ("text", "position", "words"),
    [
        ("", 1, "a type is expected"),
        ("x: int65[B]", 4, "did you mean int64"),
        ("x: int64[B,K]", 12, "unknown size K"),
        ("x: int64[B L]", 12, "a comma or a closing bracket"),
        ("x: int64[B", 11, "a comma or a closing bracket"),
        ("x: int64[B,*2]", 12, "a size is expected"),
        ("x: int64[B] 5..1", 13, "the range is empty"),
        ("x: int64[B] 0.5..1", 13, "is whole"),
        ("x: bool[B] 0..1", 12, "has no range"),
        ("x: int64[B] 1-5", 13, "a comma or the end"),
        ("x: int64[B], float[B]", 1, "some inputs have a name"),
        ("x: int, x: int", 9, "x is given twice"),
        ("'': int", 1, "the name is empty"),
        ("x: int[-1]", 8, "a size is expected"),
    ],
)
def test_errors_say_what_and_where(text, position, words) -> None:
    with pytest.raises(RecvizError) as caught:
        read(text)
    assert caught.value.code == "inputs"
    assert words in caught.value.text()
    assert f"At character {position}," in caught.value.text()


def test_every_type_of_torch_has_its_name() -> None:
    known = type_names()
    for name in ("float32", "int64", "uint16", "float8_e4m3fn", "complex128", "bool", "half"):
        assert known[name] is getattr(torch, name)
