"""Which outputs really move when an input moves: the model alone, without any recorder."""

from __future__ import annotations

import copy
import random
import sys
from collections.abc import Mapping

import torch

from recviz_docs.tracing.inputs.names import leaf_names
from recviz_docs.tracing.leaves import replace_tensors, tensor_leaves

__all__ = ["fresh", "moving_pairs", "perturbed", "same_values", "seed_all"]


def fresh(model: torch.nn.Module) -> torch.nn.Module:
    """Gives a copy to run, as a run may leave state behind; the model itself where none can be."""
    try:
        return copy.deepcopy(model)
    except (RuntimeError, TypeError, AttributeError, ValueError):
        return model


def seed_all(seed: int = 0) -> None:
    """Seeds every generator that a model may draw from."""
    torch.manual_seed(seed)
    random.seed(seed)
    if "numpy" in sys.modules:
        sys.modules["numpy"].random.seed(seed)


def moving_pairs(
    model: torch.nn.Module,
    args: tuple[object, ...],
    kwargs: Mapping[str, object],
    *,
    tries: int = 4,
) -> set[tuple[str, str]]:
    """Gives (input, output) by name where a change of the input changed the output."""
    names = [name for name, _ in leaf_names(model, args, kwargs)]
    before = _run(model, args, kwargs)
    pairs = set()
    for index, name in enumerate(names):
        for attempt in range(tries):
            generator = torch.Generator().manual_seed(100 * index + attempt)
            changed = _changed((args, dict(kwargs)), index, generator, roll=attempt % 2 == 0)
            try:
                after = _run(model, *changed)
            except (RuntimeError, IndexError, ValueError):
                continue
            pairs |= {(name, path) for path in _moved(before, after)}
    return pairs


def _run(
    model: torch.nn.Module, args: tuple[object, ...], kwargs: Mapping[str, object]
) -> dict[str, torch.Tensor]:
    seed_all()
    with torch.no_grad():
        result = fresh(model)(
            *replace_tensors(args, torch.clone, deep=True),
            **replace_tensors(dict(kwargs), torch.clone, deep=True),
        )
    return {path or "output": tensor.detach().clone() for path, tensor in tensor_leaves(result)}


def _changed(
    given: tuple[object, dict[str, object]], index: int, generator: torch.Generator, *, roll: bool
):
    place = iter(range(10_000))

    def change(tensor: torch.Tensor) -> torch.Tensor:
        if next(place) != index:
            return tensor.clone()
        # Rolled rows keep every column's values in the column's own range.
        rolled = (
            torch.roll(tensor, 1, 0) if roll and tensor.dim() and tensor.is_contiguous() else tensor
        )
        return perturbed(tensor, generator) if torch.equal(rolled, tensor) else rolled

    return replace_tensors(given, change, deep=True)


def perturbed(tensor: torch.Tensor, generator: torch.Generator) -> torch.Tensor:
    """Gives other values that the model can take: ids stay in the range of the given ones."""
    if tensor.dtype is torch.bool:
        return ~tensor
    if tensor.is_floating_point() or tensor.is_complex():
        noise = torch.randn(tensor.shape, generator=generator).to(tensor.dtype)
        return tensor + noise * (tensor.abs().mean() + 0.5)
    low, high = int(tensor.min()), int(tensor.max())
    shape = tuple(tensor.shape)
    return torch.randint(min(low, 1), max(high, 1) + 1, shape, generator=generator).to(tensor.dtype)


def _moved(before: dict[str, torch.Tensor], after: dict[str, torch.Tensor]) -> set[str]:
    return {
        path
        for path, value in before.items()
        if path in after and not same_values(value, after[path])
    }


def same_values(one: torch.Tensor, other: torch.Tensor) -> bool:
    """Says whether two results are the same, a NaN being a NaN."""
    if one.shape != other.shape:
        return False
    return bool(torch.equal(torch.nan_to_num(one), torch.nan_to_num(other)))
