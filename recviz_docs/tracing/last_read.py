"""Which of its inputs a model read last: where to look when ``forward`` raises.

Owns the watching of a run by torch's functions and the words for a tensor. It
must not know how a run is recorded.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import torch
from torch.overrides import TorchFunctionMode

from recviz_docs.tracing.leaves import tensor_leaves
from recviz_docs.tracing.recorder.memory import storage_key

__all__ = ["LastRead", "described"]


class LastRead(TorchFunctionMode):
    """Remembers, while it is open, the last of some tensors that a function was given."""

    def __init__(self, named: Iterable[tuple[str, torch.Tensor]]) -> None:
        super().__init__()
        self._names = {storage_key(tensor): (name, tensor) for name, tensor in named}
        self.found: tuple[str, torch.Tensor] | None = None

    def __torch_function__(
        self,
        func: Any,
        types: Any,
        args: tuple[Any, ...] = (),
        kwargs: Mapping[str, Any] | None = None,
    ) -> Any:
        given = dict(kwargs or {})
        with torch._C.DisableTorchFunction():
            for _, tensor in (*tensor_leaves(args), *tensor_leaves(given)):
                self.found = self._names.get(storage_key(tensor), self.found)
        return func(*args, **given)


def described(tensor: torch.Tensor) -> str:
    """Gives type and shape, and of whole numbers the range: ``int64[2, 20], 1..99``."""
    kind = str(tensor.dtype).partition(".")[2]
    text = f"{kind}[{', '.join(str(int(size)) for size in tensor.shape)}]"
    whole = not (tensor.is_floating_point() or tensor.is_complex() or tensor.dtype is torch.bool)
    if whole and tensor.numel() and not tensor.is_meta and tensor.layout is torch.strided:
        text += f", {int(tensor.min())}..{int(tensor.max())}"
    return text
