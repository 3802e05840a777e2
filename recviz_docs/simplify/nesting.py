"""Which call happened in which: the tree of module calls in a graph.

Owns the walk from a node to the calls around it. It must not know which calls
are drawn open.
"""

from __future__ import annotations

from collections.abc import Mapping

from recviz_docs.graph import Graph, Node

__all__ = ["calls_around", "children_of"]


def children_of(graph: Graph) -> dict[str, list[Node]]:
    """Gives what happened directly in each call, in order; calls without content are absent."""
    children: dict[str, list[Node]] = {}
    for node in graph.nodes:
        if node.parent is not None:
            children.setdefault(node.parent, []).append(node)
    return children


def calls_around(node: Node, nodes: Mapping[str, Node]) -> list[Node]:
    """Gives the calls that a node happened in, innermost first."""
    around = []
    parent = node.parent
    while parent is not None:
        around.append(nodes[parent])
        parent = nodes[parent].parent
    return around
