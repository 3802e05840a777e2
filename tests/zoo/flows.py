"""Normalising flows: invertible networks whose result is a density."""

from __future__ import annotations

from typing import Any

import torch
from torch import nn

Given = tuple[nn.Module, Any]


class LogDensity(nn.Module):
    """Gives a flow's log density: what its users call is a method, not ``forward``."""

    def __init__(self, flow: nn.Module) -> None:
        super().__init__()
        self.flow = flow

    def forward(self, values: torch.Tensor) -> torch.Tensor:
        return self.flow.log_prob(values)


class Conditioned(nn.Module):
    """Gives the log density of a lazy flow, which is a distribution only once called."""

    def __init__(self, flow: nn.Module) -> None:
        super().__init__()
        self.flow = flow

    def forward(self, values: torch.Tensor, context: torch.Tensor) -> torch.Tensor:
        return self.flow(context).log_prob(values)


def _values(*shape: int) -> torch.Tensor:
    return torch.randn(*shape, generator=torch.Generator().manual_seed(1))


def masked_autoregressive() -> Given:
    from nflows.distributions.normal import StandardNormal
    from nflows.flows.base import Flow
    from nflows.transforms.autoregressive import MaskedAffineAutoregressiveTransform
    from nflows.transforms.base import CompositeTransform
    from nflows.transforms.permutations import ReversePermutation

    layers: list[nn.Module] = []
    for _ in range(2):
        layers.append(ReversePermutation(features=4))
        layers.append(MaskedAffineAutoregressiveTransform(features=4, hidden_features=8))
    return LogDensity(Flow(CompositeTransform(layers), StandardNormal([4]))), (_values(6, 4),)


def spline_coupling() -> Given:
    from nflows.distributions.normal import StandardNormal
    from nflows.flows.base import Flow
    from nflows.nn.nets import ResidualNet
    from nflows.transforms.coupling import PiecewiseRationalQuadraticCouplingTransform

    def network(before: int, after: int) -> nn.Module:
        return ResidualNet(before, after, hidden_features=8, num_blocks=1)

    transform = PiecewiseRationalQuadraticCouplingTransform(
        torch.tensor([1, 0, 1, 0]), network, tails="linear", tail_bound=3.0
    )
    return LogDensity(Flow(transform, StandardNormal([4]))), (_values(6, 4),)


def zuko_autoregressive() -> Given:
    import zuko

    return Conditioned(zuko.flows.MAF(4, context=3, transforms=2)), (_values(6, 4), _values(6, 3))


def zuko_spline() -> Given:
    import zuko

    return Conditioned(zuko.flows.NSF(4, context=3, transforms=2)), (_values(6, 4), _values(6, 3))


def zuko_continuous() -> Given:
    import zuko

    return Conditioned(zuko.flows.CNF(3, context=2)), (_values(4, 3), _values(4, 2))


def real_nvp() -> Given:
    import normflows

    mask = torch.tensor([1.0, 0.0])
    steps = [
        normflows.flows.MaskedAffineFlow(
            bits, normflows.nets.MLP([2, 8, 2]), normflows.nets.MLP([2, 8, 2])
        )
        for bits in (mask, 1 - mask)
    ]
    base = normflows.distributions.DiagGaussian(2)
    return LogDensity(normflows.NormalizingFlow(base, steps)), (_values(6, 2),)


def glow_step() -> Given:
    import normflows

    return normflows.flows.GlowBlock(4, 8, split_mode="channel"), (_values(2, 4, 4, 4),)


PACKAGES = {
    "masked_autoregressive": "nflows",
    "spline_coupling": "nflows",
    "zuko_autoregressive": "zuko",
    "zuko_spline": "zuko",
    "zuko_continuous": "zuko",
    "real_nvp": "normflows",
    "glow_step": "normflows",
}
