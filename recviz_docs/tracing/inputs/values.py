"""Example tensors, made from a generator of their own.

Owns how one input is drawn: shape, type, range, device. It must not know which
rule wants it. The global random state is never touched.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import nn

__all__ = ["Maker", "floating_type", "maker_for", "smallest_vocabulary"]

_WIDE = {torch.bfloat16, torch.float16, torch.float32, torch.float64}


@dataclass(frozen=True, slots=True)
class Maker:
    """Draws tensors from one seeded generator, on one device.

    Attributes:
        floating: the type that ``None`` means for numbers.
    """

    generator: torch.Generator
    device: str
    floating: torch.dtype

    def ids(
        self,
        shape: tuple[int, ...],
        low: int,
        high: int,
        *,
        dtype: torch.dtype = torch.int64,
    ) -> torch.Tensor:
        """Gives whole numbers from ``low`` up to and without ``high``."""
        drawn = torch.randint(low, max(high, low + 1), shape, generator=self.generator)
        return drawn.to(dtype).to(self.device)

    def numbers(
        self,
        shape: tuple[int, ...],
        low: float | None = None,
        high: float | None = None,
        *,
        dtype: torch.dtype | None = None,
    ) -> torch.Tensor:
        """Gives numbers between ``low`` and ``high``, or of a standard normal distribution."""
        dtype = dtype or self.floating
        drawn = self._uniform(shape, low, high) if low is not None else self._normal(shape, dtype)
        return drawn.to(dtype).to(self.device)

    def _uniform(
        self, shape: tuple[int, ...], low: float | None, high: float | None
    ) -> torch.Tensor:
        start = low or 0.0
        end = start + 1.0 if high is None else high
        return start + (end - start) * torch.rand(shape, generator=self.generator)

    def _normal(self, shape: tuple[int, ...], dtype: torch.dtype) -> torch.Tensor:
        # few types can be drawn directly; all others are rounded from these
        drawn_as = torch.complex64 if dtype.is_complex else torch.float32
        return torch.randn(shape, generator=self.generator, dtype=drawn_as)

    def truth(self, shape: tuple[int, ...]) -> torch.Tensor:
        """Gives true and false by chance."""
        return self.ids(shape, 0, 2).bool()


def maker_for(model: nn.Module, *, seed: int, device: str) -> Maker:
    """Gives a maker that starts anew from ``seed`` and draws numbers of the model's own type."""
    return Maker(torch.Generator().manual_seed(seed), device, floating_type(model))


def floating_type(model: nn.Module) -> torch.dtype:
    """Gives the type of the model's first floating parameter, else buffer, else float32."""
    for tensor in (*model.parameters(), *model.buffers()):
        # an uninitialised parameter of a lazy module has a type as well
        if tensor.dtype in _WIDE:
            return tensor.dtype
    return torch.float32


def smallest_vocabulary(model: nn.Module) -> int | None:
    """Gives the number of rows of the smallest embedding table, or None where there is none."""
    rows = [
        module.num_embeddings
        for module in model.modules()
        if isinstance(module, nn.Embedding | nn.EmbeddingBag)
    ]
    return min(rows, default=None)
