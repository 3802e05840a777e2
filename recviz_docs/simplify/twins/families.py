"""Which nodes may be drawn as one: the exact rule.

Owns the search for a partition in which every bundle of arcs is *each*, *all*,
*shared* or *gather* under one numbering: from the coarsest stable one, blocks
that cannot be drawn are split until none is left. It must not know what a
vertex looks like or how a family is drawn.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass

from recviz_docs.simplify.twins.network import Network
from recviz_docs.simplify.twins.partition import Partition
from recviz_docs.simplify.twins.relations import Bundle, Tracks, bundles_of, relation_of

__all__ = ["Families", "families_of"]


@dataclass(frozen=True, slots=True)
class Families:
    """A partition that can be drawn.

    Attributes:
        blocks: the vertices of each family, in the order of their numbers 1..n.
        bundles: the arcs between families.
    """

    blocks: tuple[tuple[int, ...], ...]
    bundles: tuple[Bundle, ...]


_Objections = Callable[[Sequence[Sequence[int]], Sequence[Bundle]], Mapping[int, Hashable]]


def families_of(network: Network, *, across: bool, objections: _Objections) -> Families:
    """Gives the families of a network.

    Args:
        network: the graph as vertices and arcs.
        across: what to do with groups side by side (two towers of three inputs):
            fold each group in itself (False), or the groups onto each other (True).
        objections: gives marks that part families which could be numbered but not be
            written down, for families in their order and their bundles.
    """
    partition = Partition(network)
    while True:
        blocks = partition.blocks()
        bundles = bundles_of(network, partition.block_of)
        tracks = Tracks(network.size)
        faults = []
        for bundle in bundles:
            relation = relation_of(bundle, len(blocks[bundle.source]), len(blocks[bundle.target]))
            if relation is None:
                faults.append(bundle)
            elif relation == "each":
                tracks.join(bundle.arcs)
        if faults:
            _part_faults(partition, blocks, faults, across=across)
            continue
        ordered = tuple(tuple(sorted(block, key=tracks.of)) for block in blocks)
        marks = _crossed(blocks, tracks) or objections(ordered, bundles)
        if not marks:
            return Families(ordered, tuple(bundles))
        partition.split(marks)


def _part_faults(
    partition: Partition, blocks: Sequence[Sequence[int]], faults: Sequence[Bundle], *, across: bool
) -> None:
    """Splits the blocks of all bundles without a relation that no earlier split has touched."""
    touched: set[int] = set()
    for fault in faults:
        if fault.source not in touched and fault.target not in touched:
            marks = _marks(fault, blocks[fault.source], blocks[fault.target], across=across)
            touched |= partition.split(marks)


def _marks(
    fault: Bundle, sources: Sequence[int], targets: Sequence[int], *, across: bool
) -> dict[int, Hashable]:
    """Gives what tells the members of two blocks apart that a bundle joins badly.

    If the bundle falls into groups that nothing joins, the groups are told apart,
    or (``across``) the places within a group; otherwise every member is.
    """
    groups = _groups(fault)
    if len(groups) == 1:
        return {vertex: vertex for vertex in (*sources, *targets)}
    if not across:
        return {vertex: number for number, group in enumerate(groups) for vertex in group}
    marks: dict[int, Hashable] = {}
    from_here = set(sources)
    for group in groups:
        marks |= {v: place for place, v in enumerate(v for v in group if v in from_here)}
        marks |= {v: place for place, v in enumerate(v for v in group if v not in from_here)}
    if len(set(marks.values())) == 1:
        return {vertex: vertex for vertex in (*sources, *targets)}
    return marks


def _groups(bundle: Bundle) -> list[list[int]]:
    """Gives the vertices that the arcs of a bundle join to one another, group by group."""
    tracks = Tracks(1 + max(max(arc.source, arc.target) for arc in bundle.arcs))
    tracks.join(bundle.arcs)
    ends = {vertex for arc in bundle.arcs for vertex in (arc.source, arc.target)}
    groups: dict[int, list[int]] = {}
    for vertex in sorted(ends):
        groups.setdefault(tracks.of(vertex), []).append(vertex)
    return list(groups.values())


def _crossed(blocks: Sequence[Sequence[int]], tracks: Tracks) -> dict[int, Hashable]:
    """Gives marks for the members of families whose *each* edges lead back to another member.

    Only the tracks on which that happens are taken out of their families, member by member.
    """
    twice = set()
    for block in blocks:
        seen: set[int] = set()
        for vertex in block:
            track = tracks.of(vertex)
            if track in seen:
                twice.add(track)
            seen.add(track)
    return {v: v for block in blocks for v in block if tracks.of(v) in twice and len(block) > 1}
