"""Which open calls make a picture wide.

Owns the choice of the calls that are closed when folding is not enough: those
whose content stands side by side. Calls whose content is a mere row of steps
stay open, as closing them would make no picture narrower. It must not know
sizes of boxes or columns.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from recviz_docs.graph import Graph, Node
from recviz_docs.simplify.nesting import calls_around
from recviz_docs.simplify.twins.merge import member_name

__all__ = ["in_trace", "innermost_calls", "side_by_side", "wide_calls"]


def wide_calls(trace: Graph, drawn: Graph) -> frozenset[str]:
    """Gives the open calls that hold things side by side and no open call.

    Where there are none, it gives the innermost of those that hold things side by side.

    Args:
        trace: what ``drawn`` was made of.
        drawn: a simplified, folded graph of it.

    Returns:
        Ids in the trace; all members of a folded frame.
    """
    nodes, frames = drawn.by_id, drawn.frames
    content: dict[str, set[str]] = {}
    for node in drawn.nodes:
        if node.id not in frames:
            for call in _calls(node, nodes):
                content.setdefault(call.id, set()).add(node.id)
    ranks = {call: _widest_rank(drawn, inside) for call, inside in content.items()}
    wide = {call for call, width in ranks.items() if width > 1}
    around_wide = {outer.id for call in wide for outer in _calls(nodes[call], nodes)}
    around_any = {nodes[call].parent for call in content}
    # A call around open calls holds the story; it is closed only if nothing smaller is wide.
    chosen = [nodes[call] for call in wide - around_any or wide - around_wide]
    return in_trace(trace, chosen)


def innermost_calls(trace: Graph, drawn: Graph) -> frozenset[str]:
    """Gives the open calls that hold no open call, as ids in the trace."""
    nodes, frames = drawn.by_id, drawn.frames
    open_calls = [nodes[name] for name in frames if nodes[name].kind == "module"]
    around = {outer.id for call in open_calls for outer in _calls(call, nodes)}
    return in_trace(trace, [call for call in open_calls if call.id not in around])


def in_trace(trace: Graph, calls: Iterable[Node]) -> frozenset[str]:
    """Gives the calls of a trace that some calls of a folded graph stand for."""
    names = {name for node in calls for name in node.members or (member_name(node),)}
    return frozenset(
        node.id for node in trace.nodes if node.kind == "module" and member_name(node) in names
    )


def _calls(node: Node, nodes: Mapping[str, Node]) -> list[Node]:
    return [call for call in calls_around(node, nodes) if call.kind == "module"]


def side_by_side(graph: Graph) -> int:
    """Gives how many boxes stand beside each other at least, wherever they are put.

    That is so whether each is put below its sources or above its readers.
    """
    frames = graph.frames
    boxes = [node.id for node in graph.nodes if node.id not in frames]
    turned = replace(
        graph,
        nodes=graph.nodes[::-1],
        edges=tuple(replace(e, source=e.target, target=e.source) for e in graph.edges),
    )
    return min(_widest_rank(graph, boxes), _widest_rank(turned, boxes))


def _widest_rank(graph: Graph, inside: Iterable[str]) -> int:
    """Gives how many of some nodes stand beside each other when each is put below its sources."""
    among = set(inside)
    into: dict[str, list[str]] = {}
    for edge in graph.edges:
        if edge.source in among and edge.target in among:
            into.setdefault(edge.target, []).append(edge.source)
    ranks: dict[str, int] = {}
    count: dict[int, int] = {}
    for node in graph.nodes:
        if node.id in among:
            rank = 1 + max((ranks.get(source, 0) for source in into.get(node.id, ())), default=0)
            ranks[node.id] = rank
            count[rank] = count.get(rank, 0) + 1
    return max(count.values(), default=0)
