"""Containers that only hold what another call already frames.

Owns the rule by which a ``Sequential`` is not drawn: when it is all that its
call contains (``MLP`` around one ``Sequential``), or contains one call and no
more. It must not know how deep the picture is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from recviz_docs.graph import Graph, Node
from recviz_docs.simplify.nesting import children_of
from recviz_docs.simplify.ownership import is_torch_class

__all__ = ["dissolve_wrappers", "wrapping_calls"]


def wrapping_calls(content: Mapping[str, list[Node]], closed: Iterable[str]) -> frozenset[str]:
    """Gives the calls whose whole content is a container that is drawn as one box.

    Args:
        content: what happened directly in each call, outer calls first.
        closed: the calls with content that are drawn as boxes.
    """
    boxes = set(closed)
    found = set()
    for call in reversed(list(content)):
        inside = content[call]
        if len(inside) == 1 and _is_container(inside[0]):
            (inner,) = inside
            if inner.id in boxes or inner.id not in content:
                boxes.add(call)
                found.add(call)
    return frozenset(found)


def dissolve_wrappers(graph: Graph, *, around_one: bool = False) -> Graph:
    """Gives the graph without the frames of containers that say nothing more than their content.

    Args:
        graph: with frames around the content of open calls.
        around_one: leave out every frame around a single box, whatever its class.
    """
    content = children_of(graph)
    dissolved: dict[str, str | None] = {}
    for node in graph.nodes:
        inside = content.get(node.id, [])
        alone = node.parent is not None and len(content[node.parent]) == 1
        one = len(inside) == 1
        wraps = _is_container(node) and (alone or (one and inside[0].kind == "module"))
        if inside and (wraps or (around_one and one and inside[0].id not in content)):
            dissolved[node.id] = node.parent
    nodes = tuple(
        replace(node, parent=_standing(node.parent, dissolved))
        for node in graph.nodes
        if node.id not in dissolved
    )
    return replace(graph, nodes=nodes)


def _standing(frame: str | None, dissolved: Mapping[str, str | None]) -> str | None:
    while frame is not None and frame in dissolved:
        frame = dissolved[frame]
    return frame


def _is_container(node: Node) -> bool:
    return node.class_name == "Sequential" and is_torch_class(node.module)
