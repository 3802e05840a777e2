"""The words of ``input-spec``: ``x: int64[B,L] 1..3706, price: float32[B]``.

Owns the grammar and where in the text an error is. It must not know the model.

A spec is items separated by commas (or semicolons): an optional name and a
colon, a type, sizes in square brackets, an optional range. A size is a number,
``B``, ``L``, or a product of these. Both ends of ``1..3706`` belong to it, the
end of ``1..<3706`` does not. Names with other characters stand in quotes.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

import torch

from recviz_docs.errors import RecvizError, nearest
from recviz_docs.messages import Message, message

__all__ = ["SpecItem", "parse_spec", "type_names"]

_SHORT = {
    "bf16": torch.bfloat16,
    "byte": torch.uint8,
    "bytes": torch.uint8,
    "char": torch.int8,
    "complex": torch.complex64,
    "f16": torch.float16,
    "f32": torch.float32,
    "f64": torch.float64,
    "i8": torch.int8,
    "i16": torch.int16,
    "i32": torch.int32,
    "i64": torch.int64,
    "int": torch.int64,
    "u8": torch.uint8,
}
# types that torch only stores: quantised ones and those of less than a byte
_STORAGE_ONLY = re.compile(r"q|bits|_|u?int[1-7]$|float4")
_NAME = r"""(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)'|(?P<bare>[^\s:,;\[\]"']+))\s*:\s*"""
_NUMBER = r"[-+]?(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][-+]?\d+)?"
_RANGE = re.compile(rf"(?P<low>{_NUMBER})\s*\.\.\s*(?P<open><?)\s*(?P<high>{_NUMBER})")


@dataclass(frozen=True, slots=True)
class SpecItem:
    """One input of a spec.

    Attributes:
        name: empty where the spec has no names.
        dtype: its type; None is the model's own floating type (written ``float``).
        shape: its sizes in numbers.
        low, high: its range, both ends included; None where not given.
    """

    name: str
    dtype: torch.dtype | None
    shape: tuple[int, ...]
    low: float | None = None
    high: float | None = None

    @property
    def numbers(self) -> bool:
        """Whether it holds floating or complex numbers."""
        return self.dtype is None or self.dtype.is_floating_point or self.dtype.is_complex


def type_names() -> dict[str, torch.dtype | None]:
    """Gives every name of a type that a spec may use."""
    known: dict[str, torch.dtype | None] = {
        name: value
        for name, value in sorted(vars(torch).items())
        if isinstance(value, torch.dtype) and not _STORAGE_ONLY.match(name)
    }
    return {**known, **_SHORT, "float": None, "number": None}


def parse_spec(text: str, *, batch: int, length: int) -> tuple[SpecItem, ...]:
    """Gives the items of a spec, in order.

    Raises:
        RecvizError: ``inputs``: the text is no spec; the error names the position.
    """
    reader = _Reader(text, {"B": batch, "L": length})
    items = reader.items()
    named = [bool(item.name) for item in items]
    if any(named) and not all(named):
        raise reader.wrong(message("some inputs have a name and others have none"), at=0)
    names = [item.name for item in items if item.name]
    for name in names:
        if names.count(name) > 1:
            raise reader.wrong(message("{name} is given twice", name=name), at=text.rfind(name))
    return items


class _Reader:
    """Reads one spec from left to right."""

    def __init__(self, text: str, symbols: dict[str, int]) -> None:
        self.text = text
        self.symbols = symbols
        self.position = 0

    def wrong(self, what: Message, *, at: int | None = None) -> RecvizError:
        position = self.position if at is None else at
        return RecvizError(
            "inputs",
            message("bad input-spec: {what}", what=what),
            reason=message(
                "At character {position}, here: {rest}",
                position=position + 1,
                rest=repr(self.text[position : position + 24]),
            ),
            advice=message("Write for example: x: int64[B,L] 1..3706, price: float32[B]"),
        )

    def match(self, pattern: str | re.Pattern[str]) -> re.Match[str] | None:
        """Gives what stands at the position, blanks before it skipped, and goes behind it."""
        blanks = re.compile(r"\s*").match(self.text, self.position)
        start = blanks.end() if blanks else self.position
        found = re.compile(pattern).match(self.text, start)
        self.position = found.end() if found else start
        return found

    def items(self) -> tuple[SpecItem, ...]:
        found = [self.item()]
        while self.match(r"[,;]"):
            if self.match(r"\Z"):
                break
            found.append(self.item())
        if not self.match(r"\Z"):
            raise self.wrong(message("a comma or the end is expected"))
        return tuple(found)

    def item(self) -> SpecItem:
        name = self.match(_NAME)
        given = next((part for part in name.groups() if part is not None), "") if name else ""
        if name and not given:
            raise self.wrong(message("the name is empty"), at=name.start())
        dtype = self.dtype()
        shape = self.shape()
        low, high = self.range(SpecItem(given, dtype, shape))
        return SpecItem(given, dtype, shape, low, high)

    def dtype(self) -> torch.dtype | None:
        word = self.match(r"(?:torch\.)?([A-Za-z_]\w*)")
        if not word:
            raise self.wrong(message("a type is expected"))
        known = type_names()
        if word[1].lower() in known:
            return known[word[1].lower()]
        guess = nearest(word[1].lower(), list(known))
        what = (
            message("unknown type {word}, did you mean {guess}?", word=word[1], guess=guess)
            if guess
            else message("unknown type {word}", word=word[1])
        )
        raise self.wrong(what, at=word.start())

    def shape(self) -> tuple[int, ...]:
        if not self.match(r"[\[(]"):
            return ()
        sizes: list[int] = []
        while not self.match(r"[\])]"):
            sizes.append(self.size())
            if not self.match(r",") and not re.match(r"\s*[\])]", self.text[self.position :]):
                raise self.wrong(message("a comma or a closing bracket is expected"))
        return tuple(sizes)

    def size(self) -> int:
        factors = [self.factor()]
        while self.match(r"\*"):
            factors.append(self.factor())
        return math.prod(factors)

    def factor(self) -> int:
        if number := self.match(r"\d+"):
            return int(number[0])
        symbol = self.match(r"[A-Za-z_]\w*")
        if symbol and symbol[0] in self.symbols:
            return self.symbols[symbol[0]]
        if symbol:
            what = message("unknown size {word}: sizes are numbers, B and L", word=symbol[0])
            raise self.wrong(what, at=symbol.start())
        raise self.wrong(message("a size is expected: a number, B, L or a product such as 2*B"))

    def range(self, item: SpecItem) -> tuple[float | None, float | None]:
        found = self.match(_RANGE)
        if not found:
            return None, None
        whole = all(re.fullmatch(r"[-+]?\d+", found[end]) for end in ("low", "high"))
        if not item.numbers and not whole:
            raise self.wrong(message("the range of a whole number is whole"), at=found.start())
        if item.dtype is torch.bool or (item.dtype is not None and item.dtype.is_complex):
            raise self.wrong(message("this type has no range"), at=found.start())
        low: float = float(found["low"]) if item.numbers else int(found["low"])
        high: float = float(found["high"]) if item.numbers else int(found["high"])
        if found["open"] and not item.numbers:
            high -= 1
        if high < low:
            raise self.wrong(message("the range is empty"), at=found.start())
        return low, high
