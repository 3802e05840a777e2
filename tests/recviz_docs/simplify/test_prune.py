from __future__ import annotations

from hypothesis import given

from recviz_docs.graph import Graph
from recviz_docs.simplify.prune import prune
from tests.recviz_docs.simplify.graphs import Trace, joined, reachable
from tests.recviz_docs.simplify.strategies import traces


def test_what_reaches_no_output_is_left_out() -> None:
    t = Trace()
    x, flag = t.input("x"), t.input("flag")
    frame = t.call("log", "Log", x, frame=True)
    t.function("mean", x, parent=frame)
    t.function("mul", flag, flag)
    t.parameter("lonely")
    t.output(t.function("relu", x))
    graph = prune(t.graph())
    assert [node.id for node in graph.nodes] == ["in:x", "fn:relu", "out:0"]
    assert graph.unused == ("flag",)


def test_an_input_whose_values_chose_the_path_is_not_called_unused() -> None:
    t = Trace()
    t.input("flag")
    t.output(t.input("x"))
    graph = prune(t.graph(decided=("flag",)))
    assert [node.id for node in graph.nodes] == ["in:x", "out:0"]
    assert graph.unused == ()


def test_a_frame_stays_as_long_as_something_in_it_stays() -> None:
    t = Trace()
    x = t.input("x")
    outer = t.call("a", "Outer", x, frame=True)
    inner = t.call("a.b", "Inner", x, frame=True, parent=outer)
    t.output(t.function("relu", x, parent=inner))
    t.function("neg", x, parent=inner)
    assert [node.id for node in prune(t.graph()).nodes] == [
        "in:x",
        "mod:a",
        "mod:a.b",
        "fn:a.b/relu",
        "out:0",
    ]


@given(traces())
def test_exactly_the_ways_to_outputs_stay(trace: Graph) -> None:
    graph = prune(trace)
    outputs = {node.id for node in trace.nodes if node.kind == "output"}
    feeding = {node.id for node in trace.nodes if reachable(trace, node.id) & outputs}
    leaves = {node.id for node in graph.nodes} - graph.frames
    assert leaves == feeding
    assert joined(graph) == {pair for pair in joined(trace) if set(pair) <= feeding}
    assert prune(graph) == graph
