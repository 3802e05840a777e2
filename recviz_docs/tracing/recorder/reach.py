"""Which inputs reach which nodes.

Owns the two questions a trace answers about its inputs: which are unused, and
whose values decided the path. It must not know how edges were found.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from recviz_docs.graph import Edge, Node

__all__ = ["decided_by", "unused_inputs"]


def _sources(edges: Iterable[Edge]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for edge in edges:
        found.setdefault(edge.target, []).append(edge.source)
    return found


def _ancestors(start: Iterable[str], sources: dict[str, list[str]]) -> set[str]:
    seen = set(start)
    waiting = list(seen)
    while waiting:
        for source in sources.get(waiting.pop(), ()):
            if source not in seen:
                seen.add(source)
                waiting.append(source)
    return seen


def unused_inputs(nodes: Sequence[Node], edges: Sequence[Edge]) -> tuple[str, ...]:
    """Gives the names of the inputs that no output depends on, in order."""
    used = _ancestors((node.id for node in nodes if node.kind == "output"), _sources(edges))
    return tuple(node.name for node in nodes if node.kind == "input" and node.id not in used)


def decided_by(
    nodes: Sequence[Node], edges: Sequence[Edge], deciders: Mapping[str, Sequence[str]]
) -> dict[str, tuple[str, ...]]:
    """Gives, for each deciding node, the inputs that its deciding values came from, by name."""
    sources = _sources(edges)
    inputs = {node.id: node.name for node in nodes if node.kind == "input"}
    found = {}
    for decider, values in deciders.items():
        above = _ancestors(values, sources)
        names = tuple(name for node, name in inputs.items() if node in above)
        if names:
            found[decider] = names
    return found
