"""Weights that one operation reads become words in its box (``@ Wa (16, 16)``).

Owns which parameters and constants those are and how they are written. It must not
know how wide a picture is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from recviz_docs.graph import AttributeValue, Edge, Graph, Node
from recviz_docs.simplify.prune import restrict
from recviz_docs.simplify.sources import always_read

__all__ = ["write_operands"]

_ROOM = 40
_TEXTS = 3  # that a box tells


def write_operands(graph: Graph) -> Graph:
    """Gives the graph in which an operation tells the weights that only it reads.

    They are read once, unchanged on their way, and their words are short; what stands
    for several has a box of its own. `Node.operands` names them by their ids.
    """
    into: dict[str, list[Edge]] = {}
    out: dict[str, list[Edge]] = {}
    for edge in graph.edges:
        into.setdefault(edge.target, []).append(edge)
        out.setdefault(edge.source, []).append(edge)
    nodes = graph.by_id
    gone: set[str] = set()
    told: dict[str, Node] = {}
    for node in graph.nodes:
        if node.kind != "function" or node.count > 1:
            continue
        read = [edge for edge in into.get(node.id, ()) if _only(edge, out[edge.source], nodes)]
        words: dict[str, AttributeValue] = {
            edge.slot.partition("[")[0]: _text(nodes[edge.source], node) for edge in read
        }
        short = all(len(str(text)) <= _ROOM for text in words.values())
        fits = len(words) == len(read) and len(words) + len(node.attributes) <= _TEXTS
        if read and short and fits and not words.keys() & node.attributes.keys():
            names = tuple(edge.source for edge in read)
            told[node.id] = replace(node, attributes={**words, **node.attributes}, operands=names)
            gone.update(names)
    kept = tuple(told.get(node.id, node) for node in graph.nodes if node.id not in gone)
    return restrict(graph, kept, graph.edges)


def _only(edge: Edge, out: list[Edge], nodes: Mapping[str, Node]) -> bool:
    """Tells whether an edge brings a weight as it is, to its only reader."""
    weight = nodes[edge.source]
    if weight.kind not in ("parameter", "constant") or not weight.path or weight.count > 1:
        return False
    plain = edge.style == "solid" and not edge.label and edge.slot != ""
    return plain and len(out) == 1 and always_read(edge, nodes)


def _text(weight: Node, reader: Node) -> str:
    name = weight.path.removeprefix(f"{reader.path}.") if reader.path else weight.path
    return f"{name} {weight.outputs[0]}" if weight.outputs else name
