"""The option ``show-inner-tensors``: the values between operations as boxes.

Owns the boxes of values. It must not know why an edge is there.

A value is a node of kind ``function`` with the name ``tensor`` (the types have no
kind of its own for it), beside the operation that wrote it.
"""

from __future__ import annotations

from dataclasses import replace

from recviz_docs.graph import Edge, Graph, Node, TensorInfo

__all__ = ["show_values"]

_WRITERS = ("module", "function", "opaque")


def show_values(graph: Graph) -> Graph:
    """Gives the graph with a box for each value that one operation hands to another.

    Inputs, parameters, constants and outputs are values that have boxes already.
    The relation of a folded edge is kept on its second half; a writer and its
    value are joined member by member.
    """
    nodes = graph.by_id
    boxes: dict[tuple[str, int], Node] = {}
    edges: list[Edge] = []
    for edge in graph.edges:
        source, target = nodes[edge.source], nodes[edge.target]
        if source.kind not in _WRITERS or target.kind == "output":
            edges.append(edge)
            continue
        value = (edge.source, edge.output)
        if value not in boxes:
            boxes[value] = _box(source, edge)
            edges.append(_written(source, boxes[value], edge))
        edges.append(replace(edge, source=boxes[value].id, output=0))
    after: dict[str, list[Node]] = {}
    for (source_id, _), box in boxes.items():
        after.setdefault(source_id, []).append(box)
    ordered = tuple(item for node in graph.nodes for item in (node, *after.get(node.id, ())))
    return replace(graph, nodes=ordered, edges=tuple(edges))


def _box(source: Node, edge: Edge) -> Node:
    known = edge.output < len(source.outputs)
    info = source.outputs[edge.output] if known else TensorInfo(edge.shape or (), edge.dtype)
    suffix = f"#{edge.output}" if edge.output else ""
    return Node(
        id=f"val:{source.id}{suffix}",
        kind="function",
        name="tensor",
        path=source.path,
        parent=source.parent,
        inputs=(info,),
        outputs=(info,),
        members=source.members,
    )


def _written(source: Node, box: Node, edge: Edge) -> Edge:
    info = box.outputs[0]
    return Edge(
        source.id,
        box.id,
        relation="each" if source.members else "one",
        shape=info.shape,
        dtype=info.dtype,
        output=edge.output,
    )
