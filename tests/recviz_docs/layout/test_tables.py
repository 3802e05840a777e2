from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from recviz_docs.graph import Graph, Node, TensorInfo
from recviz_docs.layout import place
from recviz_docs.layout.boxes import arrange, box_texts
from recviz_docs.layout.edge_labels import edge_text
from recviz_docs.layout.look import Look
from recviz_docs.layout.surroundings import surroundings
from recviz_docs.layout.tables import cells_of
from recviz_docs.options import Options

LOOK = Look(signs=False, tables=True)
ONE, TWO = TensorInfo(("B", 4), "float32"), TensorInfo(("B", 8), "float32")


def test_cells_tell_what_goes_in_and_what_comes_out() -> None:
    node = Node("fn:c", "function", "cat", inputs=(ONE, ONE, TWO), outputs=(TensorInfo((), ""),))
    assert cells_of(node, Options(), "en") == (
        ("input:", "2 × (B, 4), (B, 8)"),
        ("output:", "()"),
    )
    assert cells_of(node, Options(show_shapes=False), "en") == ()
    assert cells_of(Node("in:x", "input", "x", outputs=(ONE,)), Options(), "en") == ()
    assert cells_of(Node("fn:f", "function", "f"), Options(), "en") == ()


@pytest.mark.parametrize("name", ["deepfm", "din", "transformer", "cnn", "mmoe"])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_everything_stays_in_the_box_and_nothing_meets(
    graph_named: Callable[[str], Graph], engine_cache: Path, name: str, language: str
) -> None:
    graph, options = graph_named(name), Options()
    around = surroundings(graph, options, look=LOOK)
    layout = place(graph, options, level=0, cache_dir=engine_cache, look=LOOK)
    for box in layout.boxes:
        texts = box_texts(around.nodes[box.node], graph, options, language, around)
        inside = arrange(texts, box.width, box.height)
        assert inside.sign is None
        for run in inside.runs:
            assert 4 <= run.x <= run.x + run.width <= box.width - 4
            assert run.y - 8 >= 0 and run.y + 2 <= box.height
            for (x, top), (far_x, end) in inside.rules:
                if x == far_x and top <= run.y <= end:
                    assert not run.x < x < run.x + run.width


def test_arrows_do_not_repeat_what_the_cells_tell(graph_named: Callable[[str], Graph]) -> None:
    graph = graph_named("cnn")
    around = surroundings(graph, Options(), look=LOOK)
    assert not any(edge_text(edge, graph, Options(), "en", around=around) for edge in graph.edges)
