"""Values that come from nothing (``zeros``, ``arange``) become words in the box that reads them.

Owns which operations those are and how they are written. It must not know how wide
a picture is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from recviz_docs.graph import AttributeValue, Edge, Graph, Node
from recviz_docs.simplify.nesting import calls_around
from recviz_docs.simplify.prune import restrict
from recviz_docs.simplify.twins.selections import counted_text

__all__ = ["always_read", "write_sources"]

_MADE = frozenset(
    {
        "arange", "empty", "empty_like", "eye", "full", "full_like", "linspace", "logspace",
        "new_empty", "new_full", "new_ones", "new_tensor", "new_zeros", "ones", "ones_like",
        "scalar_tensor", "tensor", "tril_indices", "triu_indices", "zeros", "zeros_like",
    }
)  # fmt: skip
_SHAPED = frozenset(
    {"tril", "triu", "to", "float", "long", "bool", "int", "double", "type", "diag"}
)
_TOLD = frozenset({"end", "start", "step", "fill_value", "data"})
_ROOM = 24


def write_sources(graph: Graph) -> Graph:
    """Gives the graph in which what reads a made value says so (``input arange(21)``).

    A value is made if its operation reads nothing, or only shapes what was made
    (``tril(ones)``); random numbers are no such values, they stay nodes. It must be
    read once, by an operation or by a call that is drawn closed, unchanged on its
    way, and its words must be short. Of steps in a row, all must read it: what only
    the first reads is where the row starts.
    """
    into: dict[str, list[Edge]] = {node.id: [] for node in graph.nodes}
    out: dict[str, list[Edge]] = {node.id: [] for node in graph.nodes}
    for edge in graph.edges:
        into[edge.target].append(edge)
        out[edge.source].append(edge)
    nodes = graph.by_id
    words: dict[str, str] = {}
    for node in graph.nodes:
        read = [words.get(edge.source) for edge in into[node.id]]
        if len(out[node.id]) != 1 or not _made(node, read):
            continue
        (edge,) = out[node.id]
        text = _text(node, read)
        plain = edge.style == "solid" and not edge.label and edge.slot != ""
        if (
            plain
            and always_read(edge, nodes)
            and len(text) <= _ROOM
            and nodes[edge.target].kind in ("function", "module")
        ):
            words[node.id] = text
    return _written(graph, into, words)


def always_read(edge: Edge, nodes: Mapping[str, Node]) -> bool:
    """Tells whether an edge ends wherever a reader of its target's box would think it does."""
    source, target = nodes[edge.source], nodes[edge.target]
    around = (call.id for call in (target, *calls_around(target, nodes)) if call.links)
    shared = {call.id for call in calls_around(source, nodes)}
    entered = [name for name in around if name not in shared]
    return set(entered) == set(edge.every)


def _made(node: Node, read: Sequence[str | None]) -> bool:
    if node.kind != "function" or node.count > 1 or node.decided or None in read:
        return False
    return node.name in (_SHAPED if read else _MADE)


def _text(node: Node, read: Sequence[str | None]) -> str:
    told = [
        _told(value, steps=name in node.varying)
        for name, value in node.attributes.items()
        if name in _TOLD or name.isdecimal()
    ]
    inside = ", ".join([*(text for text in read if text), *(text for text in told if text)])
    return f"{node.name}({inside})" if inside else node.name


def _told(value: AttributeValue, *, steps: bool) -> str:
    if steps and isinstance(value, tuple):
        texts = [str(number) for number in value]
        return counted_text(texts) or f"{texts[0]}, …, {texts[-1]}"
    return str(value) if isinstance(value, int | float | str) else ""


def _written(graph: Graph, into: Mapping[str, list[Edge]], words: Mapping[str, str]) -> Graph:
    nodes = []
    for node in graph.nodes:
        if node.id in words:
            continue
        said: dict[str, AttributeValue] = {
            edge.slot: words[edge.source] for edge in into[node.id] if edge.source in words
        }
        nodes.append(replace(node, attributes={**node.attributes, **said}) if said else node)
    return restrict(graph, tuple(nodes), graph.edges)
