"""Calls of modules: who called whom, with what, and what came back.

Owns the interception of ``nn.Module.__call__`` and the names of modules, also of
those that are not registered. It must not know operations.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from types import GeneratorType
from typing import Any

import torch
from torch.utils._python_dispatch import _disable_current_modes

from recviz_docs.tracing.leaves import replace_tensors, tensor_leaves
from recviz_docs.tracing.recorder.direct import watched_forwards
from recviz_docs.tracing.recorder.events import Call, tensor_info
from recviz_docs.tracing.recorder.held import hold_tensors
from recviz_docs.tracing.recorder.signatures import argument_leaves
from recviz_docs.tracing.recorder.tape import Tape

__all__ = ["ModuleNames", "watched_calls"]


class ModuleNames:
    """Qualified names of modules, found again when a module is made or attached later."""

    def __init__(self, model: torch.nn.Module, tape: Tape) -> None:
        self._tape = tape
        self._names: dict[int, str] = {id(module): name for name, module in model.named_modules()}
        self._counts: dict[int, int] = {}
        self._alive: list[torch.nn.Module] = []

    def name(self, module: torch.nn.Module, parent: Call | None) -> str:
        """Gives the module's path below the model; one is made up from the class if it has none."""
        if id(module) not in self._names:
            self._alive.append(module)
            prefix = f"{parent.path}." if parent is not None and parent.path else ""
            found = _attribute(parent.module, module) if parent is not None else ""
            name = self._unused(prefix + (found or type(module).__name__))
            self._names.update((id(part), path) for path, part in module.named_modules(prefix=name))
            hold_tensors(self._tape, module, name)
        return self._names[id(module)]

    def _unused(self, name: str) -> str:
        taken, count, free = set(self._names.values()), 1, name
        while free in taken:
            count += 1
            free = f"{name}~{count}"
        return free

    def count(self, module: torch.nn.Module) -> int:
        """Gives 1 for the first call of a module, 2 for the second, and so on."""
        self._counts[id(module)] = self._counts.get(id(module), 0) + 1
        return self._counts[id(module)]


def _attribute(owner: torch.nn.Module, module: torch.nn.Module) -> str:
    """Gives where in the owner's attributes an unregistered module lies, or an empty string."""
    for name, value in vars(owner).items():
        if value is module:
            return name
        if isinstance(value, list | tuple):
            for index, part in enumerate(value):
                if part is module:
                    return f"{name}.{index}"
        elif isinstance(value, dict) and name not in ("_modules", "_parameters", "_buffers"):
            for key, part in value.items():
                if part is module:
                    return f"{name}.{key}"
    return ""


@contextlib.contextmanager
def watched_calls(tape: Tape, model: torch.nn.Module) -> Iterator[None]:
    """Records every module call while it is open; the classes are as they were afterwards.

    ``forward`` called by its name is a call as well, unless it is the module that runs
    who does so: ``super().forward(x)``.
    """
    original = torch.nn.Module.__call__
    names = ModuleNames(model, tape)

    def recorded(self: torch.nn.Module, *args: Any, **kwargs: Any) -> Any:
        if tape.frame is not None:
            return original(self, *args, **kwargs)
        return _recorded_call(tape, names, original, self, args, kwargs)

    def direct(forward: Callable[..., Any]) -> Callable[..., Any]:
        def called(self: torch.nn.Module, *args: Any, **kwargs: Any) -> Any:
            running = tape.call
            if tape.frame is not None or running is None or _is(running.module, self):
                return forward(self, *args, **kwargs)
            return _recorded_call(tape, names, forward, self, args, kwargs)

        return called

    torch.nn.Module.__call__ = recorded  # type: ignore[method-assign]
    try:
        with watched_forwards(model, direct):
            yield
    finally:
        torch.nn.Module.__call__ = original  # type: ignore[method-assign]


def _is(running: torch.nn.Module, module: torch.nn.Module) -> bool:
    """Says whether a module is the one that runs, or what it is a compiled form of."""
    return running is module or vars(running).get("_modules", {}).get("_orig_mod") is module


def _recorded_call(
    tape: Tape,
    names: ModuleNames,
    original: Callable[..., Any],
    module: torch.nn.Module,
    args: tuple[Any, ...],
    kwargs: dict[str, Any],
) -> Any:
    args = tuple(_listed(value) for value in args)
    kwargs = {name: _listed(value) for name, value in kwargs.items()}
    outer = tape.call
    with torch._C.DisableTorchFunction(), _disable_current_modes():
        call = _enter(tape, names, module, args, kwargs)
    tape.call = call
    try:
        result = original(module, *args, **kwargs)
        with torch._C.DisableTorchFunction(), _disable_current_modes():
            own = any(result is given for given in (*args, *kwargs.values()))
            return _leave(tape, call, result, own=own)
    finally:
        tape.call = outer


def _listed(value: Any) -> Any:
    """A generator can be walked once; the model must be the one to do so, and on all of it."""
    return list(value) if isinstance(value, GeneratorType) else value


def _enter(
    tape: Tape,
    names: ModuleNames,
    module: torch.nn.Module,
    args: tuple[Any, ...],
    kwargs: dict[str, Any],
) -> Call:
    leaves = argument_leaves(module, args, kwargs)
    path = names.name(module, tape.call)
    call = Call(
        tape.next_number(),
        module,
        path,
        names.count(module),
        tape.call,
        argument_ids=frozenset(id(tensor) for _, tensor in leaves),
        arguments=[(slot, tensor_info(tensor), tape.values_of(tensor)) for slot, tensor in leaves],
    )
    tape.calls.append(call)
    return call


def _leave(tape: Tape, call: Call, result: Any, *, own: bool) -> Any:
    """Notes what a call gave; ``own`` says that it is one of its arguments, the object itself."""
    leaves = list(tensor_leaves(result))
    for _, tensor in leaves:
        tape.explain(tensor, call)
    # A list or a cache that came in and goes out must stay the object that its owner knows.
    kept = own and not isinstance(result, torch.Tensor)
    if call.parent is not None and leaves and not kept and _passes(tape, call, leaves):
        result = replace_tensors(result, lambda tensor: _passed(tape, call, tensor))
        leaves = list(tensor_leaves(result))
    call.returns = [(slot, tensor_info(tensor), tape.values_of(tensor)) for slot, tensor in leaves]
    return result


def _passes(tape: Tape, call: Call, leaves: list[tuple[str, torch.Tensor]]) -> bool:
    """Says whether a module gave back its own arguments and nothing else, untouched."""
    return all(
        id(tensor) in call.argument_ids and not tape.memory.changed_since(tensor, call.number)
        for _, tensor in leaves
    )


def _passed(tape: Tape, call: Call, tensor: torch.Tensor) -> torch.Tensor:
    """Gives a fresh alias, so that the module stays in the chain (Dropout in eval, Identity)."""
    frame = tape.open_frame("pass", [("0", tensor)])
    frame.call = call
    tape.read(frame, tensor)
    frame.operations += 1
    alias = tensor.detach() if tensor.layout is not torch.strided else _alias(tensor)
    tape.look(frame, tensor, alias)
    tape.close_frame(frame, alias)
    return alias


def _alias(tensor: torch.Tensor) -> torch.Tensor:
    alias: torch.Tensor = torch.ops.aten.alias.default(tensor)
    return alias
