"""One text for the selections of many: ``[:, 0]``, ``[:, 1]`` … as ``[:, 0…7]``.

Owns which attributes count along a family and how their texts become one. It
must not know families or graphs.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from recviz_docs.graph import AttributeValue, Node

__all__ = ["counted_text", "counts", "is_counted", "pattern"]

_SELECTIONS = frozenset({"getitem", "select", "narrow", "setitem"})
_NUMBER = re.compile(r"-?\d+")
_COUNTED = re.compile(r"\d(…|\|-?)|,-?\d+…")
_PLACE = re.compile(
    r"((layer|block|stage|level|step|stack|cell|expert|branch|tower|task)_)?(idx|index|id|number|no)"
)
_LISTED = 4


def is_counted(node: Node, attribute: str) -> bool:
    """Tells whether an attribute may count along a family, or along steps in a row.

    Such are the parts of its operand that an operation takes or sets, and the number that a
    module was given to know its place (``layer_idx``).
    """
    if node.kind == "module":
        number = node.attributes.get(attribute)
        return isinstance(number, int | str) and _PLACE.fullmatch(attribute) is not None
    return node.kind == "function" and node.name in _SELECTIONS and attribute != "dim"


def pattern(value: AttributeValue) -> str:
    """Gives a text with its numbers left open; one that counts already is as it is."""
    if counts(value):
        return str(value)
    return _NUMBER.sub("#", str(value))


def counts(value: AttributeValue) -> bool:
    """Tells whether a text counts along a family or row already."""
    return _COUNTED.search(str(value)) is not None


def counted_text(texts: Sequence[str]) -> str | None:
    """Gives one text for texts that differ in numbers only, None where it would be long.

    Numbers that go up or down by one are written ``0…7``, by another step ``0,2…8``,
    a few others in their order ``4|1|2``.
    """
    if all(text == texts[0] for text in texts):
        return texts[0]
    pieces = _NUMBER.split(texts[0])
    columns = zip(*(_NUMBER.findall(text) for text in texts), strict=True)
    said = [_progression([int(number) for number in column]) for column in columns]
    if any(text is None for text in said):
        return None
    return pieces[0] + "".join(
        f"{text}{piece}" for text, piece in zip(said, pieces[1:], strict=True)
    )


def _progression(numbers: Sequence[int]) -> str | None:
    steps = {after - before for before, after in pairwise(numbers)}
    if steps <= {0}:
        return str(numbers[0])
    if len(steps) == 1 and steps <= {1, -1}:
        return f"{numbers[0]}…{numbers[-1]}"
    if len(steps) == 1 and len(numbers) > 2:
        return f"{numbers[0]},{numbers[1]}…{numbers[-1]}"
    return "|".join(map(str, numbers)) if len(numbers) <= _LISTED else None
