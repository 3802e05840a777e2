"""Parameters and constants stand in the open call that reads them.

Owns the question where a value without a writer is drawn. It must not know whether
it is drawn at all (`ownership`).
"""

from __future__ import annotations

from dataclasses import replace

from recviz_docs.graph import Graph
from recviz_docs.simplify.nesting import calls_around

__all__ = ["bring_home"]


def bring_home(graph: Graph) -> Graph:
    """Gives the graph with each parameter and constant in the innermost call around its readers.

    What is read at the top, or in calls of which none contains the other, stays at the top.
    """
    nodes = graph.by_id
    homes: dict[str, list[str]] = {}
    for edge in graph.edges:
        if nodes[edge.source].kind in ("parameter", "constant"):
            around = [call.id for call in calls_around(nodes[edge.target], nodes)]
            common = homes.setdefault(edge.source, around)
            homes[edge.source] = [call for call in common if call in around]
    moved = {name: calls[0] for name, calls in homes.items() if calls}
    kept = [node for node in graph.nodes if node.id not in moved]
    inside: dict[str, list[str]] = {}
    for name, home in moved.items():
        inside.setdefault(home, []).append(name)
    ordered = []
    for node in kept:
        ordered.append(node)
        ordered += [replace(nodes[name], parent=node.id) for name in inside.get(node.id, ())]
    return replace(graph, nodes=tuple(ordered))
