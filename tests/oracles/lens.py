"""What torchlens says of a model: a recorder of another make, asked after ours."""

from __future__ import annotations

from collections.abc import Mapping

import torch

from recviz_docs.tracing.inputs.names import leaf_names
from recviz_docs.tracing.leaves import tensor_leaves
from tests.oracles.perturbation import fresh, seed_all

__all__ = ["lens_pairs"]


def lens_pairs(
    model: torch.nn.Module, args: tuple[object, ...], kwargs: Mapping[str, object]
) -> set[tuple[str, str]] | str:
    """Gives (input, output) by name as torchlens joins them, or why it cannot tell."""
    import torchlens

    names = [name for name, _ in leaf_names(model, args, kwargs)]
    seed_all()
    with torch.no_grad():
        result = fresh(model)(*args, **kwargs)
    outputs = [path or "output" for path, _ in tensor_leaves(result)]
    seed_all()
    try:
        trace = torchlens.trace(fresh(model), args, dict(kwargs), save=lambda _: False)
        ops = list(trace.ops)
    except Exception as error:
        return f"torchlens raises {type(error).__name__}"
    given = [op for op in ops if op.is_input]
    gives = [op for op in ops if op.is_output]
    if len(given) != len(names) or len(gives) < len(outputs):
        seen = f"{len(given)} inputs of {len(names)}, {len(gives)} outputs of {len(outputs)}"
        return f"torchlens sees {seen}"
    if len(gives) > len(outputs):  # it also looks into caches, in the order of their owner
        known = [_name(op) for op in gives]
        gives = [gives[known.index(name)] for name in outputs if name in known]
        if len(gives) < len(outputs):
            return "torchlens names the outputs otherwise"
    by_label = {label: name for op, name in zip(given, names, strict=True) for label in _labels(op)}
    return {
        (by_label[label], path)
        for op, path in zip(gives, outputs, strict=True)
        for label in op.input_ancestors
        if label in by_label
    }


def _name(op: object) -> str:
    return str(getattr(op, "io_role", "")).partition(".")[2]


def _labels(op: object) -> tuple[str, ...]:
    return tuple(str(getattr(op, name)) for name in ("label", "layer_label", "raw_label"))
