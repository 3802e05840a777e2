"""Inputs made from the features that a model carries (Torch-RecHub and its like).

Owns the fifth rule: which plans are tried, and what a failure teaches. What is
a feature is `recviz_docs.tracing.inputs.feature_scan`'s, how one is drawn is
`recviz_docs.tracing.inputs.feature_values`'s.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from torch import nn

from recviz_docs.errors import nearest
from recviz_docs.messages import Message, message
from recviz_docs.options import Options
from recviz_docs.tracing.inputs.example import ExampleInputs, InputFacts
from recviz_docs.tracing.inputs.feature_scan import Feature, features_of
from recviz_docs.tracing.inputs.feature_values import FeaturePlan, arguments_of
from recviz_docs.tracing.inputs.limits import batch_sizes, sequence_lengths
from recviz_docs.tracing.inputs.search import Repair, search
from recviz_docs.tracing.inputs.signature import signature_of
from recviz_docs.tracing.inputs.trial import Attempt, attempt
from recviz_docs.tracing.inputs.values import maker_for, smallest_vocabulary

if TYPE_CHECKING:
    from recviz_docs.tracing.load import Loaded

__all__ = ["RULE", "FeaturesRule"]

_LIMIT = 48  # runs of the model
_LONG = 256  # a model that allows more is shown with the options' length
_BATCH = 4096


@dataclass(frozen=True, slots=True)
class FeaturesRule:
    """Fifth rule: a dict with a value for every feature that the model's parts carry."""

    name: str = "features"
    order: int = 500

    def fit(self, loaded: Loaded, options: Options, base: Path) -> ExampleInputs | None:
        """Gives inputs by feature; see `recviz_docs.tracing.inputs.example.Rule`."""
        model = loaded.model
        features = features_of(model)
        start = _first_plan(model, features, options) if features else None
        if start is None:
            return None

        def run(plan: FeaturePlan) -> Attempt:
            maker = maker_for(model, seed=options.seed, device=options.device)
            return attempt(model, arguments_of(plan, maker), options)

        def repairs(plan: FeaturePlan, outcome: Attempt) -> Iterator[Repair[FeaturePlan]]:
            return _repairs(model, plan, outcome)

        found = search([Repair(start, 0.0)], run, repairs, limit=_LIMIT)
        assert found is not None
        plan = found.plan
        arguments = arguments_of(plan, maker_for(model, seed=options.seed, device=options.device))
        return ExampleInputs(
            arguments.args,
            arguments.keywords,
            self.name,
            _description(plan, features),
            facts={feature.name: _facts(feature) for feature in plan.features}
            if plan.style != "matrix"
            else {},
            scales=True,
        )


RULE = FeaturesRule()


def _first_plan(
    model: nn.Module, features: tuple[Feature, ...], options: Options
) -> FeaturePlan | None:
    """Gives the likeliest plan, or None where ``forward`` cannot take one value per feature."""
    signature = signature_of(model)
    names = {feature.name for feature in features}
    wanted = {item.name for item in signature.required}
    if wanted and wanted <= names:
        style = "keywords"
        features = tuple(item for item in features if item.name in signature.names)
    elif len(wanted) == 1 or (not wanted and (signature.parameters or signature.variadic)):
        style = "dict"
    elif not wanted and signature.keywords:
        style = "keywords"
    else:
        return None
    lengths = sequence_lengths(model)
    length = options.seq_length
    if lengths:
        length = lengths[0] if lengths[0] <= _LONG else min(length, lengths[0])
    return FeaturePlan(features, options.batch_size, length, style=style)


def _facts(feature: Feature) -> InputFacts:
    return InputFacts(feature.kind, feature.vocabulary, feature.dimension)


def _description(plan: FeaturePlan, features: tuple[Feature, ...]) -> Message:
    known = {feature.name for feature in features}
    learnt = [feature.name for feature in plan.features if feature.name not in known]
    if learnt:
        return message(
            "inputs made from the {count} features found on the model, and {learnt} that it "
            "asked for",
            count=len(features),
            learnt=", ".join(learnt),
        )
    return message("inputs made from the {count} features found on the model", count=len(features))


def _repairs(
    model: nn.Module, plan: FeaturePlan, outcome: Attempt
) -> Iterator[Repair[FeaturePlan]]:
    """Gives the plans that a failure suggests, small changes first."""
    known = {feature.name for feature in plan.features}
    if plan.style == "dict" and outcome.missing is not None and outcome.missing not in known:
        yield from _with_key(model, plan, outcome.missing)
    if outcome.demanded:
        return
    out_of_range = isinstance(outcome.error, IndexError)
    if plan.largest is None:
        yield Repair(replace(plan, largest=2), 0.5 if out_of_range else 2.0)
    for cost, length in _lengths(model, plan, outcome):
        yield Repair(replace(plan, length=length), cost)
    for cost, batch in _batches(model, plan):
        yield Repair(replace(plan, batch=batch), cost)
    if not plan.columns and any(feature.kind == "dense" for feature in plan.features):
        yield Repair(replace(plan, columns=True), 1.2)
    if plan.style == "dict" and not outcome.asked:
        yield Repair(replace(plan, style="matrix"), 0.8)
        yield Repair(replace(plan, style="matrix", columns=True), 0.9)
    yield from _other_kinds(plan)


def _with_key(model: nn.Module, plan: FeaturePlan, name: str) -> Iterator[Repair[FeaturePlan]]:
    """Gives plans that hold one more key: like its namesake, else of each kind."""
    known = {feature.name: feature for feature in plan.features}
    like = known.get(nearest(name, list(known), likeness=0.5))
    tables = [f.vocabulary for f in plan.features if f.vocabulary is not None]
    vocabulary = min(tables, default=smallest_vocabulary(model) or 2)
    guesses = [
        Feature(name, "sparse", vocabulary),
        Feature(name, "sequence", vocabulary),
        Feature(name, "dense", None, 1),
    ]
    if like is not None:
        guesses.insert(0, replace(like, name=name, shared_with=""))
    for rank, guess in enumerate(guesses):
        yield Repair(replace(plan, features=(*plan.features, guess)), 0.1 * (rank + 1))


def _lengths(model: nn.Module, plan: FeaturePlan, outcome: Attempt) -> Iterator[tuple[float, int]]:
    """Gives other lengths: those that the model says, one less, and numbers that the error says."""
    if not any(feature.kind == "sequence" for feature in plan.features):
        return
    said = sequence_lengths(model)
    for rank, length in enumerate(said):
        yield 1.0 + 0.1 * rank, length
        if length > 1:
            yield 1.05 + 0.1 * rank, length - 1
    numbers = {int(digits) for digits in re.findall(r"\d+", str(outcome.error))}
    for rank, length in enumerate(sorted(numbers)):
        if 1 < length <= 1024 and length != plan.length:
            yield 1.5 + 0.1 * rank, length


def _batches(model: nn.Module, plan: FeaturePlan) -> Iterator[tuple[float, int]]:
    """Gives larger batches: the one that the model says, else doubled ones."""
    for rank, batch in enumerate(batch_sizes(model)):
        if plan.batch < batch <= _BATCH:
            yield 1.0 + 0.1 * rank, batch
    for rank, factor in enumerate((2, 4, 8)):
        yield 1.4 + 0.3 * rank, max(plan.batch, 2) * factor


def _other_kinds(plan: FeaturePlan) -> Iterator[Repair[FeaturePlan]]:
    """Gives plans in which one feature is a list of ids instead of one id, or the reverse."""
    flipped = {"sparse": "sequence", "sequence": "sparse"}
    for place, feature in enumerate(plan.features):
        if feature.kind in flipped:
            other = replace(feature, kind=flipped[feature.kind])
            features = (*plan.features[:place], other, *plan.features[place + 1 :])
            yield Repair(replace(plan, features=features), 3.0)
