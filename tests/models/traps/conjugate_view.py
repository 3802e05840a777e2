"""A conjugate is a view: a write to its base changes it, and so does one to the real part."""

from __future__ import annotations

import torch
from torch import nn


class Model(nn.Module):
    def forward(self, x, y, z):
        turned = x.conj()
        x.mul_(y)
        x.real.add_(z)
        return turned.resolve_conj(), torch.view_as_real(turned.conj())


def inputs():
    x = torch.ones(2, 3, dtype=torch.complex64)
    return x, torch.ones(2, 3), torch.ones(2, 3)
