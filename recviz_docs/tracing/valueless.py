"""Running a model whose weights have shapes and no values (``device=meta``).

Owns the mixing of such tensors with real ones: what does not touch a weight is
computed, so that ``forward`` can look at its inputs; what does has a shape alone.
It must not know how a run is recorded.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping
from typing import Any

import torch
from torch.utils._python_dispatch import TorchDispatchMode
from torch.utils._pytree import tree_any, tree_map_only

__all__ = ["asks_for_values", "mixed_devices"]

_ASKING = ("meta tensor", "meta tensors", "aten::_local_scalar_dense")


@contextlib.contextmanager
def mixed_devices(device: str) -> Iterator[None]:
    """Lets tensors with and without values meet while it is open, if the device is ``meta``."""
    if device != "meta":
        yield
        return
    with _Mixed():  # type: ignore[no-untyped-call] # torch's is not typed
        yield


def asks_for_values(error: BaseException) -> bool:
    """Says whether an exception was raised because a value was needed that is not there."""
    return any(part in str(error) for part in _ASKING)


class _Mixed(TorchDispatchMode):  # type: ignore[no-untyped-call] # torch's own hook is not typed
    supports_higher_order_operators = True

    @classmethod
    def _should_skip_dynamo(cls) -> bool:
        """Says no: torch would import its compiler, two seconds of work, to skip this method."""
        return False

    def __torch_dispatch__(
        self,
        func: Any,
        types: Any,
        args: tuple[Any, ...] = (),
        kwargs: Mapping[str, Any] | None = None,
    ) -> Any:
        given = dict(kwargs or {})
        valueless = tree_any(_is_valueless, (args, given))
        if given.get("device") is not None:
            # A copy of what has no values stays so; what forward makes beside it has some.
            given["device"] = torch.device("meta" if valueless else "cpu")
        if not valueless:
            return func(*args, **given)
        if func._schema.is_mutable and isinstance(args[0], torch.Tensor) and not args[0].is_meta:
            raise RuntimeError("Cannot write a meta tensor into one that has values")
        return func(*tree_map_only(torch.Tensor, _without_values, args), **_moved(given))


def _moved(kwargs: dict[str, Any]) -> dict[str, Any]:
    moved: dict[str, Any] = tree_map_only(torch.Tensor, _without_values, kwargs)
    return moved


def _is_valueless(value: Any) -> bool:
    return isinstance(value, torch.Tensor) and value.is_meta


def _without_values(tensor: torch.Tensor) -> torch.Tensor:
    return tensor if tensor.is_meta else tensor.to("meta")
