"""The passes together: levels, options, and what must hold whatever they did."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recviz_docs.graph import Graph
from recviz_docs.options import Options
from recviz_docs.simplify import LEVELS, simplify
from tests.recviz_docs.simplify.graphs import Trace, reachable
from tests.recviz_docs.simplify.strategies import traces

options = st.builds(
    Options,
    depth=st.integers(-1, 3),
    fold=st.sampled_from(["auto", "off"]),
    views=st.sampled_from(["hide", "show"]),
    expand_nested=st.booleans(),
    show_inner_tensors=st.booleans(),
    show_module_functions=st.booleans(),
)


def flows(graph: Graph) -> set[tuple[str, str]]:
    """Gives which inputs reach which outputs, by name."""
    nodes = graph.by_id
    return {
        (source, target)
        for node in graph.nodes
        if node.kind == "input"
        for reached in reachable(graph, node.id)
        if nodes[reached].kind == "output"
        for source in node.members or (node.name,)
        for target in nodes[reached].members or (nodes[reached].name,)
    }


@given(traces(), options, st.integers(0, LEVELS - 1))
def test_no_input_loses_an_output(trace: Graph, chosen: Options, level: int) -> None:
    graph = simplify(trace, chosen, level=level)
    assert flows(trace) <= flows(graph)
    drawn = {name for n in graph.nodes if n.kind == "input" for name in n.members or (n.name,)}
    feeding = {source for source, _ in flows(trace)}
    assert drawn == feeding
    assert set(graph.unused) == {n.name for n in trace.nodes if n.kind == "input"} - feeding


@given(traces(), options, st.integers(0, LEVELS - 1))
def test_equal_traces_give_equal_bytes(trace: Graph, chosen: Options, level: int) -> None:
    first = simplify(trace, chosen, level=level).dumps()
    assert first == simplify(Graph.from_json(trace.to_json()), chosen, level=level).dumps()


@given(traces(), options)
def test_without_folding_every_level_is_the_same(trace: Graph, chosen: Options) -> None:
    off = replace(chosen, fold="off")
    graphs = [simplify(trace, off, level=level) for level in range(LEVELS)]
    assert all(graph == graphs[0] for graph in graphs)
    assert not any(node.members for node in graphs[0].nodes)


@given(traces(), st.integers(-1, 3))
def test_stricter_levels_draw_no_more(trace: Graph, depth: int) -> None:
    sizes = [
        len(simplify(trace, Options(depth=depth), level=level).nodes) for level in range(LEVELS)
    ]
    assert sizes[3] <= sizes[2]


@given(traces(), options, st.integers(0, LEVELS - 1))
def test_frames_are_drawn_on_demand(trace: Graph, chosen: Options, level: int) -> None:
    graph = simplify(trace, replace(chosen, expand_nested=False), level=level)
    assert graph.frames == frozenset()


@pytest.mark.parametrize("level", [-1, LEVELS])
def test_there_is_no_other_level(level: int) -> None:
    t = Trace()
    t.output(t.input("x"))
    with pytest.raises(ValueError, match=f"level {level} "):
        simplify(t.graph(), Options(), level=level)


def test_a_sum_is_merged_only_where_folding_is_on() -> None:
    t = Trace()
    a, b, c = (t.input(name) for name in "abc")
    t.output(t.function("add", t.function("add", a, b), c))
    on = simplify(t.graph(), Options(), level=0)
    off = simplify(t.graph(), Options(fold="off"), level=0)
    assert [len([n for n in g.nodes if n.name == "add"]) for g in (on, off)] == [1, 2]
