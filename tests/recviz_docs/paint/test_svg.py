from __future__ import annotations

import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pytest

from recviz_docs.graph import Edge, Graph, Model, Node
from recviz_docs.layout.measure import text_width
from recviz_docs.layout.surroundings import surroundings
from recviz_docs.options import Options
from recviz_docs.paint.theme import THEMES

ReadGraph = Callable[[str], Graph]
Paint = Callable[..., str]
NAMES = ["deepfm", "din", "transformer", "cnn", "hundred", "hostile", "deep", "mmoe"]
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(params=NAMES)
def graph(request: pytest.FixtureRequest, graph_named: ReadGraph) -> Graph:
    return graph_named(request.param)


def texts(root: ElementTree.Element) -> list[str]:
    return [item.text or "" for item in root.iter(f"{SVG}text")]


def arrows(root: ElementTree.Element) -> list[ElementTree.Element]:
    lines = root.findall(f"{SVG}g[@class='recviz-edges']/{SVG}path")
    return [line for line in lines if line.get("class") != "recviz-series"]


@pytest.mark.parametrize("standalone", [False, True])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_it_is_well_formed_and_says_what_it_is(
    graph: Graph, painted: Paint, language: str, standalone: bool
) -> None:
    root = ElementTree.fromstring(painted(graph, language=language, standalone=standalone))
    assert root.tag == f"{SVG}svg"
    assert root.get("role") == "img"
    ids = [item.get("id") for item in root.iter() if item.get("id")]
    assert root.get("aria-labelledby") == "p-title p-desc"
    assert sorted(ids) == ["p-desc", "p-title"]
    assert root.findtext(f"{SVG}title") == "Picture"
    assert root.findtext(f"{SVG}desc") == "What it shows"
    assert root.get("viewBox") == f"-0.5 -0.5 {root.get('width')} {root.get('height')}"


def test_every_box_frame_and_arrow_is_there(graph: Graph, painted: Paint) -> None:
    root = ElementTree.fromstring(painted(graph))
    around = surroundings(graph, Options())
    drawn = [item.get("data-node") for item in root.iter() if item.get("data-node")]
    clean = str.maketrans({"\x00": "\ufffd", "\x1b": "\ufffd"})
    wanted = [name.translate(clean) for name in (*around.boxes, *around.frames)]
    assert Counter(drawn) == Counter(wanted)
    assert len(arrows(root)) == len(set(around.bundles.first))


def test_every_tooltip_and_text_is_there(graph: Graph, painted: Paint) -> None:
    root = ElementTree.fromstring(painted(graph))
    tooltips = "\n".join(item.text or "" for item in root.iter(f"{SVG}title"))
    for node in graph.nodes:
        if node.kind == "module" and node.count == 1:
            assert node.path in tooltips
            assert node.class_name in tooltips
        for value in node.attributes:
            assert str(value) in tooltips


def test_nothing_in_it_runs_loads_or_styles(graph: Graph, painted: Paint) -> None:
    svg = painted(graph)
    tags = {item.tag.removeprefix(SVG) for item in ElementTree.fromstring(svg).iter()}
    assert tags <= {"svg", "title", "desc", "g", "rect", "path", "text"}
    names = {name for item in ElementTree.fromstring(svg).iter() for name in item.attrib}
    assert not names & {"style", "href", "{http://www.w3.org/1999/xlink}href", "src"}
    assert not [name for name in names if name.startswith("on")]
    assert "url(" not in svg


def test_no_text_can_leave_its_room_or_is_small(graph: Graph, painted: Paint) -> None:
    root = ElementTree.fromstring(painted(graph))
    assert float(root.get("font-size") or 0) >= 11
    for item in root.iter(f"{SVG}text"):
        size = float(item.get("font-size") or root.get("font-size") or 0)
        assert size >= 11
        width = text_width(
            (item.text or "").replace("\ufffd", "\x00"), size, bold=item.get("font-weight") == "700"
        )
        assert float(item.get("textLength") or 0) == pytest.approx(width, abs=0.51)


def test_both_languages_have_one_geometry(graph: Graph, painted: Paint) -> None:
    def shapes(language: str) -> list[tuple[str | None, ...]]:
        root = ElementTree.fromstring(painted(graph, language=language))
        return [
            tuple(item.get(name) for name in ("x", "y", "width", "height"))
            for item in root.iter(f"{SVG}rect")
        ] + [(root.get("width"), root.get("height"))]

    assert shapes("en") == shapes("zh")


def test_colours_are_properties_on_a_page_and_plain_in_a_file(graph: Graph, painted: Paint) -> None:
    def colours(svg: str) -> set[str]:
        root = ElementTree.fromstring(svg)
        found = {item.get(name) for item in root.iter() for name in ("fill", "stroke", "color")}
        # What is ``currentColor`` is the picture's own, and one of these.
        return {colour for colour in found if colour not in (None, "none", "currentColor")}  # type: ignore[misc]

    assert all(
        re.fullmatch(r"var\(--recviz-[a-z-]+,#[0-9a-f]{6}\)", c) for c in colours(painted(graph))
    )
    assert all(re.fullmatch(r"#[0-9a-f]{6}", c) for c in colours(painted(graph, standalone=True)))


@pytest.mark.parametrize("theme", list(THEMES))
def test_every_theme_paints(graph_named: ReadGraph, painted: Paint, theme: str) -> None:
    root = ElementTree.fromstring(painted(graph_named("deepfm"), Options(theme=theme)))
    assert "Embedding ×8" in texts(root)


def test_names_that_look_like_markup_are_text(graph_named: ReadGraph, painted: Paint) -> None:
    root = ElementTree.fromstring(painted(graph_named("hostile")))
    shown = texts(root)
    assert 'a & b < c > "d"' in shown
    assert "特征交叉层<T>" in shown
    assert "概率" in shown
    assert not any("\x00" in item for item in shown)


def test_features_are_named(graph_named: ReadGraph, painted: Paint) -> None:
    shown = set(texts(ElementTree.fromstring(painted(graph_named("hundred")))))
    members = graph_named("hundred").nodes[0].members
    assert len(members) == 100
    assert set(members) <= shown


def test_the_four_relations_look_different(painted: Paint) -> None:
    seen = set()
    for relation in ("one", "each", "all", "shared", "gather"):
        nodes = (
            Node("fn:a", "function", "f", members=() if relation == "shared" else ("x", "y")),
            Node("fn:b", "function", "f", members=() if relation == "gather" else ("x", "y")),
        )
        edge = Edge("fn:a", "fn:b", relation=relation)  # type: ignore[arg-type]
        root = ElementTree.fromstring(painted(Graph(Model("M", 0, 0), nodes, (edge,))))
        (line,) = arrows(root)
        strokes = [item.get("d") for item in root.findall(f"{SVG}path[@class='recviz-signs']")]
        seen.add((tuple(strokes), line.get("stroke-width"), tuple(texts(root)[:-2])))
    assert len(seen) == 5


def test_what_passed_through_python_is_dashed(graph_named: ReadGraph, painted: Paint) -> None:
    def dashed(name: str) -> int:
        root = ElementTree.fromstring(painted(graph_named(name)))
        return sum(item.get("stroke-dasharray") is not None for item in root.iter())

    assert dashed("hostile") == 1
    assert dashed("cnn") == 0


def test_a_box_for_many_is_a_stack(painted: Paint) -> None:
    def sheets(count: int) -> int:
        members = tuple(f"m.{at}" for at in range(count)) if count > 1 else ()
        node = Node("mod:m", "module", "m", "M", "m", members=members)
        root = ElementTree.fromstring(painted(Graph(Model("M", 0, 0), (node,), ())))
        return len(list(root.iter(f"{SVG}rect")))

    assert [sheets(count) for count in (1, 2, 3, 9)] == [1, 2, 3, 3]


PROGRAM = """
import json, sys
from pathlib import Path
from recviz_docs.graph import Graph
from recviz_docs.layout import place
from recviz_docs.options import Options
from recviz_docs.paint.dot import paint_dot
from recviz_docs.paint.svg import paint_svg
for name in sys.argv[2:]:
    graph = Graph.from_json(json.loads(Path(name).read_text(encoding="utf-8")))
    layout = place(graph, Options(), level=1, cache_dir=Path(sys.argv[1]))
    for language in ("en", "zh"):
        sys.stdout.write(paint_svg(graph, layout, options=Options(), language=language,
                                   prefix="p", title="t", description="d"))
        sys.stdout.write(paint_dot(graph, options=Options(), language=language))
"""


def test_equal_bytes_in_every_process(engine_cache: Path) -> None:
    graphs = Path(__file__).parent.parent / "layout" / "graphs"
    files = [str(graphs / f"{name}.json") for name in NAMES]
    outputs = {
        subprocess.run(
            [sys.executable, "-c", PROGRAM, str(engine_cache), *files],
            env=os.environ | {"PYTHONHASHSEED": seed, "PYTHONIOENCODING": "utf-8"},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("0", "1", "4242")
    }
    assert len(outputs) == 1
    assert len(outputs.pop()) > 100_000


def test_a_picture_takes_few_bytes(graph: Graph, painted: Paint) -> None:
    around = surroundings(graph, Options())
    parts = len(around.boxes) + len(around.frames) + len(set(around.bundles.first))
    told = sum(len(name) for node in graph.nodes for name in (*node.members, node.path)) * 3
    assert len(painted(graph).encode()) < 1500 + 520 * parts + told


def test_lines_are_sharp(graph: Graph, painted: Paint) -> None:
    root = ElementTree.fromstring(painted(graph))
    for item in root.iter(f"{SVG}rect"):
        sides = [float(item.get(name) or 0) for name in ("x", "y", "width", "height")]
        assert all(side == round(side) for side in sides)


def test_a_share_of_the_parameters_is_a_bar(painted: Paint) -> None:
    def bars(parameters: int, *, show: bool = True) -> list[int]:
        node = Node("mod:m", "module", "m", "M", "m", parameters=parameters)
        graph = Graph(Model("M", 1000, 1000), (node,), ())
        root = ElementTree.fromstring(painted(graph, Options(show_params=show)))
        lines = [item.get("d") or "" for item in root.iter() if item.get("stroke-width") == "3"]
        return [int(line.rpartition("h")[2]) for line in lines if "h" in line]

    (half,), (all_of_it,) = bars(500), bars(1000)
    assert all_of_it == pytest.approx(2 * half, abs=8)
    assert bars(5) == bars(500, show=False) == []


def test_steps_in_a_row_have_a_way_back(painted: Paint) -> None:
    frame = Node(
        "mod:h", "module", "h", "Block", "h.0", members=("h.0", "h.1"), steps=2,
        links=(Edge("mod:f", "mod:f"),),
    )  # fmt: skip
    inner = Node("mod:f", "module", "f", "F", "h.0.f", "mod:h", members=("h.0.f", "h.1.f"), steps=2)
    graph = Graph(Model("M", 0, 0), (frame, inner), ())
    for direction in ("TB", "BT", "LR", "RL"):
        root = ElementTree.fromstring(painted(graph, Options(direction=direction)))
        assert len([item for item in root.iter() if item.get("class") == "recviz-series"]) == 1
