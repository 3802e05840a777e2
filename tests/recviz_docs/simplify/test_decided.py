"""Where values chose the path, the mark stays on what holds the place, however it is drawn."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from recviz_docs.graph import Graph, Node
from recviz_docs.options import Options
from recviz_docs.simplify import LEVELS, simplify
from recviz_docs.simplify.depth import close_calls
from recviz_docs.simplify.prune import prune
from tests.recviz_docs.simplify.graphs import Trace
from tests.recviz_docs.simplify.strategies import traces


def decided(graph: Graph, *names: str) -> Graph:
    nodes = tuple(replace(n, decided=("x",)) if n.id in names else n for n in graph.nodes)
    return replace(graph, nodes=nodes, decided=("x",))


def gated() -> Graph:
    t = Trace()
    x = t.input("x")
    call = t.call("gate", "Gate", x, frame=True)
    t.function("any", x, parent=call)
    t.output(t.function("relu", x, parent=call))
    return t.graph()


def marked(nodes: tuple[Node, ...]) -> list[str]:
    return [node.id for node in nodes if node.decided]


def test_a_closed_call_has_the_mark_of_what_is_in_it() -> None:
    trace = decided(gated(), "fn:gate/relu")
    assert marked(close_calls(trace, depth=1).nodes) == ["mod:gate"]
    assert marked(close_calls(trace, depth=-1, show_functions=True).nodes) == ["fn:gate/relu"]


def test_what_chose_the_path_and_reaches_no_output_leaves_its_mark() -> None:
    trace = decided(gated(), "fn:gate/any")
    assert marked(prune(trace).nodes) == ["mod:gate"]
    assert marked(simplify(trace, Options(depth=1), level=0).nodes) == ["mod:gate"]


def test_a_view_with_a_mark_stays() -> None:
    t = Trace()
    t.output(t.function("relu", t.function("reshape", t.input("x"))))
    trace = decided(t.graph(), "fn:reshape")
    assert "fn:reshape" in simplify(trace, Options(), level=0).by_id


@given(traces(), st.data(), st.integers(-1, 3), st.integers(0, LEVELS - 1))
def test_a_mark_is_never_lost(trace: Graph, data: st.DataObject, depth: int, level: int) -> None:
    reaching = [node.id for node in prune(trace).nodes if node.kind == "function"]
    if not reaching:
        return
    name = data.draw(st.sampled_from(reaching))
    graph = simplify(decided(trace, name), Options(depth=depth), level=level)
    assert any("x" in node.decided for node in graph.nodes)
