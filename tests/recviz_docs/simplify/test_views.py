from __future__ import annotations

import pytest
from hypothesis import given

from recviz_docs.graph import AttributeValue, Edge, Graph, TensorInfo
from recviz_docs.simplify.views import hide_views
from tests.recviz_docs.simplify.graphs import Trace, reachable
from tests.recviz_docs.simplify.strategies import traces

WIDE = TensorInfo((2, 1, 4), "float32")


def only_edge(graph: Graph, target: str) -> Edge:
    (edge,) = [edge for edge in graph.edges if edge.target == target]
    return edge


@pytest.mark.parametrize(
    "name",
    ["view", "reshape", "unsqueeze", "squeeze", "transpose", "permute", "expand", "contiguous",
     "flatten", "pass", "unsqueeze_"],
)  # fmt: skip
def test_a_pure_shape_operation_becomes_part_of_the_arrow(name: str) -> None:
    t = Trace()
    x = t.function("relu", t.input("x"))
    t.output(t.function("softmax", t.function(name, x, shape=WIDE)))
    graph = hide_views(t.graph())
    edge = only_edge(graph, "fn:softmax")
    assert (edge.source, edge.slot, edge.shape) == ("fn:relu", "0", (2, 1, 4))
    assert edge.label == ""


@pytest.mark.parametrize("name", ["gather", "index_select", "cat", "detach", "repeat", "flip"])
def test_what_moves_or_picks_content_stays(name: str) -> None:
    t = Trace()
    x = t.input("x")
    t.output(t.function(name, x, t.input("index")))
    assert hide_views(t.graph()) == t.graph()


def test_a_view_that_reads_a_second_value_stays() -> None:
    t = Trace()
    t.output(t.function("reshape", t.input("x"), t.input("y")))
    assert hide_views(t.graph()) == t.graph()


@pytest.mark.parametrize(
    ("name", "attributes", "label"),
    [
        ("getitem", {"index": "[:, 0]"}, "[:, 0]"),
        ("getitem", {"index": "[..., -1:]"}, "[..., -1:]"),
        ("getitem", {"index": "[:, None]"}, ""),
        ("getitem", {"index": "[:, 0:, :]"}, ""),
        ("select", {"dim": 1, "index": 3}, "[:, 3]"),
        ("select", {"dim": -1, "index": 3}, "[:, 3]"),
        ("narrow", {"dim": 0, "start": 2, "length": 3}, "[2:5]"),
    ],
)
def test_a_selection_becomes_a_label(
    name: str, attributes: dict[str, AttributeValue], label: str
) -> None:
    t = Trace()
    x = t.input("x")
    t.output(t.function("relu", t.function(name, x, attributes=attributes)))
    assert only_edge(hide_views(t.graph()), "fn:relu").label == label


@pytest.mark.parametrize(
    ("name", "attributes"),
    [
        ("getitem", {}),
        ("getitem", {"index": "mask"}),
        ("select", {"dim": 1}),
        ("select", {"dim": "batch", "index": 0}),
        ("narrow", {"dim": 0, "start": -2, "length": 1}),
    ],
)
def test_a_selection_that_no_label_can_say_stays(
    name: str, attributes: dict[str, AttributeValue]
) -> None:
    t = Trace()
    t.output(t.function(name, t.input("x"), attributes=attributes))
    assert hide_views(t.graph()) == t.graph()


def test_parts_say_which_of_how_many() -> None:
    t = Trace()
    parts = t.function("chunk", t.input("x"), results=3)
    t.output(t.function("sub", (parts, 2), (parts, 0)))
    edges = hide_views(t.graph()).edges
    assert [(e.source, e.output, e.label, e.slot) for e in edges[:2]] == [
        ("in:x", 0, "part 3 of 3", "0"),
        ("in:x", 0, "part 1 of 3", "1"),
    ]


def test_selections_in_a_row_are_said_in_their_order() -> None:
    t = Trace()
    x = t.function("getitem", t.input("x"), attributes={"index": "[:, 0]"})
    y = t.function("getitem", x, attributes={"index": "[1:]"})
    t.output(t.function("relu", y))
    assert only_edge(hide_views(t.graph()), "fn:relu").label == "[:, 0], [1:]"


def test_an_index_never_speaks_of_a_shape_that_is_not_shown() -> None:
    """x.transpose(0, 1)[0] is not x[0]: the selection stays, with the shape that it read."""
    t = Trace()
    turned = t.function("transpose", t.input("x"))
    t.output(t.function("relu", t.function("getitem", turned, attributes={"index": "[0]"})))
    graph = hide_views(t.graph())
    assert only_edge(graph, "fn:getitem").source == "in:x"
    assert only_edge(graph, "fn:relu").source == "fn:getitem"


def test_a_selection_that_is_read_often_is_said_once() -> None:
    t = Trace()
    first = t.function("getitem", t.input("x"), attributes={"index": "[:, 0]"})
    wide = t.function("unsqueeze", first)
    t.output(t.function("add", t.function("sub", wide, "in:x"), t.function("neg", wide)))
    graph = hide_views(t.graph())
    assert only_edge(graph, "fn:neg").source == "fn:getitem"
    assert only_edge(graph, "fn:neg").label == ""


def test_a_dashed_arrow_stays_dashed_through_a_view() -> None:
    t = Trace()
    x = t.function("tensor", t.input("x"), style="dashed")
    t.output(t.function("relu", t.function("view", x)))
    assert {e.style for e in hide_views(t.graph()).edges if e.source == "in:x"} == {"dashed"}
    t = Trace()
    t.output(t.function("relu", t.function("view", t.input("x"), style="dashed")))
    assert only_edge(hide_views(t.graph()), "fn:relu").style == "dashed"


def test_a_frame_is_never_emptied() -> None:
    t = Trace()
    x = t.input("x")
    frame = t.call("flat", "Flatten", x, frame=True)
    t.output(t.function("relu", t.function("flatten", x, parent=frame)))
    assert hide_views(t.graph()) == t.graph()


def test_a_long_row_of_views_is_no_problem() -> None:
    t = Trace()
    x = t.input("x")
    for _ in range(400):
        x = t.function("reshape", x)
    t.output(x)
    assert [edge.source for edge in hide_views(t.graph()).edges] == ["in:x"]


@given(traces())
def test_what_is_drawn_reaches_exactly_what_it_reached(trace: Graph) -> None:
    graph = hide_views(trace)
    drawn = {node.id for node in graph.nodes}
    assert {node.id for node in trace.nodes if node.kind in ("input", "output", "module")} <= drawn
    for node in graph.nodes:
        assert reachable(graph, node.id) == reachable(trace, node.id) & drawn
