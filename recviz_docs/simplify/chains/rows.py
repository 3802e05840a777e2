"""Where a sequence repeats itself.

Owns the search for periodic stretches in a sequence of numbers. It must not know
what the numbers stand for.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

__all__ = ["Row", "rows_of"]

_LONGEST = 64


@dataclass(frozen=True, slots=True)
class Row:
    """A stretch in which each item equals the one a period later."""

    start: int
    period: int
    length: int

    def saves(self, weights: Sequence[int]) -> int:
        """Gives how much less is drawn if one period stands for the whole stretch."""
        steps = self.length // self.period
        return (steps - 1) * sum(weights[self.start : self.start + self.period])


def rows_of(items: Sequence[int], weights: Sequence[int]) -> list[Row]:
    """Gives the stretches that hold two periods or more, those that weigh most first."""
    found = []
    for period in range(1, min(len(items) // 2, _LONGEST) + 1):
        start = 0
        for at in range(len(items) - period + 1):
            if at < len(items) - period and items[at] == items[at + period]:
                continue
            length = at - start + period
            if length >= 2 * period:
                found.append(Row(start, period, length))
            start = at + 1
    above = [0]
    for weight in weights:
        above.append(above[-1] + weight)

    def order(row: Row) -> tuple[int, int, int]:
        whole = row.start + row.length - row.length % row.period
        return above[row.start] - above[whole], row.period, row.start

    return sorted(found, key=order)
