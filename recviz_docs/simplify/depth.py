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
from recviz_docs.simplify.nesting import calls_around, children_of
from recviz_docs.simplify.ownership import Ownership, is_torch_class
from recviz_docs.simplify.whole import whole

__all__ = ["close_calls", "one_less"]


def close_calls(trace: Graph, *, depth: int, show_functions: bool = False) -> Graph:
    """Gives the graph in which every call below ``depth`` is one box.

    Args:
        trace: as recorded, or pruned.
        depth: 0 is the model as one box, 1 what its own ``forward`` calls, -1 everything.
        show_functions: open calls that contain operations only. Without it they are
            closed, and so is a whole model that is one of torch's own layers.
    """
    calls = any(node.kind == "module" for node in trace.nodes)
    if depth == 0 or not (calls or show_functions or not is_torch_class(trace.model.module)):
        return whole(trace)
    around = _boxes(trace, _closed(trace, depth, show_functions))
    boxes = {identity: calls[-1].id for identity, calls in around.items()}
    edges, extra = _edges(trace, around)
    read = {edge.source for edge in edges}
    nodes = tuple(
        replace(node, outputs=node.outputs + extra[node.id]) if node.id in extra else node
        for node in trace.nodes
        if node.id not in boxes and (node.kind not in ("parameter", "constant") or node.id in read)
    )
    return replace(trace, nodes=nodes, edges=edges)


def one_less(trace: Graph, depth: int) -> int:
    """Gives the depth that opens one level of calls less than ``depth`` does, at least 1."""
    nodes = trace.by_id
    levels = [1 + len(calls_around(node, nodes)) for node in trace.nodes if node.kind == "module"]
    deepest = max(levels, default=1)
    drawn = deepest if depth < 0 else min(depth, deepest)
    return max(1, drawn - 1) if depth else 0


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


def _edges(
    trace: Graph, around: Mapping[str, list[Node]]
) -> tuple[tuple[Edge, ...], dict[str, tuple[TensorInfo, ...]]]:
    """Gives the edges between what is drawn, and results that boxes let out without returning."""
    nodes = trace.by_id
    ownership = Ownership(trace)
    doors = _Doors()
    drawn: list[Edge] = []
    moved_before: set[Edge] = set()
    for edge in trace.edges:
        source = around[edge.source][-1] if edge.source in around else nodes[edge.source]
        target = around[edge.target][-1] if edge.target in around else nodes[edge.target]
        if source.id == target.id and edge.source in around:
            continue
        if edge.target in around and nodes[edge.source].kind in ("parameter", "constant"):
            value, readers = nodes[edge.source], around[edge.target]
            if ownership.hides(value, edge.output, readers):
                continue
        moved = edge
        if source.id != edge.source:
            moved = replace(moved, source=source.id, output=doors.output(source, edge))
        if target.id != edge.target:
            moved = replace(moved, target=target.id, slot=doors.slot(target, edge))
        # Two operations in a box may read one value: that is one arrow. Between
        # operations that are both drawn every reading counts (x * x).
        if moved is edge or moved not in moved_before:
            drawn.append(moved)
        if moved is not edge:
            moved_before.add(moved)
    return tuple(drawn), doors.extra()


class _Doors:
    """Where values enter and leave closed boxes."""

    def __init__(self) -> None:
        self._slots: dict[str, dict[tuple[str, int], str]] = {}
        self._outputs: dict[str, dict[tuple[str, int], int]] = {}
        self._let_out: dict[str, list[TensorInfo]] = {}

    def slot(self, box: Node, edge: Edge) -> str:
        """Gives the argument a value came in by: several names if it came as several."""
        if box.id not in self._slots:
            slots: dict[tuple[str, int], list[str]] = {}
            for item in box.arguments:
                slots.setdefault((item.source, item.output), []).append(item.slot)
            self._slots[box.id] = {value: ", ".join(names) for value, names in slots.items()}
        return self._slots[box.id].get((edge.source, edge.output), "")

    def output(self, box: Node, edge: Edge) -> int:
        """Gives the number of the result a value left by; a new one if it was not returned."""
        if box.id not in self._outputs:
            # A result that was written in parts has several entries under one key.
            keys = list(dict.fromkeys(item.slot for item in box.returns))
            numbers: dict[tuple[str, int], int] = {}
            for item in box.returns:
                numbers.setdefault((item.source, item.output), keys.index(item.slot))
            self._outputs[box.id] = numbers
        numbers = self._outputs[box.id]
        value = (edge.source, edge.output)
        if value not in numbers:
            let_out = self._let_out.setdefault(box.id, [])
            numbers[value] = len(box.outputs) + len(let_out)
            let_out.append(TensorInfo(edge.shape or (), edge.dtype))
        return numbers[value]

    def extra(self) -> dict[str, tuple[TensorInfo, ...]]:
        return {box: tuple(values) for box, values in self._let_out.items()}
