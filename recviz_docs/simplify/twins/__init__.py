"""Parts that are alike in every way that a picture shows become one node.

Owns the fold itself: which nodes and edges stay, and what they say. It must not
know how families are found (`families`) nor what makes two nodes alike (`keys`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial

from recviz_docs.graph import Edge, Graph, Node
from recviz_docs.simplify.twins.counting import bundle_label, objections
from recviz_docs.simplify.twins.families import Families, families_of
from recviz_docs.simplify.twins.keys import Keys
from recviz_docs.simplify.twins.merge import merged_edge, merged_node
from recviz_docs.simplify.twins.network import links_of, network_of
from recviz_docs.simplify.twins.relations import relation_of
from recviz_docs.simplify.twins.weights import shared_weights

__all__ = ["fold_twins", "shared_weights"]


def fold_twins(
    graph: Graph,
    *,
    weights: Mapping[str, tuple[str, ...]] | None = None,
    across: bool = False,
    sizes: bool = True,
) -> Graph:
    """Gives the graph with each family of twins as one node.

    Twins have the same class or operation, attributes (numbers of table rows aside),
    shapes, and the same arguments from the same families. A family becomes one node
    only if one numbering 1..n of all families makes every edge between two of them
    *each*, *all*, *shared* or *gather*; otherwise it is split, or stays as it is.
    The members of a folded node are in the order of that numbering.

    Args:
        graph: without folded nodes, or with some, which stay as they are.
        weights: the parameters that nodes share, see `shared_weights`.
        across: fold groups side by side onto each other (see `families_of`), and what
            takes one part each of a value (``[:, 0]``, ``[:, 1]`` is ``[:, 0…1]``).
        sizes: False folds also what differs only in the size of dimensions; a size
            in which members differ becomes ``*``.
    """
    keys = Keys(graph, sizes=sizes, counted=not across)
    network = network_of(graph, keys, weights or {})
    families = families_of(network, across=across, objections=partial(objections, graph))
    folded = _edges(graph, families, keys)
    nodes = {
        block[0]: _node([graph.nodes[vertex] for vertex in block])
        for block in families.blocks
        if block[0] < network.drawn
    }
    ordered = tuple(_linked(nodes[vertex], graph, folded) for vertex in sorted(nodes))
    edges = tuple(folded[number] for number in range(len(graph.edges)) if number in folded)
    return replace(graph, nodes=ordered, edges=edges)


def _linked(node: Node, graph: Graph, folded: Mapping[int, Edge]) -> Node:
    """Gives a node with those of its links that stay."""
    if not node.links:
        return node
    owners = [owner.id for owner in graph.nodes for _ in owner.links]
    places = (at for at, owner in enumerate(owners, start=len(graph.edges)) if owner == node.id)
    return replace(node, links=tuple(folded[at] for at in places if at in folded))


def _node(members: Sequence[Node]) -> Node:
    if len(members) == 1:
        return members[0]
    # A module that is called several times has its weights once.
    counted = {node.path if node.kind == "module" else node.id: node for node in members}
    return merged_node(
        members,
        parameters=sum(node.parameters for node in counted.values()),
        trainable=sum(node.trainable for node in counted.values()),
    )


def _edges(graph: Graph, families: Families, keys: Keys) -> dict[int, Edge]:
    """Gives the edges and links between first members, each for the bundle that it is in."""
    known = (*graph.edges, *links_of(graph))
    first = {block[0] for block in families.blocks}
    folded: dict[int, Edge] = {}
    for bundle in families.bundles:
        sizes = (len(families.blocks[bundle.source]), len(families.blocks[bundle.target]))
        relation = relation_of(bundle, *sizes)
        edges = [known[arc.edge] for arc in bundle.arcs if arc.edge is not None]
        for arc in bundle.arcs:
            if arc.edge is None or arc.source not in first or arc.target not in first:
                continue
            edge = known[arc.edge]
            if relation is None or relation == "one":
                folded[arc.edge] = edge
                continue
            label = bundle_label(known, families.blocks, bundle)
            folded[arc.edge] = merged_edge(
                edge, edges, relation=relation, slot=keys.slot(edge), label=label or ""
            )
    return folded
