"""What a failed guess teaches about the inputs of a model.

Owns a plan of the sixth rule and the plans that follow from it: an input is made
what the layer demands that reads it, sizes are fitted to the layer that failed.
It must not run anything.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from torch import nn

from recviz_docs.tracing.inputs.draws import Draw, flags, numbers
from recviz_docs.tracing.inputs.requirements import Sizes, demands
from recviz_docs.tracing.inputs.search import Repair
from recviz_docs.tracing.inputs.suggestions import suggested_for_key
from recviz_docs.tracing.inputs.trial import Attempt, Use

__all__ = ["LayerPlan", "layer_repairs"]


_TENSOR = re.compile("must be Tensor, not bool|'bool' object ")
_TRUTH = re.compile("must be bool, not Tensor|Boolean value of Tensor")


@dataclass(frozen=True, slots=True)
class LayerPlan:
    """A draw for each argument, or for each key that is learnt from the model.

    Attributes:
        learnt: ``dict`` if the keys are those of the one dict argument, ``keywords`` if they are
            those of ``**kwargs``, else empty.
    """

    draws: tuple[tuple[str, Draw], ...]
    learnt: str = ""

    def changed(self, name: str, draw: Draw) -> LayerPlan:
        """Gives the plan with another draw for one argument."""
        return replace(
            self, draws=tuple((key, draw if key == name else old) for key, old in self.draws)
        )


def layer_repairs(
    plan: LayerPlan,
    outcome: Attempt,
    *,
    model: nn.Module,
    sizes: Sizes,
    choices: Mapping[str, tuple[Draw, ...]],
) -> Iterator[Repair[LayerPlan]]:
    """Gives the plans that a failure suggests; a plan that came further is mended first."""
    if plan.learnt:
        known = {name for name, _ in plan.draws}
        if outcome.missing is not None and outcome.missing not in known:
            for rank, draw in enumerate(suggested_for_key(outcome.missing, model, sizes)):
                draws = (*plan.draws, (outcome.missing, draw))
                yield Repair(LayerPlan(draws, plan.learnt), 0.25 * rank)
        if outcome.demanded or not plan.draws:
            return
    yield from _switched(plan, outcome, choices)
    yield from _pinned(plan, outcome, sizes)
    yield from _fitted(plan, outcome, sizes)
    far = 1.0 / (1.0 + max(outcome.calls, 0))
    for name, draw in plan.draws:
        for rank, other in enumerate(choices.get(name) or ()):
            if other != draw:
                yield Repair(plan.changed(name, other), 1.0 + far + 0.1 * rank)
        for rank, other in enumerate(_by_numbers(draw, outcome)):
            yield Repair(plan.changed(name, other), 0.9 + far + 0.1 * rank)
        if draw.kind == "ids" and draw.high != 2:
            out_of_range = isinstance(outcome.error, IndexError)
            yield Repair(plan.changed(name, replace(draw, high=2)), 0.5 if out_of_range else 2.5)


def _switched(
    plan: LayerPlan, outcome: Attempt, choices: Mapping[str, tuple[Draw, ...]]
) -> Iterator[Repair[LayerPlan]]:
    """Gives plans in which a tensor, of which a truth value was wanted, is a switch, or back."""
    if _TENSOR.search(str(outcome.error)):
        for rank, name in enumerate(name for name, draw in plan.draws if draw.kind == "flag"):
            tensors = [draw for draw in choices.get(name) or () if draw.kind != "flag"]
            for place, other in enumerate(tensors[:4]):
                yield Repair(plan.changed(name, other), 0.02 + 0.05 * rank + 0.02 * place)
    if not _TRUTH.search(str(outcome.error)):
        return
    # Not the model itself, which is given all of them.
    read = {use.argument for use in outcome.uses if not [*use.module.children()]}
    for rank, (name, draw) in enumerate(reversed(plan.draws[1:])):  # the first one is data
        if draw.kind != "flag" and name not in read:
            yield Repair(plan.changed(name, flags()[0]), 0.02 + 0.05 * rank)


def _pinned(plan: LayerPlan, outcome: Attempt, sizes: Sizes) -> Iterator[Repair[LayerPlan]]:
    """Gives plans in which an input is what the layer demands that reads it."""
    draws = dict(plan.draws)
    for use in outcome.uses:
        draw = draws.get(use.argument)
        wanted = demands(use.module, sizes, use.position)
        if draw is None or not wanted or _agrees(draw, wanted):
            continue
        reshaped = _before_view(draw, wanted[0], use)
        for rank, other in enumerate((*reshaped, *wanted)):
            yield Repair(plan.changed(use.argument, other), 0.05 * (rank + 1))
        return  # the later layers never saw a value of the right kind


def _fitted(plan: LayerPlan, outcome: Attempt, sizes: Sizes) -> Iterator[Repair[LayerPlan]]:
    """Gives plans whose vectors, joined with others, have the size of the layer that failed."""
    if outcome.last is None or not outcome.last[1]:
        return
    module, seen = outcome.last
    wanted = next((draw for draw in demands(module, sizes) if draw.kind == "numbers"), None)
    if wanted is None or not isinstance(module, nn.Linear) or wanted.shape[-1] == seen[-1]:
        return
    size, given = wanted.shape[-1], seen[-1]
    vectors = [(name, draw) for name, draw in plan.draws if draw.kind == "numbers" and draw.shape]
    scaled = plan
    for name, draw in vectors:
        share, rest = divmod(draw.shape[-1] * size, given)
        if len(draw.shape) > 1 and share and not rest:
            scaled = scaled.changed(name, numbers(*draw.shape[:-1], share))
    if scaled != plan and len(vectors) > 1:
        yield Repair(scaled, 0.1)
    for rank, (name, draw) in enumerate(vectors):
        own = draw.shape[-1] if len(draw.shape) > 1 else 1
        if own + size - given > 0:
            changed = numbers(*(draw.shape[:-1] or draw.shape), own + size - given)
            if len(draw.shape) == 1:
                changed = numbers(draw.shape[0], own + size - given)
            yield Repair(plan.changed(name, changed), 0.12 + 0.05 * rank)


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
            # the batch stays what it is
            yield replace(draw, shape=(*(draw.shape[:-1] or draw.shape), size))
