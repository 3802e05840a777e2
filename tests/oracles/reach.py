"""What a graph says about which inputs reach which outputs."""

from __future__ import annotations

from recviz_docs.graph import Graph

__all__ = ["input_output_pairs"]


def input_output_pairs(graph: Graph) -> set[tuple[str, str]]:
    """Gives (input, output) by name for every path from one to the other."""
    sources: dict[str, list[str]] = {}
    for edge in graph.edges:
        sources.setdefault(edge.target, []).append(edge.source)
    by_id = graph.by_id
    pairs = set()
    for output in graph.nodes:
        if output.kind == "output":
            above = _ancestors(output.id, sources)
            pairs |= {
                (by_id[node].name, output.name) for node in above if by_id[node].kind == "input"
            }
    return pairs


def _ancestors(start: str, sources: dict[str, list[str]]) -> set[str]:
    seen, waiting = {start}, [start]
    while waiting:
        for source in sources.get(waiting.pop(), ()):
            if source not in seen:
                seen.add(source)
                waiting.append(source)
    return seen
