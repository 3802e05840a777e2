from __future__ import annotations

from recviz_docs.graph import Edge, Graph, Model, Node, TensorInfo
from recviz_docs.layout.edge_labels import edge_lines, lines_width, selection_words
from recviz_docs.layout.marks import relation_mark_width
from recviz_docs.layout.measure import text_width
from recviz_docs.layout.surroundings import surroundings
from recviz_docs.options import Options
from recviz_docs.simplify.twins import fold_twins
from tests.recviz_docs.simplify.graphs import Trace

EDGE = Edge("in:x", "fn:f", relation="gather", label="[:, 0, :, :]", shape=("B", 4), dtype="int64")
GRAPH = Graph(
    Model("M", 0, 0),
    (
        Node("in:x", "input", "x", members=("a", "b")),
        Node("fn:f", "function", "relu"),
        Node("fn:g", "function", "relu"),
    ),
    (EDGE, Edge("fn:f", "fn:g", every=("rep:f",))),
)


def test_one_line_downwards_two_sideways() -> None:
    assert edge_lines(EDGE, GRAPH, Options(), "en") == ("2 → 1 [:, 0] (B, 4)",)
    sideways = edge_lines(EDGE, GRAPH, Options(direction="RL"), "en")
    assert sideways == ("2 → 1 [:, 0]", "(B, 4)")
    assert lines_width(EDGE, sideways) == text_width(sideways[0], 11) + relation_mark_width(EDGE)
    assert lines_width(EDGE, ()) == 0


def test_what_reaches_every_step_says_so() -> None:
    assert edge_lines(GRAPH.edges[1], GRAPH, Options(), "en") == ("every step",)


def test_parts_are_told_in_words_and_selections_in_signs() -> None:
    assert selection_words("part 2 of 4, [:, 0]", "en") == "part 2 of 4, [:, 0]"
    assert selection_words("part 1…3 of 3", "en") == "part 1 of 3, …, part 3 of 3"
    assert selection_words("", "zh") == ""


def test_where_width_is_dear_only_the_boxes_say_how_many_they_are() -> None:
    t = Trace()
    x = t.input("x", shape=TensorInfo((2, 10, 16), "float32"))
    rows = [
        t.function("relu", t.function("getitem", x, attributes={"index": f"[:, {n}, :]"}))
        for n in range(2)
    ]
    t.output(t.function("stack", rows))
    graph = fold_twins(t.graph(), across=True)
    (each,) = [at for at, edge in enumerate(graph.edges) if edge.relation == "each"]
    options = Options()
    wide, tight = (surroundings(graph, options, level=level) for level in (0, 5))
    edge = graph.edges[each]
    assert edge_lines(edge, graph, options, "en", around=wide, index=each) == ("×2 (2, 4)",)
    assert edge_lines(edge, graph, options, "en", around=tight, index=each) == ("(2, 4)",)


def test_one_part_after_the_other_is_told_in_their_order() -> None:
    assert selection_words("[:, 0…1, :, :], [:, 1:]", "en") == "[:, 0…1], [:, 1:]"
