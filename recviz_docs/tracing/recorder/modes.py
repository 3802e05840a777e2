"""The two modes that watch torch while the model runs.

Owns how functions and operations are intercepted: a ``TorchFunctionMode`` above
(what the author called) and a ``TorchDispatchMode`` below (what was read and
written). It must not decide what follows from it: that is the tape's.
Source: https://docs.pytorch.org/docs/stable/notes/extending.html
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import torch
from torch.overrides import TorchFunctionMode
from torch.utils._python_dispatch import TorchDispatchMode

from recviz_docs.tracing.leaves import tensor_leaves
from recviz_docs.tracing.recorder.functions import (
    ESCAPES,
    carries_value,
    function_attributes,
    function_name,
    looks_only,
    shares_memory,
)
from recviz_docs.tracing.recorder.operators import operator_of
from recviz_docs.tracing.recorder.tape import Tape

__all__ = ["FunctionWatch", "OperationWatch"]


class OperationWatch(TorchDispatchMode):  # type: ignore[no-untyped-call] # torch's own hook is not typed
    """Sees every operator that runs; this alone defines edges."""

    supports_higher_order_operators = True

    def __init__(self, tape: Tape) -> None:
        super().__init__()  # type: ignore[no-untyped-call] # torch's is not typed
        self._tape = tape

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
        given = kwargs or {}
        tape = self._tape
        if func is torch.ops.higher_order.cond:
            return self._branch(*args)
        operator = operator_of(func)
        with torch._C.DisableTorchFunction():
            frame, tensors, alone = tape.before_operation(operator, args, given)
        try:
            result = self._result(func, args, given)
        except BaseException:
            if alone:
                tape.abandon_frame()
            raise
        with torch._C.DisableTorchFunction():
            tape.after_operation(operator, frame, tensors, result)
            if alone:
                tape.close_frame(frame, result)
        return result

    def _result(self, func: Any, args: tuple[Any, ...], kwargs: Mapping[str, Any]) -> Any:
        """Runs an operator; one that takes functions is followed into what they read."""
        kernels = getattr(func, "py_kernels", {})
        kernel = kernels.get(torch._C.DispatchKey.CompositeExplicitAutograd)
        if kernel is None or getattr(func, "_name", "") != "flex_attention":
            return func(*args, **kwargs)
        with self:
            result = kernel(*args, **kwargs)
        if self._tape.frame is not None:
            self._tape.frame.deciding.clear()  # what it tests of masks chooses no path
        return result

    def _branch(self, predicate: Any, yes: Any, no: Any, operands: Any, *_: Any) -> Any:
        """Runs the branch of ``torch.cond`` that the predicate chooses, as Python would."""
        with self:
            chosen = yes if bool(predicate) else no
            return getattr(chosen, "forward", chosen)(*operands)


class FunctionWatch(TorchFunctionMode):
    """Sees every torch function that Python calls; it names the operations and groups them."""

    def __init__(self, tape: Tape) -> None:
        super().__init__()
        self._tape = tape

    def __torch_function__(
        self,
        func: Any,
        types: Any,
        args: tuple[Any, ...] = (),
        kwargs: Mapping[str, Any] | None = None,
    ) -> Any:
        given = kwargs or {}
        tape = self._tape
        if tape.frame is not None or looks_only(func):
            return func(*args, **given)
        with torch._C.DisableTorchFunction():
            frame = tape.open_frame(function_name(func), _given(args, given))
            frame.dashed.extend(tape.python.returned((*args, *given.values())))
            if getattr(func, "__name__", "") in ESCAPES:
                self._escape(func, frame, args)
        try:
            result = func(*args, **given)
        except BaseException:
            tape.abandon_frame()
            raise
        with torch._C.DisableTorchFunction():
            frame.attributes = function_attributes(func, args, given)
            if (
                isinstance(result, float | int | list)
                and args
                and isinstance(args[0], torch.Tensor)
            ):
                tape.python.carry(result, tape.values_of(args[0]))
            tape.close_frame(frame, result)
        return result

    def _escape(self, func: Any, frame: Any, args: tuple[Any, ...]) -> None:
        for value in args:
            if isinstance(value, torch.Tensor):
                self._tape.escape(
                    frame, value, carries=carries_value(func, value), shares=shares_memory(func)
                )


def _given(args: tuple[Any, ...], kwargs: Mapping[str, Any]) -> list[tuple[str, torch.Tensor]]:
    found: list[tuple[str, torch.Tensor]] = []
    for position, value in enumerate(args):
        found.extend(tensor_leaves(value, str(position)))
    for name, value in kwargs.items():
        found.extend(tensor_leaves(value, name))
    return found
