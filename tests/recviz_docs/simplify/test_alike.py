from __future__ import annotations

from recviz_docs.graph import Graph
from recviz_docs.options import Options
from recviz_docs.simplify import simplify
from recviz_docs.simplify.alike import calls_like, calls_shown_above
from tests.recviz_docs.simplify.graphs import Trace, Value


def block(t: Trace, path: str, x: Value, *, extra: bool = False, class_name: str = "Block") -> str:
    frame = t.call(path, class_name, x, frame=True)
    y = t.call(f"{path}.fc", "Linear", x, parent=frame)
    if extra:
        y = t.function("relu", y, parent=frame)
    y = t.function("add", y, x, parent=frame)
    t.returns(frame, _=y)
    return y


def test_what_was_shown_above_is_repeated() -> None:
    t = Trace()
    x = t.function("relu", block(t, "a", t.input("x")))
    x = t.function("tanh", block(t, "b", x, extra=True))
    t.output(block(t, "d", block(t, "c", x), class_name="Other"))
    trace = t.graph()
    assert calls_shown_above(trace, trace) == {"mod:c"}
    graph = simplify(trace, Options(), level=0, closed=frozenset({"mod:c"}))
    assert {"mod:a", "mod:b", "mod:d"} <= graph.frames and "mod:c" not in graph.frames


def test_what_stands_beside_is_not() -> None:
    t = Trace()
    x = t.input("x")
    t.output(t.function("cat", [block(t, "a", x), block(t, "b", x)]))
    assert calls_shown_above(t.graph(), t.graph()) == frozenset()


def test_what_lies_in_a_repeated_call_is_not_named_again() -> None:
    def nested(t: Trace, path: str, x: Value) -> str:
        outer = t.call(path, "Outer", x, frame=True)
        inner = t.call(f"{path}.inner", "Inner", x, parent=outer, frame=True)
        y = t.function("relu", x, parent=inner)
        return t.function("add", t.function("exp", y, parent=inner), y, parent=outer)

    t = Trace()
    t.output(nested(t, "b", t.function("tanh", nested(t, "a", t.input("x")))))
    assert calls_shown_above(t.graph(), t.graph()) == {"mod:b"}


def test_containers_are_like_in_like_places() -> None:
    t = Trace()
    x: Value = t.input("x")
    for path in ("blocks.0.ffn", "blocks.1.ffn", "head"):
        x = t.call(path, "Sequential", x, module="torch.nn.modules.container")
    t.output(x)
    nodes = t.graph().by_id
    like = calls_like(t.graph(), nodes["mod:blocks.0.ffn"])
    assert like == {"mod:blocks.0.ffn", "mod:blocks.1.ffn"}


def test_other_calls_are_like_by_their_class() -> None:
    t = Trace()
    t.output(block(t, "top", block(t, "tower.0", t.input("x"), extra=True)))
    graph: Graph = t.graph()
    assert calls_like(graph, graph.by_id["mod:top"]) == {"mod:top", "mod:tower.0"}
