"""What one input of a plan is: whole numbers, numbers, truth values, of a shape.

Owns how such a description is made into a value. It must not know why it was chosen.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch

from recviz_docs.tracing.inputs.values import Maker

__all__ = ["Draw", "drawn", "flags", "lengths", "masks", "numbers", "whole"]


@dataclass(frozen=True, slots=True)
class Draw:
    """One input.

    Attributes:
        kind: ``ids``, ``numbers``, ``ones`` (true everywhere), ``full`` (the number ``high``
            everywhere), ``range`` (0, 1, 2 …), ``scalar`` (the Python number ``high``),
            ``flag`` (``True`` or ``False``, as ``high`` says) or ``none``.
        high: ids stay below.
        count: a list of so many such tensors; 0 for a tensor alone.
    """

    kind: str
    shape: tuple[int, ...] = ()
    high: int | None = None
    count: int = 0


def whole(shape: tuple[int, ...], high: int | None) -> Draw:
    """Gives ids of a shape."""
    return Draw("ids", shape, high)


def numbers(*shape: int) -> Draw:
    """Gives floating numbers of a shape."""
    return Draw("numbers", tuple(shape))


def masks(batch: int, length: int) -> tuple[Draw, ...]:
    """Gives what a parameter named ``mask`` may be, likeliest first."""
    shapes = ((batch, length), (length, length), (batch, 1, length), (batch, 1, 1, length))
    return (*(Draw("ones", shape) for shape in shapes), Draw("none"))


def flags() -> tuple[Draw, ...]:
    """Gives what a switch may be, likeliest first: what is off changes least."""
    return Draw("flag", high=0), Draw("flag", high=1)


def lengths(batch: int, length: int) -> tuple[Draw, ...]:
    """Gives what a parameter that holds the lengths of sequences may be."""
    return (Draw("full", (batch,), length),)


def drawn(draw: Draw, maker: Maker) -> object:
    """Gives the value of a draw."""
    if draw.kind == "none":
        return None
    if draw.kind == "flag":
        return bool(draw.high)
    if draw.kind == "scalar":
        return draw.high
    if draw.count:
        return [_tensor(draw, maker) for _ in range(draw.count)]
    return _tensor(draw, maker)


def _tensor(draw: Draw, maker: Maker) -> torch.Tensor:
    if draw.kind == "ones":
        return torch.ones(draw.shape, dtype=torch.bool, device=maker.device)
    if draw.kind == "full":
        return torch.full(draw.shape, draw.high or 1, dtype=torch.int64, device=maker.device)
    if draw.kind == "range":
        return torch.arange(draw.shape[0], device=maker.device)
    if draw.kind == "ids":
        high = draw.high or 2
        return maker.ids(draw.shape, min(1, high - 1), high)
    return maker.numbers(draw.shape)
