"""The graph of a model: what a trace recorded and what a picture will show.

Owns the one data type that tracing gives, that every simplify pass takes and
gives, and that ``--format json`` and ``--until trace`` print (design 5.4). A
*trace* is a `Graph` with everything in it; a *picture's* graph is what the
passes left of it. It must not know how it was recorded or how it is drawn.

Nodes stand in the order of execution. A module **call** is a node; the
operations and calls inside it have it as `Node.parent`. In a trace, edges join
only leaves (inputs, parameters, constants, functions, opaque, outputs, and
calls that contain nothing); calls that contain something are frames. Inputs,
parameters, constants and outputs have no parent. The model itself is no node.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from recviz_docs.graph.elements import (
    Argument,
    AttributeValue,
    Dimension,
    Edge,
    EdgeRelation,
    EdgeStyle,
    GraphError,
    Model,
    ModuleInfo,
    Node,
    NodeKind,
    NodeRepeat,
    TensorInfo,
)
from recviz_docs.graph.records import read_edge, read_module, read_node, record

__all__ = [
    "SCHEMA",
    "Argument",
    "AttributeValue",
    "Dimension",
    "Edge",
    "EdgeRelation",
    "EdgeStyle",
    "Graph",
    "GraphError",
    "Model",
    "ModuleInfo",
    "Node",
    "NodeKind",
    "NodeRepeat",
    "TensorInfo",
]

SCHEMA = 1
_LONE = re.compile("[\ud800-\udfff]")  # half a character, which no encoding writes


@dataclass(frozen=True, slots=True)
class Graph:
    """A model's graph.

    Attributes:
        inputs_rule: which rule made the example inputs, in words of the catalogue's
            keys (``factory``, ``convention``, ``spec``, ``example``, ``features``, ``layers``).
        unused: inputs (names) that no output depends on.
        decided: inputs (names) whose values chose the path that was recorded.
        warnings: sentences about what could not be seen, in English.
        modules: every registered module, in registration order.
        mode: ``eval`` or ``train``.
    """

    model: Model
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    inputs_rule: str = ""
    unused: tuple[str, ...] = ()
    decided: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    modules: tuple[ModuleInfo, ...] = ()
    mode: str = "eval"

    def __post_init__(self) -> None:
        ids = {node.id for node in self.nodes}
        if len(ids) != len(self.nodes):
            raise GraphError("an id is used by two nodes")
        links = (link for node in self.nodes for link in node.links)
        for edge in (*self.edges, *links):
            if edge.source not in ids or edge.target not in ids:
                raise GraphError(f"edge {edge.source} -> {edge.target} has no such end")
        for node in self.nodes:
            if node.parent is not None and node.parent not in ids:
                raise GraphError(f"node {node.id} is in {node.parent}, which does not exist")

    @property
    def by_id(self) -> dict[str, Node]:
        """Gives the nodes by their ids."""
        return {node.id: node for node in self.nodes}

    @property
    def frames(self) -> frozenset[str]:
        """Gives the ids of the nodes that contain others."""
        return frozenset(node.parent for node in self.nodes if node.parent is not None)

    def to_json(self) -> dict[str, Any]:
        """Gives plain JSON data; `from_json` gives an equal graph back."""
        return {
            "schema": SCHEMA,
            "model": {
                "class": self.model.class_name,
                "parameters": self.model.parameters,
                "trainable": self.model.trainable,
                "module": self.model.module,
                "source": self.model.source,
            },
            "inputs_rule": self.inputs_rule,
            "mode": self.mode,
            "unused": list(self.unused),
            "decided": list(self.decided),
            "warnings": list(self.warnings),
            "modules": [record(module) for module in self.modules],
            "nodes": [record(node) for node in self.nodes],
            "edges": [record(edge) for edge in self.edges],
        }

    def dumps(self) -> str:
        """Gives canonical JSON text: equal graphs give equal bytes."""
        text = json.dumps(self.to_json(), ensure_ascii=False, separators=(",", ":"))
        return _LONE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Graph:
        """Gives the graph that the data describes.

        Raises:
            GraphError: the data lacks a field, has one of another type, or joins
                nodes that do not exist.
        """
        try:
            if data["schema"] != SCHEMA:
                raise GraphError(f"schema {data['schema']!r} is not {SCHEMA}")
            model = dict(data["model"])
            return cls(
                model=Model(class_name=model.pop("class"), **model),
                nodes=tuple(read_node(item) for item in data["nodes"]),
                edges=tuple(read_edge(item) for item in data["edges"]),
                inputs_rule=data["inputs_rule"],
                unused=tuple(data["unused"]),
                decided=tuple(data["decided"]),
                warnings=tuple(data["warnings"]),
                modules=tuple(read_module(item) for item in data["modules"]),
                mode=data["mode"],
            )
        except GraphError:
            raise
        except (KeyError, TypeError, AttributeError, ValueError) as error:
            raise GraphError(f"not a graph: {error}") from error
