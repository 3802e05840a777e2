"""Where the results of steps in a row go.

Owns the rule for what leaves a row: all steps give the same (*gather*), or only
the last gives it. It must not know what steps read.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, replace

from recviz_docs.graph import Edge
from recviz_docs.simplify.chains.view import View
from recviz_docs.simplify.twins.merge import common_shape
from recviz_docs.simplify.twins.selections import counted_text

__all__ = ["Exits"]

_Ways = dict[Hashable, list[tuple[int, Edge]]]


@dataclass(frozen=True, slots=True)
class Exits:
    """What leaves the steps of a row, compared place by place."""

    view: View
    steps: tuple[tuple[str, ...], ...]
    place: Mapping[str, tuple[int, int]]
    block: str

    def edges(self) -> dict[int, Edge | None] | None:
        """Gives what becomes of the edges that leave the steps, None if they are not equal."""
        ways = [self._ways(step) for step in self.steps]
        kept: dict[int, Edge | None] = {}
        for key, edges in ways[0].items():
            bundle = [way.get(key, [])[: len(edges)] for way in ways]
            for column in zip(*bundle, strict=False):
                numbers = [number for number, _ in column]
                if numbers not in (sorted(numbers), sorted(numbers, reverse=True)):
                    return None
                gathered = self._gathered([e for _, e in column], back=numbers[0] > numbers[-1])
                if gathered is None:
                    return None
                kept |= dict.fromkeys(numbers, None)
                kept[min(numbers)] = gathered
        last = len(ways) - 1
        for number, way in enumerate(ways):
            for key, edges in way.items():
                common = len(ways[0].get(key, []))
                if len(edges) < common or (len(edges) > common and number != last):
                    return None
                for at, edge in edges[common:]:
                    kept[at] = replace(edge, source=self.steps[0][self.place[edge.source][1]])
        complete = all(
            len(way.get(key, [])) >= len(e) for key, e in ways[0].items() for way in ways
        )
        return kept if complete else None

    def _ways(self, step: Sequence[str]) -> _Ways:
        found: _Ways = {}
        for name in step:
            for number, edge in self.view.out[name]:
                if edge.target not in self.place:
                    found.setdefault(self._key(edge), []).append((number, edge))
        return found

    def _key(self, edge: Edge) -> Hashable:
        every = tuple(self.place[name][1] if name in self.place else name for name in edge.every)
        ends = self.place[edge.source][1], edge.target, self.view.keys.slot(edge)
        return (*ends, edge.output, edge.style, edge.label, edge.relation, edge.dtype, every)

    def _gathered(self, edges: Sequence[Edge], *, back: bool) -> Edge | None:
        """Gives one edge for those of all steps; its slot counts where they are read last first."""
        slots = {edge.slot for edge in edges}
        slot = edges[0].slot if len(slots) == 1 else self.view.keys.slot(edges[0])
        if back:
            counted = counted_text([edge.slot for edge in edges])
            if counted is None or len(slots) == 1:
                return None
            slot = counted
        return replace(
            edges[0],
            slot=slot,
            shape=common_shape(edge.shape for edge in edges),
            every=(*edges[0].every, self.block),
        )
