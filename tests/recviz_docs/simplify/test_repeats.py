"""What is computed twice is drawn once, and every output is still the same term."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from recviz_docs.graph import Graph
from recviz_docs.simplify.chains import fold_chains
from recviz_docs.simplify.repeats import merge_repeats
from tests.recviz_docs.simplify.graphs import Trace, Value
from tests.recviz_docs.simplify.strategies import traces

NAMES = ["relu", "add", "mul", "cat", "randn_like", "bernoulli", "getitem", "embedding", "dropout"]


@st.composite
def repeating(draw: st.DrawFn) -> Graph:
    """Gives traces in which much is computed again, in calls and outside of them."""
    t = Trace()
    values: list[Value] = [t.input("x"), t.input("y"), t.parameter("table")]
    for number in range(draw(st.integers(2, 7))):
        path = f"m{draw(st.integers(0, 1))}"
        read = [values[draw(st.integers(0, len(values) - 1))] for _ in range(2)]
        frame = t.call(path, "Block", *read, frame=True) if draw(st.booleans()) else None
        body = draw(st.lists(st.sampled_from(NAMES), min_size=1, max_size=3))
        for name in body:
            index = {"index": f"[{draw(st.sampled_from(['0', '1', 'index']))}]"}
            operands: list[Value] = read[:1] if name in ("relu", "getitem") else read
            more = index if name == "getitem" else {}
            read = [t.function(name, *operands, parent=frame, attributes=more), read[-1]]
        values.append(read[0])
        if frame is not None:
            t.returns(frame, _=read[0])
        t.output(read[0], name=f"y{number}")
    return t.graph()


def terms(graph: Graph) -> dict[str, str]:
    """Gives each output as the term that it is; what is random is a term of its own."""
    nodes = graph.by_id
    said: dict[str, str] = {}
    for node in graph.nodes:
        into = [edge for edge in graph.edges if edge.target == node.id]
        inner = sorted(f"{e.slot}={said[e.source]}.{e.output}{e.label}" for e in into)
        own = node.id
        if node.kind == "function" and node.name not in ("randn_like", "bernoulli", "dropout"):
            own = (
                f"{node.name}{dict(node.attributes)}"
                if "index]" not in str(node.attributes)
                else own
            )
        said[node.id] = f"{own}({','.join(inner)})"
    return {node.name: said[node.id] for node in nodes.values() if node.kind == "output"}


@given(repeating(), st.booleans())
def test_every_output_is_the_same_term(trace: Graph, operations: bool) -> None:
    merged = merge_repeats(trace, trace, operations=operations)
    assert terms(merged) == terms(trace)
    left_out = [name for node in merged.nodes for name in node.again]
    together = Counter([*left_out, *(node.id for node in merged.nodes)])
    assert together == Counter(node.id for node in trace.nodes)
    parents = {node.parent for node in merged.nodes}
    assert parents - {None} <= {node.id for node in merged.nodes}


@given(repeating())
def test_a_second_time_changes_nothing(trace: Graph) -> None:
    once = merge_repeats(trace, trace)
    assert merge_repeats(once, trace) == once


@given(traces())
def test_modules_of_which_nothing_is_told_stay(trace: Graph) -> None:
    calls = [node.id for node in trace.nodes if node.parameters]
    assert [node.id for node in merge_repeats(trace, trace).nodes if node.parameters] == calls


def twice(*names: str, **attributes: str) -> Graph:
    t = Trace()
    x = t.input("x")
    for number in range(2):
        value: Value = x
        call = t.call("part", "Part", x, frame=True)
        for name in names:
            value = t.function(name, value, parent=call, attributes=dict(attributes))
        t.returns(call, _=value)
        t.output(value, name=f"y{number}")
    return t.graph()


def test_a_call_with_the_same_values_is_drawn_once() -> None:
    trace = twice("relu", "tanh")
    graph = merge_repeats(trace, trace)
    assert [node.id for node in graph.nodes if node.kind == "module"] == ["mod:part"]
    assert graph.by_id["mod:part"].again == ("mod:part#2",)
    assert [edge.source for edge in graph.edges if edge.target.startswith("out")] == [
        "fn:part/tanh",
        "fn:part/tanh",
    ]


def test_what_a_trace_does_not_tell_is_never_the_same() -> None:
    for names, attributes in (
        (("relu", "dropout"), {}),
        (("relu", "my_operation"), {}),
        (("getitem",), {"index": "[:, index]"}),
        (("add",), {}),  # a number that is told nowhere
        (("softmax",), {}),
    ):
        trace = twice(*names, **attributes)
        assert merge_repeats(trace, trace) == trace, names


def test_a_loop_keeps_its_steps() -> None:
    t = Trace()
    x, mask = t.input("x"), t.input("mask")
    for _ in range(4):
        x = t.function("mul", x, t.function("float", mask))
    t.output(x)
    folded = fold_chains(t.graph())
    assert max(node.steps for node in folded.nodes) == 4
    assert merge_repeats(folded, t.graph()) == folded


def test_an_operation_alone_may_stand_beside_each_of_its_readers() -> None:
    t = Trace()
    mask = t.input("mask")
    for number in range(2):
        t.output(t.function("tanh", t.function("float", mask)), name=f"y{number}")
        read = t.function("long", mask)
        t.output(t.call("table", "Table", read, frame=True), name=f"z{number}")
    trace = t.graph()
    kept = merge_repeats(trace, trace, operations=False)
    assert [node.name for node in kept.nodes].count("float") == 2
    assert [node.name for node in merge_repeats(trace, trace).nodes].count("float") == 1
