from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recviz_docs.graph import Edge, Graph, Node, TensorInfo
from recviz_docs.options import Options
from recviz_docs.simplify import LEVELS, simplify
from recviz_docs.simplify.stacks import stack_rows
from tests.recviz_docs.simplify.chains.rows import Plan, plans, row_of
from tests.recviz_docs.simplify.graphs import Trace, Value
from tests.recviz_docs.simplify.strategies import traces

WIDE = TensorInfo((2, 8), "float32")


def stacks(graph: Graph) -> list[list[str]]:
    """Gives the rows of each stack, by what they are."""
    found: dict[str, list[str]] = {n.id: [] for n in graph.nodes if n.kind == "stack"}
    for node in graph.nodes:
        if node.parent in found:
            found[node.parent].append(node.class_name or node.name)
    return list(found.values())


def without(graph: Graph) -> Graph:
    """Gives the graph with its stacks taken away."""
    above = {node.id: node.parent for node in graph.nodes if node.kind == "stack"}
    nodes = [replace(n, parent=above.get(n.parent or "", n.parent)) for n in graph.nodes]
    return replace(graph, nodes=tuple(node for node in nodes if node.kind != "stack"))


def check(graph: Graph) -> None:
    """Asserts what a stack claims, from the edges alone."""
    nodes = graph.by_id
    links = [e for n in graph.nodes for e in n.links if not e.source == e.target == n.id]
    for stack in (node for node in graph.nodes if node.kind == "stack"):
        rows = [node.id for node in graph.nodes if node.parent == stack.id]
        assert len(rows) > 1
        assert len({nodes[row].count for row in rows}) == 1
        for row, after in pairwise(rows):
            leaving = [e for e in (*graph.edges, *links) if e.source == row]
            coming = [e for e in (*graph.edges, *links) if e.target == after]
            assert leaving == coming and len(coming) == 1 and coming[0] in graph.edges
            (edge,) = coming
            assert (edge.style, edge.label, edge.every) == ("solid", "", ())
            assert edge.relation == ("each" if nodes[row].count > 1 else "one")


@given(traces(), st.integers(-1, 3), st.integers(0, LEVELS - 1), st.booleans())
def test_stacks_add_nothing_but_themselves(
    trace: Graph, depth: int, level: int, framed: bool
) -> None:
    graph = simplify(trace, Options(depth=depth, expand_nested=framed), level=level)
    check(graph)
    assert stack_rows(without(graph)) == graph
    assert without(graph).edges == graph.edges


@given(traces(), st.integers(-1, 3), st.integers(0, LEVELS - 1))
def test_nor_where_whole_runs_are_stacked(trace: Graph, depth: int, level: int) -> None:
    parted = simplify(trace, Options(depth=depth), level=level)
    graph = simplify(trace, Options(depth=depth), level=level, whole=True)
    check(graph)
    assert stack_rows(without(graph), whole=True) == graph
    assert without(graph) == without(parted)
    assert sum(map(len, stacks(graph))) >= sum(map(len, stacks(parted)))


@given(plans(), st.integers(0, 2))
def test_nor_within_steps_in_a_row(plan: Plan, level: int) -> None:
    graph = simplify(row_of(plan), Options(depth=-1), level=level)
    check(graph)
    assert stack_rows(without(graph)) == graph


def row(t: Trace, value: Value, *names: str, shape: TensorInfo = WIDE) -> str:
    """Adds operations in a row; the first of them may change the shape."""
    for name in names:
        value = t.function(name, value, shape=shape)
    assert isinstance(value, str)
    return value


def test_a_layer_stands_over_what_leaves_its_shape() -> None:
    t = Trace()
    x = row(t, t.input("x"), "linear", "norm", "relu")
    t.output(row(t, x, "linear", "relu", shape=TensorInfo((2, 3), "float32")))
    assert stacks(stack_rows(t.graph())) == [["linear", "norm", "relu"], ["linear", "relu"]]


def test_a_whole_run_is_one_stack() -> None:
    t = Trace()
    x = row(t, t.input("x"), "linear", "relu")
    t.output(row(t, x, "linear", "relu", shape=TensorInfo((2, 3), "float32")))
    assert stacks(stack_rows(t.graph(), whole=True)) == [["linear", "relu", "linear", "relu"]]


def test_or_below_what_prepares_it() -> None:
    t = Trace()
    x = row(t, row(t, t.input("x"), "norm", shape=TensorInfo((2, 4), "float32")), "linear")
    x = row(t, row(t, x, "norm"), "linear", "relu", shape=TensorInfo((2, 3), "float32"))
    t.output(x)
    assert stacks(stack_rows(t.graph())) == [["norm", "linear"], ["norm", "linear", "relu"]]


def _read_twice(t: Trace) -> str:
    x = row(t, t.input("x"), "linear")
    return t.function("add", row(t, x, "relu"), x, shape=WIDE)


def _another_input(t: Trace) -> str:
    x = row(t, t.input("x"), "linear")
    return t.function("add", x, t.input("y", shape=WIDE), shape=WIDE)


def _own_parameter(t: Trace) -> str:
    x = row(t, t.input("x"), "linear")
    return t.function("add", x, t.parameter("bias", shape=WIDE), shape=WIDE)


def _twice_the_same(t: Trace) -> str:
    x = row(t, t.input("x"), "linear")
    return t.function("mul", x, x, shape=WIDE)


def _through_python(t: Trace) -> str:
    return t.function("relu", row(t, t.input("x"), "linear"), shape=WIDE, style="dashed")


def _another_result(t: Trace) -> str:
    both = t.function("lstm", t.input("x"), results=2, shape=WIDE)
    return t.function("relu", (both, 1), shape=WIDE)


def _across_a_frame(t: Trace) -> str:
    x = row(t, t.input("x"), "linear")
    frame = t.call("block", "Block", x, frame=True)
    t.call("block.inner", "Inner", x, parent=frame, shape=WIDE)
    last = t.node("mod:block.inner").id
    return t.function("relu", last, shape=WIDE)


@pytest.mark.parametrize(
    "made",
    [
        _read_twice,
        _another_input,
        _own_parameter,
        _twice_the_same,
        _through_python,
        _another_result,
        _across_a_frame,
    ],
)
def test_what_an_arrow_has_to_say_is_no_stack(made: Callable[[Trace], str]) -> None:
    t = Trace()
    t.output(made(t))
    assert stacks(stack_rows(t.graph())) == []


@pytest.mark.parametrize(
    "changed",
    [{"label": "[:, 0]"}, {"relation": "gather"}, {"every": ("mod:block",)}, {"shape": (4, 4)}],
)
def test_an_arrow_with_a_text_stays(changed: dict[str, object]) -> None:
    t = Trace()
    t.output(row(t, t.input("x"), "linear", "relu"))
    graph = t.graph()
    assert stacks(stack_rows(graph)) == [["linear", "relu"]]
    edges = tuple(
        replace(e, **changed) if e.source == "fn:linear" else e  # type: ignore[arg-type]
        for e in graph.edges
    )
    assert stacks(stack_rows(replace(graph, edges=edges))) == []


def test_inputs_and_outputs_are_no_rows() -> None:
    t = Trace()
    t.output(row(t, t.input("x"), "relu", shape=TensorInfo((2, 4), "float32")))
    assert stacks(stack_rows(t.graph())) == []


def test_what_the_next_step_reads_too_leaves_its_row() -> None:
    t = Trace()
    block = t.call("block", "Block", frame=True)
    x = t.function("linear", t.input("x"), parent=block)
    last = t.function("relu", x, parent=block)
    t.output(last)

    def with_link(source: str, target: str) -> list[list[str]]:
        nodes = tuple(
            replace(node, links=(Edge(source, target),)) if node.id == block else node
            for node in t.nodes
        )
        return stacks(stack_rows(replace(t.graph(), nodes=nodes)))

    assert with_link(last, x) == [["linear", "relu"]]
    assert with_link(x, x) == [] == with_link(last, last)


def test_a_box_that_is_steps_in_a_row_may_be_a_row() -> None:
    t = Trace()
    cell = t.call("cells.0", "Cell", t.input("x"))
    t.output(t.call("norm", "Norm", cell))
    itself = Edge(cell, cell)
    nodes = tuple(
        replace(n, links=(itself,), steps=3, members=("a", "b", "c")) if n.id == cell else n
        for n in t.nodes
    )
    assert stacks(stack_rows(replace(t.graph(), nodes=nodes))) == [["Cell", "Norm"]]


def test_families_stand_on_families_of_their_size() -> None:
    t = Trace()
    t.output(row(t, t.input("x"), "linear", "relu"))
    graph = t.graph()

    def folded(relation: str, *counts: int) -> list[list[str]]:
        nodes: list[Node] = []
        sizes = dict(zip(("fn:linear", "fn:relu"), counts, strict=True))
        for node in graph.nodes:
            names = tuple(f"{node.id}{at}" for at in range(sizes.get(node.id, 0)))
            nodes.append(replace(node, members=names))
        edges = tuple(replace(edge, relation=relation) for edge in graph.edges)  # type: ignore[arg-type]
        return stacks(stack_rows(replace(graph, nodes=tuple(nodes), edges=edges)))

    assert folded("each", 3, 3) == [["linear", "relu"]]
    assert folded("gather", 3, 1) == folded("shared", 1, 3) == folded("all", 3, 3) == []


@pytest.mark.parametrize("options", [Options(fold="off"), Options(show_inner_tensors=True)])
def test_stacks_are_undone_where_all_is_shown(options: Options) -> None:
    t = Trace()
    t.output(row(t, t.input("x"), "linear", "relu"))
    assert stacks(simplify(t.graph(), Options(), level=0)) == [["linear", "relu"]]
    assert stacks(simplify(t.graph(), options, level=0)) == []
