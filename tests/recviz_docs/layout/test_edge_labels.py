from __future__ import annotations

from recviz_docs.graph import Edge, Graph, Model, Node
from recviz_docs.layout.edge_labels import edge_lines, lines_width, selection_words
from recviz_docs.layout.marks import relation_mark_width
from recviz_docs.layout.measure import text_width
from recviz_docs.options import Options

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
