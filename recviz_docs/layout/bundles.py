"""Which edges are one arrow: those that join the same two boxes in the same way.

Owns that rule and what such an arrow says of the parts that its edges bring
(``[:, 4:5]; [:, 5:8]``). It must not know sizes or boxes.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from recviz_docs.graph import Edge, Graph
from recviz_docs.simplify.twins.merge import common_shape
from recviz_docs.simplify.twins.selections import counted_text, counts

__all__ = ["Bundles", "bundle_key", "bundles_of", "listed"]

_ROOT = re.compile(r"[^.\[]*")
_BETWEEN = "; "
_LISTED = 3


@dataclass(frozen=True, slots=True)
class Bundles:
    """The arrows of a graph.

    Attributes:
        first: for each edge the index of the first that it is drawn as one arrow with.
        said: by the index of a first edge whose arrow brings several parts of a value,
            an edge that speaks for all of them.
    """

    first: tuple[int, ...]
    said: dict[int, Edge]


def bundle_key(edge: Edge) -> tuple[object, ...]:
    """Gives what edges share that differ in the argument alone."""
    ends = (edge.source, edge.target, edge.output)
    return (*ends, edge.style, edge.relation, edge.label, edge.shape, edge.dtype)


def bundles_of(graph: Graph) -> Bundles:
    """Gives the arrows of a graph.

    Edges become one that differ in the argument alone, or that bring different parts of
    one value to one argument (a list that is concatenated).
    """
    first: dict[object, int] = {}
    parts: dict[object, list[int]] = {}
    for at, edge in enumerate(graph.edges):
        if first.setdefault(bundle_key(edge), at) == at and _is_part(edge):
            root = _ROOT.match(edge.slot)
            ends = edge.source, edge.target, edge.style, edge.relation, edge.dtype
            parts.setdefault((*ends, root and root.group()), []).append(at)
    said: dict[int, Edge] = {}
    leads: dict[int, int] = {}
    for together in parts.values():
        if len(together) > 1:
            said[together[0]] = _said([graph.edges[at] for at in together])
            leads |= dict.fromkeys(together, together[0])
    firsts = (first[bundle_key(edge)] for edge in graph.edges)
    return Bundles(tuple(leads.get(at, at) for at in firsts), said)


def listed(label: str) -> str:
    """Gives a label that lists parts with the middle of a long list left out."""
    parts = label.split(_BETWEEN)
    return label if len(parts) <= _LISTED else _BETWEEN.join((parts[0], "…", parts[-1]))


def _is_part(edge: Edge) -> bool:
    plain = edge.relation in ("one", "each") and not edge.every
    return plain and "[" in edge.slot and edge.label != "" and not counts(edge.label)


def _said(edges: Sequence[Edge]) -> Edge:
    labels = [edge.label for edge in edges]
    text = counted_text(labels) if len({_numberless(label) for label in labels}) == 1 else None
    if text is None or (counts(text) and "|" in text):
        text = _BETWEEN.join(labels)
    return replace(edges[0], label=text, shape=_shape(edges))


def _shape(edges: Sequence[Edge]) -> tuple[int | str, ...] | None:
    shape = common_shape(edge.shape for edge in edges)
    alike = shape is not None and all(edge.shape == shape for edge in edges)
    return shape if alike else None


def _numberless(label: str) -> str:
    return re.sub(r"-?\d+", "#", label)
