"""Whether something flows through a row of steps, from the first to the last.

Owns that one question. Steps side by side can look like a row: the slice that
the next tower reads may stand beside the tower before it. Only a value that a
step makes of what the step before gave it makes them a series.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from recviz_docs.graph import Edge
from recviz_docs.simplify.chains.view import View

__all__ = ["flows_on"]


def flows_on(view: View, step: Iterable[str], links: Sequence[Edge]) -> bool:
    """Tells whether a value that enters the step by a link leads, step by step, back to it.

    Args:
        view: of the graph.
        step: the nodes of the first step.
        links: the edges from a step to the next, between nodes of the first.
    """
    within = frozenset(step)
    reached = {link.target: _reached(view, link.target, within) for link in links}
    leads = {
        place: {at for at, after in enumerate(links) if after.source in reached[link.target]}
        for place, link in enumerate(links)
    }
    while leads:
        ends = {place for place, after in leads.items() if not after}
        if not ends:
            return True  # each link leads to another, so some lead in a circle
        leads = {place: after - ends for place, after in leads.items() if place not in ends}
    return False


def _reached(view: View, start: str, within: frozenset[str]) -> set[str]:
    seen, waiting = {start}, [start]
    while waiting:
        for _, edge in view.out[waiting.pop()]:
            if edge.target in within and edge.target not in seen:
                seen.add(edge.target)
                waiting.append(edge.target)
    return seen
