from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recviz_docs.graph import Argument, Graph, TensorInfo
from recviz_docs.simplify.depth import close_calls
from recviz_docs.simplify.nesting import calls_around
from tests.recviz_docs.simplify.graphs import Trace, info, joined, reachable
from tests.recviz_docs.simplify.strategies import traces

LINEAR = "torch.nn.modules.linear"


def linear(t: Trace, path: str, x: str, *, parent: str | None = None, weight: str = "") -> str:
    """Adds a call of a Linear with what happens in it, and gives its result."""
    call = t.call(path, "Linear", parent=parent, module=LINEAR, frame=True, input=x)
    held = [weight or t.parameter(f"{path}.weight"), t.parameter(f"{path}.bias")]
    result = t.function("linear", x, *held, parent=call)
    t.returns(call, _=result)
    return result


def nested() -> Trace:
    """A model with fc, block(fc1, relu, head(fc2)), add."""
    t = Trace()
    x = t.input("x")
    h = linear(t, "fc", x)
    block = t.call("block", "Block", h, frame=True)
    a = t.function("relu", linear(t, "block.fc1", h, parent=block), parent=block)
    head = t.call("block.head", "Head", a, parent=block, frame=True)
    b = linear(t, "block.head.fc2", a, parent=head)
    t.returns(head, _=b)
    t.returns(block, _=b)
    t.output(t.function("add", b, h))
    return t


@pytest.mark.parametrize(
    ("depth", "nodes"),
    [
        (0, ["in:x", "mod:", "out:0"]),
        (1, ["in:x", "mod:fc", "mod:block", "fn:add", "out:0"]),
        (2, ["in:x", "mod:fc", "mod:block", "mod:block.fc1", "fn:block/relu", "mod:block.head",
             "fn:add", "out:0"]),
        (3, ["in:x", "mod:fc", "mod:block", "mod:block.fc1", "fn:block/relu", "mod:block.head",
             "mod:block.head.fc2", "fn:add", "out:0"]),
        (-1, ["in:x", "mod:fc", "mod:block", "mod:block.fc1", "fn:block/relu", "mod:block.head",
              "mod:block.head.fc2", "fn:add", "out:0"]),
    ],
)  # fmt: skip
def test_depth_has_torchviews_meaning(depth: int, nodes: list[str]) -> None:
    graph = close_calls(nested().graph(), depth=depth)
    assert [node.id for node in graph.nodes] == nodes
    assert close_calls(graph, depth=depth).nodes == graph.nodes or depth == 0


def test_edges_of_closed_boxes_are_what_is_read_and_written() -> None:
    graph = close_calls(nested().graph(), depth=1)
    assert [(e.source, e.target, e.slot) for e in graph.edges] == [
        ("in:x", "mod:fc", "input"),
        ("mod:fc", "mod:block", "0"),
        ("mod:block", "fn:add", "0"),
        ("mod:fc", "fn:add", "1"),
        ("fn:add", "out:0", ""),
    ]


def test_functions_of_closed_modules_are_shown_on_demand() -> None:
    graph = close_calls(nested().graph(), depth=2, show_functions=True)
    ids = [node.id for node in graph.nodes]
    assert "fn:fc/linear" in ids
    assert "param:fc.weight" in ids
    assert "mod:block.fc1" in ids
    assert "fn:block.fc1/linear" not in ids


def test_an_argument_that_is_not_read_makes_no_arrow() -> None:
    """A mask is given the whole batch and reads one entry of it."""
    t = Trace()
    item, user = t.input("item"), t.input("user")
    t.call("mask", "InputMask", frame=True, **{"x.item": item, "x.user": user})
    t.output(t.function("ne", item, parent="mod:mask"))
    graph = close_calls(t.graph(), depth=1)
    assert [(e.source, e.slot) for e in graph.edges if e.target == "mod:mask"] == [
        ("in:item", "x.item")
    ]


def test_one_value_for_three_arguments_is_one_arrow_with_three_names() -> None:
    t = Trace()
    x = t.input("x")
    t.call("att", "Attention", frame=True, query=x, key=x, value=x)
    t.output(t.function("matmul", x, t.function("mul", x, x, parent="mod:att"), parent="mod:att"))
    graph = close_calls(t.graph(), depth=1)
    assert [e.slot for e in graph.edges if e.target == "mod:att"] == ["query, key, value"]


def test_the_arrow_has_the_shape_of_the_argument() -> None:
    t = Trace()
    x = t.input("x")
    flat = TensorInfo((8,), "float32")
    call = t.call("fc", "Linear", frame=True, input=x)
    inner = t.function("reshape", x, parent=call, shape=flat)
    t.output(t.function("matmul", inner, inner, parent=call))
    (edge,) = [e for e in close_calls(t.graph(), depth=1).edges if e.target == "mod:fc"]
    assert edge.shape == (2, 4)


def test_results_are_numbered_by_what_was_returned() -> None:
    t = Trace()
    call = t.call("rnn", "Cell", t.input("x"), frame=True, results=2)
    h = t.function("tanh", "in:x", parent=call)
    c = t.function("sigmoid", "in:x", parent=call)
    kept = t.function("neg", c, parent=call)
    t.returns(call, h=h, c=c)
    t.output(t.function("cat", [c, h, kept]))
    graph = close_calls(t.graph(), depth=1)
    assert [(e.slot, e.output) for e in graph.edges if e.target == "fn:cat"] == [
        ("0[0]", 1),
        ("0[1]", 0),
        ("0[2]", 2),
    ]
    assert len(graph.by_id["mod:rnn"].outputs) == 3


def test_a_result_written_in_parts_is_one_result() -> None:
    t = Trace()
    call = t.call("fill", "Fill", t.input("x"), frame=True, results=2)
    first = t.function("setitem", "in:x", parent=call)
    second = t.function("setitem", "in:x", parent=call)
    other = t.function("neg", "in:x", parent=call)
    node = t.node(call)
    values = {name: getattr(node, name) for name in type(node).__slots__}
    parts = (Argument("[0]", first), Argument("[0]", second), Argument("[1]", other))
    t.nodes[t.nodes.index(node)] = type(node)(**(values | {"returns": parts}))
    t.output(t.function("cat", [first, second, other]))
    graph = close_calls(t.graph(), depth=1)
    assert [e.output for e in graph.edges if e.target == "fn:cat"] == [0, 0, 1]


def names(graph: Graph) -> list[str]:
    return [node.id for node in graph.nodes if node.kind in ("parameter", "constant")]


def test_weights_of_closed_boxes_are_not_drawn() -> None:
    assert names(close_calls(nested().graph(), depth=3)) == []


def test_weights_tied_to_another_module_are_not_drawn() -> None:
    t = Trace()
    weight = t.parameter("embed.weight")
    call = t.call("embed", "Embedding", t.input("ids"), module=LINEAR, frame=True)
    h = t.function("embedding", weight, "in:ids", parent=call)
    t.output(linear(t, "head", h, weight=weight))
    assert names(close_calls(t.graph(), depth=1)) == []


def test_weights_tied_by_registering_a_module_twice_are_not_drawn() -> None:
    t = Trace()
    weight = t.parameter("a.weight")
    call = t.call("b", "Decoder", t.input("x"), frame=True)
    t.output(t.function("matmul", "in:x", weight, parent=call))
    modules = (info("a"), info("b"), info("b.inner", shared_with="a"))
    assert names(close_calls(t.graph(modules=modules), depth=1)) == []
    assert names(close_calls(t.graph(), depth=1)) == ["param:a.weight"]


def test_a_parameter_given_as_argument_is_drawn() -> None:
    t = Trace()
    weight = t.parameter("table")
    call = t.call("score", "Score", t.input("x"), weight, frame=True)
    t.output(t.function("matmul", "in:x", weight, parent=call))
    graph = close_calls(t.graph(), depth=1)
    assert names(graph) == ["param:table"]
    assert ("param:table", "mod:score") in joined(graph)


def test_a_parameter_used_by_an_open_module_keeps_its_name() -> None:
    t = Trace()
    x = t.input("x")
    call = t.call("block", "Block", x, frame=True)
    y = t.function("add", x, t.parameter("block.scale"), parent=call)
    t.output(linear(t, "block.fc", y, parent=call))
    graph = close_calls(t.graph(), depth=2)
    assert names(graph) == ["param:block.scale"]
    assert graph.by_id["param:block.scale"].name == "scale"
    assert names(close_calls(t.graph(), depth=1)) == []


def test_constants_made_in_a_box_are_not_drawn_but_those_handed_in_are() -> None:
    t = Trace()
    x = t.input("x")
    own, given_in = t.parameter("own", kind="constant"), t.parameter("mask", kind="constant")
    unnamed = [n for n in t.nodes if n.kind == "constant"]
    for node in unnamed:
        values = {name: getattr(node, name) for name in type(node).__slots__}
        t.nodes[t.nodes.index(node)] = type(node)(**(values | {"path": ""}))
    call = t.call("scale", "Scale", x, given_in, frame=True)
    y = t.function("mul", t.function("mul", x, own, parent=call), given_in, parent=call)
    t.output(y)
    assert names(close_calls(t.graph(), depth=1)) == ["const:mask"]


def test_a_model_that_is_a_layer_of_torch_is_one_box_and_a_custom_one_is_opened() -> None:
    t = Trace()
    t.output(t.function("linear", t.input("x"), t.parameter("weight")))
    layer = close_calls(t.graph(class_name="Linear", module=LINEAR), depth=3)
    assert [node.id for node in layer.nodes] == ["in:x", "mod:", "out:0"]
    opened = close_calls(t.graph(class_name="Linear", module=LINEAR), depth=3, show_functions=True)
    custom = close_calls(t.graph(module="zoo"), depth=3)
    for graph in (opened, custom):
        assert [node.id for node in graph.nodes] == ["in:x", "param:weight", "fn:linear", "out:0"]


def test_the_whole_model_has_its_inputs_and_outputs_by_name() -> None:
    t = Trace()
    a, b = t.input("a"), t.input("b")
    t.input("ignored")
    t.output(t.function("add", a, b), "score")
    t.output(a, "same")
    graph = close_calls(t.graph(), depth=0)
    assert [(e.source, e.target, e.slot, e.output) for e in graph.edges] == [
        ("in:a", "mod:", "a", 0),
        ("in:b", "mod:", "b", 0),
        ("mod:", "out:0", "", 0),
        ("mod:", "out:1", "", 1),
    ]
    box = graph.by_id["mod:"]
    assert (box.class_name, box.path) == ("Tiny", "")
    assert [item.slot for item in box.returns] == ["score", "same"]
    assert len(box.outputs) == 2


def test_further_calls_can_be_closed() -> None:
    graph = close_calls(nested().graph(), depth=3, also=frozenset({"mod:block.head", "mod:none"}))
    assert "mod:block.head.fc2" not in graph.by_id
    assert "mod:block.fc1" in graph.by_id


@given(traces(), st.integers(-1, 3))
def test_no_way_is_lost_and_no_arrow_invented(trace: Graph, depth: int) -> None:
    graph = close_calls(trace, depth=depth)
    nodes, drawn = trace.by_id, {node.id for node in graph.nodes}

    def box(identity: str) -> str:
        around = [identity, *(call.id for call in calls_around(nodes[identity], nodes))]
        return (
            "mod:"
            if depth == 0 and "mod:" in drawn and identity not in drawn
            else next(name for name in around if name in drawn)
        )

    for node in trace.nodes:
        if depth and node.id not in trace.frames:
            expected = {box(other) for other in reachable(trace, node.id)}
            assert expected <= reachable(graph, box(node.id))
    if depth:
        traced = {(box(edge.source), box(edge.target)) for edge in trace.edges}
        assert joined(graph) == {(a, b) for a, b in traced if a != b}
