from __future__ import annotations

import pytest

from recviz_docs.graph import Edge, Graph, Model, Node
from recviz_docs.layout.geometry import Box, Layout, Route
from recviz_docs.layout.order import in_order
from recviz_docs.layout.surroundings import surroundings
from recviz_docs.options import Options


def graph_of(*edges: Edge) -> Graph:
    names = ("x", "a", "b", "p", "q", "y")
    kinds = {"x": "input", "y": "output"}
    nodes = tuple(Node(name, kinds.get(name, "function"), name) for name in names)  # type: ignore[arg-type]
    return Graph(Model("M", 0, 0), nodes, edges)


def layout_of(graph: Graph, places: dict[str, tuple[float, float]], **more: Box) -> Layout:
    boxes = {name: Box(name, x, y, 20, 10) for name, (x, y) in places.items()} | more
    routes = []
    for at, edge in enumerate(graph.edges):
        start, end = boxes[edge.source], boxes[edge.target]
        points = tuple((start.x + (end.x - start.x) * t / 3, start.y) for t in range(4))
        routes.append(Route(at, points, (end.x, end.y), (end.x, start.y)))
    return Layout(300, 300, tuple(boxes[n.id] for n in graph.nodes), (), tuple(routes), 0, "x 1")


ALL = [Edge(a, b) for a in ("a", "b") for b in ("p", "q")]
ENDS = [Edge("x", "a"), Edge("x", "b"), Edge("p", "y"), Edge("q", "y")]
PLACES = {"x": (50, 0), "a": (90, 30), "b": (10, 30), "p": (90, 60), "q": (10, 60), "y": (50, 90)}


@pytest.mark.parametrize("sideways", [False, True])
def test_like_boxes_stand_in_the_order_of_the_graph(sideways: bool) -> None:
    graph = graph_of(*ALL, *ENDS)
    places = {name: (y, x) for name, (x, y) in PLACES.items()} if sideways else PLACES
    layout = layout_of(graph, places)  # type: ignore[arg-type]
    drawn = in_order(layout, graph, surroundings(graph, Options()), sideways=sideways)
    boxes = {box.node: box for box in drawn.boxes}
    along = [boxes[name].y if sideways else boxes[name].x for name in ("a", "b", "p", "q")]
    assert along == [10, 90, 10, 90]
    for route, edge in zip(drawn.routes, graph.edges, strict=True):
        assert route.points[0][0] == boxes[edge.source].x
        assert route.tip == (boxes[edge.target].x, boxes[edge.target].y)
    assert [route.edge for route in drawn.routes] == list(range(len(graph.edges)))


@pytest.mark.parametrize(
    "change",
    ["size", "row", "another end", "no text"],
)
def test_others_stay_where_they_are(change: str) -> None:
    edges = [*ALL[:2], *ALL[2:], *ENDS]
    places = dict(PLACES)
    more: dict[str, Box] = {}
    if change == "size":
        more = {"a": Box("a", 90, 30, 24, 10), "p": Box("p", 90, 60, 24, 10)}
    if change == "row":
        places |= {"a": (90, 34), "p": (90, 64)}
    if change == "another end":
        edges = [*edges, Edge("x", "p"), Edge("a", "y")]
    graph = graph_of(*edges)
    layout = layout_of(graph, places, **more)  # type: ignore[arg-type]
    if change == "no text":
        bare = {0, 1, 4, 6}
        routes = tuple(
            Route(r.edge, r.points, r.tip, None if r.edge in bare else r.label)
            for r in layout.routes
        )
        layout = Layout(300, 300, layout.boxes, (), routes, 0, "x 1")
    assert in_order(layout, graph, surroundings(graph, Options()), sideways=False) == layout
