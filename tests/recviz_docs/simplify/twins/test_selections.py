"""Families that take one part each of a value, written once and in order."""

from __future__ import annotations

import pytest

from recviz_docs.graph import Graph
from recviz_docs.simplify.twins import fold_twins
from recviz_docs.simplify.twins.selections import counted_text
from recviz_docs.simplify.views import hide_views
from tests.recviz_docs.simplify.graphs import Trace


@pytest.mark.parametrize(
    ("texts", "text"),
    [
        (["[:, 0]", "[:, 1]", "[:, 2]"], "[:, 0…2]"),
        (["[:, 1]", "[:, 0]"], "[:, 1…0]"),
        (["[0:2]", "[2:4]", "[4:6]"], "[0,2…4:2,4…6]"),
        (["[:, 3]", "[:, 0]", "[:, 1]"], "[:, 3|0|1]"),
        (["[-1]", "[-2]"], "[-1…-2]"),
        (["part 1 of 2", "part 2 of 2"], "part 1…2 of 2"),
        (["[:, 7]", "[:, 7]"], "[:, 7]"),
        ([f"[{i * i}]" for i in range(5)], None),
    ],
)
def test_texts_that_differ_in_numbers(texts: list[str], text: str | None) -> None:
    assert counted_text(texts) == text


def slices(order: list[int], *, twice: bool = False) -> Graph:
    """Attention i reads slice i of one value, and slice order[i] of another."""
    t = Trace()
    x, y = t.input("x"), t.function("neg", t.input("y"))
    tops = []
    for i, j in enumerate(order):
        own = t.function("getitem", x, attributes={"index": f"[:, {i}]"})
        other = t.function("getitem", y, attributes={"index": f"[:, {j}]"})
        mixed = t.function("sub", own, other)
        tops.append(t.function("mul", mixed, own if twice else mixed))
    t.output(t.function("cat", tops))
    return hide_views(t.graph())


@pytest.mark.parametrize("twice", [False, True])
def test_slices_fold_across_and_say_their_order(twice: bool) -> None:
    texts = {}
    for order in ([0, 1, 2], [2, 1, 0]):
        graph = slices(order, twice=twice)
        assert len([n for n in fold_twins(graph).nodes if n.members]) == 0
        folded = fold_twins(graph, across=True)
        assert folded.by_id["fn:sub"].count == 3
        said = [edge.label for edge in folded.edges]
        said += [str(n.attributes["index"]) for n in folded.nodes if n.name == "getitem"]
        texts[order[0]] = sorted(filter(None, said))
    assert texts == {0: ["[:, 0…2]", "[:, 0…2]"], 2: ["[:, 0…2]", "[:, 2…0]"]}


def test_slices_that_no_short_text_can_say_do_not_fold() -> None:
    graph = slices([0, 4, 1, 3, 2])
    assert fold_twins(graph, across=True) == graph


def test_parts_are_read_one_by_one() -> None:
    t = Trace()
    parts = t.function("chunk", t.input("x"), results=3)
    t.output(t.function("cat", [t.function("relu", (parts, i)) for i in range(3)]))
    folded = fold_twins(hide_views(t.graph()), across=True)
    assert [(e.relation, e.label) for e in folded.edges] == [
        ("shared", "part 1…3 of 3"),
        ("gather", ""),
        ("one", ""),
    ]


def test_parts_that_meet_are_two_arrows() -> None:
    t = Trace()
    parts = t.function("chunk", t.input("x"), results=2)
    t.output(t.function("mul", (parts, 0), (parts, 1)))
    graph = hide_views(t.graph())
    assert fold_twins(graph, across=True) == graph
