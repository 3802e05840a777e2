"""Models whose factories, modules or options give the inputs."""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Iterator
from dataclasses import dataclass

import torch
from torch import Tensor, nn


class Pair(nn.Module):
    """Takes two tensors."""

    def __init__(self) -> None:
        super().__init__()
        self.fc = nn.Linear(3, 2)

    def forward(self, left: Tensor, right: Tensor) -> Tensor:
        return self.fc(left) + self.fc(right)


class One(nn.Module):
    """Takes one dict."""

    def __init__(self) -> None:
        super().__init__()
        self.fc = nn.Linear(3, 2)

    def forward(self, batch: dict[str, Tensor]) -> Tensor:
        return self.fc(batch["x"])


class Many(nn.Module):
    """Takes a list."""

    def __init__(self) -> None:
        super().__init__()
        self.fc = nn.Linear(3, 2)

    def forward(self, parts: list[Tensor]) -> Tensor:
        return torch.stack([self.fc(part) for part in parts]).sum(0)


@dataclass
class Batch:
    x: Tensor
    weight: Tensor


Point = namedtuple("Point", "x y")


class Fields(nn.Module):
    """Takes a value with attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.fc = nn.Linear(3, 2)

    def forward(self, batch: Batch) -> Tensor:
        return self.fc(batch.x)


def with_tuple() -> tuple[nn.Module, object]:
    return Pair(), (torch.ones(4, 3), torch.ones(4, 3))


def with_dict() -> tuple[nn.Module, object]:
    return One(), {"x": torch.ones(4, 3)}


def with_keywords() -> tuple[nn.Module, object]:
    return Pair(), {"right": torch.ones(4, 3), "left": torch.zeros(4, 3)}


def with_wrong_keys() -> tuple[nn.Module, object]:
    return Pair(), {"left": torch.ones(4, 3), "rihgt": torch.ones(4, 3)}


def with_tensor() -> tuple[nn.Module, object]:
    return nn.Linear(3, 2), torch.ones(4, 3)


def with_dataclass() -> tuple[nn.Module, object]:
    return Fields(), Batch(torch.ones(4, 3), torch.ones(4))


def with_generator() -> tuple[nn.Module, object]:
    return Many(), ((torch.ones(4, 3) for _ in range(3)),)


def pair() -> nn.Module:
    return Pair()


def scaled(batch_size: int, rows: int = 3) -> tuple[Tensor, Tensor]:
    return torch.rand(batch_size, rows), torch.rand(batch_size, rows)


def for_model(*, model: nn.Module, seq_length: int) -> tuple[Tensor, Tensor]:
    size = model.fc.in_features
    return torch.rand(seq_length, size), torch.rand(seq_length, size)


def demanding(path: str) -> Tensor:
    return torch.load(path)


def raising() -> Tensor:
    raise ValueError("no data here")


def forgetful() -> None:
    torch.ones(4, 3)


def lazily() -> Iterator[Tensor]:
    yield torch.ones(4, 3)
    yield torch.ones(4, 3)


ready = (torch.ones(5, 3), torch.ones(5, 3))
