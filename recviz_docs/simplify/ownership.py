"""Whose weights are these: which parameters and constants a closed box hides.

Owns the rule by which a parameter, buffer or constant that is read inside a
closed call belongs to that call. It must not know how boxes are drawn.
"""

from __future__ import annotations

from collections.abc import Sequence

from recviz_docs.graph import Graph, Node

__all__ = ["Ownership", "is_torch_class", "within"]


def within(path: str, owner: str) -> bool:
    """Tells whether a qualified name lies in the module of that name (or is it)."""
    return not owner or path == owner or path.startswith(f"{owner}.")


def is_torch_class(module: str) -> bool:
    """Tells whether a class is one of torch's own layers, by the module that defines it."""
    return module == "torch.nn" or module.startswith("torch.nn.")


class Ownership:
    """Answers whether a value without a writer belongs to one of the calls around its reader."""

    def __init__(self, graph: Graph) -> None:
        self._ties = [(info.path, info.shared_with) for info in graph.modules if info.shared_with]

    def hides(self, value: Node, output: int, around: Sequence[Node]) -> bool:
        """Tells whether the calls around a reader, innermost first, hide what it reads.

        The last of ``around`` is the box that will be drawn. What came to it as an
        argument is never hidden. A nameless constant belongs to the box that
        reads it; a named one, and a parameter, to the call that registered it,
        under whichever of its names (tied weights have several).
        """
        if value.kind not in ("parameter", "constant") or _takes(around[-1], value, output):
            return False
        if value.kind == "constant" and not value.path:
            return True
        if any(self._owns(call, value.path) for call in around):
            return True
        # A layer of torch reads nothing but its arguments and what it registered.
        return is_torch_class(around[0].module) and not _takes(around[0], value, output)

    def _owns(self, call: Node, path: str) -> bool:
        return within(path, call.path) or any(
            within(alias, call.path) and within(path, original) for alias, original in self._ties
        )


def _takes(call: Node, value: Node, output: int) -> bool:
    return any(item.source == value.id and item.output == output for item in call.arguments)
