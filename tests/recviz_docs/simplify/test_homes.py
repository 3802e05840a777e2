from __future__ import annotations

from hypothesis import given

from recviz_docs.graph import Graph
from recviz_docs.simplify.homes import bring_home
from tests.recviz_docs.simplify.graphs import Trace
from tests.recviz_docs.simplify.strategies import traces


def test_a_parameter_stands_in_the_call_that_reads_it() -> None:
    t = Trace()
    x, bias = t.input("x"), t.parameter("cross.bias")
    outer = t.call("cross", "Cross", x, frame=True)
    t.output(t.function("add", x, bias, parent=outer))
    graph = bring_home(t.graph())
    assert [(node.id, node.parent) for node in graph.nodes[:3]] == [
        ("in:x", None),
        ("mod:cross", None),
        ("param:cross.bias", "mod:cross"),
    ]
    assert graph.edges == t.graph().edges


def test_what_two_calls_read_stands_around_both() -> None:
    t = Trace()
    x, table = t.input("x"), t.parameter("table")
    outer = t.call("a", "A", x, frame=True)
    first = t.call("a.b", "B", x, frame=True, parent=outer)
    second = t.call("a.c", "C", x, frame=True, parent=outer)
    y = t.function("mul", x, table, parent=first)
    t.output(t.function("add", y, table, parent=second))
    assert bring_home(t.graph()).by_id["param:table"].parent == "mod:a"


@given(traces())
def test_nothing_else_moves(trace: Graph) -> None:
    graph = bring_home(trace)
    assert graph.edges == trace.edges
    assert sorted(node.id for node in graph.nodes) == sorted(node.id for node in trace.nodes)
    assert bring_home(graph) == graph
