from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from recviz_docs.graph import Edge, Graph, Model, Node, TensorInfo
from recviz_docs.layout import place
from recviz_docs.layout.boxes import box_texts
from recviz_docs.layout.geometry import Box, Layout
from recviz_docs.layout.look import Look
from recviz_docs.layout.measure import text_width
from recviz_docs.layout.rows import arrange_row, stack_of_rows, titles_start
from recviz_docs.layout.surroundings import Surroundings, surroundings
from recviz_docs.messages import LANGUAGES
from recviz_docs.options import Options

SHAPE = TensorInfo(("B", 64), "float32")
TORCH = "torch.nn.modules.layers"


def layer(path: str, class_name: str, **known: object) -> Node:
    values = {"module": TORCH, "parent": "stack:a", "inputs": (SHAPE,), "outputs": (SHAPE,)}
    return Node(path, "module", path, class_name=class_name, path=path, **(values | known))  # type: ignore[arg-type]


def graph_of(*rows: Node) -> Graph:
    names = ["x", *(row.id for row in rows), "y"]
    nodes = (
        Node("x", "input", "x", outputs=(SHAPE,)),
        Node("stack:a", "stack", ""),
        *rows,
        Node("y", "output", "output"),
        Node("z", "output", "aside"),
    )
    edges = [
        Edge(a, b, shape=("B", 64), dtype="float32", relation="each" if b in names[2:-1] else "one")
        for a, b in pairwise(names)
    ]
    value = {"shape": ("B", 64), "dtype": "float32"}
    far = [
        Edge("x", rows[0].id, slot="1", label="[0]", **value),  # type: ignore[arg-type]
        Edge(rows[-1].id, "z", label="[1]", **value),  # type: ignore[arg-type]
    ]
    return Graph(Model("M", 1000, 1000), nodes, (*edges, *far))


MIXED = graph_of(
    layer("fc", "Linear", attributes={"in_features": 64, "out_features": 64}, parameters=900),
    layer("norm", "BatchNorm1d", attributes={"num_features": 64}, parameters=100),
    layer("very_long_name_of_an_activation_module", "Activation" * 3, parameters=1),
    Node("relu", "function", "relu", parent="stack:a", inputs=(SHAPE,), outputs=(SHAPE,)),
)
FAMILY = graph_of(
    layer("fc", "Linear", members=("a.fc", "b.fc")), layer("act", "ReLU", members=("a.1", "b.1"))
)


def around_of(graph: Graph, options: Options, *, tables: bool = False) -> Surroundings:
    return surroundings(graph, options, look=Look(tables=tables))


@pytest.mark.parametrize("tables", [False, True])
@pytest.mark.parametrize("graph", [MIXED, FAMILY], ids=["mixed", "family"])
def test_texts_stay_in_their_rows_in_every_language(graph: Graph, tables: bool) -> None:
    options = Options()
    around = around_of(graph, options, tables=tables)
    rows = [around.nodes[row] for row in around.stacks["stack:a"]]
    stack = stack_of_rows(rows, graph, options, around)
    start = titles_start(rows, around)
    for row in rows:
        width, height = stack.sizes[row.id]
        for language in LANGUAGES:
            texts = box_texts(row, graph, options, language, around)
            inside = arrange_row(texts, width, height, start=start)
            assert {line.text for line in texts.lines} <= {run.text for run in inside.runs}
            for run in inside.runs:
                assert run.x >= 0 and run.x + run.width <= width
                assert 8 <= run.y <= height - 2
            for one in inside.runs:
                same = [r for r in inside.runs if r is not one and abs(r.y - one.y) < 8]
                assert all(r.x >= one.x + one.width or r.x + r.width <= one.x for r in same)


def test_rows_are_as_wide_as_each_other_and_touch() -> None:
    around = around_of(MIXED, Options())
    rows = [around.nodes[row] for row in around.stacks["stack:a"]]
    for direction in ("TB", "BT", "LR", "RL"):
        stack = stack_of_rows(rows, MIXED, Options(direction=direction), around)
        assert len({width for width, _ in stack.sizes.values()}) == 1
        order = reversed(rows) if direction == "BT" else rows
        y = 0.0
        for row in order:
            assert stack.places[row.id] == (0.0, y)
            y += stack.sizes[row.id][1]
        assert stack.size == (stack.sizes[rows[0].id][0], y)


def test_a_short_name_stands_on_the_line_of_its_title() -> None:
    around = around_of(MIXED, Options())
    rows = [around.nodes[row] for row in around.stacks["stack:a"]]
    stack = stack_of_rows(rows, MIXED, Options(), around)
    assert stack.sizes["norm"][1] == stack.sizes["relu"][1] < stack.sizes[rows[2].id][1]


def test_a_stack_is_hardly_wider_than_its_widest_row() -> None:
    around = around_of(MIXED, Options())
    rows = [around.nodes[row] for row in around.stacks["stack:a"]]
    stack = stack_of_rows(rows, MIXED, Options(), around)
    widest = max(text_width(row.class_name, 12, bold=True) for row in rows)
    assert stack.size[0] <= max(around.room, widest) + 40


@pytest.mark.parametrize("direction", ["TB", "BT", "LR", "RL"])
@pytest.mark.parametrize("graph", [MIXED, FAMILY], ids=["mixed", "family"])
def test_arrows_end_at_the_first_row_and_start_at_the_last(
    graph: Graph, direction: str, engine_cache: Path
) -> None:
    options = Options(direction=direction)
    layout: Layout = place(graph, options, level=0, cache_dir=engine_cache)
    around = surroundings(graph, options)
    boxes = {box.node: box for box in layout.boxes}
    rows = around.stacks["stack:a"]
    assert tuple(box.node for box in layout.boxes) == around.boxes
    for route, edge in zip(layout.routes, graph.edges, strict=True):
        if edge.target == rows[0]:
            assert touches(boxes[rows[0]], route.tip)
        if edge.source == rows[-1]:
            assert touches(boxes[rows[-1]], route.points[0])
        if around.within(edge):
            assert touches(boxes[edge.source], route.tip) and touches(boxes[edge.target], route.tip)


def touches(box: Box, point: tuple[float, float], near: float = 8.0) -> bool:
    x, y = point
    return (
        box.x - near <= x <= box.x + box.width + near
        and box.y - near <= y <= box.y + box.height + near
    )


def test_shapes_are_said_around_a_stack_and_not_in_it() -> None:
    graph = MIXED
    wide = Edge("relu", "y", shape=("B", 9), dtype="float32")
    edges = tuple(wide if edge.target == "y" else edge for edge in graph.edges)
    changed = Graph(graph.model, graph.nodes, edges)
    around = around_of(changed, Options())
    assert {changed.edges[at].target for at in around.shown_shapes} == {"fc", "y", "z"}
    assert "y" not in {graph.edges[at].target for at in around_of(graph, Options()).shown_shapes}
