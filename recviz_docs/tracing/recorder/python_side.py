"""What left for Python and what comes back from it: numbers, and memory that NumPy shares.

Owns the values that escaped, the numbers they became, and the comparison of
shared memory with what it was. It must not know functions, modules or nodes.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import torch
from torch.utils._python_dispatch import _disable_current_modes

from recviz_docs.tracing.recorder.events import Value
from recviz_docs.tracing.recorder.memory import storage_key

__all__ = ["PythonSide"]

_SHARED_INTEGERS = 256  # CPython keeps one object for each whole number up to this


class PythonSide:
    """The values that Python has seen in one recording."""

    def __init__(self) -> None:
        self._escaped: dict[Value, None] = {}
        self._carried: dict[int, list[Value]] = {}
        self._alive: list[object] = []
        self._shared: dict[int, tuple[torch.Tensor, torch.Tensor]] = {}

    @property
    def escaped(self) -> list[Value]:
        """Gives the values that left so far."""
        return list(self._escaped)

    def leave(self, values: Iterable[Value]) -> None:
        """Notes that Python may compute with these values from now on."""
        self._escaped.update(dict.fromkeys(values))

    def carry(self, numbers: Any, values: list[Value]) -> None:
        """Remembers the numbers that a tensor became, to know them when they return.

        Small whole numbers are shared by everything in Python and tell nothing.
        """
        for number in numbers if isinstance(numbers, list) else [numbers]:
            if isinstance(number, list):
                self.carry(number, values)
            elif type(number) is float or (type(number) is int and abs(number) > _SHARED_INTEGERS):
                self._carried[id(number)] = values
                self._alive.append(number)

    def returned(self, arguments: Iterable[object]) -> list[Value]:
        """Gives the values that a function's arguments are, where they are such numbers."""
        found: list[Value] = []
        for argument in arguments if self._carried else ():
            if isinstance(argument, list | tuple):
                found.extend(self.returned(argument))
            elif isinstance(argument, float | int):
                found.extend(self._carried.get(id(argument), ()))
        return found

    def share(self, tensor: torch.Tensor) -> None:
        """Notes that Python can write to the tensor's memory behind torch's back."""
        if tensor.layout is torch.strided and not tensor.is_meta:
            with _disable_current_modes():
                whole = tensor.detach().new_empty(0).set_(tensor.untyped_storage())
                self._shared[storage_key(tensor)] = whole, whole.clone()

    def refresh(self, tensor: torch.Tensor) -> None:
        """Takes what shared memory holds now as known: torch wrote it."""
        if self._shared and storage_key(tensor) in self._shared:
            self.share(tensor)

    def rewritten(self, tensor: torch.Tensor) -> bool:
        """Says whether shared memory holds something else than torch wrote."""
        if not self._shared or storage_key(tensor) not in self._shared:
            return False
        whole, before = self._shared[storage_key(tensor)]
        with _disable_current_modes():
            same = torch.equal(whole.view(torch.uint8), before.view(torch.uint8))
        if not same:
            self.share(tensor)
        return not same
