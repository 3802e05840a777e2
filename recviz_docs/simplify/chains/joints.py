"""When steps in a row may be drawn as one block: the exact rule.

Owns the comparison of the steps, place by place: what they are, what they read
and where their results go. It must not know how rows are found or what the block
will say.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from recviz_docs.graph import Edge
from recviz_docs.simplify.chains.exits import Exits
from recviz_docs.simplify.chains.flow import flows_on
from recviz_docs.simplify.chains.outer import outer_links
from recviz_docs.simplify.chains.view import View
from recviz_docs.simplify.twins.merge import common_shape
from recviz_docs.simplify.twins.selections import counted_text, counts, is_counted, pattern

__all__ = ["Chain", "chain_of"]

_LEAST_SAVED = 2
_FRAME = 1  # boxes that a new frame must save beyond that


@dataclass(frozen=True, slots=True)
class Chain:
    """A row that may be one block.

    Attributes:
        block: id of the node that stands for the row; that of a new group if it has several.
        steps: the ids of each step, place by place: the same place, the same role.
        tops: the first step's nodes that lie in no other node of it.
        edges: what becomes of edges that are not between the steps, by their place
            in the graph; None for those that others stand for.
        links: the edges from a step to the next, between nodes of the first.
        outer: the links of blocks around this one, where they change.
        saved: how many boxes fewer are drawn.
    """

    block: str
    steps: tuple[tuple[str, ...], ...]
    tops: tuple[str, ...]
    edges: Mapping[int, Edge | None]
    links: tuple[Edge, ...]
    outer: Mapping[str, tuple[Edge, ...]]
    saved: int

    @property
    def grouped(self) -> bool:
        """Tells whether the block needs a frame that the graph does not have."""
        return self.block not in self.tops


def chain_of(view: View, tokens: Sequence[Sequence[str]], *, worth: bool = True) -> Chain | None:
    """Gives the row of some steps, or None if they are not equal in all that a reader sees.

    Args:
        view: of the graph.
        tokens: for each step the nodes that happened directly in one call.
        worth: give only rows that save enough boxes.
    """
    inside = [[n for token in step for n in view.subtree(token)] for step in tokens]
    owned = [_owned(view, step) for step in inside]
    if not _alike(view, owned):
        return None
    tops = (*tokens[0], *owned[0])
    boxes = sum(view.boxes(name) for name in tops)
    saved = (len(tokens) - 1) * boxes
    block = _block(view, tokens[0], tops)
    if worth and saved < _LEAST_SAVED + (0 if block in tops else _FRAME):
        return None
    steps = tuple((*step, *own) for step, own in zip(inside, owned, strict=True))
    joint = _Joint(view, steps, block)
    if len(steps[0]) != len(steps[1]) or not flows_on(view, *steps[:2]) or not joint.entries():
        return None
    if not (_countable(view, steps) and _same_weights(view, steps)):
        return None
    exits = Exits(view, steps, joint.place, block).edges()
    outer = outer_links(view, steps, joint.place, block, carried=joint.carried, shared=joint.shared)
    if exits is None or outer is None:
        return None
    return Chain(block, steps, tops, joint.edges | exits, tuple(joint.links), outer, saved)


def _block(view: View, tokens: Sequence[str], tops: Sequence[str]) -> str:
    """Gives the id of the node that will stand for a row: the step itself, or a new group's."""
    holds = len(tokens) == 1 and (len(tops) == 1 or tops[0] in view.children)
    if holds and not view.nodes[tops[0]].links:
        return tops[0]
    name = f"rep:{tops[0]}"
    while name in view.nodes:
        name = f"rep:{name}"
    return name


def _owned(view: View, step: Sequence[str]) -> list[str]:
    """Gives the parameters and constants that only this step reads."""
    within = set(step)
    # What stands outside of a block is read by all of the block's steps together.
    outer = view.steps_around(step[0])
    found: dict[str, None] = {}
    for name in step:
        for _, edge in view.into[name]:
            source = view.nodes[edge.source]
            free = source.kind in ("parameter", "constant") and source.parent not in within
            if (
                free
                and source.steps == outer
                and all(out.target in within for _, out in view.out[source.id])
            ):
                found[source.id] = None
    return list(found)


def _alike(view: View, owned: Sequence[Sequence[str]]) -> bool:
    columns = [[view.structure(name) for name in own] for own in owned]
    return all(column == columns[0] for column in columns)


def _countable(view: View, steps: Sequence[Sequence[str]]) -> bool:
    """Tells whether a short text can say what the steps count along (``[:, 0…9]``)."""
    for column in zip(*steps, strict=True):
        nodes = [view.nodes[name] for name in column]
        # A text counts along the innermost block around it.
        inner = nodes[0].steps > view.steps_around(steps[0][0])
        for name in nodes[0].attributes:
            values = [str(node.attributes[name]) for node in nodes]
            said = counted_text(values) if is_counted(nodes[0], name) else ""
            differ = any(value != values[0] for value in values)
            if said is None or (said and counts(values[0])) or (said and differ and inner):
                return False
    return True


def _same_weights(view: View, steps: Sequence[Sequence[str]]) -> bool:
    """Tells whether all steps share a weight, or none with anything outside of itself."""
    for column in zip(*steps, strict=True):
        used = [view.weights.get(name, ()) for name in column]
        if all(weights == used[0] for weights in used):
            continue
        if len({len(weights) for weights in used}) > 1:
            return False
        for step, weights in zip(steps, used, strict=True):
            if not all(view.users[weight] <= {*step} for weight in weights):
                return False
    return True


@dataclass(slots=True)
class _Joint:
    """What enters the steps, compared place by place."""

    view: View
    steps: tuple[tuple[str, ...], ...]
    block: str
    place: dict[str, tuple[int, int]] = field(init=False)
    edges: dict[int, Edge | None] = field(default_factory=dict)
    links: list[Edge] = field(default_factory=list)
    carried: set[tuple[int, str]] = field(default_factory=set)
    shared: set[tuple[int, str]] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.place = {
            name: (number, at)
            for number, step in enumerate(self.steps)
            for at, name in enumerate(step)
        }

    def entries(self) -> bool:
        """Tells whether every step reads the same, and notes what becomes of the edges."""
        for column in zip(*self.steps, strict=True):
            first, *rest = ([*self.view.into[name]] for name in column)
            if any(len(edges) != len(rest[0]) for edges in rest):
                return False
            for others in zip(*rest, strict=True):
                here = first and first[0][1].slot == others[0][1].slot
                line = (first.pop(0), *others) if here else others
                if not (self._line(line) if here else self._carried(others)):
                    return False
            if first:
                return False
            inner = [
                [self._within(link) for link in self.view.nodes[name].links] for name in column
            ]
            if any(links != inner[0] for links in inner):
                return False
        return True

    def _within(self, link: Edge) -> Hashable:
        return self.place[link.source][1], self.place[link.target][1], self._key(link)

    def _line(self, line: Sequence[tuple[int, Edge]]) -> bool:
        """Compares the edges that fill one argument of one place in all steps."""
        edges = [edge for _, edge in line]
        first, second = edges[:2]
        rest = [self._key(edge) for edge in edges[1:]]
        if any(key != rest[0] for key in rest) or first.slot != second.slot:
            return False
        spots = [self.place.get(edge.source) for edge in edges]
        numbers = range(len(edges))
        at = spots[1][1] if spots[1] is not None else 0
        if self._key(first) == rest[0] and spots == [(number, at) for number in numbers]:
            kept = replace(first, shape=common_shape(edge.shape for edge in edges))
        elif spots == [None, *((number, at) for number in numbers[:-1])]:
            kept = first
            self._link(edges[1:], at)
        elif spots == [None] * len(edges) and self._key(first) == rest[0]:
            label = _label(edges) if len({edge.source for edge in edges}) == 1 else None
            if label is None:
                return False
            self.shared.add((self.place[first.target][1], first.slot))
            kept = replace(first, label=label, every=(*first.every, self.block))
        else:
            return False
        self.edges |= dict.fromkeys((number for number, _ in line), None)
        self.edges[line[0][0]] = kept
        return True

    def _carried(self, line: Sequence[tuple[int, Edge]]) -> bool:
        """Notes a link where the first step goes without what all others get from the one before.

        ``line`` are the edges of all steps but the first.
        """
        edges = [edge for _, edge in line]
        spots = [self.place.get(edge.source) for edge in edges]
        at = spots[0][1] if spots[0] is not None else 0
        alike = all(self._key(edge) == self._key(edges[0]) for edge in edges)
        if not alike or spots != [(number, at) for number in range(len(edges))]:
            return False
        self.edges |= dict.fromkeys((number for number, _ in line), None)
        self._link(edges, at)
        return True

    def _link(self, edges: Sequence[Edge], at: int) -> None:
        target = self.place[edges[0].target][1]
        self.carried.add((target, edges[0].slot))
        self.links.append(
            replace(
                edges[0],
                source=self.steps[0][at],
                target=self.steps[0][target],
                shape=common_shape(edge.shape for edge in edges),
                every=tuple(self.steps[0][self.place[name][1]] for name in edges[0].every),
            )
        )

    def _key(self, edge: Edge) -> Hashable:
        """Gives what edges of different steps must have in common, their ends aside."""
        every = tuple(self.place[name][1] if name in self.place else name for name in edge.every)
        inner = edge.source in self.place
        label = edge.label if inner else pattern(edge.label)
        return edge.slot, edge.output, label, edge.style, edge.relation, edge.dtype, every


def _label(edges: Sequence[Edge]) -> str | None:
    """Gives one label for the edges of all steps; one that counts along other steps has none."""
    if any(counts(edge.label) for edge in edges):
        return None
    return counted_text([edge.label for edge in edges])
