"""First pass: what reaches no output is left out.

Owns the question "does a value of this node arrive at an output?" and nothing
else. It must not know options, shapes or classes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from recviz_docs.graph import Edge, Graph, Node
from recviz_docs.simplify.nesting import calls_around

__all__ = ["prune", "restrict"]


def prune(graph: Graph) -> Graph:
    """Gives the graph without the nodes from which no output can be reached.

    Inputs left out so are named in `Graph.unused`, except those whose values chose
    the path (`Graph.decided`): the picture depends on them although no value flows.
    A frame stays as long as something in it stays; it keeps the mark of what chose the
    path in it (`Node.decided`) and gave nothing to the outputs.
    """
    reached = _reaching(graph)
    nodes = graph.by_id
    kept = set(reached)
    for identity in reached:
        parent = nodes[identity].parent
        while parent is not None and parent not in kept:
            kept.add(parent)
            parent = nodes[parent].parent
    known = {*graph.unused, *graph.decided}
    unused = tuple(
        node.name
        for node in graph.nodes
        if node.kind == "input" and node.id not in kept and node.name not in known
    )
    left = tuple(node for node in _marked(graph, kept) if node.id in kept)
    pruned = restrict(graph, left, graph.edges)
    return replace(pruned, unused=graph.unused + unused)


def _marked(graph: Graph, kept: set[str]) -> Iterator[Node]:
    """Gives the nodes with the marks of those that are left out on the calls around them."""
    nodes = graph.by_id
    decided: dict[str, list[str]] = {}
    for node in graph.nodes:
        if node.decided and node.id not in kept:
            around = (call.id for call in calls_around(node, nodes) if call.id in kept)
            decided.setdefault(next(around, ""), []).extend(node.decided)
    for node in graph.nodes:
        names = (*node.decided, *decided.get(node.id, ()))
        yield replace(node, decided=tuple(dict.fromkeys(names))) if names else node


def restrict(graph: Graph, nodes: tuple[Node, ...], edges: tuple[Edge, ...]) -> Graph:
    """Gives the graph with these nodes, and those of the edges that join two of them."""
    kept = {node.id for node in nodes}
    joined = tuple(edge for edge in edges if edge.source in kept and edge.target in kept)
    return replace(graph, nodes=nodes, edges=joined)


def _reaching(graph: Graph) -> set[str]:
    """Gives the nodes from which an output can be reached, outputs included."""
    sources: dict[str, list[str]] = {}
    for edge in graph.edges:
        sources.setdefault(edge.target, []).append(edge.source)
    waiting = [node.id for node in graph.nodes if node.kind == "output"]
    reached = set(waiting)
    while waiting:
        for source in sources.get(waiting.pop(), ()):
            if source not in reached:
                reached.add(source)
                waiting.append(source)
    return reached
