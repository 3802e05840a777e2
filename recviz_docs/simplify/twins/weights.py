"""Which weights each drawn call uses, and which of them others use too.

Owns the reading of a trace for shared parameters: eight calls of one table and
one call each of eight tables look alike but for this. It must not know which
calls are twins.
"""

from __future__ import annotations

from collections.abc import Mapping

from recviz_docs.graph import Graph

__all__ = ["shared_weights"]


def shared_weights(trace: Graph, drawn: Graph) -> Mapping[str, tuple[str, ...]]:
    """Gives the parameters and buffers that each node shares with another node, by node id.

    Args:
        trace: what ``drawn`` was made of, with the readers of all parameters.
        drawn: the graph that is going to be folded.
    """
    nodes = trace.by_id
    shown = {node.id: node.id for node in drawn.nodes}
    shown |= {name: node.id for node in drawn.nodes for name in node.again}
    users: dict[str, dict[str, None]] = {}
    for edge in trace.edges:
        if nodes[edge.source].kind not in ("parameter", "constant") or not nodes[edge.source].path:
            continue
        user: str | None = edge.target
        while user is not None and user not in shown:
            user = nodes[user].parent
        if user is not None:
            users.setdefault(edge.source, {})[shown[user]] = None
    found: dict[str, list[str]] = {}
    for weight, together in users.items():
        if len(together) > 1:
            for user in together:
                found.setdefault(user, []).append(weight)
    return {user: tuple(weights) for user, weights in found.items()}
