from __future__ import annotations

import pytest

from recviz_docs.graph import Graph, Node, TensorInfo
from recviz_docs.layout.rows import row_texts
from recviz_docs.layout.shapes import Shapes, shapes_of
from recviz_docs.layout.surroundings import surroundings
from recviz_docs.options import Options
from recviz_docs.simplify.stacks import stack_rows
from tests.recviz_docs.simplify.graphs import Trace


def graph_of(*widths: int) -> Graph:
    """Gives operations in a row; each gives a value of such a width, the input one of 4."""
    t = Trace()
    x = t.input("x")
    for at, width in enumerate(widths):
        x = t.function(f"f{at}", x, shape=TensorInfo((2, width), "float32"))
    t.output(x)
    return t.graph()


def shapes(graph: Graph) -> Shapes:
    rows: dict[str, list[str]] = {n.id: [] for n in graph.nodes if n.kind == "stack"}
    for node in graph.nodes:
        if node.parent in rows:
            rows[node.parent].append(node.id)
    return shapes_of(graph, rows)


def told(graph: Graph, whole: bool) -> tuple[list[str], list[str]]:
    """Gives which arrows and which rows say a shape, by the operation that gives it."""
    found = shapes(stack_rows(graph, whole=whole))
    arrows = [graph.edges[at].source.removeprefix("fn:") for at in sorted(found.arrows)]
    return arrows, [row.removeprefix("fn:") for row in found.rows]


@pytest.mark.parametrize(
    ("widths", "arrows", "rows"),
    [
        ((4, 4), ["in:x"], []),
        ((8, 8), ["in:x", "f1"], []),
        ((4, 8, 8), ["in:x", "f2"], []),
        ((8, 8, 6, 6), ["in:x", "f3"], ["f0"]),
        ((8, 4), ["in:x", "f1"], ["f0"]),
        ((8, 6, 4), ["in:x", "f2"], ["f0", "f1"]),
    ],
)
def test_an_arrow_tells_the_last_change_and_rows_those_before(
    widths: tuple[int, ...], arrows: list[str], rows: list[str]
) -> None:
    assert told(graph_of(*widths), whole=True) == (arrows, rows)


def test_stacks_with_one_change_tell_nothing_in_their_rows() -> None:
    arrows, rows = told(graph_of(8, 8, 6, 6), whole=False)
    assert (arrows, rows) == (["in:x", "f1", "f3"], [])


@pytest.mark.parametrize(("show", "texts"), [(True, ["f0", "(2, 8)"]), (False, ["f0"])])
def test_a_row_writes_its_shape_where_shapes_are_wanted(show: bool, texts: list[str]) -> None:
    graph = stack_rows(graph_of(8, 6), whole=True)
    options = Options(show_shapes=show)
    around = surroundings(graph, options)
    node: Node = graph.by_id["fn:f0"]
    lines = row_texts(node, graph, options, "en", around).lines
    assert [line.text for line in lines] == texts
