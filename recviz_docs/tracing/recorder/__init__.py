"""The recorder: runs a model once and gives the graph of all that happened.

Owns the order of recording: preserve, prepare, watch, run, assemble. Values are
followed by memory, not by object (design 6). It must not know where the model
or its inputs came from.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from typing import Any

import torch

from recviz_docs.graph import Graph
from recviz_docs.options import Options
from recviz_docs.tracing.inputs import ExampleInputs
from recviz_docs.tracing.inputs.names import leaf_names
from recviz_docs.tracing.leaves import replace_tensors
from recviz_docs.tracing.recorder.assemble import assemble
from recviz_docs.tracing.recorder.calls import watched_calls
from recviz_docs.tracing.recorder.held import hold_tensors
from recviz_docs.tracing.recorder.memory import storage_key
from recviz_docs.tracing.recorder.modes import FunctionWatch, OperationWatch
from recviz_docs.tracing.recorder.preserve import preserved
from recviz_docs.tracing.recorder.tape import Tape

__all__ = ["record"]


def record(model: torch.nn.Module, example: ExampleInputs, /, *, options: Options) -> Graph:
    """Gives the trace of one run of ``model`` on the example inputs.

    Whatever the model's ``forward`` raises comes through unchanged; the model, the
    inputs and torch's state are as they were in either case.
    """
    with preserved(model):
        model.train(options.mode == "train")
        try:
            return _run(model, example, options, gradients=False)
        except RuntimeError as error:
            if "does not require grad" not in str(error):
                raise
        return _run(model, example, options, gradients=True)


def _run(
    model: torch.nn.Module, example: ExampleInputs, options: Options, *, gradients: bool
) -> Graph:
    args = replace_tensors(tuple(example.args), _own_copy)
    kwargs = replace_tensors(dict(example.kwargs), _own_copy)
    tape = Tape(_preexisting())
    _add_origins(tape, model, args, kwargs)
    torch.manual_seed(options.seed)
    with (
        torch.set_grad_enabled(gradients),
        watched_calls(tape, model),
        FunctionWatch(tape),
        OperationWatch(tape),
    ):
        result = model(*args, **kwargs)
    return assemble(tape, model, result, facts=example.facts, rule=example.rule, mode=options.mode)


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


def _preexisting() -> frozenset[int]:
    """Gives the memory of every tensor that exists before the model runs."""
    kinds = {id(kind) for kind in _tensor_types(torch.Tensor)}
    everything = gc.get_objects()
    # A process that imported torch has half a million objects: no Python call for each.
    with_kind = zip(everything, map(id, map(type, everything)), strict=True)
    return frozenset(storage_key(value) for value, kind in with_kind if kind in kinds)


def _tensor_types(kind: type) -> Iterator[type]:
    yield kind
    for child in type.__subclasses__(kind):
        yield from _tensor_types(child)
