from __future__ import annotations

from recviz_docs.simplify.twins import fold_twins
from recviz_docs.simplify.values import show_values
from tests.recviz_docs.simplify.graphs import Trace, joined


def test_a_value_stands_between_its_writer_and_all_its_readers() -> None:
    t = Trace()
    h = t.function("relu", t.input("x"))
    t.output(t.function("add", h, t.function("neg", h)))
    graph = show_values(t.graph())
    assert joined(graph) == {
        ("in:x", "fn:relu"),
        ("fn:relu", "val:fn:relu"),
        ("val:fn:relu", "fn:neg"),
        ("val:fn:relu", "fn:add"),
        ("fn:neg", "val:fn:neg"),
        ("val:fn:neg", "fn:add"),
        ("fn:add", "out:0"),
    }
    order = [node.id for node in graph.nodes]
    assert order.index("val:fn:relu") == order.index("fn:relu") + 1
    assert graph.by_id["val:fn:relu"].outputs == graph.by_id["fn:relu"].outputs


def test_each_result_is_a_value_of_its_own() -> None:
    t = Trace()
    parts = t.function("lstm", t.input("x"), results=2)
    t.output(t.function("sub", (parts, 1), (parts, 0)))
    graph = show_values(t.graph())
    edges = [(e.source, e.target, e.slot, e.output) for e in graph.edges]
    assert ("fn:lstm", "val:fn:lstm#1", "", 1) in edges
    assert ("val:fn:lstm#1", "fn:sub", "0", 0) in edges
    assert ("val:fn:lstm", "fn:sub", "1", 0) in edges


def test_values_of_a_family_are_a_family() -> None:
    t = Trace()
    t.output(t.function("cat", [t.function("relu", t.input(f"x{i}")) for i in range(3)]))
    graph = show_values(fold_twins(t.graph()))
    assert graph.by_id["val:fn:relu"].count == 3
    relations = {(e.source, e.target): e.relation for e in graph.edges}
    assert relations["fn:relu", "val:fn:relu"] == "each"
    assert relations["val:fn:relu", "fn:cat"] == "gather"
