from __future__ import annotations

from collections.abc import Callable

from recviz_docs.graph import Edge, Graph, Model, Node
from recviz_docs.layout.surroundings import surroundings
from recviz_docs.options import Options

ReadGraph = Callable[[str], Graph]


def test_frames_stand_outer_before_inner(graph_named: ReadGraph) -> None:
    around = surroundings(graph_named("deep"), Options())
    assert len(around.frames) == 7
    for at, frame in enumerate(around.frames):
        assert around.parent[frame] == (around.frames[at - 1] if at else None)
    assert around.boxes == (
        "in:x",
        "mod:block0.block1.block2.block3.block4.block5.block6.fc",
        "out:output",
    )


def test_without_frames_everything_stands_at_the_top(graph_named: ReadGraph) -> None:
    around = surroundings(graph_named("deep"), Options(expand_nested=False))
    assert around.frames == ()
    assert set(around.parent.values()) == {None}
    assert len(around.boxes) == 3


def test_only_edges_that_differ_in_the_argument_alone_are_drawn_as_one() -> None:
    nodes = (Node("in:x", "input", "x"), Node("fn:f", "function", "f"))
    edges = (
        Edge("in:x", "fn:f", slot="0"),
        Edge("in:x", "fn:f", slot="1"),
        Edge("in:x", "fn:f", slot="2", style="dashed"),
        Edge("in:x", "fn:f", slot="3", label="[0]"),
        Edge("in:x", "fn:f", slot="4", output=1),
        Edge("in:x", "fn:f", slot="5"),
    )
    around = surroundings(Graph(Model("M", 0, 0), nodes, edges), Options())
    assert around.bundles.first == (0, 0, 2, 3, 4, 0)


def test_a_shape_is_said_once_for_each_value(graph_named: ReadGraph) -> None:
    graph = graph_named("transformer")
    shown = surroundings(graph, Options()).shown_shapes
    said = [(graph.edges[at].source, graph.edges[at].output) for at in sorted(shown)]
    assert len(said) == len(set(said))


def test_boxes_are_narrower_at_stricter_levels_and_sideways() -> None:
    graph = Graph(Model("M", 0, 0), (), ())
    rooms = [surroundings(graph, Options(), level=level).room for level in range(6)]
    assert rooms == sorted(rooms, reverse=True)
    assert surroundings(graph, Options(direction="LR")).room < rooms[0]
