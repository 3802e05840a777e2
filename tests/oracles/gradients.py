"""Which outputs autograd ties to which floating inputs: torch's own notes, not ours."""

from __future__ import annotations

from collections.abc import Mapping

import torch

from recviz_docs.tracing.inputs.names import leaf_names
from recviz_docs.tracing.leaves import replace_tensors, tensor_leaves

__all__ = ["gradient_pairs"]


def gradient_pairs(
    model: torch.nn.Module, args: tuple[object, ...], kwargs: Mapping[str, object]
) -> set[tuple[str, str]]:
    """Gives (input, output) by name where the output's gradient reaches the input."""
    leaves: list[torch.Tensor] = []

    def own(tensor: torch.Tensor) -> torch.Tensor:
        copy = tensor.detach().clone()
        if copy.is_floating_point() or copy.is_complex():
            copy.requires_grad_()
        leaves.append(copy)
        # forward may write to what it is given, which a leaf does not allow
        return copy.clone() if copy.requires_grad else copy

    given, named = replace_tensors((args, dict(kwargs)), own, deep=True)
    names = [name for name, _ in leaf_names(model, given, named)]
    torch.manual_seed(0)
    with torch.enable_grad():
        result = model(*given, **named)
    pairs = set()
    sources = [(name, leaf) for name, leaf in zip(names, leaves, strict=True) if leaf.requires_grad]
    for path, tensor in tensor_leaves(result):
        if tensor.requires_grad and sources:
            gradients = torch.autograd.grad(
                _total(tensor), [leaf for _, leaf in sources], retain_graph=True, allow_unused=True
            )
            pairs |= {
                (name, path or "output")
                for (name, _), gradient in zip(sources, gradients, strict=True)
                if gradient is not None and bool((gradient != 0).any())
            }
    return pairs


def _total(tensor: torch.Tensor) -> torch.Tensor:
    """Gives one number whose gradient does not cancel: a plain sum of a softmax would."""
    weights = torch.randn(tensor.shape, generator=torch.Generator().manual_seed(0))
    total = (tensor * weights.to(tensor.dtype)).sum()
    return total.real if total.is_complex() else total
