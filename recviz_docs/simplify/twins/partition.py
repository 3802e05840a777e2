"""The coarsest stable partition of a network.

Owns partition refinement: vertices stay together as long as they have the same
number of arcs of each kind to and from each block. It must not know what the
vertices are, nor which blocks can be drawn as one.

The method is that of Paige and Tarjan ("Three partition refinement algorithms",
1987) in its counting form: a block is split by the arcs that join it to another
one, and of the parts all but the largest are used to split again, which takes
O(arcs · log vertices) in all.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping

from recviz_docs.simplify.twins.network import Network

__all__ = ["Partition"]


class Partition:
    """Blocks of vertices, stable after each call.

    Attributes:
        block_of: number of the block of each vertex.
    """

    def __init__(self, network: Network) -> None:
        self._neighbours: list[list[tuple[int, int]]] = [[] for _ in range(network.size)]
        for arc in network.arcs:
            self._neighbours[arc.source].append((arc.target, 2 * arc.kind))
            self._neighbours[arc.target].append((arc.source, 2 * arc.kind + 1))
        self.block_of = [0] * network.size
        # Dicts as ordered sets: taking a vertex out must not cost the size of the block.
        self._blocks: list[dict[int, None]] = [dict.fromkeys(range(network.size))]
        self._waiting: dict[int, None] = {0: None}
        self.split(dict(enumerate(network.labels)))

    def blocks(self) -> list[list[int]]:
        """Gives the vertices of each block in ascending order, by number of the block."""
        return [sorted(block) for block in self._blocks]

    def split(self, marks: Mapping[int, Hashable]) -> frozenset[int]:
        """Parts the marked vertices of each block by their marks, and makes that stable.

        Returns:
            The blocks that lost vertices or are new.
        """
        changed = self._part(marks)
        while self._waiting:
            splitter = next(iter(self._waiting))
            del self._waiting[splitter]
            changed |= self._part(self._arcs_from(self._blocks[splitter]))
        return frozenset(changed)

    def _arcs_from(self, vertices: Iterable[int]) -> dict[int, Hashable]:
        """Gives, for each neighbour of the vertices, how many arcs of each kind join it."""
        kinds: dict[int, list[int]] = {}
        for vertex in vertices:
            for neighbour, kind in self._neighbours[vertex]:
                kinds.setdefault(neighbour, []).append(kind)
        return {neighbour: tuple(sorted(found)) for neighbour, found in kinds.items()}

    def _part(self, marks: Mapping[int, Hashable]) -> set[int]:
        touched: dict[int, dict[Hashable, list[int]]] = {}
        for vertex, mark in marks.items():
            touched.setdefault(self.block_of[vertex], {}).setdefault(mark, []).append(vertex)
        changed = set()
        for block in sorted(touched):
            parts = sorted(touched[block].values(), key=lambda part: (-len(part), min(part)))
            unmarked = len(self._blocks[block]) - sum(len(part) for part in parts)
            # The largest part keeps the number, be it marked or not.
            for part in parts[1:] if len(parts[0]) >= unmarked else parts:
                changed |= {block, self._move(part)}
            if 0 < unmarked <= len(parts[0]):
                rest = [v for v in self._blocks[block] if v not in marks]
                changed |= {block, self._move(rest)}
        return changed

    def _move(self, part: list[int]) -> int:
        number = len(self._blocks)
        for vertex in part:
            del self._blocks[self.block_of[vertex]][vertex]
            self.block_of[vertex] = number
        self._blocks.append(dict.fromkeys(part))
        self._waiting[number] = None
        return number
