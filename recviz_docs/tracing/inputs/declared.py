"""Inputs that a model declares for such purposes: Lightning's ``example_input_array``.

Owns one half of the fourth rule; the other is `recviz_docs.tracing.inputs.huggingface`'s.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from recviz_docs.messages import message
from recviz_docs.options import Options
from recviz_docs.tracing.inputs.calling import settled
from recviz_docs.tracing.inputs.example import ExampleInputs
from recviz_docs.tracing.inputs.signature import bind

if TYPE_CHECKING:
    from recviz_docs.tracing.load import Loaded

__all__ = ["RULE", "DeclaredRule"]

_ATTRIBUTE = "example_input_array"


@dataclass(frozen=True, slots=True)
class DeclaredRule:
    """Fourth rule, first half: the attribute ``example_input_array`` of the model."""

    name: str = "example"
    order: int = 400

    def fit(self, loaded: Loaded, options: Options, base: Path) -> ExampleInputs | None:
        """Gives the declared inputs; see `recviz_docs.tracing.inputs.example.Rule`."""
        try:
            value = getattr(loaded.model, _ATTRIBUTE, None)
        except Exception:  # a property of an author's class; the next rules may do
            return None
        if value is None or callable(value):
            return None
        origin = message("the inputs from the model's {name}", name=_ATTRIBUTE)
        arguments = bind(loaded.model, settled(value), origin=origin)
        return ExampleInputs(arguments.args, arguments.keywords, self.name, origin)


RULE = DeclaredRule()
