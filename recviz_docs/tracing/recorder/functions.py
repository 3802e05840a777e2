"""Names, arguments and kinds of torch functions as a person would write them.

Owns how a function seen by a ``TorchFunctionMode`` is called in a graph and
which of its arguments are told. It must not know what the function computes.
"""

from __future__ import annotations

import inspect
import operator
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from types import FunctionType
from typing import Any

import torch

from recviz_docs.graph import AttributeValue

__all__ = [
    "ESCAPES",
    "carries_value",
    "function_attributes",
    "function_name",
    "looks_only",
    "plain_name",
    "shares_memory",
]

ESCAPES = frozenset(
    {"item", "tolist", "numpy", "__array__", "__dlpack__", "__reduce_ex__", "__contains__"}
    | {"__int__", "__float__", "__complex__", "__index__", "__bool__"}
    | {"__repr__", "__str__", "__format__", "is_nonzero", "equal", "allclose"}
)
_CONTROL = frozenset(
    {"__bool__", "__repr__", "__str__", "__format__", "is_nonzero", "equal", "allclose"}
)
_SHARING = frozenset({"numpy", "__array__", "__dlpack__"})
_VALUE_PROPERTIES = frozenset({"data", "T", "mT", "H", "mH", "real", "imag", "grad"})
_LOOKS_ONLY = frozenset(
    {"dim", "ndimension", "size", "stride", "numel", "nelement", "element_size", "__len__"}
    | {"storage_offset", "is_contiguous", "is_floating_point", "is_complex", "is_signed"}
    | {"get_device", "has_names", "__hash__", "untyped_storage", "storage", "data_ptr"}
    | {"requires_grad_", "register_hook", "retain_grad", "is_inference", "is_shared", "is_pinned"}
    | {"broadcast_shapes", "result_type", "can_cast", "promote_types", "is_tensor", "is_storage"}
    | {"_set_grad_enabled", "backward", "__set__", "__delete__"}
)
_MOST_ITEMS = 8


def looks_only(function: Any) -> bool:
    """Says whether a function only tells shape, type or place of a tensor."""
    name = getattr(function, "__name__", "")
    if name == "__get__":
        return _property_name(function) not in _VALUE_PROPERTIES
    return name in _LOOKS_ONLY


def carries_value(function: Any, tensor: torch.Tensor) -> bool:
    """Says whether Python may compute with what an escape gave, and not only decide by it."""
    name = getattr(function, "__name__", "")
    return name not in _CONTROL and tensor.dtype is not torch.bool


def shares_memory(function: Any) -> bool:
    """Says whether Python can write to the tensor through what an escape gave."""
    return getattr(function, "__name__", "") in _SHARING


@lru_cache(maxsize=4096)
def _property_name(function: Any) -> str:
    owner = getattr(function, "__self__", None)
    return getattr(owner, "__name__", "") or ""


@lru_cache(maxsize=4096)
def function_name(function: Any) -> str:
    """Gives the plain public name: ``add`` for ``Tensor.__iadd__``, ``T`` for the property."""
    name = getattr(function, "__name__", None) or type(function).__name__
    if name == "__get__":
        return _property_name(function) or "get"
    return plain_name(name)


def plain_name(name: str) -> str:
    """Gives the public name: ``add`` for ``__iadd__``, ``add_`` and ``add.Tensor``."""
    name = name.partition(".")[0]
    if name.startswith("__") and name.endswith("__"):
        name = name.strip("_")
        return name[1:] if name in ("iadd", "isub", "imul", "itruediv", "ipow") else name
    return name.rstrip("_") if not name.startswith("_") else name.strip("_")


def function_attributes(
    function: Any, args: tuple[Any, ...], kwargs: Mapping[str, Any]
) -> dict[str, AttributeValue]:
    """Gives the arguments that are no tensors, by name where the function has names.

    Arguments that equal their default are left out; so is what says where and how a
    tensor lies (device, layout, memory format).
    """
    name = function_name(function)
    if name in ("getitem", "setitem"):
        return {"index": _index_text(args[1])} if len(args) > 1 else {}
    parameters = _parameters(function, tuple(_sort(value) for value in args))
    attributes: dict[str, AttributeValue] = {}
    for key, value in _named(parameters, args, kwargs):
        told = _told(value)
        if told is not None and not parameters.is_default(key, value):
            attributes[key] = told
    return attributes


@dataclass(frozen=True, slots=True)
class _Parameters:
    """Names by position, those that take the rest of the whole numbers, and defaults."""

    names: tuple[str, ...] = ()
    open_lists: frozenset[str] = frozenset()
    defaults: Mapping[str, Any] = field(default_factory=dict)

    def is_default(self, name: str, value: Any) -> bool:
        known = self.defaults.get(name, inspect.Parameter.empty)
        return type(known) is type(value) and bool(known == value)


def _named(
    parameters: _Parameters, args: tuple[Any, ...], kwargs: Mapping[str, Any]
) -> Iterator[tuple[str, Any]]:
    for position, value in enumerate(args):
        name = parameters.names[position] if position < len(parameters.names) else str(position)
        if name in parameters.open_lists and type(value) is int and len(args) > position + 1:
            yield name, args[position:]
            break
        yield name, value
    yield from kwargs.items()


def _sort(value: Any) -> str:
    """Gives what an operator's schema calls a value of this sort."""
    if isinstance(value, list | tuple) and any(isinstance(part, torch.Tensor) for part in value):
        return "tensors"
    return "tensor" if isinstance(value, torch.Tensor) else "none" if value is None else "plain"


def _takes(declared: str, sort: str) -> bool:
    """Says whether an argument declared so can be of that sort."""
    if sort == "none":
        return declared.startswith("Optional")
    listed = declared.startswith("List[") and "Tensor" in declared
    return sort == ("tensors" if listed else "tensor" if "Tensor" in declared else "plain")


def _parameters(function: Any, given: tuple[str, ...]) -> _Parameters:
    """Gives parameter names and defaults; ``given`` tells what the positional arguments are."""
    if isinstance(inspect.unwrap(function), FunctionType):
        return _signature_parameters(function)
    return _schema_parameters(function_name(function), given)


@lru_cache(maxsize=4096)
def _signature_parameters(function: Any) -> _Parameters:
    parameters = inspect.signature(function).parameters.values()
    plain = (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)
    return _Parameters(
        tuple(item.name for item in parameters if item.kind in plain),
        frozenset(),
        {item.name: item.default for item in parameters if item.default is not item.empty},
    )


@lru_cache(maxsize=4096)
def _schema_parameters(name: str, given: tuple[str, ...]) -> _Parameters:
    """Gives them from the first overload of the operator that takes such arguments."""
    packet = getattr(torch.ops.aten, name.rstrip("_") or "?", None)
    for overload in packet.overloads() if packet is not None else ():
        schema = getattr(packet, overload)._schema
        plain = [item for item in schema.arguments if not item.kwarg_only]
        lists = frozenset(item.name for item in plain if str(item.type).startswith("List[int"))
        fits = len(plain) >= len(given) or (bool(plain) and plain[-1].name in lists)
        pairs = zip(plain, given, strict=False)
        if fits and all(_takes(str(item.type), sort) for item, sort in pairs):
            return _Parameters(
                tuple(item.name for item in plain),
                lists,
                {i.name: i.default_value for i in schema.arguments if i.has_default_value()},
            )
    return _Parameters()


def _told(value: Any) -> AttributeValue:
    """Gives a value that can stand in a graph; None for one that says nothing to a reader."""
    if isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, torch.dtype):
        return str(value).partition(".")[2]
    if type(value) in (list, tuple, torch.Size) and 0 < len(value) <= _MOST_ITEMS:
        parts = tuple(_told(part) for part in value)
        return None if any(part is None for part in parts) else parts
    return None


def _index_text(index: Any) -> str:
    """Gives an index as it is written: ``[:, 0]``, ``[..., None]``, ``[mask]``."""
    parts = index if isinstance(index, tuple) else (index,)
    return f"[{', '.join(_index_part(part) for part in parts)}]"


def _index_part(part: Any) -> str:
    if isinstance(part, slice):
        ends = ["" if end is None else _index_part(end) for end in (part.start, part.stop)]
        step = "" if part.step is None else f":{_index_part(part.step)}"
        return f"{ends[0]}:{ends[1]}{step}"
    if part is Ellipsis:
        return "..."
    if part is None or isinstance(part, bool | int):
        return str(part)
    if isinstance(part, torch.Tensor):
        return "mask" if part.dtype is torch.bool else "index"
    if isinstance(part, list | tuple) and len(part) <= _MOST_ITEMS:
        return f"[{', '.join(_index_part(item) for item in part)}]"
    try:
        return str(operator.index(part))  # a whole number of numpy
    except TypeError:
        return "index"
