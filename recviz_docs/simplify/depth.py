"""Which module calls are drawn open: the option ``depth``, with torchview's meaning.

Owns the choice of the calls that become closed boxes and the edges of a closed
box: the values read inside it and written outside, never its argument list. It
must not know which operations or families matter to a reader.

In what it gives, `Node.arguments` and `Node.returns` still name leaves of the
trace, and `Edge.output` of a closed box counts its ``returns``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from recviz_docs.graph import Edge, Graph, Node, TensorInfo
from recviz_docs.simplify.doors import Doors
from recviz_docs.simplify.nesting import calls_around, children_of
from recviz_docs.simplify.ownership import Ownership, is_torch_class
from recviz_docs.simplify.whole import whole
from recviz_docs.simplify.wrappers import wrapping_calls

__all__ = ["close_calls"]


def close_calls(
    trace: Graph,
    *,
    depth: int,
    show_functions: bool = False,
    unwrap: bool = False,
    also: frozenset[str] = frozenset(),
) -> Graph:
    """Gives the graph in which every call below ``depth`` is one box.

    Args:
        trace: as recorded, or pruned.
        depth: 0 is the model as one box, 1 what its own ``forward`` calls, -1 everything.
        show_functions: open calls that contain operations only. Without it they are
            closed, and so is a whole model that is one of torch's own layers.
        unwrap: close also calls around nothing but one closed container (`wrapping_calls`).
        also: ids of further calls to close.
    """
    calls = any(node.kind == "module" for node in trace.nodes)
    if depth == 0 or not (calls or show_functions or not is_torch_class(trace.model.module)):
        return whole(trace)
    closed = _closed(trace, depth, show_functions) | (also & trace.frames)
    if unwrap:
        closed |= wrapping_calls(children_of(trace), closed)
    around = _boxes(trace, closed)
    boxes = {identity: calls[-1].id for identity, calls in around.items()}
    edges, extra = _edges(trace, around)
    read = {edge.source for edge in edges}
    decided = _decided(trace, boxes)
    nodes = tuple(
        replace(
            node,
            outputs=node.outputs + extra.get(node.id, ()),
            decided=tuple(dict.fromkeys((*node.decided, *decided.get(node.id, ())))),
        )
        for node in trace.nodes
        if node.id not in boxes and (node.kind not in ("parameter", "constant") or node.id in read)
    )
    return replace(trace, nodes=nodes, edges=edges)


def _closed(trace: Graph, depth: int, show_functions: bool) -> frozenset[str]:
    """Gives the calls with content that are drawn as boxes."""
    nodes = trace.by_id
    closed = set()
    for identity, content in children_of(trace).items():
        level = 1 + len(calls_around(nodes[identity], nodes))
        plain = not any(node.kind == "module" for node in content)
        if 0 < depth <= level or (plain and not show_functions):
            closed.add(identity)
    return frozenset(closed)


def _boxes(trace: Graph, closed: frozenset[str]) -> dict[str, list[Node]]:
    """Gives, for each node that vanishes in a box, the calls around it up to that box."""
    nodes = trace.by_id
    found = {}
    for node in trace.nodes:
        around = calls_around(node, nodes)
        outermost = max((i for i, call in enumerate(around) if call.id in closed), default=None)
        if outermost is not None:
            found[node.id] = around[: outermost + 1]
    return found


def _decided(trace: Graph, boxes: Mapping[str, str]) -> dict[str, list[str]]:
    """Gives for each box the inputs whose values chose the path somewhere in it."""
    found: dict[str, list[str]] = {}
    for node in trace.nodes:
        if node.id in boxes and node.decided:
            found.setdefault(boxes[node.id], []).extend(node.decided)
    return found


def _edges(
    trace: Graph, around: Mapping[str, list[Node]]
) -> tuple[tuple[Edge, ...], dict[str, tuple[TensorInfo, ...]]]:
    """Gives the edges between what is drawn, and results that boxes let out without returning."""
    nodes = trace.by_id
    ownership = Ownership(trace)
    doors = Doors()
    drawn: list[Edge] = []
    moved_before: set[Edge] = set()
    for edge in trace.edges:
        source, target = nodes[edge.source], nodes[edge.target]
        source_box = around[source.id][-1] if source.id in around else source
        target_box = around[target.id][-1] if target.id in around else target
        if source_box is target_box:
            continue
        inside = target is not target_box
        if inside and ownership.hides(source, edge.output, around[target.id]):
            continue
        moved = doors.entering(edge, source, target_box) if inside else edge
        if source is not source_box:
            moved = doors.leaving(moved, edge, source_box)
        # Two operations in a box may read one value: that is one arrow. Between
        # operations that are both drawn every reading counts (x * x).
        if moved is edge or moved not in moved_before:
            drawn.append(moved)
        if moved is not edge:
            moved_before.add(moved)
    return tuple(drawn), doors.let_out()
