from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from recviz_docs.graph import Edge, Graph, Model, Node
from recviz_docs.layout.dot import MANY, Sizes, size_only_dot
from recviz_docs.layout.surroundings import surroundings
from recviz_docs.options import Options

ReadGraph = Callable[[str], Graph]


def dot_of(graph: Graph, **hints: str) -> str:
    around = surroundings(graph, Options())
    sizes = Sizes(
        boxes=dict.fromkeys(around.boxes, (72.0, 36.0)),
        titles=dict.fromkeys(around.frames, (50.0, 13.0)),
        texts={},
    )
    return size_only_dot(graph, around, sizes, direction="TB", **hints)  # type: ignore[arg-type]


@pytest.mark.parametrize("name", ["hostile", "din", "deep", "hundred"])
def test_no_word_of_the_model_reaches_graphviz(graph_named: ReadGraph, name: str) -> None:
    words = set(re.findall(r"[^\W\d]{2,}", dot_of(graph_named(name))))
    graph = graph_named(name)
    for node in graph.nodes:
        assert not words & {node.name, node.class_name, node.path} - {"label"}
    assert all(word.isascii() for word in words)


def test_boxes_keep_the_order_of_execution(graph_named: ReadGraph) -> None:
    boxes = [int(at) for at in re.findall(r"^n(\d+) \[", dot_of(graph_named("din")), re.M)]
    around = surroundings(graph_named("din"), Options())
    inputs = [at for at in boxes if around.nodes[around.boxes[at]].kind == "input"]
    assert inputs == sorted(inputs)
    assert sorted(boxes) == list(range(len(around.boxes)))


def test_frames_are_nested(graph_named: ReadGraph) -> None:
    text = dot_of(graph_named("deep"))
    assert re.findall(r"cluster_(\d)", text) == list("0123456")
    assert text.count("{") == text.count("}")


def test_inputs_can_stand_in_a_lane(graph_named: ReadGraph) -> None:
    graph = graph_named("din")
    assert "{rank=min n0 -> n1 -> n2 [style=invis]}" in dot_of(graph, lane="ordered")
    assert "{rank=min n0 n1 n2}" in dot_of(graph, lane="free")
    assert "rank=min" not in dot_of(graph, lane="none")


def test_an_edge_to_a_frame_ends_at_a_box_inside() -> None:
    nodes = (
        Node("in:x", "input", "x"),
        Node("mod:f", "module", "f"),
        Node("fn:a", "function", "a", parent="mod:f"),
        Node("fn:b", "function", "b", parent="mod:f"),
        Node("out:0", "output", "y"),
    )
    graph = Graph(Model("M", 0, 0), nodes, (Edge("in:x", "mod:f"), Edge("mod:f", "out:0")))
    assert re.findall(r"n\d -> n\d", dot_of(graph)) == ["n0 -> n1", "n2 -> n3"]


def test_large_graphs_are_limited() -> None:
    nodes = tuple(Node(f"fn:{at}", "function", "f") for at in range(MANY + 1))
    assert "nslimit=1" in dot_of(Graph(Model("M", 0, 0), nodes, ()))
    assert "nslimit" not in dot_of(Graph(Model("M", 0, 0), nodes[:-1], ()))
