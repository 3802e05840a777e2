"""Modules whose ``forward`` is called by its name, by others and by their own class."""

from __future__ import annotations

import torch
from torch import nn


class Scaled(nn.Linear):
    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return super().forward(x) * 2


class Halved(Scaled):
    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return super().forward(x) / 2


class Decoder(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.inner = Halved(4, 4)

    def forward(self, x: torch.Tensor, *, gate: torch.Tensor) -> torch.Tensor:
        return self.inner.forward(x) * gate


class Model(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.decoder = Decoder()
        self.again = Halved(4, 4)

    def forward(self, x: torch.Tensor, gate: torch.Tensor) -> torch.Tensor:
        return self.again(self.decoder.forward(x, gate=gate))


def inputs() -> tuple[torch.Tensor, ...]:
    return torch.ones(2, 4), torch.ones(2, 4)
