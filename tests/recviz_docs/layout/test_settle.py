from __future__ import annotations

from collections.abc import Callable
from itertools import combinations
from pathlib import Path

import pytest

from recviz_docs.graph import Edge, Graph, Model, Node
from recviz_docs.layout import place
from recviz_docs.layout.dot import Sizes
from recviz_docs.layout.geometry import Box, Layout, Point, Route, along
from recviz_docs.layout.settle import settled
from recviz_docs.layout.surroundings import surroundings
from recviz_docs.options import Options

FRAME = Box("mod:f", 100, 50, 200, 200)
GRAPH = Graph(
    Model("M", 0, 0),
    (
        Node("mod:f", "module", "f", "F", "f"),
        Node("fn:a", "function", "a", parent="mod:f"),
        Node("fn:b", "function", "b"),
    ),
    (Edge("fn:a", "fn:b"),),
)


def moved(label: Point, line: float, *more: Box, foreign: float | None = None) -> Point:
    """Gives where a text of 40 px goes that belongs to a vertical arrow at ``line``."""

    def arrow(edge: int, x: float, at: Point | None) -> Route:
        return Route(edge, ((x, 0), (x, 100), (x, 200), (x, 280)), (x, 290), at)

    routes = [arrow(0, line, label)]
    routes += [arrow(1, foreign, None)] if foreign is not None else []
    layout = Layout(500, 300, tuple(more), (FRAME,), tuple(routes), 0, "x")
    sizes = Sizes(boxes={}, titles={"mod:f": (80, 13)}, texts={0: (44, 14)})
    found = settled(layout, sizes, surroundings(GRAPH, Options())).routes[0].label
    assert found is not None
    return found


def test_a_text_in_nobodys_way_stays() -> None:
    assert moved((225, 150), 200) == (225, 150)


def test_a_text_leaves_the_border_of_a_frame() -> None:
    x, _y = moved((295, 150), 270)
    assert x + 20 <= 297 or x - 20 >= 303


def test_a_text_leaves_a_box_a_title_and_a_foreign_arrow() -> None:
    x, y = moved((225, 150), 200, Box("fn:a", 215, 140, 60, 20))
    assert not (193 < x < 297 and 132 < y < 168)
    _x, y = moved((125, 60), 100)
    assert not 44 <= y <= 73
    x, _y = moved((225, 150), 200, foreign=220)
    assert not x - 20 < 220 < x + 20


def test_a_text_stays_at_its_arrow_and_in_the_picture() -> None:
    wall = [Box(f"fn:{at}", 205, 10 + 30 * at, 250, 25) for at in range(9)]
    x, y = moved((228, 150), 200, *wall)
    assert abs(x - 200) <= 70
    assert 0 <= y <= 300


@pytest.mark.parametrize("name", ["deepfm", "din", "transformer", "cnn", "mmoe"])
@pytest.mark.parametrize("direction", ["TB", "LR"])
def test_texts_of_arrows_touch_neither_boxes_nor_each_other(
    graph_named: Callable[[str], Graph], engine_cache: Path, name: str, direction: str
) -> None:
    graph, options = graph_named(name), Options(direction=direction)
    layout = place(graph, options, level=0, cache_dir=engine_cache)
    centres = [route.label for route in layout.routes if route.label is not None]
    for x, y in centres:
        inside = (
            box.x < x < box.x + box.width and box.y < y < box.y + box.height for box in layout.boxes
        )
        assert not any(inside)
    for one, other in combinations(centres, 2):
        assert abs(one[0] - other[0]) > 8 or abs(one[1] - other[1]) > 8
    for route in layout.routes:
        if route.label is not None:
            x, y = route.label
            assert min(abs(px - x) + abs(py - y) for px, py in along(route)) < 130
