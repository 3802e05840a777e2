"""Inputs by convention: ``inputs()`` or ``example_inputs()`` beside the factory or on the model.

Owns the second rule and the names it looks for.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import torch
from torch import nn

from recviz_docs.messages import Message, message
from recviz_docs.options import Options
from recviz_docs.tracing.inputs.calling import call_author, offered_keywords
from recviz_docs.tracing.inputs.example import ExampleInputs
from recviz_docs.tracing.inputs.signature import bind

if TYPE_CHECKING:
    from recviz_docs.tracing.load import Loaded

__all__ = ["RULE", "ConventionRule"]

_BESIDE = ("inputs", "example_inputs")
_ON_MODEL = ("example_inputs",)


@dataclass(frozen=True, slots=True)
class ConventionRule:
    """Second rule: a function of a known name, beside the factory or on the model."""

    name: str = "convention"
    order: int = 200

    def fit(self, loaded: Loaded, options: Options, base: Path) -> ExampleInputs | None:
        """Gives what the function gives; see `recviz_docs.tracing.inputs.example.Rule`."""
        beside = [
            (
                vars(loaded.namespace).get(name),
                message("the inputs from {name}() beside the factory", name=name),
            )
            for name in _BESIDE
        ]
        on_model = [
            (
                _method(loaded.model, name),
                message("the inputs from the model's {name}()", name=name),
            )
            for name in _ON_MODEL
        ]
        for function, origin in (*beside, *on_model):
            found = _called(function, loaded, options, origin=origin)
            if found is not None:
                return found
        return None


RULE = ConventionRule()


def _method(model: nn.Module, name: str) -> object:
    """Gives what a class or its object defines; a ``__getattr__`` that makes up names does not."""
    defined = name in vars(model) or hasattr(type(model), name)
    return getattr(model, name) if defined else None


def _called(
    function: object, loaded: Loaded, options: Options, *, origin: Message
) -> ExampleInputs | None:
    """Gives the example inputs of a function that can be called; None for anything else."""
    if not callable(function) or isinstance(function, type | nn.Module | torch.Tensor):
        return None
    offered = offered_keywords(function, loaded.model, options)
    if offered is None:
        return None
    value = call_author(function, (), offered, name=origin, seed=options.seed)
    arguments = bind(loaded.model, value, origin=origin)
    return ExampleInputs(
        arguments.args, arguments.keywords, "convention", origin, scales="batch_size" in offered
    )
