from __future__ import annotations

from recviz_docs.graph import Graph
from recviz_docs.simplify.chains import fold_chains
from recviz_docs.simplify.depth import close_calls
from recviz_docs.simplify.twins import fold_twins
from recviz_docs.simplify.wide import innermost_calls, side_by_side, wide_calls
from tests.recviz_docs.simplify.graphs import Trace


def model() -> Graph:
    """Two like blocks of branches that are not alike, in a net, and a tower of steps."""
    t = Trace()
    x = t.input("x")
    net = t.call("net", "Net", x, frame=True)
    tops = []
    for i in range(2):
        block = t.call(f"net.b{i}", "Block", x, parent=net, frame=True)
        left = t.call(f"net.b{i}.left", "Linear", x, parent=block)
        right = t.call(f"net.b{i}.right", "Conv1d", x, parent=block)
        tops.append(t.function("add", left, right, parent=block))
    joint = t.function("cat", tops, parent=net)
    tower = t.call("tower", "Tower", joint, frame=True)
    t.output(t.function("relu", t.call("tower.fc", "Linear", joint, parent=tower), parent=tower))
    return t.graph()


def test_only_the_innermost_calls_with_things_side_by_side_are_wide() -> None:
    trace = model()
    folded = fold_twins(trace)
    assert folded.by_id["mod:net.b0"].count == 2
    assert wide_calls(trace, folded) == {"mod:net.b0", "mod:net.b1"}


def test_a_call_around_open_calls_is_closed_only_if_nothing_smaller_is_wide() -> None:
    t = Trace()
    x = t.input("x")
    net = t.call("net", "Net", x, frame=True)
    left = t.call("net.left", "Linear", x, parent=net)
    block = t.call("net.block", "Block", x, parent=net, frame=True)
    inner = t.call("net.block.fc", "Conv1d", x, parent=block)
    t.output(t.function("add", left, inner, parent=net))
    assert wide_calls(t.graph(), t.graph()) == {"mod:net"}
    other = t.call("other", "Other", x, frame=True)
    first = t.call("other.a", "Linear", x, parent=other)
    second = t.call("other.b", "Conv1d", x, parent=other)
    t.output(t.function("sub", first, second, parent=other), "second")
    assert wide_calls(t.graph(), t.graph()) == {"mod:other"}


def test_twins_that_are_folded_do_not_stand_side_by_side() -> None:
    t = Trace()
    frame = t.call("embed", "Embed", t.input("a"), frame=True)
    ids = ["in:a", t.input("b"), t.input("c")]
    tables = [t.call(f"embed.{i}", "Embedding", x, parent=frame) for i, x in enumerate(ids)]
    t.output(t.function("cat", tables, parent=frame))
    assert wide_calls(t.graph(), t.graph()) == {"mod:embed"}
    assert wide_calls(t.graph(), fold_twins(t.graph())) == frozenset()


def test_the_innermost_calls_are_those_without_an_open_call() -> None:
    t = Trace()
    x = t.input("x")
    net = t.call("net", "Net", x, frame=True)
    for number in range(2):
        block = t.call(f"net.b{number}", "Block", x, parent=net, frame=True)
        x = t.call(f"net.b{number}.fc", "Linear", x, parent=block)
        x = t.function("relu", x, parent=block)
    t.output(t.function("tanh", x, parent=net))
    trace = t.graph()
    assert innermost_calls(trace, trace) == {"mod:net.b0", "mod:net.b1"}
    folded = fold_chains(trace)
    assert folded.by_id["mod:net.b0"].steps == 2
    assert innermost_calls(trace, folded) == {"mod:net.b0", "mod:net.b1"}
    closed = close_calls(trace, depth=-1, also=frozenset({"mod:net.b0", "mod:net.b1"}))
    assert innermost_calls(trace, closed) == {"mod:net"}
    whole = close_calls(trace, depth=-1, also=frozenset({"mod:net"}))
    assert innermost_calls(trace, whole) == frozenset()


def test_boxes_that_can_stand_one_below_the_other_are_not_side_by_side() -> None:
    t = Trace()
    x = t.input("x")
    for number in range(9):
        x = t.function("mul", x, t.parameter(f"w{number}"))
    t.output(x)
    assert side_by_side(t.graph()) <= 2
    t = Trace()
    x = t.input("x")
    t.output(t.function("cat", [t.call(f"c{n}", f"C{n}", x) for n in range(9)]))
    assert side_by_side(t.graph()) == 9
