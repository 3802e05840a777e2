"""What a folded graph claims, spelled out again: every edge that it stands for.

Written without the passes' own code, from the meaning of the graph's fields alone
(`recviz_docs.graph`): members, steps, links, relations, ``every`` and counted labels.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise, product
from math import prod

from recviz_docs.graph import Edge, Graph, Node

Claim = tuple[str, str, int, str, str]
Steps = dict[str, int]

_COUNTED = re.compile(r"(-?\d+)(?:,(-?\d+))?…-?\d+|-?\d+(?:\|-?\d+)+")


def said_of(text: str, member: int) -> str:
    """Gives what a text such as ``[:, 0…7]`` or ``part 1|3 of 4`` says of one member."""

    def number(found: re.Match[str]) -> str:
        if "|" in found[0]:
            return found[0].split("|")[member]
        first, last = int(found[1]), int(found[0].rpartition("…")[2])
        step = int(found[2]) - first if found[2] else (1 if last > first else -1)
        return str(first + member * step)

    return _COUNTED.sub(number, text)


@dataclass(frozen=True)
class Unfolding:
    """A folded graph and the graph that it was made of."""

    trace: Graph
    folded: Graph

    def blocks(self, name: str) -> list[Node]:
        """Gives the blocks in series around a node, outermost first; it may be one itself."""
        nodes, found = self.folded.by_id, []
        at: str | None = name
        while at is not None:
            found.append(nodes[at])
            at = nodes[at].parent
        return [node for node in reversed(found) if node.links]

    def length(self, block: str) -> int:
        """Gives how many steps a block has in each step of those around it."""
        around = self.blocks(block)[:-1]
        return self.folded.by_id[block].steps // prod(self.length(node.id) for node in around)

    def ids(self, name: str) -> list[str]:
        """Gives the ids of all that a node stands for: side by side, then step by step."""
        node = self.folded.by_id[name]
        kind = node.kind
        known = {
            known: other.id
            for other in self.trace.nodes
            if other.kind == kind
            for known in (other.id.partition(":")[2], *([other.name] if kind == "output" else []))
        }
        return [known[member] for member in node.members] or [name]

    def at(self, name: str, member: int, steps: Steps) -> str:
        """Gives the id of one member of a node in one step of each block around it."""
        place = member
        for block in self.blocks(name):
            place = place * self.length(block.id) + steps[block.id]
        return self.ids(name)[place]

    def claims(self) -> Iterator[tuple[Claim, str]]:
        """Gives every edge that the folded graph claims, with its slot."""
        for edge in self.folded.edges:
            yield from self._spread(edge, None)
        for block in self.folded.nodes:
            for link in block.links:
                yield from self._spread(link, block)

    def _spread(self, edge: Edge, link_of: Node | None) -> Iterator[tuple[Claim, str]]:
        around = [[b.id for b in self.blocks(name)] for name in (edge.source, edge.target)]
        common = [name for name in around[0] if name in around[1]]
        if link_of is not None:
            assert link_of.id in common
            common = common[: common.index(link_of.id)]
        outside = [[name for name in names if name not in common] for names in around]
        for shared in self._steps(common):
            starts = self._sides(edge, outside[0], shared, leaving=True, link_of=link_of)
            ends = self._sides(edge, outside[1], shared, leaving=False, link_of=link_of)
            for source, target in product(starts, ends):
                if link_of is None or source[link_of.id] + 1 == target[link_of.id]:
                    yield from self._members(edge, source, target)

    def _steps(self, blocks: list[str]) -> list[Steps]:
        lengths = [range(self.length(name)) for name in blocks]
        return [dict(zip(blocks, steps, strict=True)) for steps in product(*lengths)]

    def _sides(
        self, edge: Edge, blocks: list[str], shared: Steps, *, leaving: bool, link_of: Node | None
    ) -> list[Steps]:
        every = {*edge.every, *([link_of.id] if link_of else [])}
        lengths = [range(self.length(name)) for name in blocks]
        ranges = [
            steps if name in every else (steps[-1:] if leaving else steps[:1])
            for name, steps in zip(blocks, lengths, strict=True)
        ]
        return [shared | dict(zip(blocks, steps, strict=True)) for steps in product(*ranges)]

    def _members(self, edge: Edge, source: Steps, target: Steps) -> Iterator[tuple[Claim, str]]:
        nodes = self.folded.by_id
        tails, heads = nodes[edge.source].count, nodes[edge.target].count
        expected = {
            "one": tails == heads == 1,
            "each": tails == heads > 1,
            "all": tails > 1 and heads > 1,
            "shared": tails == 1 < heads,
            "gather": tails > 1 == heads,
        }
        assert expected[edge.relation], f"{edge} joins {tails} and {heads}"
        for i, j in product(range(tails), range(heads)):
            if edge.relation == "each" and i != j:
                continue
            a, b = self.at(edge.source, i, source), self.at(edge.target, j, target)
            counted = [(source | target)[name] for name in edge.every]
            member = counted[-1] if counted else (i if edge.relation == "gather" else j)
            label = edge.label if edge.relation == "all" else said_of(edge.label, member)
            yield (a, b, edge.output, label, edge.style), said_of(edge.slot, member)


def _key(edge: Edge) -> Claim:
    return edge.source, edge.target, edge.output, edge.label, edge.style


def check_fold(trace: Graph, folded: Graph) -> None:
    """Checks that a folded graph says exactly what the graph says that it was made of."""
    unfolding = Unfolding(trace, folded)
    drawn = [node for node in folded.nodes if node.kind != "group"]
    everything = [identity for node in drawn for identity in unfolding.ids(node.id)]
    assert sorted(everything) == sorted(node.id for node in trace.nodes)
    claims = list(unfolding.claims())
    assert Counter(claim for claim, _ in claims) == Counter(_key(edge) for edge in trace.edges)
    slots = Counter((_key(edge), edge.slot) for edge in trace.edges)
    said = Counter((claim, slot) for claim, slot in claims if "*" not in slot)
    assert not said - slots, said - slots
    for node in drawn:
        _check_place(unfolding, node)
        _check_attributes(unfolding, node)
    order = [node.id for node in folded.nodes]
    assert all(order.index(e.source) < order.index(e.target) for e in folded.edges)
    assert all(first != second for first, second in pairwise(order))


def _check_place(unfolding: Unfolding, node: Node) -> None:
    """Checks that each member happened in the call that its frame stands for."""
    nodes = unfolding.folded.by_id
    parents = {other.id: other.parent for other in unfolding.trace.nodes}
    parent = node.parent
    while parent is not None and nodes[parent].kind == "group":
        parent = nodes[parent].parent
    if node.kind in ("parameter", "constant"):
        return  # what only a block reads stands in the block
    names = [block.id for block in unfolding.blocks(node.id)]
    for member, steps in product(range(node.count), unfolding._steps(names)):
        own = parents[unfolding.at(node.id, member, steps)]
        if parent is None:
            assert own is None
        else:
            together = nodes[parent].count == node.count
            assert own == unfolding.at(parent, member if together else 0, steps)


def _check_attributes(unfolding: Unfolding, node: Node) -> None:
    attributes = {other.id: other.attributes for other in unfolding.trace.nodes}
    for place, member in enumerate(unfolding.ids(node.id)):
        for name, value in attributes[member].items():
            said = node.attributes[name]
            if said in (value, "*"):
                continue
            if isinstance(said, str) and isinstance(value, int) and "–" in said:
                least, largest = map(int, said.split("–"))
                assert least <= value <= largest
                continue
            if name in node.varying:
                assert isinstance(said, tuple)
                assert said[place % node.steps] == value
            else:
                blocks = unfolding.blocks(node.id)
                along = unfolding.length(blocks[-1].id) if blocks else len(node.members)
                assert said_of(str(said), place % along) == str(value)
