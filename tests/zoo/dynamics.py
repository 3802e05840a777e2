"""Networks that run in a loop of their own: differential equations, spikes, liquid time."""

from __future__ import annotations

from typing import Any

import torch
from torch import nn

Given = tuple[nn.Module, Any]


def _values(*shape: int) -> torch.Tensor:
    return torch.randn(*shape, generator=torch.Generator().manual_seed(1))


class _Slope(nn.Module):
    def __init__(self, noise: bool = False) -> None:
        super().__init__()
        self.drift, self.spread = nn.Linear(4, 4), nn.Linear(4, 4)
        if noise:
            self.noise_type, self.sde_type = "diagonal", "ito"

    def forward(self, time: torch.Tensor, state: torch.Tensor) -> torch.Tensor:
        return torch.tanh(self.drift(state)) * (1 + time)

    f = forward

    def g(self, time: torch.Tensor, state: torch.Tensor) -> torch.Tensor:
        return torch.sigmoid(self.spread(state))


class _Solved(nn.Module):
    def __init__(self, solve: Any, *, noise: bool = False) -> None:
        super().__init__()
        self.slope, self.solve, self.read = _Slope(noise), solve, nn.Linear(4, 1)

    def forward(self, state: torch.Tensor) -> torch.Tensor:
        return self.read(self.solve(self.slope, state)[-1])


def neural_ode() -> Given:
    from torchdiffeq import odeint

    times = torch.linspace(0, 1, 3)
    return _Solved(lambda slope, state: odeint(slope, state, times, method="rk4")), (_values(2, 4),)


def neural_ode_adaptive() -> Given:
    from torchdiffeq import odeint

    times = torch.tensor([0.0, 0.5])
    solve = lambda slope, state: odeint(slope, state, times, rtol=1e-2, atol=1e-2)  # noqa: E731
    return _Solved(solve), (_values(2, 4),)


def neural_ode_adjoint() -> Given:
    from torchdiffeq import odeint_adjoint

    times = torch.linspace(0, 1, 2)
    solve = lambda slope, state: odeint_adjoint(slope, state, times, method="euler")  # noqa: E731
    return _Solved(solve), (_values(2, 4),)


def neural_sde() -> Given:
    from torchsde import sdeint

    times = torch.linspace(0, 1, 3)
    solve = lambda slope, state: sdeint(slope, state, times, dt=0.5, method="euler")  # noqa: E731
    return _Solved(solve, noise=True), (_values(2, 4),)


class _Spikes(nn.Module):
    def __init__(self) -> None:
        import snntorch

        super().__init__()
        self.first, self.second = nn.Linear(4, 8), nn.Linear(8, 2)
        self.fire, self.answer = snntorch.Leaky(beta=0.9), snntorch.Synaptic(alpha=0.8, beta=0.9)

    def forward(self, given: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        potential = self.fire.reset_mem()
        current, second = self.answer.reset_mem()
        spikes = []
        for _ in range(3):
            spike, potential = self.fire(self.first(given), potential)
            spike, current, second = self.answer(self.second(spike), current, second)
            spikes.append(spike)
        return torch.stack(spikes), second


def leaky_spikes() -> Given:
    return _Spikes(), (3 * _values(2, 4),)


def spiking_convolution() -> Given:
    from spikingjelly.activation_based import layer, neuron

    model = nn.Sequential(
        layer.Conv2d(1, 4, 3, padding=1, step_mode="m"),
        neuron.LIFNode(step_mode="m"),
        layer.MaxPool2d(2, step_mode="m"),
        layer.Flatten(step_mode="m"),
        layer.Linear(64, 3, step_mode="m"),
        neuron.IFNode(step_mode="m"),
    )
    return model, (3 * _values(3, 2, 1, 8, 8),)


def closed_form_continuous() -> Given:
    from ncps.torch import CfC
    from ncps.wirings import AutoNCP

    return CfC(4, AutoNCP(10, 2)), (_values(2, 5, 4),)


def liquid_time_constant() -> Given:
    from ncps.torch import LTC
    from ncps.wirings import AutoNCP

    return LTC(4, AutoNCP(10, 2), ode_unfolds=2), (_values(2, 3, 4),)


PACKAGES = {
    "neural_ode": "torchdiffeq",
    "neural_ode_adaptive": "torchdiffeq",
    "neural_ode_adjoint": "torchdiffeq",
    "neural_sde": "torchsde",
    "leaky_spikes": "snntorch",
    "spiking_convolution": "spikingjelly",
    "closed_form_continuous": "ncps",
    "liquid_time_constant": "ncps",
}
