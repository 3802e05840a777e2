"""What is computed again from the same values is drawn once.

Owns the question whether two operations or calls give the same by the trace alone,
and the graph without the second. It must not know weights that are shared by calls
with other arguments: those give other values (`tables`).
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import replace

from recviz_docs.graph import Edge, Graph, Node
from recviz_docs.simplify.nesting import children_of

__all__ = ["merge_repeats"]

_SHAPES = frozenset(
    {
        "pass", "alias", "contiguous", "clone", "detach", "view", "reshape", "squeeze",
        "unsqueeze", "flatten", "expand", "to", "long", "int", "float", "bool", "double", "half",
        "type", "type_as",
    }
)  # fmt: skip
_ALONE = frozenset(
    {
        "relu", "sigmoid", "tanh", "gelu", "silu", "exp", "log", "abs", "neg", "sqrt", "rsqrt",
        "logical_not", "bitwise_not", "invert", "transpose", "permute", "isnan", "embedding",
        "cat", "stack",
    }
)  # fmt: skip
_ALONG = frozenset({"sum", "mean", "softmax", "log_softmax", "any", "all", "cumsum", "unbind"})
_OF_TWO = frozenset(
    {
        "add", "sub", "mul", "div", "true_divide", "rsub", "pow", "eq", "ne", "gt", "lt", "ge",
        "le", "and", "or", "logical_and", "logical_or", "bitwise_and", "bitwise_or", "matmul",
        "mm", "bmm", "linear",
    }
)  # fmt: skip
_PLAIN_INDEX = re.compile(r"\[(-?\d*(:-?\d*)*|None|\.\.\.)(, (-?\d*(:-?\d*)*|None|\.\.\.))*\]")


def merge_repeats(graph: Graph, trace: Graph, *, operations: bool = True) -> Graph:
    """Gives the graph with each value that is computed several times computed once.

    Operations, and calls of one module, are the same if all that happened in them did
    the same with the same values, random numbers aside. They must stand in the same
    call, or in calls that are the same. `Node.again` names those that are left out.

    Args:
        graph: with or without steps in a row, which stay as they are.
        trace: what it was made of.
        operations: also operations outside of such calls. One that is drawn twice may
            make a picture shorter: it can stand beside each of its readers.
    """
    same = _Same(graph, trace)
    if not operations:
        same.keep_read()
    again: dict[str, list[str]] = {}
    for left_out, kept in same.kept.items():
        again.setdefault(kept, []).append(left_out)
    nodes = tuple(
        replace(node, again=(*node.again, *again[node.id])) if node.id in again else node
        for node in graph.nodes
        if node.id not in same.kept
    )
    edges = tuple(
        replace(edge, source=same.kept.get(edge.source, edge.source))
        for edge in graph.edges
        if edge.target not in same.kept
    )
    return replace(graph, nodes=nodes, edges=edges)


class _Same:
    """Which nodes of a graph give what another one gives already.

    Attributes:
        kept: for each node that may be left out the one that stays.
    """

    def __init__(self, graph: Graph, trace: Graph) -> None:
        self.kept: dict[str, str] = {}
        self._graph = graph
        self._children = children_of(graph)
        self._inside = _numbers_inside(trace)
        self._read = {edge.target for edge in graph.edges}
        self._taken: dict[str, set[int]] = {}
        self._readers: dict[str, list[str]] = {}
        for edge in graph.edges:
            self._readers.setdefault(edge.source, []).append(edge.target)
            self._taken.setdefault(edge.source, set()).add(edge.output)
        known: dict[Hashable, Node] = {}
        for node in graph.nodes:
            if node.id in self.kept or (node.id not in self._read and not self._opened(node)):
                continue
            mark = self._mark(node)
            parent = self.kept.get(node.parent or "", node.parent)
            if mark is None:
                continue
            first = known.setdefault((mark, parent), node)
            if first is not node:
                self._pair(first, node)

    def keep_read(self) -> None:
        """Keeps the operations that something reads which is drawn."""
        for node in reversed(self._graph.nodes):
            again = node.kind == "function" and node.id in self.kept
            readers = self._readers.get(node.id, ())
            if again and node.parent not in self.kept and not {*readers} <= self.kept.keys():
                del self.kept[node.id]

    def _opened(self, node: Node) -> bool:
        return node.id in self._children

    def _pair(self, first: Node, second: Node) -> None:
        pairs = list(zip(self._within(first), self._within(second), strict=False))
        alike = len([*self._within(first)]) == len([*self._within(second)])
        marks = [(self._mark(one), self._mark(other)) for one, other in pairs]
        if alike and all(one is not None and one == other for one, other in marks):
            self.kept |= {other.id: one.id for one, other in pairs}

    def _within(self, node: Node) -> Iterator[Node]:
        yield node
        for child in self._children.get(node.id, ()):
            yield from self._within(child)

    def _mark(self, node: Node) -> Hashable:
        """Gives what nodes that give the same have in common; None for what stays."""
        if node.kind not in ("function", "module") or node.steps > 1 or node.members:
            return None
        numbers = self._inside.get(node.id)
        if not numbers or not self._returned(node):
            return None
        return node.kind, node.path if node.kind == "module" else "", self._opened(node), numbers

    def _returned(self, node: Node) -> bool:
        """Tells whether all that is read of a closed call is what the call returned."""
        if node.kind == "function" or self._opened(node):
            return True
        results = len({item.slot for item in node.returns}) or len(node.outputs)
        return all(output < results for output in self._taken.get(node.id, ()))


def _numbers_inside(trace: Graph) -> dict[str, tuple[int, ...]]:
    """Gives, for each leaf and call, numbers of all that was computed in it, in order."""
    into: dict[str, list[Edge]] = {}
    for edge in trace.edges:
        into.setdefault(edge.target, []).append(edge)
    nodes, frames = trace.by_id, trace.frames
    numbers: dict[Hashable, int] = {}
    number_of: dict[str, int] = {}
    inside: dict[str, list[int]] = {}
    for node in trace.nodes:
        if node.id in frames:
            continue
        key = _key(node, into.get(node.id, ()), number_of)
        number_of[node.id] = numbers.setdefault(key, len(numbers))
        at: str | None = node.id
        while at is not None:
            inside.setdefault(at, []).append(number_of[node.id])
            at = nodes[at].parent
    return {name: tuple(found) for name, found in inside.items()}


def _key(node: Node, read: Sequence[Edge], number_of: Mapping[str, int]) -> Hashable:
    """Gives what computations that give the same have in common."""
    if not read or not _told(node, read) or any(edge.source not in number_of for edge in read):
        return node.id
    taken = sorted((e.slot, e.output, e.label, e.style, number_of[e.source]) for e in read)
    said = sorted((name, repr(value)) for name, value in node.attributes.items())
    return node.name, tuple(said), tuple(taken), node.outputs


def _told(node: Node, read: Sequence[Edge]) -> bool:
    """Tells whether a trace says all that an operation's result depends on.

    A trace leaves out arguments that say nothing to a reader, and no random number is
    told; so only operations count of which it is known what they need.
    """
    if node.kind != "function":
        return False
    if node.name in ("getitem", "select"):
        index = str(node.attributes.get("index"))
        return len(read) == 1 and (
            "dim" in node.attributes or _PLAIN_INDEX.fullmatch(index) is not None
        )
    if node.name in _ALONG:
        return "dim" in node.attributes
    numbers = sum(name == "other" or name.isdecimal() for name in node.attributes)
    slots = len({edge.slot for edge in read})
    return node.name in _SHAPES | _ALONE or (node.name in _OF_TWO and slots + numbers >= 2)
