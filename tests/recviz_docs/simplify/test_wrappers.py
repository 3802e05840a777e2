from __future__ import annotations

from recviz_docs.graph import Graph
from recviz_docs.simplify.depth import close_calls
from recviz_docs.simplify.wrappers import dissolve_wrappers
from tests.recviz_docs.simplify.graphs import Trace, joined

SEQUENTIAL = {"class_name": "Sequential", "module": "torch.nn.modules.container"}


def mlp(t: Trace, x: str, *, beside: bool = False) -> str:
    """Adds an MLP whose content is one Sequential (and, ``beside``, an operation)."""
    outer = t.call("mlp", "MLP", frame=True, x=x)
    inner = t.call("mlp.net", parent=outer, frame=True, input=x, **SEQUENTIAL)
    h = t.call("mlp.net.0", "Linear", x, parent=inner)
    y = t.call("mlp.net.1", "ReLU", h, parent=inner)
    t.returns(inner, _=y)
    z = t.function("neg", y, parent=outer) if beside else y
    t.returns(outer, _=z)
    return z


def nesting(graph: Graph) -> list[tuple[str, str | None]]:
    return [(node.id, node.parent) for node in graph.nodes if node.kind == "module"]


def test_a_call_around_one_closed_container_is_closed_itself() -> None:
    t = Trace()
    t.output(mlp(t, t.input("x")))
    graph = close_calls(t.graph(), depth=2, unwrap=True)
    assert nesting(graph) == [("mod:mlp", None)]
    assert joined(graph) == {("in:x", "mod:mlp"), ("mod:mlp", "out:0")}
    assert [edge.slot for edge in graph.edges] == ["x", ""]


def test_a_call_that_does_more_stays_open() -> None:
    t = Trace()
    t.output(mlp(t, t.input("x"), beside=True))
    graph = close_calls(t.graph(), depth=2, unwrap=True)
    assert nesting(graph) == [("mod:mlp", None), ("mod:mlp.net", "mod:mlp")]


def test_an_open_container_that_is_all_of_its_call_has_no_frame() -> None:
    t = Trace()
    t.output(mlp(t, t.input("x")))
    graph = dissolve_wrappers(close_calls(t.graph(), depth=3, unwrap=True))
    assert nesting(graph) == [
        ("mod:mlp", None),
        ("mod:mlp.net.0", "mod:mlp"),
        ("mod:mlp.net.1", "mod:mlp"),
    ]
    assert graph.edges == t.graph().edges
    assert dissolve_wrappers(graph) == graph


def test_a_container_around_one_call_has_no_frame() -> None:
    t = Trace()
    x = t.input("x")
    outer = t.call("blocks", frame=True, input=x, **SEQUENTIAL)
    block = t.call("blocks.0", "Block", x, parent=outer, frame=True)
    t.output(t.function("add", t.call("blocks.0.fc", "Linear", x, parent=block), x, parent=block))
    t.function("relu", x)
    assert nesting(dissolve_wrappers(t.graph())) == [
        ("mod:blocks.0", None),
        ("mod:blocks.0.fc", "mod:blocks.0"),
    ]


def test_the_frame_of_an_authors_own_class_stays() -> None:
    t = Trace()
    x = t.input("x")
    outer = t.call("unit", "Unit", x, frame=True)
    inner = t.call("unit.attention", "Attention", x, parent=outer, frame=True)
    t.output(t.function("add", t.call("unit.attention.fc", "Linear", x, parent=inner), x,
                        parent=inner))  # fmt: skip
    assert dissolve_wrappers(t.graph()) == t.graph()


def test_a_frame_around_one_box_goes_on_demand() -> None:
    t = Trace()
    x = t.input("x")
    outer = t.call("embedding", "EmbeddingLayer", x, frame=True)
    t.output(t.call("embedding.user", "Embedding", x, parent=outer))
    assert dissolve_wrappers(t.graph()) == t.graph()
    graph = dissolve_wrappers(t.graph(), around_one=True)
    assert nesting(graph) == [("mod:embedding.user", None)]
