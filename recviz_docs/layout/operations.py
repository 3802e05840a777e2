"""How an operation is written: ``+``, ``a − b``, ``sum dim 1``, ``[:, 0]``.

Owns the signs of arithmetic, which operations may swap their operands, and the
letters that tell operands apart where order matters. It must not know boxes,
colours or languages: names of operations are identifiers.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import chain

from recviz_docs.graph import Edge, Node
from recviz_docs.layout.attributes import attribute_texts, value_text
from recviz_docs.layout.bundles import bundle_key
from recviz_docs.layout.surroundings import Surroundings

__all__ = ["operation_title", "selection_text", "slot_tag"]

_SIGNS: Mapping[str, str] = {
    "add": "+", "mul": "×", "multiply": "×", "sub": "−", "subtract": "−", "div": "÷",
    "divide": "÷", "true_divide": "÷", "truediv": "÷", "matmul": "@", "mm": "@", "bmm": "@",
    "mv": "@", "pow": "^", "neg": "−", "eq": "=", "ne": "≠", "lt": "<", "gt": ">", "le": "≤",
    "ge": "≥", "bitwise_and": "&", "bitwise_or": "|", "logical_and": "and",
    "logical_or": "or", "bitwise_not": "not", "logical_not": "not",
}  # fmt: skip
# Operations on a number and what comes in, in this order.
_REVERSED: Mapping[str, str] = {
    "rsub": "−", "rdiv": "÷", "rtruediv": "÷", "rpow": "^", "rfloordiv": "//", "rmod": "%",
}  # fmt: skip
_SWAPPABLE_TEXT = (
    "add mul multiply eq ne bitwise_and bitwise_or bitwise_xor logical_and logical_or "
    "logical_xor maximum minimum max min isclose allclose"
)
_SWAPPABLE = frozenset(_SWAPPABLE_TEXT.split())
_ROOT = re.compile(r"[^.\[]*")
_THEN = "], ["
_WHOLE = re.compile(r"(?:, :)+\]$")  # what ``x[:, 0]`` means without being told
_LISTED = re.compile(r"-?\d+(?:\|-?\d+)+")
_COUNTED = re.compile(r"(-?\d+)(?:,(-?\d+))?…(-?\d+)")


def _plain(name: str) -> str:
    """Gives ``add`` for ``add_`` and ``__iadd__``: to a reader they are one operation."""
    bare = name.strip("_")
    for prefix in ("i",):
        if name.startswith("__") and bare.startswith(prefix) and bare[1:] in _SIGNS:
            return bare[1:]
    return bare


def operation_title(node: Node, around: Surroundings) -> tuple[str, str]:
    """Gives an operation's title and what follows it."""
    name = _plain(node.name)
    if name == "getitem" and "index" in node.attributes:
        return selection_text(value_text(node.attributes["index"])), ""
    tail = " · ".join(attribute_texts(node.attributes, varying=node.varying))
    if name in _REVERSED and tail:
        return f"{tail} {_REVERSED[name]} x", ""
    sign = _SIGNS.get(name, "")
    letters = [tag for tag in _tags(node, around) if len(tag) == 1]
    if len(letters) < 2:
        return sign or name, tail
    if sign and len(letters) == 2:
        return f"{letters[0]} {sign} {letters[1]}", tail
    return f"{sign or name}({', '.join(letters)})", tail


def selection_text(text: str) -> str:
    """Gives what is taken of a value as a person writes it.

    Dimensions that are taken whole at the end are left out. The parts that many
    take in turn (``[:, 0…7]``) are told from a range that each of them takes:
    ``[:, 0], …, [:, 7]``, or from each of a few (``[:, 4|1]`` is ``[:, 4], [:, 1]``).
    """
    if _THEN in text:  # one part after the other was taken
        return _THEN.join(_WHOLE.sub("]", f"{part}]")[:-1] for part in text[:-1].split(_THEN)) + "]"
    text = _WHOLE.sub("]", text)
    listed = [found.split("|") for found in _LISTED.findall(text)]
    if listed and "…" not in text:
        pieces = _LISTED.split(text)
        rows = zip(*listed, strict=True)
        return ", ".join("".join(chain(*zip(pieces, (*row, ""), strict=True))) for row in rows)
    found = _COUNTED.search(text)
    if found is None or listed:
        return text
    first, last = (_COUNTED.sub(rf"\{group}", text) for group in (1, 3))
    between = ", " if abs(int(found[3]) - int(found[1])) == 1 else ", …, "
    return f"{first}{between}{last}"


def slot_tag(edge: Edge, around: Surroundings) -> str:
    """Gives which arguments an arrow brings, where that cannot be seen without saying.

    Modules name their parameters (``query``); operations get the letters that
    stand in their title. Nothing where there is one argument, or order is free.
    """
    target = around.nodes[edge.target]
    if len(_tags(target, around)) < 2:
        return ""
    key = bundle_key(edge)
    together = (e for e in around.incoming[edge.target] if bundle_key(e) == key)
    tags = dict.fromkeys(_tag(other, target, around) for other in together)
    return ", ".join(tag for tag in tags if tag)


def _tags(target: Node, around: Surroundings) -> tuple[str, ...]:
    """Gives the different tags of what comes into a node, values of its own left out."""
    found = {
        _tag(edge, target, around)
        for edge in around.incoming.get(target.id, ())
        if around.nodes[edge.source].kind not in ("parameter", "constant")
    }
    return tuple(sorted(found - {""}))


def _tag(edge: Edge, target: Node, around: Surroundings) -> str:
    root = _root(edge)
    if target.kind == "module":
        known = any(
            argument.slot.split(".")[0].split("[")[0] == root for argument in target.arguments
        )
        return root if known and root.isidentifier() else ""
    if target.kind != "function" or _plain(target.name) in _SWAPPABLE:
        return ""
    if root.isdecimal():
        # The operands of einsum come after its equation, and are its first all the same.
        positions = [_root(other) for other in around.incoming.get(target.id, ())]
        first = min(int(position) for position in positions if position.isdecimal())
        place = int(root) - first
        return chr(ord("a") + place) if place < 26 else ""
    return root


def _root(edge: Edge) -> str:
    """Gives the argument that an edge brings something of: ``0`` for ``0[2]``."""
    match = _ROOT.match(edge.slot)
    return match.group() if match else ""
