"""The recorder: runs a model once and gives the graph of all that happened.

Owns the order of recording: preserve, prepare, watch, run, assemble. Values are
followed by memory, not by object (design 6). It must not know where the model
or its inputs came from.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator, Mapping
from typing import Any

import torch

from recviz_docs.graph import Graph
from recviz_docs.options import Options
from recviz_docs.tracing.inputs import ExampleInputs
from recviz_docs.tracing.inputs.names import leaf_names
from recviz_docs.tracing.leaves import replace_tensors
from recviz_docs.tracing.recorder.assemble import assemble
from recviz_docs.tracing.recorder.calls import watched_calls
from recviz_docs.tracing.recorder.compiler import compiler_loaded, uncompiled
from recviz_docs.tracing.recorder.events import LAZY
from recviz_docs.tracing.recorder.held import hold_tensors
from recviz_docs.tracing.recorder.memory import storage_key, storage_owner
from recviz_docs.tracing.recorder.modes import FunctionWatch, OperationWatch
from recviz_docs.tracing.recorder.preserve import preserved, seed_all
from recviz_docs.tracing.recorder.tape import Tape
from recviz_docs.tracing.valueless import mixed_devices

__all__ = ["record"]


def record(model: torch.nn.Module, example: ExampleInputs, /, *, options: Options) -> Graph:
    """Gives the trace of one run of ``model`` on the example inputs.

    Whatever the model's ``forward`` raises comes through unchanged; the model, the
    inputs and torch's state are as they were in either case.
    """
    _settle_lazy_layers(model, example)
    with preserved(model):
        model.train(options.mode == "train")
        gradients, compiled = False, compiler_loaded()
        try:
            graph = _run(model, example, options, gradients=False)
            if compiled is compiler_loaded():
                return graph
        except Exception as error:
            gradients = "does not require grad" in str(error)
            if not gradients and compiled is compiler_loaded():
                raise
        # forward differentiates, or it brought in torch's compiler, which hides what runs.
        return _run(model, example, options, gradients=gradients)


def _settle_lazy_layers(model: torch.nn.Module, example: ExampleInputs) -> None:
    """Layers that learn their sizes from an input are given one: that is no part of the model."""
    if any(isinstance(kept, LAZY) for kept in (*model.parameters(), *model.buffers())):
        args, kwargs = _own_copies(example)
        with torch.no_grad():
            model(*args, **kwargs)


def _run(
    model: torch.nn.Module, example: ExampleInputs, options: Options, *, gradients: bool
) -> Graph:
    args, kwargs = _own_copies(example)
    tape = Tape(_preexisting())
    _add_origins(tape, model, args, kwargs)
    seed_all(options.seed)
    with (
        torch.set_grad_enabled(gradients),
        uncompiled(),
        mixed_devices(options.device),
        watched_calls(tape, model),
        FunctionWatch(tape),
        OperationWatch(tape),
    ):
        result = model(*args, **kwargs)
    return assemble(tape, model, result, facts=example.facts, rule=example.rule, mode=options.mode)


def _own_copies(example: ExampleInputs) -> tuple[tuple[Any, ...], dict[str, Any]]:
    args = replace_tensors(tuple(example.args), _own_copy, deep=True)
    kwargs = replace_tensors(dict(example.kwargs), _own_copy, deep=True)
    return args, kwargs


def _own_copy(tensor: torch.Tensor) -> torch.Tensor:
    """Gives a copy with memory of its own: forward may write to it, and two inputs never share."""
    if tensor.layout is not torch.strided:
        return tensor.clone()
    copy = tensor.detach().clone()
    return copy.requires_grad_(tensor.requires_grad)


def _add_origins(
    tape: Tape, model: torch.nn.Module, args: tuple[Any, ...], kwargs: dict[str, Any]
) -> None:
    for name, tensor in leaf_names(model, args, kwargs):
        tape.add_origin(tensor, "input", name=name)
    hold_tensors(tape, model, "")


def _preexisting() -> Mapping[int, object]:
    """Gives the memory of every tensor that exists before the model runs, by its key.

    What is freed meanwhile stays, or new memory could be taken for it.
    """
    kinds = {id(kind) for kind in _tensor_types(torch.Tensor)}
    everything = gc.get_objects()
    # A process that imported torch has half a million objects: no Python call for each.
    with_kind = zip(everything, map(id, map(type, everything)), strict=True)
    # Somewhere in the process a lazy layer may wait, whose weights refuse every function.
    with torch._C.DisableTorchFunction():
        return {
            storage_key(value): storage_owner(value) for value, kind in with_kind if kind in kinds
        }


def _tensor_types(kind: type) -> Iterator[type]:
    yield kind
    children: list[type] = type.__subclasses__(kind)
    for child in children:
        yield from _tensor_types(child)
