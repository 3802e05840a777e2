"""Where values enter and leave a closed box: by which argument, as which result.

Owns the ends of edges at closed calls. It must not know which calls are closed.
"""

from __future__ import annotations

from dataclasses import replace

from recviz_docs.graph import Edge, Node, TensorInfo

__all__ = ["Doors"]

_Value = tuple[str, int]


class Doors:
    """The doors of all boxes of one graph; results found open are counted on the way."""

    def __init__(self) -> None:
        self._arguments: dict[str, dict[_Value, tuple[str, TensorInfo | None]]] = {}
        self._results: dict[str, dict[_Value, int]] = {}
        self._let_out: dict[str, list[TensorInfo]] = {}

    def entering(self, edge: Edge, source: Node, box: Node) -> Edge:
        """Gives an edge into a box for one that ends inside it.

        Its slot names the argument (or the arguments) that the value came in by; a
        value that came in by none, such as another module's attribute, has no slot.
        Its shape is that of the argument, not what an operation inside made of it.
        """
        if box.id not in self._arguments:
            self._arguments[box.id] = _arguments(box)
        slot, info = self._arguments[box.id].get((edge.source, edge.output), ("", None))
        if info is None and edge.output < len(source.outputs):
            info = source.outputs[edge.output]
        if info is None:
            return replace(edge, target=box.id, slot=slot)
        return replace(edge, target=box.id, slot=slot, shape=info.shape, dtype=info.dtype)

    def leaving(self, moved: Edge, edge: Edge, box: Node) -> Edge:
        """Gives ``moved`` with its start at the box in which ``edge`` starts.

        Its output is the number of the result in the box's ``outputs``. What was not
        returned, such as a value that an attribute kept, is counted after those.
        """
        results = self._results.setdefault(box.id, _results(box))
        value = (edge.source, edge.output)
        if value not in results:
            let_out = self._let_out.setdefault(box.id, [])
            results[value] = len(box.outputs) + len(let_out)
            let_out.append(TensorInfo(edge.shape or (), edge.dtype))
        return replace(moved, source=box.id, output=results[value])

    def let_out(self) -> dict[str, tuple[TensorInfo, ...]]:
        """Gives what left each box without being returned."""
        return {box: tuple(values) for box, values in self._let_out.items()}


def _arguments(box: Node) -> dict[_Value, tuple[str, TensorInfo | None]]:
    names = list(dict.fromkeys(item.slot for item in box.arguments))
    infos = dict(zip(names, box.inputs, strict=False))
    taken: dict[_Value, list[str]] = {}
    for item in box.arguments:
        taken.setdefault((item.source, item.output), []).append(item.slot)
    return {value: (", ".join(slots), infos.get(slots[0])) for value, slots in taken.items()}


def _results(box: Node) -> dict[_Value, int]:
    # A result that was written in parts has several entries under one key.
    keys = list(dict.fromkeys(item.slot for item in box.returns))
    results: dict[_Value, int] = {}
    for item in box.returns:
        results.setdefault((item.source, item.output), keys.index(item.slot))
    return results
