"""What the twins pass compares: vertices and typed arcs between them.

Owns the translation of a graph into a network: its nodes, one more vertex for
each parameter that calls share, and arcs for edges, for containment and for
the use of weights. It must not know how the network is partitioned.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass

from recviz_docs.graph import Edge, Graph
from recviz_docs.simplify.twins.keys import Keys

__all__ = ["Arc", "Network", "links_of", "network_of"]

_INSIDE = "inside"
_WEIGHTS = "weights"
_LINK = "link"


@dataclass(frozen=True, slots=True)
class Arc:
    """An arrow between two vertices.

    Attributes:
        kind: a number for what the arrow is; those of twins have the same.
        edge: the place of the edge it stands for, among those of the graph and
            then the links of its blocks (`links_of`), or None.
    """

    source: int
    target: int
    kind: int
    edge: int | None = None


@dataclass(frozen=True, slots=True)
class Network:
    """Vertices by number: first the graph's nodes in their order, then weights.

    Attributes:
        labels: a number for what each vertex is; twins have the same.
        arcs: the graph's edges in their order, links, containment, then weights.
        drawn: how many of the vertices are nodes of the graph.
    """

    labels: tuple[int, ...]
    arcs: tuple[Arc, ...]
    drawn: int

    @property
    def size(self) -> int:
        """Gives how many vertices there are."""
        return len(self.labels)


def network_of(graph: Graph, keys: Keys, weights: Mapping[str, tuple[str, ...]]) -> Network:
    """Gives the network of a graph whose nodes use these weights together (`shared_weights`)."""
    place = {node.id: number for number, node in enumerate(graph.nodes)}
    numbers = _Numbers()
    labels = [numbers.of(keys.node(node)) for node in graph.nodes]
    arcs = [
        Arc(place[edge.source], place[edge.target], numbers.of(("edge", keys.edge(edge))), number)
        for number, edge in enumerate(graph.edges)
    ]
    links = links_of(graph)
    arcs += [
        Arc(place[link.source], place[link.target], numbers.of((_LINK, keys.edge(link))), number)
        for number, link in enumerate(links, start=len(arcs))
    ]
    arcs += [
        Arc(place[node.id], place[node.parent], numbers.of(_INSIDE))
        for node in graph.nodes
        if node.parent is not None
    ]
    vertices: dict[str, int] = {}
    for user, names in weights.items():
        for name in names:
            vertex = vertices.setdefault(name, len(place) + len(vertices))
            arcs.append(Arc(place[user], vertex, numbers.of(_WEIGHTS)))
    labels += [numbers.of(_WEIGHTS)] * len(vertices)
    return Network(tuple(labels), tuple(arcs), drawn=len(graph.nodes))


def links_of(graph: Graph) -> tuple[Edge, ...]:
    """Gives the links of all blocks in series, block by block."""
    return tuple(link for node in graph.nodes for link in node.links)


class _Numbers:
    """Small numbers for equal keys, in order of appearance."""

    def __init__(self) -> None:
        self._known: dict[Hashable, int] = {}

    def of(self, key: Hashable) -> int:
        return self._known.setdefault(key, len(self._known))
