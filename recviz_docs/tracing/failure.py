"""A recording that failed: the model's fault or ours.

Owns the error that an author reads when ``forward`` raises on the example inputs.
It must not know how inputs are made nor how a recording works.
"""

from __future__ import annotations

import copy
from dataclasses import dataclass
from typing import TYPE_CHECKING

import torch

from recviz_docs.errors import RecvizError
from recviz_docs.messages import message
from recviz_docs.tracing.author import (
    author_frame,
    author_traceback,
    caused_by_memory,
    exception_text,
)
from recviz_docs.tracing.inputs.names import leaf_names
from recviz_docs.tracing.last_read import LastRead, described
from recviz_docs.tracing.tracers import tracer_of
from recviz_docs.tracing.valueless import asks_for_values, mixed_devices

if TYPE_CHECKING:
    from recviz_docs.graph import Graph
    from recviz_docs.options import Options
    from recviz_docs.reference import Reference
    from recviz_docs.tracing.inputs import ExampleInputs
    from recviz_docs.tracing.load import Loaded

__all__ = ["recorded"]


def recorded(
    loaded: Loaded, example: ExampleInputs, *, reference: Reference, options: Options
) -> Graph:
    """Gives the trace of a loaded model.

    Raises:
        RecvizError: ``forward``: the model itself raises on these inputs; ``trace``: it runs,
            but not while it is recorded.
        MemoryError: and what libraries raise in its place, passed on as it is.
    """
    trace = tracer_of(options)
    try:
        return trace(loaded.model, example, options=options)
    except RecvizError:
        raise
    except BaseException as error:
        if caused_by_memory(error):
            raise
        if options.device == "meta" and asks_for_values(error):
            raise _needs_values(error, reference) from error
        alone = _raised_alone(loaded.model, example, options)
        if alone is None:
            raise _not_recordable(error, reference) from error
        raise _forward_raised(alone, loaded, example, reference=reference) from error


@dataclass(frozen=True, slots=True)
class _Raised:
    """What forward raised, and the input that it had read last."""

    error: BaseException
    last: tuple[str, torch.Tensor] | None


def _raised_alone(
    model: torch.nn.Module, example: ExampleInputs, options: Options
) -> _Raised | None:
    """Gives what the model raises when nobody records it, or None."""
    args, kwargs = copy.deepcopy((example.args, dict(example.kwargs)))
    watch = LastRead(leaf_names(model, args, kwargs))
    try:
        model.train(options.mode == "train")
        torch.manual_seed(options.seed)
        with mixed_devices(options.device), watch:
            model(*args, **kwargs)
    except BaseException as error:
        return _Raised(error, watch.found)
    return None


def _forward_raised(
    raised: _Raised, loaded: Loaded, example: ExampleInputs, *, reference: Reference
) -> RecvizError:
    error = raised.error
    reason = message("{exception}", exception=exception_text(error))
    if raised.last is not None:
        name, tensor = raised.last
        reason = message(
            "{exception}. The input it read last is {name}, which was {tensor}.",
            exception=exception_text(error),
            name=name,
            tensor=described(tensor),
        )
    return RecvizError(
        "forward",
        message("the model of {target} raised an exception when it ran", target=str(reference)),
        reason=reason,
        advice=message(
            "It was given {description}. Give other inputs with inputs=pkg.mod:function or "
            "input-spec, or let the factory return (model, inputs).",
            description=example.description,
        ),
        where=author_frame(error) or loaded.source,
        detail=author_traceback(error),
    )


def _needs_values(error: BaseException, reference: Reference) -> RecvizError:
    return RecvizError(
        "forward",
        message(
            "the model of {target} needs values that device=meta has not", target=str(reference)
        ),
        reason=message("{exception}", exception=exception_text(error)),
        advice=message(
            "With device=meta the weights have shapes and no values, and this line looks at a "
            "value that comes from them. Leave out device=meta and build a smaller model: fewer "
            "rows or fewer layers draw the same picture."
        ),
        where=author_frame(error),
        detail=author_traceback(error),
    )


def _not_recordable(error: BaseException, reference: Reference) -> RecvizError:
    return RecvizError(
        "trace",
        message("the model of {target} runs, but it cannot be recorded", target=str(reference)),
        reason=message("{exception}", exception=exception_text(error)),
        advice=message("This is a bug of recviz-docs; please report it with the details."),
        where=author_frame(error),
        detail=author_traceback(error),
    )
