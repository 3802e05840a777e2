"""The model as one box between its inputs and its outputs.

Owns the picture of depth 0. It must not know how calls are nested.
"""

from __future__ import annotations

from dataclasses import replace

from recviz_docs.graph import Argument, Edge, Graph, Node, TensorInfo

__all__ = ["whole"]

_ID = "mod:"


def whole(trace: Graph) -> Graph:
    """Gives the graph of one module node with an empty path, its inputs and its outputs.

    An input that is also returned as it is goes through the box like any other.
    """
    arrivals = _arrivals(trace)
    inputs = _feeding(trace)
    outputs = [node for node in trace.nodes if node.kind == "output"]
    results = [node for node in outputs if node.id in arrivals]
    box = Node(
        id=_ID,
        kind="module",
        name="",
        class_name=trace.model.class_name,
        inputs=tuple(value for node in inputs for value in node.outputs[:1]),
        outputs=tuple(_value(arrivals[node.id][0]) for node in results),
        parameters=trace.model.parameters,
        trainable=trace.model.trainable,
        arguments=tuple(Argument(node.name, node.id) for node in inputs),
        returns=tuple(
            Argument(node.name, edge.source, edge.output)
            for node in results
            for edge in arrivals[node.id][:1]
        ),
        module=trace.model.module,
        source=trace.model.source,
        decided=trace.decided,
    )
    into = [_into(node) for node in inputs]
    out = [
        replace(edge, source=_ID, output=number, label="", slot="")
        for number, node in enumerate(results)
        for edge in arrivals[node.id]
    ]
    edges = tuple(dict.fromkeys([*into, *out]))
    return replace(trace, nodes=(*inputs, box, *outputs), edges=edges)


def _arrivals(trace: Graph) -> dict[str, list[Edge]]:
    """Gives the edges that end at each output; a value written in parts has several."""
    outputs = {node.id for node in trace.nodes if node.kind == "output"}
    arrivals: dict[str, list[Edge]] = {}
    for edge in trace.edges:
        if edge.target in outputs:
            arrivals.setdefault(edge.target, []).append(edge)
    return arrivals


def _feeding(trace: Graph) -> list[Node]:
    read = {edge.source for edge in trace.edges}
    return [node for node in trace.nodes if node.kind == "input" and node.id in read]


def _into(node: Node) -> Edge:
    value = node.outputs[0] if node.outputs else TensorInfo((), "")
    shape = value.shape if node.outputs else None
    return Edge(node.id, _ID, slot=node.name, shape=shape, dtype=value.dtype)


def _value(edge: Edge) -> TensorInfo:
    return TensorInfo(edge.shape or (), edge.dtype)
