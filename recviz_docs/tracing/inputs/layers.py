"""Inputs guessed from ``forward``'s parameters and the layers that read them.

Owns the sixth rule: the order of the guesses and what a failed one teaches. A
guess counts only if the model ran with it. What a layer demands is
`recviz_docs.tracing.inputs.requirements`'s, what a parameter's name and
annotation suggest is `recviz_docs.tracing.inputs.suggestions`'s.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import torch
from torch import nn

from recviz_docs.messages import Message, message
from recviz_docs.options import Options
from recviz_docs.tracing.inputs.draws import Draw, drawn, numbers
from recviz_docs.tracing.inputs.example import ExampleInputs, InputFacts
from recviz_docs.tracing.inputs.requirements import Sizes, demands
from recviz_docs.tracing.inputs.search import Found, Repair, search
from recviz_docs.tracing.inputs.signature import Arguments, Parameter, Signature, signature_of
from recviz_docs.tracing.inputs.suggestions import (
    sizes_of,
    suggested_for_key,
    suggested_for_parameter,
    takes_dict,
)
from recviz_docs.tracing.inputs.trial import Attempt, Use, attempt
from recviz_docs.tracing.inputs.values import maker_for

if TYPE_CHECKING:
    from recviz_docs.tracing.load import Loaded

__all__ = ["RULE", "LayerPlan", "LayersRule", "guess_inputs"]

_LIMIT = 96  # runs of the model


@dataclass(frozen=True, slots=True)
class LayerPlan:
    """A draw for each argument, or for each key of the one dict argument."""

    draws: tuple[tuple[str, Draw], ...]
    as_dict: bool = False

    def changed(self, name: str, draw: Draw) -> LayerPlan:
        """Gives the plan with another draw for one argument."""
        return replace(
            self, draws=tuple((key, draw if key == name else old) for key, old in self.draws)
        )


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
        if plan.as_dict:
            return Arguments((dict(values),))
        by_place = [item.name for item in self.parameters if item.positional]
        if not self.signature.parameters:
            return Arguments(tuple(values.values()))
        return Arguments(
            tuple(values[name] for name in by_place),
            {name: value for name, value in values.items() if name not in by_place},
        )

    def run(self, plan: LayerPlan) -> Attempt:
        values = self.values(plan)
        watched = {key: value for key, value in values.items() if isinstance(value, torch.Tensor)}
        outcome = attempt(self.model, self.arguments(plan, values), self.options, watched=watched)
        if outcome.worked and plan.as_dict and not plan.draws:
            # an empty dict that nothing was asked of says nothing about the model
            return replace(outcome, error=LookupError("no key was asked for"))
        return outcome


@dataclass(frozen=True, slots=True)
class LayersRule:
    """Sixth rule: guesses, tried on a throw-away copy of the model."""

    name: str = "layers"
    order: int = 600

    def fit(self, loaded: Loaded, options: Options, base: Path) -> ExampleInputs | None:
        """Gives inputs that the model took; see `recviz_docs.tracing.inputs.example.Rule`."""
        task = _task(loaded.model, options)
        found = guess_inputs(task)
        if found is None or not found.worked:
            return None
        arguments = task.arguments(found.plan, task.values(found.plan))
        return ExampleInputs(
            arguments.args,
            arguments.keywords,
            self.name,
            _description(found.plan),
            facts=_facts(found.attempt),
            scales=True,
        )


RULE = LayersRule()


def _task(model: nn.Module, options: Options) -> _Task:
    signature = signature_of(model)
    wanted = signature.required or signature.parameters[:1]
    if not wanted and signature.variadic:
        wanted = (Parameter(signature.variadic, required=True, positional=True, annotation=None),)
    return _Task(model, signature, wanted, sizes_of(model, options), options)


def guess_inputs(task: _Task) -> Found[LayerPlan] | None:
    """Gives the plan that the model took, or the first one where it took none."""
    model, sizes = task.model, task.sizes
    choices = {item.name: suggested_for_parameter(item, model, sizes) for item in task.parameters}
    starts: list[Repair[LayerPlan]] = []
    lone = task.parameters[0] if len(task.parameters) == 1 else None
    if lone is not None and lone.positional and takes_dict(lone) is not False:
        starts.append(Repair(LayerPlan((), as_dict=True), 0.0))
    if lone is None or takes_dict(lone) is not True:
        draws = tuple((name, options[0]) for name, options in choices.items() if options)
        if len(draws) == len(choices):
            starts.append(Repair(LayerPlan(draws), 0.0))

    def repairs(plan: LayerPlan, outcome: Attempt) -> Iterator[Repair[LayerPlan]]:
        return _repairs(task, choices, plan, outcome)

    return search(starts, task.run, repairs, limit=_LIMIT)


def _description(plan: LayerPlan) -> Message:
    words = [f"{name} {_words(draw)}" for name, draw in plan.draws]
    return message("inputs guessed from the model's layers: {words}", words=", ".join(words))


def _words(draw: Draw) -> str:
    kinds = {"ids": "int64", "full": "int64", "ones": "bool", "numbers": "float"}
    shape = f"[{', '.join(map(str, draw.shape))}]"
    return f"{kinds[draw.kind]}{shape}" if draw.kind in kinds else str(draw.high)


def _facts(outcome: Attempt) -> dict[str, InputFacts]:
    """Gives vocabulary and dimension of the inputs that a table reads as they are."""
    facts: dict[str, InputFacts] = {}
    for use in outcome.uses:
        if isinstance(use.module, nn.Embedding | nn.EmbeddingBag) and use.argument not in facts:
            rows, size = use.module.num_embeddings, use.module.embedding_dim
            facts[use.argument] = InputFacts(vocabulary=rows, dimension=size)
    return facts


def _repairs(
    task: _Task, choices: Mapping[str, tuple[Draw, ...]], plan: LayerPlan, outcome: Attempt
) -> Iterator[Repair[LayerPlan]]:
    """Gives the plans that a failure suggests; a plan that came further is mended first."""
    if plan.as_dict:
        known = {name for name, _ in plan.draws}
        if outcome.missing is not None and outcome.missing not in known:
            for rank, draw in enumerate(suggested_for_key(outcome.missing, task.model, task.sizes)):
                draws = (*plan.draws, (outcome.missing, draw))
                yield Repair(LayerPlan(draws, as_dict=True), 0.05 * (rank + 1))
            return
        if not plan.draws:
            return
    pinned = list(_pinned(task, plan, outcome))
    yield from pinned
    far = 1.0 / (1.0 + outcome.calls)
    for name, draw in plan.draws:
        for rank, other in enumerate(choices.get(name) or ()):
            if other != draw:
                yield Repair(plan.changed(name, other), 1.0 + far + 0.1 * rank)
        for rank, other in enumerate(_by_numbers(draw, outcome)):
            yield Repair(plan.changed(name, other), 0.9 + far + 0.1 * rank)
        if draw.kind == "ids" and draw.high != 2:
            out_of_range = isinstance(outcome.error, IndexError)
            yield Repair(plan.changed(name, replace(draw, high=2)), 0.5 if out_of_range else 2.5)


def _pinned(task: _Task, plan: LayerPlan, outcome: Attempt) -> Iterator[Repair[LayerPlan]]:
    """Gives plans in which an input is what the layer demands that reads it."""
    draws = dict(plan.draws)
    for use in outcome.uses:
        draw = draws.get(use.argument)
        wanted = demands(use.module, task.sizes, use.position)
        if draw is None or not wanted or _agrees(draw, wanted):
            continue
        reshaped = _before_view(draw, wanted[0], use)
        for rank, other in enumerate((*reshaped, *wanted)):
            yield Repair(plan.changed(use.argument, other), 0.05 * (rank + 1))
        return  # the later layers never saw a value of the right kind


def _agrees(draw: Draw, wanted: tuple[Draw, ...]) -> bool:
    """Says whether a draw is of the kind and of the inner size that a layer demands."""
    first = wanted[0]
    if draw.kind != first.kind:
        return False
    if draw.kind == "ids":
        return draw.high is not None and first.high is not None and draw.high <= first.high
    return draw in wanted


def _before_view(draw: Draw, wanted: Draw, use: Use) -> Iterator[Draw]:
    """Gives shapes that a ``view`` makes into what the layer demands, where there was one."""
    if use.seen == draw.shape or wanted.kind != "numbers" or not wanted.shape:
        return
    batch, size = wanted.shape[0], wanted.shape[-1]
    for channels in (1, 3):
        side = math.isqrt(size // channels)
        if channels * side * side == size:
            yield numbers(batch, channels, side, side)
            if channels == 1:
                yield numbers(batch, side, side)


def _by_numbers(draw: Draw, outcome: Attempt) -> Iterator[Draw]:
    """Gives draws whose last size is a number that the error names."""
    if not draw.shape or draw.kind not in {"ids", "numbers"}:
        return
    said = {int(digits) for digits in re.findall(r"\d+", str(outcome.error))}
    for size in sorted(number for number in said if 1 < number <= 4096):
        if size not in draw.shape:
            yield replace(draw, shape=(*draw.shape[:-1], size))
            if len(draw.shape) == 1:
                yield replace(draw, shape=(*draw.shape, size))
