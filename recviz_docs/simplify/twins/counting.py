"""Families that take one part each of a value: what can be written on one arrow.

Owns the label of an edge that stands for many, and the refusal of families whose
selections no short text can say. It must not know how families are found.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence

from recviz_docs.graph import Edge, Graph, Node
from recviz_docs.simplify.twins.network import links_of
from recviz_docs.simplify.twins.relations import Bundle
from recviz_docs.simplify.twins.selections import counted_text, is_counted

__all__ = ["bundle_label", "objections"]


def objections(
    graph: Graph, blocks: Sequence[Sequence[int]], bundles: Sequence[Bundle]
) -> dict[int, Hashable]:
    """Gives marks for the members of families whose selections no text can say.

    Args:
        graph: the graph that is folded; vertices are its nodes by number.
        blocks: families in the order of their members.
        bundles: the arcs between them.
    """
    marks: dict[int, Hashable] = {}
    for block in blocks:
        if len(block) > 1 and block[0] < len(graph.nodes):
            members = [graph.nodes[vertex] for vertex in block]
            texts = zip(*(_selections(node) for node in members), strict=True)
            # In a block of steps, a text that counts does so along the steps.
            if any(_said(column, steps=members[0].steps) is None for column in texts):
                marks |= {vertex: vertex for vertex in block}
    edges = (*graph.edges, *links_of(graph))
    for bundle in bundles:
        if bundle_label(edges, blocks, bundle) is None:
            ends = (*blocks[bundle.source], *blocks[bundle.target])
            marks |= {vertex: vertex for vertex in ends}
    return marks


def bundle_label(
    edges: Sequence[Edge], blocks: Sequence[Sequence[int]], bundle: Bundle
) -> str | None:
    """Gives the label of the edge that stands for a bundle, None if none can say it.

    ``edges`` are those that the arcs stand for. Labels that differ are those of the
    members, one each: of the targets where one value is shared, of the sources where
    values are gathered.
    """
    joined = [edges[arc.edge] for arc in bundle.arcs if arc.edge is not None]
    labels = [edge.label for edge in joined]
    sources, targets = blocks[bundle.source], blocks[bundle.target]
    if len(set(labels)) <= 1 or len(sources) == len(targets) == 1:
        return labels[0] if labels else ""
    if any(edge.every for edge in joined):
        return None  # a label counts along steps there
    family = sources if len(sources) > 1 else targets
    ends = [arc.source if family is sources else arc.target for arc in bundle.arcs]
    if sorted(ends) != sorted(family):
        return None
    by_end = dict(zip(ends, labels, strict=True))
    return counted_text([by_end[vertex] for vertex in family])


def _said(texts: Sequence[str], *, steps: int) -> str | None:
    differ = any(text != texts[0] for text in texts)
    return None if differ and steps > 1 else counted_text(texts)


def _selections(node: Node) -> list[str]:
    """Gives what a node selects, attribute by attribute."""
    return [str(value) for name, value in node.attributes.items() if is_counted(node, name)]
