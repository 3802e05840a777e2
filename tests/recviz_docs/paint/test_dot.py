from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from recviz_docs.graph import Graph, Model, Node
from recviz_docs.layout.embedded import run_embedded
from recviz_docs.options import Options
from recviz_docs.paint.dot import paint_dot

ReadGraph = Callable[[str], Graph]


@pytest.mark.parametrize(
    "name", ["deepfm", "din", "transformer", "cnn", "hundred", "hostile", "deep", "mmoe"]
)
def test_graphviz_reads_it_and_finds_every_node(
    graph_named: ReadGraph, engine_cache: Path, name: str
) -> None:
    graph = graph_named(name)
    source = paint_dot(graph, options=Options(), language="en")
    answer = json.loads(run_embedded(source, cache_dir=engine_cache, timeout=60))
    names = {item["name"] for item in answer["objects"]}
    clean = str.maketrans({"\x00": "\ufffd", "\x1b": "\ufffd"})
    frames = graph.frames
    assert {node.id.translate(clean) for node in graph.nodes if node.id not in frames} <= names
    assert {f"cluster_{frame}" for frame in frames} <= names
    assert len(answer["edges"]) == len(graph.edges)


@pytest.mark.parametrize(
    "name", ['"', "\\", '\\"', "a\\", 'x" ]; bad [label="', "\\N\\G", "<b>x</b>", "\n"]
)
def test_no_name_can_leave_its_quotes(engine_cache: Path, name: str) -> None:
    graph = Graph(Model(name, 0, 0), (Node("in:x", "input", name),), ())
    source = paint_dot(graph, options=Options(), language="en")
    answer = json.loads(run_embedded(source, cache_dir=engine_cache, timeout=60))
    assert [item["name"] for item in answer["objects"]] == ["in:x"]
