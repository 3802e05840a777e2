"""On random rows of steps: what is folded unfolds to exactly what was recorded."""

from __future__ import annotations

from hypothesis import example, given, settings
from hypothesis import strategies as st

from recviz_docs.graph import Graph
from recviz_docs.simplify.chains import fold_chains
from recviz_docs.simplify.twins import fold_twins
from recviz_docs.simplify.views import hide_views
from tests.recviz_docs.simplify.chains.nested import nested_rows
from tests.recviz_docs.simplify.chains.rows import Plan, plans, row_of
from tests.recviz_docs.simplify.graphs import Trace, Value
from tests.recviz_docs.simplify.strategies import traces
from tests.recviz_docs.simplify.unfold import check_fold


def by_path(graph: Graph) -> dict[str, tuple[str, ...]]:
    paths = [node.path for node in graph.nodes if node.parameters]
    return {n.id: (n.path,) for n in graph.nodes if n.parameters and paths.count(n.path) > 1}


@given(plans())
def test_a_folded_row_says_what_was_recorded(plan: Plan) -> None:
    graph = row_of(plan)
    check_fold(graph, fold_chains(graph, weights=by_path(graph)))


@given(plans(), st.booleans(), st.booleans())
def test_rows_and_families_together(plan: Plan, across: bool, sizes: bool) -> None:
    graph = hide_views(row_of(plan))
    chained = fold_chains(graph, weights=by_path(graph))
    folded = fold_twins(chained, weights=by_path(chained), across=across, sizes=sizes)
    check_fold(graph, folded)


@given(traces())
def test_other_graphs_are_never_changed_for_the_worse(graph: Graph) -> None:
    check_fold(graph, fold_chains(graph, weights=by_path(graph)))


@given(plans())
def test_the_same_row_gives_the_same_bytes(plan: Plan) -> None:
    first = fold_chains(row_of(plan))
    assert first.dumps() == fold_chains(row_of(plan)).dumps()
    assert Graph.from_json(first.to_json()) == first


@given(plans(odd=False))
@example(Plan(body=(("Linear", (("state", 0),)), ("relu", (("own", 0),))), steps=4))
def test_equal_steps_are_drawn_once(plan: Plan) -> None:
    graph = fold_chains(row_of(plan))
    assert len([node for node in graph.nodes if node.links]) >= 1
    assert any(node.steps >= plan.steps for node in graph.nodes)


@settings(deadline=None)
@given(nested_rows(), st.booleans(), st.booleans())
def test_rows_in_rows_say_what_was_recorded(trace: Graph, hidden: bool, twins: bool) -> None:
    graph = hide_views(trace) if hidden else trace
    folded = fold_chains(graph, weights=by_path(graph))
    check_fold(graph, fold_twins(folded) if twins else folded)


def test_a_loop_over_time_in_a_loop_over_layers_is_two_rows() -> None:
    t = Trace()
    x: Value = t.input("x")
    for layer in range(3):
        state: Value = t.function("zeros")
        results: list[Value] = []
        for step in range(8):
            part = t.function("getitem", x, attributes={"index": f"[:, {step}]"})
            state = t.call(f"cells.{layer}", "Cell", part, state)
            results.append(state)
        x = t.function("stack", results)
    t.output(x)
    graph = hide_views(t.graph())
    folded = fold_chains(graph)
    check_fold(graph, folded)
    assert folded.by_id["mod:cells.0"].steps == 24
    assert len(folded.nodes) == 6
