"""Whether something flows through a row of steps, from the first to the last.

Owns that one question. Steps side by side can look like a row: the slice that
the next tower reads may stand beside the tower before it. Only a value that a
step makes of what the step before gave it makes them a series.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from recviz_docs.simplify.chains.view import View

__all__ = ["flows_on"]


def flows_on(view: View, first: Sequence[str], second: Sequence[str]) -> bool:
    """Tells whether a value that a step takes from the one before leads on to the next.

    Args:
        view: of the graph.
        first: the nodes of the first step.
        second: those of the next one, place by place.
    """
    before = {name: at for at, name in enumerate(first)}
    links = {
        (before[edge.source], at)
        for at, name in enumerate(second)
        for _, edge in view.into[name]
        if edge.source in before
    }
    reached = {at: _reached(view, first[at], before) for _, at in links}
    leads = {
        link: {after for after in links if first[after[0]] in reached[link[1]]} for link in links
    }
    while leads:
        ends = {link for link, after in leads.items() if not after}
        if not ends:
            return True  # each link leads to another, so some lead in a circle
        leads = {link: after - ends for link, after in leads.items() if link not in ends}
    return False


def _reached(view: View, start: str, within: Mapping[str, int]) -> set[str]:
    seen, waiting = {start}, [start]
    while waiting:
        for _, edge in view.out[waiting.pop()]:
            if edge.target in within and edge.target not in seen:
                seen.add(edge.target)
                waiting.append(edge.target)
    return seen
