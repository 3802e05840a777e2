"""Inputs guessed from ``forward``'s parameters and the layers that read them.

Owns the sixth rule: a guess counts only if the model ran with it. What a layer
demands is `recviz_docs.tracing.inputs.requirements`'s, what a parameter's name
and annotation suggest is `recviz_docs.tracing.inputs.suggestions`'s, what a
failed guess teaches is `recviz_docs.tracing.inputs.layer_repairs`'s.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import torch
from torch import nn

from recviz_docs.messages import Message, message
from recviz_docs.options import Options
from recviz_docs.tracing.inputs.draws import Draw, drawn
from recviz_docs.tracing.inputs.example import ExampleInputs, InputFacts, RejectedError
from recviz_docs.tracing.inputs.layer_repairs import LayerPlan, layer_repairs
from recviz_docs.tracing.inputs.requirements import Sizes
from recviz_docs.tracing.inputs.search import Found, Repair, search
from recviz_docs.tracing.inputs.signature import Arguments, Parameter, Signature, signature_of
from recviz_docs.tracing.inputs.suggestions import (
    sizes_of,
    suggested_for_parameter,
    takes_dict,
)
from recviz_docs.tracing.inputs.trial import Attempt, attempt
from recviz_docs.tracing.inputs.values import maker_for

if TYPE_CHECKING:
    from recviz_docs.tracing.load import Loaded

__all__ = ["RULE", "LayersRule"]

_LIMIT = 96  # runs of the model


@dataclass(frozen=True, slots=True)
class _Task:
    """The model, and what all plans for it have in common."""

    model: nn.Module
    signature: Signature
    parameters: tuple[Parameter, ...]
    sizes: Sizes
    options: Options

    def values(self, plan: LayerPlan) -> dict[str, object]:
        maker = maker_for(self.model, seed=self.options.seed, device=self.options.device)
        return {name: drawn(draw, maker) for name, draw in plan.draws}

    def arguments(self, plan: LayerPlan, values: Mapping[str, object]) -> Arguments:
        if plan.learnt == "dict":
            return Arguments((dict(values),))
        if plan.learnt == "keywords":
            return Arguments((), dict(values))
        by_place = [item.name for item in self.parameters if item.positional]
        if self.signature.variadic and not self.signature.parameters:
            return Arguments(tuple(values.values()))
        return Arguments(
            tuple(values[name] for name in by_place),
            {name: value for name, value in values.items() if name not in by_place},
        )

    def run(self, plan: LayerPlan) -> Attempt:
        values = self.values(plan)
        watched = {key: value for key, value in values.items() if isinstance(value, torch.Tensor)}
        outcome = attempt(self.model, self.arguments(plan, values), self.options, watched=watched)
        if outcome.worked and plan.learnt and not plan.draws:
            # an empty dict that nothing was asked of says nothing about the model
            outcome = replace(outcome, error=LookupError("no key was asked for"))
        # no reader of the outcome should take an empty dict for the likeliest input
        return replace(outcome, calls=-1) if plan.learnt and not plan.draws else outcome


@dataclass(frozen=True, slots=True)
class LayersRule:
    """Sixth rule: guesses, tried on a throw-away copy of the model."""

    name: str = "layers"
    order: int = 600

    def fit(self, loaded: Loaded, options: Options, base: Path) -> ExampleInputs | None:
        """Gives inputs that the model took; see `recviz_docs.tracing.inputs.example.Rule`."""
        for sizes in sizes_of(loaded.model, options):
            task = _task(loaded.model, options, sizes)
            found = _guess(task)
            if found is None or found.worked:
                break
        if found is None:
            return None
        if not found.worked:
            raise RejectedError(_description(found.plan), found.attempt.error)
        found = _without_spare_columns(task, found)
        arguments = task.arguments(found.plan, task.values(found.plan))
        return ExampleInputs(
            arguments.args,
            arguments.keywords,
            self.name,
            _description(found.plan),
            facts=_facts(found),
            scales=True,
        )


RULE = LayersRule()


def _task(model: nn.Module, options: Options, sizes: Sizes) -> _Task:
    signature = signature_of(model)
    wanted = signature.required or signature.parameters[:1]
    if not wanted and signature.variadic:
        wanted = (Parameter(signature.variadic, required=True, positional=True, annotation=None),)
    return _Task(model, signature, wanted, sizes, options)


def _guess(task: _Task) -> Found[LayerPlan] | None:
    """Gives the plan that the model took in two sizes, else in one, else the furthest one."""
    model, sizes = task.model, task.sizes
    choices = {item.name: suggested_for_parameter(item, model, sizes) for item in task.parameters}
    starts: list[Repair[LayerPlan]] = []
    lone = task.parameters[0] if len(task.parameters) == 1 else None
    if lone is not None and lone.positional and takes_dict(lone) is not False:
        starts.append(Repair(LayerPlan((), "dict"), 0.0))
    if not task.parameters and task.signature.keywords:
        starts.append(Repair(LayerPlan((), "keywords"), 0.0))
    elif lone is None or takes_dict(lone) is not True:
        draws = tuple((name, options[0]) for name, options in choices.items() if options)
        if len(draws) == len(choices):
            starts.append(Repair(LayerPlan(draws), 0.0))

    def repairs(plan: LayerPlan, outcome: Attempt) -> Iterator[Repair[LayerPlan]]:
        return layer_repairs(plan, outcome, model=model, sizes=sizes, choices=choices)

    unsure: list[Found[LayerPlan]] = []

    def run(plan: LayerPlan) -> Attempt:
        outcome = task.run(plan)
        larger = task.run(_enlarged(plan, sizes)) if outcome.worked else outcome
        if outcome.worked and not larger.worked:
            unsure.append(Found(plan, outcome, 1))
        return larger if outcome.worked and not larger.worked else outcome

    found = search(starts, run, repairs, limit=_LIMIT)
    # some models work with one batch size only
    return unsure[0] if unsure and not (found and found.worked) else found


def _enlarged(plan: LayerPlan, sizes: Sizes) -> LayerPlan:
    """Gives the plan with one more in the batch: a size that only met it by chance then fails.

    A pair of tensors is such a case, for which one tensor of two rows would pass.
    """

    def larger(draw: Draw) -> Draw:
        batch, length = sizes.batch, sizes.length
        place = 1 if len(draw.shape) == 3 and draw.shape[0] == length != batch else 0
        square = draw.shape == (batch, batch)
        shape = tuple(
            size + 1 if size == batch and (square or index == place) else size
            for index, size in enumerate(draw.shape)
        )
        return replace(draw, shape=shape)

    return replace(plan, draws=tuple((name, larger(draw)) for name, draw in plan.draws))


def _description(plan: LayerPlan) -> Message:
    if not plan.draws:
        return message("no inputs, as forward takes none")
    words = [f"{name} {_words(draw)}" for name, draw in plan.draws]
    return message("inputs guessed from the model's layers: {words}", words=", ".join(words))


def _words(draw: Draw) -> str:
    kinds = {"ids": "int64", "full": "int64", "range": "int64", "ones": "bool", "numbers": "float"}
    shape = f"[{', '.join(map(str, draw.shape))}]"
    if draw.kind == "flag":
        return str(bool(draw.high))
    if draw.kind not in kinds:
        return str(draw.high)
    return (
        f"{kinds[draw.kind]}{shape}"
        if not draw.count
        else f"{draw.count} × {kinds[draw.kind]}{shape}"
    )


def _facts(found: Found[LayerPlan]) -> dict[str, InputFacts]:
    """Gives vocabulary and dimension of the inputs that a table reads as they are."""
    shapes = {name: draw.shape for name, draw in found.plan.draws}
    facts: dict[str, InputFacts] = {}
    for use in found.attempt.uses:
        whole_input = use.seen == shapes.get(use.argument) and use.position in {0, "input"}
        table = use.module
        if isinstance(table, nn.Embedding | nn.EmbeddingBag) and whole_input:
            known = InputFacts(vocabulary=table.num_embeddings, dimension=table.embedding_dim)
            facts.setdefault(use.argument, known)
    return facts


def _without_spare_columns(task: _Task, found: Found[LayerPlan]) -> Found[LayerPlan]:
    """Gives the plan with matrices as wide as their columns that are read one by one."""
    plan = found.plan
    for name, draw in plan.draws:
        readers = [use for use in found.attempt.uses if not [*use.module.children()]]
        uses = [use for use in readers if use.argument == name]
        if len(draw.shape) != 2 or not uses or any(len(use.seen) != 1 for use in uses):
            continue
        width = 1 + max(use.offset for use in uses)
        if width < draw.shape[1]:
            plan = plan.changed(name, replace(draw, shape=(draw.shape[0], width)))
    outcome = task.run(plan) if plan != found.plan else found.attempt
    return Found(plan, outcome, found.tries) if outcome.worked else found
