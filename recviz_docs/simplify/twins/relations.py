"""How two blocks are joined, and where a drawing of them as one would lie.

Owns the four relations of a folded edge and the numbering that they must agree
on: *each* (i to i), *all* (every member to every member), *shared* (one to all),
*gather* (all to one). It must not know how a block that cannot be drawn is split.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from recviz_docs.graph import EdgeRelation
from recviz_docs.simplify.twins.network import Arc, Network

__all__ = ["Bundle", "Tracks", "bundles_of", "relation_of"]


@dataclass(frozen=True, slots=True)
class Bundle:
    """All arcs of one kind between two blocks."""

    source: int
    target: int
    arcs: tuple[Arc, ...]

    def pairs(self) -> dict[tuple[int, int], int]:
        """Gives how many of the arcs join each pair of vertices."""
        count: dict[tuple[int, int], int] = {}
        for arc in self.arcs:
            count[arc.source, arc.target] = count.get((arc.source, arc.target), 0) + 1
        return count


def bundles_of(network: Network, block_of: Sequence[int]) -> list[Bundle]:
    """Gives the bundles of a partition, in the order of their first arcs."""
    found: dict[tuple[int, int, int], list[Arc]] = {}
    for arc in network.arcs:
        key = (block_of[arc.source], block_of[arc.target], arc.kind)
        found.setdefault(key, []).append(arc)
    return [Bundle(key[0], key[1], tuple(arcs)) for key, arcs in found.items()]


def relation_of(bundle: Bundle, sources: int, targets: int) -> EdgeRelation | None:
    """Gives the relation of a bundle between blocks of these sizes, None if it has none.

    *each* is given for any one-to-one bundle; whether its numbering agrees with
    that of others is for `Tracks` to say.
    """
    if sources == 1 or targets == 1:
        if sources == targets:
            return "one"
        return "shared" if sources == 1 else "gather"
    pairs = bundle.pairs()
    if len(set(pairs.values())) > 1:
        return None
    if len(pairs) == sources * targets:
        return "all"
    # Every member has equally many arcs (the partition is stable), so n pairs are one to one.
    return "each" if sources == targets == len(pairs) else None


class Tracks:
    """Vertices that must have the same number, because *each* edges join them."""

    def __init__(self, size: int) -> None:
        self._above = list(range(size))

    def join(self, arcs: Iterable[Arc]) -> None:
        """Makes the two ends of each arc have the same number."""
        for arc in arcs:
            first, second = sorted((self.of(arc.source), self.of(arc.target)))
            self._above[second] = first

    def of(self, vertex: int) -> int:
        """Gives the track of a vertex, named by its first vertex."""
        root = vertex
        while self._above[root] != root:
            root = self._above[root]
        while self._above[vertex] != root:
            self._above[vertex], vertex = root, self._above[vertex]
        return root
