"""Inputs for models of the Hugging Face kind: ``dummy_inputs``, ``main_input_name``, ``config``.

Owns the other half of the fourth rule: which inputs such a model is called with,
and which more are added when it asks for them. How one of them is drawn is
`recviz_docs.tracing.inputs.modality`'s. It must not import their library.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import torch
from torch import nn

from recviz_docs.messages import message
from recviz_docs.options import Options
from recviz_docs.tracing.inputs.example import ExampleInputs, InputFacts
from recviz_docs.tracing.inputs.modality import Modality, is_ids, modality_of, variants_of
from recviz_docs.tracing.inputs.search import Repair, search
from recviz_docs.tracing.inputs.signature import Arguments, Signature, signature_of
from recviz_docs.tracing.inputs.trial import Attempt, attempt
from recviz_docs.tracing.inputs.values import maker_for

if TYPE_CHECKING:
    from recviz_docs.tracing.load import Loaded

__all__ = ["RULE", "HuggingFaceRule"]

_LIMIT = 24
# what such models ask for beside their main input, likeliest first
_MORE = (
    "decoder_input_ids",
    "labels",
    "input_ids",
    "pixel_values",
    "input_features",
    "input_values",
    "attention_mask",
    "bbox",
)


@dataclass(frozen=True, slots=True)
class _Plan:
    """Which inputs are given, and which variant of each (see `variants_of`).

    Attributes:
        own: whether the model's ``dummy_inputs`` are given as they are.
    """

    names: tuple[str, ...]
    variant: int = 0
    own: bool = False


@dataclass(frozen=True, slots=True)
class HuggingFaceRule:
    """Fourth rule, second half: a model with ``dummy_inputs`` and a ``config``."""

    name: str = "example"
    order: int = 410

    def fit(self, loaded: Loaded, options: Options, base: Path) -> ExampleInputs | None:
        """Gives the declared kind of inputs; see `recviz_docs.tracing.inputs.example.Rule`."""
        model = loaded.model
        dummy = _dummy_inputs(model)
        if dummy is None:
            return None
        signature = signature_of(model)
        fixed = _fixed(model, signature)

        def arguments(plan: _Plan) -> Arguments:
            return Arguments((), {**_values(model, dummy, plan, options), **fixed})

        def run(plan: _Plan) -> Attempt:
            return attempt(model, arguments(plan), options)

        def repairs(plan: _Plan, outcome: Attempt) -> Iterator[Repair[_Plan]]:
            return _repairs(plan, signature, dummy)

        start = _Plan(_first_names(model, signature, dummy))
        found = search([Repair(start, 0.0)], run, repairs, limit=_LIMIT)
        if found is None:
            return None
        made = arguments(found.plan)
        if any(item.name not in made.keywords for item in signature.required):
            return None  # a name that no convention explains; the next rules may know the layers
        return ExampleInputs(
            made.args,
            made.keywords,
            self.name,
            message(
                "inputs of the kind of the model's dummy_inputs: {names}",
                names=", ".join(found.plan.names),
            ),
            facts=_facts(found.plan, modality_of(model, options)),
            scales=not found.plan.own,
        )


RULE = HuggingFaceRule()


def _facts(plan: _Plan, modality: Modality) -> dict[str, InputFacts]:
    known = InputFacts(vocabulary=modality.vocabulary, dimension=modality.hidden)
    return {name: known for name in plan.names if is_ids(name)}


def _dummy_inputs(model: nn.Module) -> dict[str, Any] | None:
    """Gives the model's ``dummy_inputs``, or None where it is no such model."""
    try:
        value = getattr(model, "dummy_inputs", None)
    except Exception:  # a property that only works for some configurations
        value = {}
    if callable(value) or not isinstance(value, Mapping):
        return None
    return dict(value) if getattr(model, "config", None) is not None else None


def _first_names(
    model: nn.Module, signature: Signature, dummy: Mapping[str, Any]
) -> tuple[str, ...]:
    """Gives the names of the first try: the main input, and the dummies that ``forward`` takes."""
    main = getattr(model, "main_input_name", None)
    known = set(signature.names)
    taken = [name for name in dummy if name in known and _is_tensor_name(dummy[name])]
    generic = set(dummy) <= {"input_ids"}
    if isinstance(main, str) and main in known and main not in taken:
        taken = [main] if generic else [main, *taken]
    required = [item.name for item in signature.required]
    names = dict.fromkeys([*(name for name in taken), *required])
    return tuple(name for name in signature.names if name in names) or signature.names[:1]


def _is_tensor_name(value: object) -> bool:
    return isinstance(value, torch.Tensor)


def _fixed(model: nn.Module, signature: Signature) -> dict[str, object]:
    """Gives ``use_cache=False`` where the model knows it: a cache is no architecture."""
    config_knows = hasattr(getattr(model, "config", None), "use_cache")
    known = "use_cache" in signature.names or (signature.keywords and config_knows)
    return {"use_cache": False} if known else {}


def _values(
    model: nn.Module, dummy: Mapping[str, Any], plan: _Plan, options: Options
) -> dict[str, object]:
    modality: Modality = modality_of(model, options)
    maker = maker_for(model, seed=options.seed, device=options.device)
    made: dict[str, object] = {}
    for name in plan.names:
        own = dummy.get(name)
        choices = variants_of(name, modality, maker)
        if isinstance(own, torch.Tensor) and (plan.own or not choices):
            made[name] = own.clone().to(options.device)
        elif choices:
            made[name] = choices[min(plan.variant, len(choices) - 1)]
    return made


def _repairs(
    plan: _Plan, signature: Signature, dummy: Mapping[str, Any]
) -> Iterator[Repair[_Plan]]:
    """Gives plans with one more input, with other variants, and with the dummies themselves."""
    for rank, name in enumerate(_MORE):
        if name in signature.names and name not in plan.names:
            names = tuple(known for known in signature.names if known in {*plan.names, name})
            yield Repair(replace(plan, names=names), 1.0 + 0.1 * rank)
    if plan.variant < 3:
        yield Repair(replace(plan, variant=plan.variant + 1), 1.05)
    if not plan.own and any(name in dummy for name in plan.names):
        yield Repair(replace(plan, own=True), 1.6)
