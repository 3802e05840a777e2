"""Which open calls belong together where some are to be closed.

Owns two sets: calls that show again what the picture has shown above them (boxes
and arrows compared, not sizes), and all calls of one class. It must not know how
high a picture is, nor how calls are closed.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable

from recviz_docs.graph import Graph, Node
from recviz_docs.simplify.nesting import calls_around
from recviz_docs.simplify.ownership import is_torch_class
from recviz_docs.simplify.wide import in_trace

__all__ = ["calls_like", "calls_shown_above"]

_NUMBER = re.compile(r"\d+")


def calls_shown_above(trace: Graph, drawn: Graph) -> frozenset[str]:
    """Gives the open calls further down than one of their class with the same inside.

    Args:
        trace: what ``drawn`` was made of.
        drawn: what is drawn of it.

    Returns:
        Ids in the trace; all members of a folded frame.
    """
    nodes, frames = drawn.by_id, drawn.frames
    inside: dict[str, list[Node]] = {name: [] for name in frames}
    for node in drawn.nodes:
        for call in calls_around(node, nodes):
            if node.kind != "stack":
                inside[call.id].append(node)
    shown: dict[Hashable, set[str]] = {}
    again: dict[str, Node] = {}
    for frame in drawn.nodes:
        if frame.id not in frames or frame.kind != "module" or is_torch_class(frame.module):
            continue
        if any(call.id in again for call in calls_around(frame, nodes)):
            continue
        content = inside[frame.id]
        key = (frame.class_name, frame.module, _skeleton(drawn, content))
        below = shown.get(key)
        if below is not None and any(node.id in below for node in content):
            again[frame.id] = frame
        elif below is None:
            shown[key] = _reached(drawn, (node.id for node in content))
    return in_trace(trace, again.values())


def calls_like(trace: Graph, call: Node) -> frozenset[str]:
    """Gives all calls of the class of one that is drawn; of containers those in like places.

    Args:
        trace: what is drawn.
        call: a call in the drawn graph.

    Returns:
        Ids in the trace.
    """
    kind = _kind(call)
    return frozenset(
        node.id for node in trace.nodes if node.kind == "module" and _kind(node) == kind
    )


def _kind(call: Node) -> Hashable:
    place = _NUMBER.sub("*", call.path) if is_torch_class(call.module) else ""
    return call.class_name, call.module, place


def _skeleton(graph: Graph, content: list[Node]) -> Hashable:
    """Gives what is drawn in a call: what its boxes are, and which arrows join them."""
    nodes = graph.by_id
    place = {node.id: at for at, node in enumerate(content)}
    parts = tuple(
        (
            node.kind,
            node.class_name or node.name,
            node.count > 1,
            next((place[call.id] for call in calls_around(node, nodes) if call.id in place), None),
        )
        for node in content
    )
    arrows = frozenset(
        (place.get(edge.source), place.get(edge.target), edge.style, edge.relation)
        for edge in graph.edges
        if edge.source in place or edge.target in place
    )
    return parts, arrows


def _reached(graph: Graph, starts: Iterable[str]) -> set[str]:
    """Gives what a value of some nodes arrives at."""
    targets: dict[str, list[str]] = {}
    for edge in graph.edges:
        targets.setdefault(edge.source, []).append(edge.target)
    waiting = list(starts)
    found: set[str] = set()
    while waiting:
        for target in targets.get(waiting.pop(), ()):
            if target not in found:
                found.add(target)
                waiting.append(target)
    return found
