"""What records a model: our own recorder, or torchview's.

Owns the choice. It must not know how either works.
"""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING, Protocol

from recviz_docs.errors import missing_extra
from recviz_docs.graph import Graph
from recviz_docs.options import Options
from recviz_docs.tracing.inputs import ExampleInputs

if TYPE_CHECKING:
    import torch

__all__ = ["Tracer", "tracer_of"]


class Tracer(Protocol):
    """Runs a model once and gives its trace; leaves the model as it was."""

    def __call__(
        self, model: torch.nn.Module, example: ExampleInputs, /, *, options: Options
    ) -> Graph:
        """Gives the trace; what ``forward`` raises comes through unchanged."""


def tracer_of(options: Options) -> Tracer:
    """Gives the tracer that the option ``tracer`` names.

    Raises:
        RecvizError: ``missing``: torchview is asked for and not installed.
    """
    if options.tracer == "torchview":
        if find_spec("torchview") is None:
            raise missing_extra("tracer=torchview", "torchview", "torchview")
        from recviz_docs.tracing.torchview import record_with_torchview

        return record_with_torchview
    from recviz_docs.tracing.recorder import record

    return record
