"""A row of equal steps as one block.

Owns what the nodes of the block say, and their places in the graph. It must not
know when steps are equal.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from recviz_docs.graph import AttributeValue, Edge, Graph, Node
from recviz_docs.simplify.chains.joints import Chain
from recviz_docs.simplify.twins.merge import ANY, common_values, member_name
from recviz_docs.simplify.twins.selections import counted_text, is_counted

__all__ = ["with_block"]


def with_block(graph: Graph, chain: Chain) -> Graph:
    """Gives the graph with the steps of a chain as one block."""
    nodes = tuple(_nodes(graph, chain))
    edges: list[Edge] = []
    for number, edge in enumerate(graph.edges):
        kept = chain.edges.get(number, edge)
        if kept is not None:
            edges.append(kept)
    return replace(graph, nodes=nodes, edges=tuple(edges))


def _nodes(graph: Graph, chain: Chain) -> Iterator[Node]:
    nodes = graph.by_id
    start = nodes[chain.tops[0]]
    outer = nodes[start.parent].steps if start.parent is not None else 1
    merged = {
        column[0]: _merged([nodes[name] for name in column], outer)
        for column in zip(*chain.steps, strict=True)
    }
    frame = chain.block if chain.grouped or len(chain.tops) > 1 else None
    for name in chain.tops:
        if frame is not None and name != frame:
            merged[name] = replace(merged[name], parent=frame)
    block = (
        _group(chain, [nodes[step[0]] for step in chain.steps], outer)
        if chain.grouped
        else merged[start.id]
    )
    merged[chain.block] = replace(block, links=chain.links)
    values = [name for name in chain.tops if nodes[name].kind in ("parameter", "constant")]
    dropped = {name for step in chain.steps for name in step}
    for node in graph.nodes:
        if node.id == start.id:
            first = dict.fromkeys((chain.block, *values, start.id))
            yield from (merged[name] for name in first)
        elif node.id in merged and node.id not in values:
            yield merged[node.id]
        elif node.id not in dropped:
            yield replace(node, links=chain.outer[node.id]) if node.id in chain.outer else node


def _merged(members: Sequence[Node], outer: int) -> Node:
    """Gives one node for the same place in all steps."""
    # A module that is called several times has its weights once.
    counted = {node.path if node.kind == "module" else node.id: node for node in members}
    attributes, varying = _attributes(members)
    # A first step may go without a state; then the others tell what a step takes.
    fullest = max(len(node.inputs) for node in members)
    taking = [node.inputs for node in members if len(node.inputs) == fullest]
    return replace(
        members[0],
        inputs=common_values(taking),
        outputs=common_values([node.outputs for node in members]),
        parameters=sum(node.parameters for node in counted.values()),
        trainable=sum(node.trainable for node in counted.values()),
        attributes=attributes,
        members=_members(members, outer),
        steps=len(members) * members[0].steps,
        varying=varying,
        decided=tuple(dict.fromkeys(name for node in members for name in node.decided)),
    )


def _members(members: Sequence[Node], outer: int) -> tuple[str, ...]:
    """Gives the names step by step: of each step of outer blocks, then of this row, then inside."""
    listed = [node.members or (member_name(node),) for node in members]
    inner = len(listed[0]) // outer
    return tuple(
        name
        for start in range(0, len(listed[0]), inner)
        for names in listed
        for name in names[start : start + inner]
    )


def _attributes(members: Sequence[Node]) -> tuple[dict[str, AttributeValue], tuple[str, ...]]:
    """Gives the attributes, and the names of those that differ: tuples of their values."""
    merged: dict[str, AttributeValue] = {}
    varying = []
    for name, first in members[0].attributes.items():
        values = [node.attributes[name] for node in members]
        alike = all(value == first for value in values)
        if alike and name not in members[0].varying:
            merged[name] = first
        elif is_counted(members[0], name):
            merged[name] = counted_text([str(value) for value in values])
        elif members[0].steps == 1:
            merged[name] = tuple(values)
            varying.append(name)
        else:
            # Of blocks inside of blocks one tuple could not say which block it is of.
            merged[name] = ANY
    return merged, tuple(varying)


def _group(chain: Chain, firsts: Sequence[Node], outer: int) -> Node:
    """Gives the frame around a step that no call holds together."""
    first = firsts[0]
    listed = [node.members or (member_name(node),) for node in firsts]
    each = len(listed[0]) // outer
    return Node(
        chain.block,
        "group",
        "",
        path=first.path.rpartition(".")[0] if first.kind == "module" else first.path,
        parent=first.parent,
        members=tuple(names[at] for at in range(0, len(listed[0]), each) for names in listed),
        steps=len(firsts) * outer,
    )
