from __future__ import annotations

from recviz_docs.graph import Graph
from recviz_docs.simplify.twins import fold_twins
from recviz_docs.simplify.wide import wide_calls
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
