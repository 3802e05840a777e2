"""Weights that several boxes use are marked with a letter, the same in each.

Owns which boxes use the same parameters and how letters are given. It must not know
why they are drawn apart: two uses of a table as one box would no longer say which
input goes to which reader.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from string import ascii_uppercase

from recviz_docs.graph import Graph, Node
from recviz_docs.simplify.nesting import calls_around
from recviz_docs.simplify.twins.merge import member_name

__all__ = ["mark_shared"]

_CALL = re.compile(r"#\d+$")


def mark_shared(graph: Graph, trace: Graph) -> Graph:
    """Gives the graph with letters in `Node.shared` for calls that use the same weights.

    A letter stands for the parameters that are used by exactly the boxes that have it.
    Frames that use the same ones, all of them, have the letter for what they contain.

    Args:
        graph: what is drawn.
        trace: what it was made of, with the readers of all parameters.
    """
    used = _used(graph, trace)
    speaking = _speaking(graph, used)
    users: dict[str, dict[str, None]] = {}
    for name, parameters in used.items():
        for parameter in parameters if name in speaking else ():
            users.setdefault(parameter, {})[speaking[name]] = None
    place = {node.id: at for at, node in enumerate(graph.nodes)}
    together = {tuple(sorted(names, key=place.__getitem__)) for names in users.values()}
    shared = sorted((g for g in together if len(g) > 1), key=lambda g: [place[n] for n in g])
    letters: dict[str, list[str]] = {}
    for letter, names in zip(_letters(), shared, strict=False):
        for name in names:
            letters.setdefault(name, []).append(letter)
    nodes = tuple(
        replace(node, shared=", ".join(letters[node.id])) if node.id in letters else node
        for node in graph.nodes
    )
    return replace(graph, nodes=nodes)


def _used(graph: Graph, trace: Graph) -> dict[str, frozenset[str]]:
    """Gives the parameters that are read in each drawn call."""
    nodes = trace.by_id
    read: dict[str, set[str]] = {}
    for edge in trace.edges:
        if nodes[edge.source].kind == "parameter":
            for node in (nodes[edge.target], *calls_around(nodes[edge.target], nodes)):
                read.setdefault(node.id, set()).add(edge.source)
    called = {member_name(node): node.id for node in trace.nodes if node.kind == "module"}
    found: dict[str, frozenset[str]] = {}
    for node in graph.nodes:
        if node.kind == "module":
            names = node.members or (member_name(node),)
            parts = (read.get(called.get(name, ""), set()) for name in names)
            found[node.id] = frozenset().union(*parts)
    return {name: parameters for name, parameters in found.items() if parameters}


def _speaking(graph: Graph, used: Mapping[str, frozenset[str]]) -> dict[str, str]:
    """Gives for each box the frame around it that has its letter, or the box itself."""
    nodes, frames = graph.by_id, graph.frames
    alike: dict[tuple[frozenset[str], frozenset[str]], list[str]] = {}
    for name, parameters in used.items():
        if name in frames:
            alike.setdefault((_modules(nodes[name]), parameters), []).append(name)
    same = {name for names in alike.values() if len(names) > 1 for name in names}
    found = {}
    for name in used:
        if name not in frames:
            around = [call.id for call in calls_around(nodes[name], nodes) if call.id in same]
            found[name] = around[-1] if around else name
    return found


def _modules(node: Node) -> frozenset[str]:
    return frozenset(_CALL.sub("", name) for name in node.members or (node.path,))


def _letters() -> Iterator[str]:
    yield from ascii_uppercase
    number = 1
    while True:
        yield from (f"{letter}{number}" for letter in ascii_uppercase)
        number += 1
