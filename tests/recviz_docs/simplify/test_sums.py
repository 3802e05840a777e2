from __future__ import annotations

import pytest
from hypothesis import given

from recviz_docs.graph import AttributeValue, Graph, TensorInfo
from recviz_docs.simplify.sums import merge_sums
from tests.recviz_docs.simplify.graphs import Trace, reachable
from tests.recviz_docs.simplify.strategies import traces

DIM = {"dim": 1}


def read(graph: Graph, target: str) -> list[tuple[str, str]]:
    return [(edge.source, edge.slot) for edge in graph.edges if edge.target == target]


def test_a_chain_of_additions_is_one_sum_with_its_operands_in_order() -> None:
    t = Trace()
    a, b, c, d = (t.input(name) for name in "abcd")
    t.output(t.function("add", t.function("add", t.function("add", a, b), c), d))
    graph = merge_sums(t.graph())
    assert [n.id for n in graph.nodes if n.kind == "function"] == ["fn:add#3"]
    assert read(graph, "fn:add#3") == [("in:a", "0"), ("in:b", "1"), ("in:c", "2"), ("in:d", "3")]
    assert len(graph.by_id["fn:add#3"].inputs) == 4


def test_two_sums_that_are_added_are_one() -> None:
    t = Trace()
    a, b, c, d = (t.input(name) for name in "abcd")
    t.output(t.function("add", t.function("add", a, b), t.function("add", c, d)))
    graph = merge_sums(t.graph())
    assert [source for source, _ in read(graph, "fn:add#3")] == ["in:a", "in:b", "in:c", "in:d"]


def test_pythons_sum_starts_at_nothing() -> None:
    t = Trace()
    a, b = t.input("a"), t.input("b")
    t.output(t.function("add", t.function("add", a, attributes={"other": 0}), b))
    graph = merge_sums(t.graph())
    assert read(graph, "fn:add#2") == [("in:a", "0"), ("in:b", "1")]


@pytest.mark.parametrize("attributes", [{"other": 1}, {"other": 0.5}, {"other": False}, {}])
def test_only_nothing_adds_nothing(attributes: dict[str, AttributeValue]) -> None:
    t = Trace()
    t.output(t.function("add", t.input("a"), attributes=attributes))
    assert merge_sums(t.graph()) == t.graph()


def test_a_sum_that_is_read_twice_stays() -> None:
    t = Trace()
    first = t.function("add", t.input("a"), t.input("b"))
    t.output(t.function("add", first, t.function("relu", first)))
    assert merge_sums(t.graph()) == t.graph()
    t = Trace()
    first = t.function("add", t.input("a"), t.input("b"))
    t.output(t.function("add", first, first))
    assert merge_sums(t.graph()) == t.graph()


def test_what_is_scaled_is_no_step_of_a_sum() -> None:
    for first, second in (({"alpha": 2}, {}), ({}, {"alpha": 2})):
        t = Trace()
        inner = t.function("add", t.input("a"), t.input("b"), attributes=first)
        t.output(t.function("add", inner, t.input("c"), attributes=second))
        assert merge_sums(t.graph()) == t.graph()


def test_a_number_that_is_added_is_not_lost() -> None:
    t = Trace()
    shifted = t.function("add", t.input("a"))
    t.output(t.function("add", shifted, t.input("b")))
    assert merge_sums(t.graph()) == t.graph()


def test_a_cat_in_a_cat_along_the_same_dimension_is_one() -> None:
    t = Trace()
    a, b, c = (t.input(name) for name in "abc")
    inner = t.function("cat", [b, c], attributes={"dim": -1})
    t.output(t.function("cat", [a, inner], attributes=DIM))
    graph = merge_sums(t.graph())
    assert read(graph, "fn:cat#2") == [("in:a", "0[0]"), ("in:b", "0[1]"), ("in:c", "0[2]")]


def test_another_dimension_or_a_view_between_keeps_them_apart() -> None:
    t = Trace()
    inner = t.function("cat", [t.input("b"), t.input("c")])
    t.output(t.function("cat", [t.input("a"), inner], attributes=DIM))
    assert merge_sums(t.graph()) == t.graph()
    t = Trace()
    inner = t.function("cat", [t.input("b"), t.input("c")], attributes=DIM)
    view = t.function("transpose", inner)
    t.output(t.function("cat", [t.input("a"), view], attributes=DIM))
    assert merge_sums(t.graph()) == t.graph()


def test_steps_in_different_calls_stay() -> None:
    t = Trace()
    call = t.call("block", "Block", t.input("a"), frame=True)
    first = t.function("add", "in:a", t.input("b"), parent=call)
    t.function("neg", first, parent=call)
    t.output(t.function("add", first, t.input("c")))
    assert merge_sums(t.graph()) == t.graph()


def test_a_cat_of_one_vanishes_but_never_the_whole_content_of_a_call() -> None:
    t = Trace()
    t.output(t.function("relu", t.function("cat", [t.input("a")], attributes=DIM)))
    assert read(merge_sums(t.graph()), "fn:relu") == [("in:a", "0")]
    t = Trace()
    call = t.call("fuse", "Fuse", t.input("a"), frame=True)
    t.output(t.function("cat", ["in:a"], parent=call))
    assert merge_sums(t.graph()) == t.graph()


def test_a_change_of_type_is_no_identity() -> None:
    t = Trace()
    t.output(
        t.function(
            "add", t.input("a"), attributes={"other": 0}, shape=TensorInfo((2, 4), "float64")
        )
    )
    assert merge_sums(t.graph()) == t.graph()


def test_a_long_sum_is_no_problem() -> None:
    t = Trace()
    total = t.input("x0")
    for i in range(1, 200):
        total = t.function("add", total, t.input(f"x{i}"))
    t.output(total)
    (operands,) = [read(merge_sums(t.graph()), f"fn:add#{199}")]
    assert [source for source, _ in operands] == [f"in:x{i}" for i in range(200)]


@given(traces())
def test_reachability_and_the_number_of_readings_stay(trace: Graph) -> None:
    graph = merge_sums(trace)
    drawn = {node.id for node in graph.nodes}
    gone = [node for node in trace.nodes if node.id not in drawn]
    assert {node.name for node in gone} <= {"add", "cat"}
    assert len(graph.edges) == len(trace.edges) - len(gone)
    for node in graph.nodes:
        assert reachable(graph, node.id) == reachable(trace, node.id) & drawn
    assert merge_sums(graph) == graph
