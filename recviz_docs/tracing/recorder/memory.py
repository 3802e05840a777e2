"""Who wrote what: the writers of every storage, element by element where needed.

Owns the shadow of the model's memory. Writers are numbers that grow with time;
it must not know what they stand for, nor anything of operations or modules.

A storage that was only ever written whole has one writer. After a write to a
part of it, a shadow tensor holds the writer of each element, and reads go
through the tensor's own size, stride and offset: ``buf[0] = a; buf[1] = b``
followed by a read of ``buf[0]`` finds the writer of ``a`` alone. A later write
of the whole forgets the shadow. Values without a storage (sparse tensors) are
followed by object. Its own work on shadows runs with torch's modes off.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import torch
from torch.utils._python_dispatch import _disable_current_modes

__all__ = ["Memory", "storage_key", "storage_owner"]

_LARGEST_SHADOW = 1 << 26  # elements; above it, whole ranges of memory are compared


@dataclass(slots=True)
class _Cell:
    """One storage: its last whole writer, and what was written over it in parts."""

    owner: object
    writer: int
    latest: int
    itemsize: int
    shadow: torch.Tensor | None = None
    ranges: list[tuple[int, int, int]] = field(default_factory=list)


def storage_key(tensor: torch.Tensor) -> int:
    """Gives the identity of a tensor's memory: its storage's address, or its own id without one."""
    owner = storage_owner(tensor)
    return int(owner._cdata) if isinstance(owner, torch.UntypedStorage) else id(owner)


def storage_owner(tensor: torch.Tensor) -> object:
    """Gives what holds the memory and must stay alive so that its key is not used again."""
    tensor = _physical(tensor)
    if tensor.layout is torch.strided:
        try:
            return tensor.untyped_storage()
        except (NotImplementedError, RuntimeError):
            return tensor
    return tensor


def _physical(tensor: torch.Tensor) -> torch.Tensor:
    """Gives the tensor under the wrappers of ``torch.func`` (vmap, grad)."""
    while torch._C._functorch.is_functorch_wrapped_tensor(tensor):
        tensor = torch._C._functorch.get_unwrapped(tensor)
    return tensor


def _covers(tensor: torch.Tensor, owner: object) -> bool:
    """Says whether a write to ``tensor`` leaves nothing of its storage as it was."""
    if not isinstance(owner, torch.UntypedStorage):
        return True
    if tensor.numel() * tensor.element_size() < owner.nbytes():
        return False
    return all(
        stride for size, stride in zip(tensor.shape, tensor.stride(), strict=True) if size > 1
    )


def _span(tensor: torch.Tensor) -> tuple[int, int]:
    """Gives the first byte and the one behind the last that the tensor can touch."""
    size = tensor.element_size()
    first = last = int(tensor.storage_offset()) * size
    for length, stride in zip(tensor.shape, tensor.stride(), strict=True):
        last += max(0, int(length) - 1) * int(stride) * size
    return first, last + size


class Memory:
    """The writers of all storages that were seen."""

    def __init__(self) -> None:
        self._cells: dict[int, _Cell] = {}

    def knows(self, tensor: torch.Tensor) -> bool:
        """Says whether anything was written to the tensor's storage."""
        return storage_key(tensor) in self._cells

    def write(self, tensor: torch.Tensor, writer: int) -> None:
        """Records that ``writer`` wrote every element of ``tensor``."""
        tensor = _physical(tensor)
        key = storage_key(tensor)
        cell = self._cells.get(key)
        if tensor.numel() == 0 and cell is not None:
            return
        if cell is None or _covers(tensor, cell.owner):
            owner = storage_owner(tensor) if cell is None else cell.owner
            size = tensor.element_size() if isinstance(owner, torch.UntypedStorage) else 1
            self._cells[key] = _Cell(owner, writer, writer, size)
            return
        cell.latest = writer
        first, last = _span(tensor)
        cell.ranges.append((first, last, writer))
        with _disable_current_modes():
            window = self._window(cell, tensor, create=True)
            if window is None:
                cell.shadow = None
            else:
                window.fill_(writer)

    def write_all(self, tensor: torch.Tensor, writer: int) -> None:
        """Records that ``writer`` may have written anything in the tensor's storage."""
        cell = self._cells.get(storage_key(tensor))
        if cell is None:
            self.write(tensor, writer)
        else:
            cell.writer = cell.latest = writer
            cell.shadow = None
            cell.ranges.clear()

    def writers(self, tensor: torch.Tensor) -> list[int]:
        """Gives who wrote the elements of ``tensor``, oldest first; empty if nobody is known."""
        tensor = _physical(tensor)
        cell = self._cells.get(storage_key(tensor))
        if cell is None:
            return []
        if cell.latest == cell.writer or tensor.numel() == 0:
            return [cell.writer]
        with _disable_current_modes():
            window = self._window(cell, tensor, create=False)
            if window is not None:
                return sorted(int(writer) for writer in torch.unique(window).tolist())
        first, last = _span(tensor)
        parts = {who for start, end, who in cell.ranges if start < last and first < end}
        return sorted({cell.writer, *parts})

    def changed_since(self, tensor: torch.Tensor, moment: int) -> bool:
        """Says whether anything in the tensor's storage was written after ``moment``."""
        cell = self._cells.get(storage_key(tensor))
        return cell is not None and cell.latest > moment

    def _window(self, cell: _Cell, tensor: torch.Tensor, *, create: bool) -> torch.Tensor | None:
        """Gives the shadow as ``tensor`` sees its storage; None where there can be none."""
        if tensor.element_size() != cell.itemsize or tensor.layout is not torch.strided:
            return None
        owner = cell.owner
        if not isinstance(owner, torch.UntypedStorage):
            return None
        elements = owner.nbytes() // cell.itemsize
        if cell.shadow is None:
            if not create or elements > _LARGEST_SHADOW or len(cell.ranges) > 1:
                return None
            cell.shadow = torch.full((elements,), cell.writer, dtype=torch.int32)
        return cell.shadow.as_strided(tensor.shape, tensor.stride(), tensor.storage_offset())
