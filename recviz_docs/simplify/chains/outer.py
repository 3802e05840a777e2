"""The links of blocks around a row that is folded inside of them.

Owns the rule by which a link from one step of an outer block to the next may
enter or leave an inner row. It must not know how rows are compared otherwise.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from recviz_docs.graph import Edge
from recviz_docs.simplify.chains.view import View
from recviz_docs.simplify.twins.selections import counted_text, counts, pattern

__all__ = ["outer_links"]


def outer_links(
    view: View,
    steps: Sequence[Sequence[str]],
    place: Mapping[str, tuple[int, int]],
    block: str,
    *,
    carried: Collection[tuple[int, str]],
    shared: Collection[tuple[int, str]],
) -> dict[str, tuple[Edge, ...]] | None:
    """Gives the new links of outer blocks, by block; None if one fits no block inside.

    A link must leave the last step, and enter where a value from outside enters
    only the first step (``carried``) or every step (``shared``): by place and slot.
    What it brings may count along the steps that it enters (``[:, 0…7]``).
    """
    changed: dict[str, tuple[Edge, ...]] = {}
    for node in view.graph.nodes:
        touching = [e for e in node.links if e.source in place or e.target in place]
        if not touching or node.id in place:
            continue
        entered: dict[Edge, dict[int, str]] = {}
        for link in touching:
            moved, number = _moved(link, steps, place, block, carried=carried, shared=shared)
            if moved is None:
                return None
            alike = replace(moved, label=pattern(moved.label)) if block in moved.every else moved
            entered.setdefault(alike, {})[number] = moved.label
        links = [e for e in node.links if e not in touching]
        for alike, labels in entered.items():
            if sorted(labels) != [*range(len(steps) if block in alike.every else 1)]:
                return None
            label = counted_text([labels[number] for number in sorted(labels)])
            if label is None or (label not in labels.values() and counts(labels[0])):
                return None
            links.append(replace(alike, label=label))
        changed[node.id] = tuple(links)
    return changed


def _moved(
    link: Edge,
    steps: Sequence[Sequence[str]],
    place: Mapping[str, tuple[int, int]],
    block: str,
    *,
    carried: Collection[tuple[int, str]],
    shared: Collection[tuple[int, str]],
) -> tuple[Edge | None, int]:
    """Gives the link between nodes of the first step, and the step that it enters."""
    number = 0
    if link.source in place:
        step, at = place[link.source]
        if step != len(steps) - 1:
            return None, 0
        link = replace(link, source=steps[0][at])
    if link.target in place:
        number, at = place[link.target]
        link = replace(link, target=steps[0][at])
        if (at, link.slot) in shared:
            if link.source in place:  # it could not be said of which end it is every step
                return None, 0
            link = replace(link, every=(*link.every, block))
        elif (at, link.slot) not in carried:
            return None, 0
    return link, number
