from __future__ import annotations

import pytest

from recviz_docs.errors import RecvizError
from recviz_docs.graph import Edge, Graph, Model, Node
from recviz_docs.layout.answer import layout_of
from recviz_docs.layout.dot import Sizes
from recviz_docs.layout.surroundings import surroundings
from recviz_docs.options import Options

GRAPH = Graph(
    Model("M", 0, 0),
    (Node("a", "input", "a"), Node("b", "output", "b")),
    (Edge("a", "b", slot="0"), Edge("a", "b", slot="1")),
)
AROUND = surroundings(GRAPH, Options())
SIZES = Sizes(boxes={"a": (40.0, 20.0), "b": (60.0, 30.0)}, titles={}, texts={})
ANSWER = b"""{"bb": "0,0,100,80", "objects": [
  {"name": "n0", "pos": "50,70", "width": "0.5", "height": "0.2"},
  {"name": "n1", "pos": "50,15"}],
 "edges": [{"id": "e0", "pos": "e,50,30 50,60 50,50 50,45 50,36", "lp": "70,45"},
  {"pos": "1,1"}]}"""


def test_points_upwards_become_px_downwards_with_a_margin() -> None:
    layout = layout_of(ANSWER, GRAPH, AROUND, sizes=SIZES, level=2, engine="x 1")
    assert (layout.width, layout.height, layout.level, layout.engine) == (112, 92, 2, "x 1")
    first, second = layout.boxes
    assert (first.node, first.x, first.y, first.width, first.height) == ("a", 36, 6, 40, 20)
    assert (second.x, second.y) == (26, 56)
    route = layout.routes[0]
    assert route.points == ((56, 26), (56, 36), (56, 41), (56, 50))
    assert (route.tip, route.label) == ((56, 56), (76, 41))


def test_an_edge_drawn_with_another_has_its_line_and_no_text() -> None:
    layout = layout_of(ANSWER, GRAPH, AROUND, sizes=SIZES, level=0, engine="x")
    assert [route.edge for route in layout.routes] == [0, 1]
    assert layout.routes[1].points == layout.routes[0].points
    assert layout.routes[1].label is None


@pytest.mark.parametrize(
    "answer",
    [b"", b"{}", b"[]", b"null", b'{"bb": "0,0,1,1"}', b"\xff", ANSWER.replace(b"n1", b"n7")],
)
def test_an_answer_that_is_none_is_an_error(answer: bytes) -> None:
    with pytest.raises(RecvizError) as caught:
        layout_of(answer, GRAPH, AROUND, sizes=SIZES, level=0, engine="x")
    assert caught.value.code == "layout"
