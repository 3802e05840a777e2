from __future__ import annotations

import pytest

from recviz_mkdocs.fields import Body, block_lines, read_block, read_fence


@pytest.mark.parametrize(
    ("text", "body", "count"),
    [
        (".. recviz:: m:f", Body("m:f", ()), 1),
        (".. recviz::", Body("", ()), 1),
        (".. recviz:: m:f a=b\n   :alt: a: b", Body("m:f a=b", (("alt", "a: b"),)), 2),
        ("  .. recviz:: m:f\n     :depth: 2\n  text", Body("m:f", (("depth", "2"),)), 2),
        (".. recviz:: m:f\n   depth=2\n   a=b", Body("m:f depth=2 a=b", ()), 3),
        (".. recviz:: m:f\n :alt: one\n   two\n :legend:",
         Body("m:f", (("alt", "one two"), ("legend", ""))), 4),
        (".. recviz:: m:f\n\n   :depth: 2", Body("m:f", ()), 1),
        (".. recviz:: m:f\n:depth: 2", Body("m:f", ()), 1),
        (".. recviz:: m:f\n   :depth:2", Body("m:f :depth:2", ()), 2),
    ],
)  # fmt: skip
def test_a_block_ends_where_its_indent_ends(text: str, body: Body, count: int) -> None:
    assert read_block(text.split("\n")) == (body, count)


@pytest.mark.parametrize(
    ("argument", "lines", "body"),
    [
        ("m:f a=b", ["depth: 2", "", " alt: x: y "],
         Body("m:f a=b", (("depth", "2"), ("alt", "x: y")))),
        ("m:f", [":depth: 2"], Body("m:f", (("depth", "2"),))),
        ("m:f", ["caption: 'a \"b\"'", 'alt: "x"', "name: 'a' b 'c'"],
         Body("m:f", (("caption", 'a "b"'), ("alt", "x"), ("name", "'a' b 'c'")))),
        ("m:f", ["legend:", "what is this"], Body("m:f what is this", (("legend", ""),))),
        ("", ["m.n:f depth=2"], Body("m.n:f depth=2", ())),
    ],
)  # fmt: skip
def test_a_fence_has_flat_pairs(argument: str, lines: list[str], body: Body) -> None:
    assert read_fence(argument, lines) == body


def test_a_fence_becomes_a_block_that_says_the_same() -> None:
    body = Body("m:f(x='a b') depth=2", (("caption", "a: b"), ("legend", "")))
    assert read_block(list(block_lines(body))) == (body, 3)
