"""Models that bring their own example inputs."""

from __future__ import annotations

import torch
from torch import nn


class Method(nn.Linear):
    def __init__(self) -> None:
        super().__init__(3, 2)

    def example_inputs(self) -> torch.Tensor:
        return torch.rand(6, self.in_features)


class Lightning(nn.Linear):
    """Has what Lightning's modules have."""

    def __init__(self) -> None:
        super().__init__(3, 2)
        self.example_input_array = torch.rand(5, 3)


class EmptyLightning(nn.Linear):
    """Lightning's default is None; the layers say the rest."""

    def __init__(self) -> None:
        super().__init__(3, 2)
        self.example_input_array = None
