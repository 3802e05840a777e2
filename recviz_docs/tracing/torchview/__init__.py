"""The tracer of torchview, as Torch-RecHub's users know it, giving our graph.

Owns how torchview 0.2.7 is driven: its recording (``process_input``,
``ComputationGraph``, the module and function wrappers), never its drawing. It
must not correct what torchview records; where that is known to be wrong, the
documentation says so. Source: https://github.com/mert-kurttutan/torchview
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import Any

import torch

from recviz_docs.errors import RecvizError
from recviz_docs.graph import Graph
from recviz_docs.messages import message
from recviz_docs.options import Options
from recviz_docs.tracing.inputs import ExampleInputs
from recviz_docs.tracing.inputs.names import leaf_names
from recviz_docs.tracing.leaves import replace_tensors
from recviz_docs.tracing.recorder.preserve import preserved
from recviz_docs.tracing.torchview.assemble import Recording, assemble

__all__ = ["record_with_torchview"]


def record_with_torchview(
    model: torch.nn.Module, example: ExampleInputs, /, *, options: Options
) -> Graph:
    """Gives the trace of one run as torchview records it.

    Raises:
        RecvizError: ``trace``: torchview cannot record what the model does.
        Exception: what ``forward`` itself raises, unchanged.
    """
    from torchview.computation_graph import ComputationGraph
    from torchview.recorder_tensor import RecorderTensor
    from torchview.torchview import forward_prop, process_input

    args = replace_tensors(tuple(example.args), torch.Tensor.clone)
    kwargs = replace_tensors(dict(example.kwargs), torch.Tensor.clone)
    with preserved(model):
        torch.manual_seed(options.seed)
        try:
            wrapped, wrapped_kwargs, inputs = process_input(list(args), None, kwargs, "cpu")
            graph = ComputationGraph(_Undrawn(), inputs, depth=1)
            with _result_of(model) as results:
                forward_prop(model, wrapped, options.device, graph, options.mode, **wrapped_kwargs)
        except Exception as error:  # torchview wraps whatever happens
            cause = error.__cause__ or error
            _run_alone(model, example, options)
            raise _not_for_torchview(cause) from error
    names = [name for name, _ in leaf_names(model, tuple(wrapped or ()), dict(wrapped_kwargs))]
    recording = Recording(
        hierarchy=graph.node_hierarchy,
        inputs=tuple(zip(names, inputs, strict=False)),
        result=results[-1] if results else None,
        tensor_type=RecorderTensor,
    )
    return assemble(recording, model, facts=example.facts, rule=example.rule, mode=options.mode)


class _Undrawn:
    """Stands where torchview wants a Graphviz digraph; nothing is drawn."""

    def subgraph(self, *_: Any, **__: Any) -> None:
        """Takes what a digraph takes."""


@contextlib.contextmanager
def _result_of(model: torch.nn.Module) -> Iterator[list[object]]:
    """Keeps what the model returns, which torchview drops."""
    results: list[object] = []
    handle = model.register_forward_hook(lambda *given: results.append(given[-1]))
    try:
        yield results
    finally:
        handle.remove()


def _run_alone(model: torch.nn.Module, example: ExampleInputs, options: Options) -> None:
    """Lets the model itself raise, if it is the model that cannot run."""
    args = replace_tensors(tuple(example.args), torch.Tensor.clone)
    kwargs = replace_tensors(dict(example.kwargs), torch.Tensor.clone)
    model.train(options.mode == "train")
    with torch.no_grad():
        model(*args, **kwargs)


def _not_for_torchview(error: BaseException) -> RecvizError:
    return RecvizError(
        "trace",
        message("torchview cannot record this model"),
        reason=message("{kind}: {text}", kind=type(error).__name__, text=str(error)),
        advice=message("Leave out tracer=torchview: the default tracer may record it."),
    )
