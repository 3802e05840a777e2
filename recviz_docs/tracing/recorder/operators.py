"""What an operator does to its arguments: reads, overwrites, or only looks at the shape.

Owns the reading of operator schemas and the short lists where a schema does not
say enough. It must not know any trace. Source of the meaning of ``(a!)``: the
documentation of ``native_functions.yaml`` in PyTorch.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import torch

__all__ = ["Operator", "decides_by", "operator_of", "tensor_arguments"]

_SHAPE_ONLY = frozenset(
    {"empty_like", "zeros_like", "ones_like", "full_like", "rand_like", "randn_like"}
    | {"randint_like", "new_empty", "new_empty_strided", "new_zeros", "new_ones", "new_full"}
    | {"size", "stride", "sym_size", "sym_stride", "sym_numel", "sym_storage_offset"}
    | {"is_contiguous", "is_same_size", "_nested_tensor_size"}
)
_OVERWRITING = frozenset(
    {"copy_", "fill_", "zero_", "set_", "resize_", "uniform_", "normal_", "random_"}
    | {"exponential_", "cauchy_", "log_normal_", "geometric_"}
)
_VALUE_DECIDES = frozenset(
    {"_local_scalar_dense", "item", "is_nonzero", "equal", "nonzero", "nonzero_static"}
    | {"argwhere", "masked_select", "unique_consecutive", "unique_dim", "_unique", "_unique2"}
    | {"bincount", "repeat_interleave", "histc"}
)


@dataclass(frozen=True, slots=True)
class Operator:
    """How one overload treats its arguments, by position (and name for keywords).

    Attributes:
        name: base name, such as ``add`` for ``aten::add_.Tensor``.
        names: argument names by position.
        reads: whether the values of an argument are read; a view only looks at its base,
            its readers read.
        writes: whether an argument is written in place.
        decides: whether values (not shapes) choose the shape of the result.
    """

    name: str
    names: tuple[str, ...]
    reads: Mapping[str, bool]
    writes: Mapping[str, bool]
    decides: bool


@lru_cache(maxsize=4096)
def operator_of(overload: Any) -> Operator:
    """Gives the description of an ``OpOverload``; of anything without a schema: it reads all."""
    schema = getattr(overload, "_schema", None)
    if schema is None:
        return Operator(str(overload), (), {}, {}, decides=False)
    name = schema.name.partition("::")[2]
    reads, writes = {}, {}
    for argument in schema.arguments:
        written = argument.alias_info is not None and argument.alias_info.is_write
        only_written = argument.is_out or (
            name in _OVERWRITING or (name == "bernoulli_" and overload._overloadname == "float")
        )
        writes[argument.name] = written
        looked_at = argument.alias_info is not None and not written and name != "lift_fresh"
        reads[argument.name] = not (name in _SHAPE_ONLY or looked_at or (written and only_written))
    names = tuple(argument.name for argument in schema.arguments)
    return Operator(name, names, reads, writes, decides=name in _VALUE_DECIDES)


def decides_by(operator: Operator, name: str, tensor: torch.Tensor) -> bool:
    """Says whether the values of an argument choose the shape of the result."""
    if operator.name == "index":
        return name == "indices" and tensor.dtype in (torch.bool, torch.uint8)
    return operator.decides


def tensor_arguments(
    operator: Operator, args: tuple[Any, ...], kwargs: Mapping[str, Any]
) -> Iterator[tuple[str, str, torch.Tensor]]:
    """Gives each tensor argument as (argument name, slot, tensor), lists opened."""
    for position, value in enumerate(args):
        name = operator.names[position] if position < len(operator.names) else str(position)
        yield from _tensors(name, str(position), value)
    for name, value in kwargs.items():
        yield from _tensors(name, name, value)


def _tensors(name: str, slot: str, value: Any) -> Iterator[tuple[str, str, torch.Tensor]]:
    if isinstance(value, torch.Tensor):
        yield name, slot, value
    elif isinstance(value, list | tuple):
        for index, part in enumerate(value):
            yield from _tensors(name, f"{slot}[{index}]", part)
    elif isinstance(value, dict):
        for key, part in value.items():
            yield from _tensors(name, f"{slot}.{key}", part)
