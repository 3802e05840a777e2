"""A graph as the search for rows reads it.

Owns the look-ups: what stands in a call, what a call is like inside, what enters
and leaves each node. It must not know which rows are equal.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import replace

from recviz_docs.graph import Edge, Graph, Node
from recviz_docs.simplify.nesting import children_of
from recviz_docs.simplify.twins.keys import Keys
from recviz_docs.simplify.twins.selections import pattern

__all__ = ["View"]

_OUTSIDE = frozenset({"input", "output", "parameter", "constant"})


class View:
    """Look-ups over one graph.

    Attributes:
        children: ids of what happened directly in each call, in order.
        into, out: the edges of each node, with their places in the graph.
        weights, users: the parameters that nodes share, and the nodes that share them.
        keys: what makes nodes and edges alike, sizes and numbers aside.
    """

    def __init__(self, graph: Graph, weights: Mapping[str, tuple[str, ...]]) -> None:
        self.graph = graph
        self.nodes = graph.by_id
        self.weights = weights
        self.users: dict[str, set[str]] = {}
        for user, names in weights.items():
            for name in names:
                self.users.setdefault(name, set()).add(user)
        self.keys = Keys(graph, sizes=False, counted=False, numbers=False)
        self.children = {
            call: [node.id for node in content] for call, content in children_of(graph).items()
        }
        self.into: dict[str, list[tuple[int, Edge]]] = {node.id: [] for node in graph.nodes}
        self.out: dict[str, list[tuple[int, Edge]]] = {node.id: [] for node in graph.nodes}
        for number, edge in enumerate(graph.edges):
            self.into[edge.target].append((number, edge))
            self.out[edge.source].append((number, edge))
        self._top = [node.id for node in graph.nodes if node.parent is None]
        self._numbers: dict[Hashable, int] = {}
        self._structures: dict[str, int] = {}

    def tokens_in(self, scope: str | None) -> list[str]:
        """Gives what happened directly in a call, values without a writer left aside."""
        inside = self._top if scope is None else self.children[scope]
        return [name for name in inside if self.nodes[name].kind not in _OUTSIDE]

    def structure(self, name: str) -> int:
        """Gives a number for what a node is and contains; equal numbers for equal contents."""
        if name not in self._structures:
            node = self.nodes[name]
            # Steps of a loop are one module, or modules that a list numbers: an author who
            # gave two modules names of their own did not think of them as one.
            own = self._own(node), pattern(node.path) if node.kind == "module" else ""
            inner = tuple(self.structure(child) for child in self.children.get(name, ()))
            self._structures[name] = self._numbers.setdefault((own, inner), len(self._numbers))
        return self._structures[name]

    def _own(self, node: Node) -> Hashable:
        # Some modules are called without a state first; what each takes is seen at its edges.
        return self.keys.node(replace(node, inputs=()) if node.kind == "module" else node)

    def subtree(self, name: str) -> Iterable[str]:
        """Gives a node and all that it contains."""
        yield name
        for child in self.children.get(name, ()):
            yield from self.subtree(child)

    def leads(self, before: Iterable[str], after: Iterable[str]) -> bool:
        """Tells whether what happened in some nodes reads what happened in others."""
        sources = {inner for name in before for inner in self.subtree(name)}
        return any(
            edge.source in sources
            for name in after
            for inner in self.subtree(name)
            for _, edge in self.into[inner]
        )

    def steps_around(self, name: str) -> int:
        """Gives how many steps the call has that a node happened in."""
        parent = self.nodes[name].parent
        return 1 if parent is None else self.nodes[parent].steps

    def boxes(self, name: str) -> int:
        """Gives how many boxes are drawn for a node and what it contains."""
        return sum(inner not in self.children for inner in self.subtree(name))

    def weight(self, names: list[str]) -> list[int]:
        """Gives `boxes` for each of some nodes."""
        return [self.boxes(name) for name in names]
