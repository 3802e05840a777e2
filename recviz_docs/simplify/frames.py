"""The option ``expand-nested``: parts of open calls without a frame around them.

Owns how a graph loses its frames. It must not know which calls are open.
"""

from __future__ import annotations

from dataclasses import replace

from recviz_docs.graph import Graph

__all__ = ["drop_frames"]


def drop_frames(graph: Graph) -> Graph:
    """Gives the graph with the content of all open calls at the top and no open call."""
    frames = graph.frames
    nodes = tuple(replace(node, parent=None) for node in graph.nodes if node.id not in frames)
    return replace(graph, nodes=nodes)
