"""Operations that take a part of a value, in words that fit on an arrow.

Owns the text of a selection (``[:, 0]``, ``part 2 of 4``) and the question
whether an arrow can say it. It must not know the graph around the operation.
"""

from __future__ import annotations

from collections.abc import Callable

from recviz_docs.graph import AttributeValue, Node

__all__ = ["is_part", "keeps_everything", "selection_label"]

_PARTS = frozenset(
    {"split", "chunk", "unbind", "tensor_split", "split_with_sizes", "hsplit", "vsplit", "dsplit"}
)


def is_part(node: Node) -> bool:
    """Tells whether an operation cuts a value in parts; their numbers need no dimension."""
    return node.name in _PARTS


def selection_label(node: Node, output: int) -> str | None:
    """Gives what an operation selects, or None if an arrow cannot say it.

    Args:
        node: a function that reads one value.
        output: which of its results.
    """
    if is_part(node):
        return f"part {output + 1} of {len(node.outputs)}" if node.outputs else None
    reader = _READERS.get(node.name)
    return None if reader is None else reader(node)


def keeps_everything(node: Node) -> bool:
    """Tells whether a ``getitem`` only adds dimensions or takes all (``[:, None]``, ``[...]``)."""
    if node.name != "getitem":
        return False
    label = _index(node)
    return label is not None and all(
        part.strip() in {":", "0:", "None", "...", "Ellipsis", "::"}
        for part in label[1:-1].split(",")
    )


def _index(node: Node) -> str | None:
    index = node.attributes.get("index")
    bracketed = isinstance(index, str) and index.startswith("[") and index.endswith("]")
    return index if bracketed else None  # type: ignore[return-value]


def _select(node: Node) -> str | None:
    return _along(node, node.attributes.get("dim"), _number(node.attributes.get("index")))


def _narrow(node: Node) -> str | None:
    start = _number(node.attributes.get("start"))
    length = _number(node.attributes.get("length"))
    if start is None or length is None or int(start) < 0:
        return None
    return _along(node, node.attributes.get("dim"), f"{start}:{int(start) + int(length)}")


def _along(node: Node, dim: AttributeValue, text: str | None) -> str | None:
    """Gives an index that takes ``text`` along one dimension and all of those before it."""
    if text is None or not isinstance(dim, int) or isinstance(dim, bool):
        return None
    if dim < 0:
        if not node.inputs:
            return None
        dim += len(node.inputs[0].shape)
    return f"[{':, ' * dim}{text}]"


def _number(value: AttributeValue) -> str | None:
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else None


_READERS: dict[str, Callable[[Node], str | None]] = {
    "getitem": _index,
    "select": _select,
    "narrow": _narrow,
}
