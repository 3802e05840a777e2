"""Example inputs for a model: the first rule that fits makes them.

    rules        the rules there are, ours and others', in order
    given        1  the option ``inputs``, or what the factory gave
    convention   2  ``inputs()`` or ``example_inputs()`` beside the factory
    spec         3  the option ``input-spec``
    declared, huggingface
                 4  ``example_input_array``, ``dummy_inputs``
    deepctr, fuxictr, features
                 5  the features that a recommender model carries
    layers       6  ``forward``'s parameters and the layers that read them

Owns the order and the error when none fits. It must not know how a rule works.
Rules 4 to 6 may run a throw-away copy of the model; the model itself, and the
global random states, stay as they were.
"""

from __future__ import annotations

import warnings
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import torch

from recviz_docs.errors import RecvizError
from recviz_docs.messages import message
from recviz_docs.options import Options
from recviz_docs.tracing.author import author_frame, author_traceback, exception_text
from recviz_docs.tracing.inputs.example import ExampleInputs, InputFacts, RejectedError, Rule
from recviz_docs.tracing.inputs.names import leaf_names
from recviz_docs.tracing.inputs.rules import FoundRules, find_rules
from recviz_docs.tracing.leaves import replace_tensors

if TYPE_CHECKING:
    from recviz_docs.tracing.load import Loaded

__all__ = [
    "ExampleInputs",
    "InputFacts",
    "RejectedError",
    "Rule",
    "example_inputs",
    "find_rules",
    "leaf_names",
]


def example_inputs(
    loaded: Loaded, options: Options, *, base: Path, found: FoundRules | None = None
) -> ExampleInputs:
    """Gives the inputs of the first rule that fits.

    Args:
        loaded: the model and what stands beside it.
        options: those of group Trace.
        base: the directory that file targets are relative to.
        found: the rules there are, for who asks more than once; to find them takes time.

    Raises:
        RecvizError: ``inputs``: what the author wrote for a rule is wrong, or no rule fits;
            then the error says which were tried and how to give inputs.
    """
    found = found or find_rules()
    for text in found.broken:
        warnings.warn(text.text(), RuntimeWarning, stacklevel=2)
    rejected: RejectedError | None = None
    for rule in found.rules:
        try:
            example = _fitted(rule, loaded, options, base=base)
        except RejectedError as error:
            rejected = error
            continue
        if example is not None:
            return _on_device(example, options.device)
    raise _nothing_fits(found, rejected)


def _fitted(rule: Rule, loaded: Loaded, options: Options, *, base: Path) -> ExampleInputs | None:
    try:
        return rule.fit(loaded, options, base)
    except (RecvizError, RejectedError):
        raise
    except Exception as error:  # a rule may come from another project
        raise RecvizError(
            "inputs",
            message("the input rule {name} failed", name=rule.name),
            reason=message("{exception}", exception=exception_text(error)),
            where=author_frame(error),
            advice=message("Give the inputs yourself: inputs=pkg.mod:function."),
            detail=author_traceback(error),
        ) from error


def _on_device(example: ExampleInputs, device: str) -> ExampleInputs:
    """Gives the example with its tensors on the device of the recording.

    With ``meta`` the weights have no values, the inputs keep theirs: forward may look at them.
    """
    if device in ("cpu", "meta"):
        return example

    def moved(tensor: torch.Tensor) -> torch.Tensor:
        return tensor.to(device)

    return replace(
        example,
        args=tuple(replace_tensors(value, moved) for value in example.args),
        kwargs={name: replace_tensors(value, moved) for name, value in example.kwargs.items()},
    )


def _nothing_fits(found: FoundRules, rejected: RejectedError | None) -> RecvizError:
    tried = ", ".join(dict.fromkeys(rule.name for rule in found.rules))
    reason = message("Tried without success: {rules}.", rules=tried)
    error = None if rejected is None else rejected.error
    if rejected is not None and error is not None:
        reason = message(
            "Tried without success: {rules}. With {inputs}, forward raised {exception}.",
            rules=tried,
            inputs=rejected.description,
            exception=exception_text(error),
        )
    return RecvizError(
        "inputs",
        message("no example inputs could be made for the model"),
        reason=reason,
        advice=message(
            "Write a function inputs() beside the factory that returns forward's arguments, or "
            "say what they are: input-spec='x: int64[B,L] 1..100, price: float32[B]'."
        ),
        where=None if error is None else author_frame(error),
        detail="" if error is None else author_traceback(error),
    )
