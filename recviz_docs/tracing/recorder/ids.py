"""Stable ids for what was recorded.

Owns how the events of a recording are named in the graph. It must not know what
the events are.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from recviz_docs.graph import Argument, TensorInfo
from recviz_docs.tracing.recorder.events import Value

__all__ = ["EventIds"]


class EventIds:
    """Ids by the number of their event; the second of a name gets ``#2``."""

    def __init__(self) -> None:
        self._used: Counter[str] = Counter()
        self._by_number: dict[int, str] = {}

    def give(self, number: int, wanted: str) -> str:
        """Gives and keeps the id of an event."""
        self._used[wanted] += 1
        count = self._used[wanted]
        self._by_number[number] = wanted if count == 1 else f"{wanted}#{count}"
        return self._by_number[number]

    def __contains__(self, number: int) -> bool:
        return number in self._by_number

    def __getitem__(self, number: int) -> str:
        return self._by_number[number]

    def arguments(
        self, leaves: Iterable[tuple[str, TensorInfo, list[Value]]]
    ) -> tuple[Argument, ...]:
        """Gives the values of a call by slot, where their events became nodes."""
        return tuple(
            Argument(slot, self[number], output)
            for slot, _, values in leaves
            for number, output in values
            if number in self
        )
