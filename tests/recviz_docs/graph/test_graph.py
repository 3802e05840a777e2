from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from recviz_docs.graph import (
    Argument,
    Edge,
    Graph,
    GraphError,
    Model,
    ModuleInfo,
    Node,
    TensorInfo,
)

GRAPH = Graph(
    model=Model("Tiny", 20, 16, module="pkg.tiny", source="pkg/tiny.py:3"),
    nodes=(
        Node("in:x", "input", "x", outputs=(TensorInfo(("B", 4), "int64"),),
             attributes={"feature": "sparse", "vocabulary": 10}),
        Node("mod:fc", "module", "fc", "Linear", "fc", call=2, parameters=20, trainable=16,
             inputs=(TensorInfo((2, 4), "float32"),), outputs=(TensorInfo((), "float32"),),
             attributes={"scale": float("-inf"), "sizes": (1, (2, "a")), "flag": True, "no": None},
             arguments=(Argument("input", "in:x"),), returns=(Argument("", "fn:fc/linear", 1),),
             members=("fc", "fd"), module="torch.nn", source="pkg/tiny.py:9", decided=("x",)),
        Node("fn:fc/linear", "function", "linear", path="fc", parent="mod:fc"),
        Node("out:0", "output", "score\ud800"),
    ),
    edges=(
        Edge("in:x", "fn:fc/linear", "dashed", "gather", "[:, 0]", ("B", 4), "int64", "x[0]", 1),
        Edge("fn:fc/linear", "out:0"),
    ),
    inputs_rule="features",
    unused=("y",),
    decided=("x",),
    warnings=("what",),
    modules=(ModuleInfo("fc", "Linear", 20, 16, shared_with="fd", extra="4, 1"),),
    mode="train",
)  # fmt: skip


def test_json_gives_an_equal_graph_back() -> None:
    assert Graph.from_json(GRAPH.to_json()) == GRAPH
    assert Graph.from_json(json.loads(GRAPH.dumps())) == GRAPH


def test_the_text_is_canonical_json_that_can_be_encoded() -> None:
    text = GRAPH.dumps()
    assert text == Graph.from_json(json.loads(text)).dumps()
    assert text.encode("utf-8")

    def refuse(word: str) -> None:
        raise AssertionError(f"{word} is no JSON")

    json.loads(text, parse_constant=refuse)


def test_the_fields_are_those_of_the_design() -> None:
    data = GRAPH.to_json()
    assert {"schema", "model", "inputs_rule", "nodes", "edges"} <= set(data)
    assert {"class", "parameters", "trainable"} <= set(data["model"])
    for node in data["nodes"]:
        assert {
            "id", "kind", "name", "class", "path", "parent", "inputs", "outputs", "parameters",
            "attributes", "members",
        } <= set(node)  # fmt: skip
    for edge in data["edges"]:
        assert {"source", "target", "style", "relation", "label", "shape", "dtype"} <= set(edge)


def test_what_says_nothing_is_not_written() -> None:
    node = Graph(Model("M", 0, 0), (Node("fn:a", "function", "a"),), ()).to_json()["nodes"][0]
    assert not {"call", "arguments", "returns", "module", "source", "decided"} & set(node)


@pytest.mark.parametrize(
    "change",
    [
        {"schema": 2},
        {"nodes": None},
        {"nodes": [{"id": "a"}]},
        {"nodes": [{"id": "a", "kind": "thing", "name": "a"}]},
        {"nodes": [*GRAPH.to_json()["nodes"], {"id": "in:x", "kind": "input", "name": "x"}]},
        {"edges": [{"source": "in:x", "target": "nowhere"}]},
        {"edges": [{"source": "in:x", "target": "out:0", "style": "wavy"}]},
        {"edges": [{"source": "in:x", "target": "out:0", "colour": "red"}]},
        {"model": {"parameters": 1}},
        {"modules": ["fc"]},
    ],
)
def test_what_is_no_graph_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(GraphError):
        Graph.from_json(GRAPH.to_json() | change)


@pytest.mark.parametrize("data", [{}, [], None, "text"])
def test_what_is_no_object_is_refused(data: Any) -> None:
    with pytest.raises(GraphError):
        Graph.from_json(data)


def test_a_node_stands_in_one_that_exists() -> None:
    with pytest.raises(GraphError, match="which does not exist"):
        replace(GRAPH, nodes=(*GRAPH.nodes, Node("fn:z", "function", "z", parent="mod:z")))


def test_lookups() -> None:
    assert GRAPH.frames == {"mod:fc"}
    assert GRAPH.by_id["mod:fc"].count == 2
    assert GRAPH.by_id["in:x"].count == 1
    assert str(TensorInfo(("B", 4), "int64")) == "(B, 4)"
