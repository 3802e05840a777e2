from __future__ import annotations

from recviz_docs.simplify.frames import drop_frames
from tests.recviz_docs.simplify.graphs import Trace


def test_frames_go_and_their_content_stays() -> None:
    t = Trace()
    x = t.input("x")
    outer = t.call("a", "Outer", x, frame=True)
    inner = t.call("a.b", "Inner", x, frame=True, parent=outer)
    y = t.call("a.b.fc", "Linear", x, parent=inner)
    t.output(t.function("relu", y, parent=outer))
    graph = drop_frames(t.graph())
    assert [(node.id, node.parent) for node in graph.nodes] == [
        ("in:x", None),
        ("mod:a.b.fc", None),
        ("fn:a/relu", None),
        ("out:0", None),
    ]
    assert graph.edges == t.graph().edges
    assert drop_frames(graph) == graph
