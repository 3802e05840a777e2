"""A value for each feature, and how they are handed to ``forward``.

Owns the shapes and ranges by kind of feature. It must not know where features
come from, nor try anything.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch

from recviz_docs.tracing.inputs.feature_scan import Feature
from recviz_docs.tracing.inputs.signature import Arguments
from recviz_docs.tracing.inputs.values import Maker

__all__ = ["FeaturePlan", "arguments_of"]


@dataclass(frozen=True, slots=True)
class FeaturePlan:
    """How a set of features is made into arguments.

    Attributes:
        length: of sequences whose feature says none.
        largest: ids stay below, whatever the vocabulary; None for no such bound.
        columns: whether a dense feature of size 1 is a column ``(B, 1)`` instead of ``(B,)``,
            or for a matrix, whether its ids are numbers.
        style: ``dict`` (one argument), ``keywords``, or ``matrix`` (one argument, a column each).
    """

    features: tuple[Feature, ...]
    batch: int
    length: int
    largest: int | None = None
    columns: bool = False
    style: str = "dict"


def arguments_of(plan: FeaturePlan, maker: Maker) -> Arguments:
    """Gives the arguments of one call."""
    values = {feature.name: _value(feature, plan, maker) for feature in plan.features}
    if plan.style == "keywords":
        return Arguments((), dict(values))
    if plan.style == "matrix":
        return Arguments((_matrix(list(values.values()), plan, maker),))
    return Arguments((values,))


def _value(feature: Feature, plan: FeaturePlan, maker: Maker) -> torch.Tensor:
    if feature.kind == "dense":
        size = feature.dimension or 1
        shape = (plan.batch, size) if size > 1 or plan.columns else (plan.batch,)
        # positive, as some models take the logarithm of a weight
        return maker.numbers(shape, 0.05, 1.0)
    high = feature.vocabulary or 2
    if plan.largest is not None:
        high = min(high, plan.largest)
    # 0 is the padding of most recommenders
    low = min(1, high - 1)
    shape = (plan.batch,)
    if feature.kind == "sequence":
        shape = (plan.batch, feature.length or plan.length)
    return maker.ids(shape, low, high)


def _matrix(values: list[torch.Tensor], plan: FeaturePlan, maker: Maker) -> torch.Tensor:
    columns = [value.reshape(plan.batch, -1) for value in values]
    numbers = plan.columns or any(column.is_floating_point() for column in columns)
    wanted = maker.floating if numbers else torch.int64
    return torch.cat([column.to(wanted) for column in columns], dim=1)
