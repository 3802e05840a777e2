"""Inputs for models that read one wide matrix by column index (DeepCTR-Torch).

Owns the rule for models with a ``feature_index``: feature name to columns. It
must not import the library.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import torch

from recviz_docs.messages import message
from recviz_docs.options import Options
from recviz_docs.tracing.inputs.example import ExampleInputs
from recviz_docs.tracing.inputs.feature_scan import Feature, features_of
from recviz_docs.tracing.inputs.values import Maker, maker_for

if TYPE_CHECKING:
    from recviz_docs.tracing.load import Loaded

__all__ = ["RULE", "DeepCTRRule"]


@dataclass(frozen=True, slots=True)
class DeepCTRRule:
    """Fifth rule for models with a ``feature_index``: one float matrix, a column per value."""

    name: str = "features"
    order: int = 480

    def fit(self, loaded: Loaded, options: Options, base: Path) -> ExampleInputs | None:
        """Gives the matrix; see `recviz_docs.tracing.inputs.example.Rule`."""
        columns = _columns(getattr(loaded.model, "feature_index", None))
        if columns is None:
            return None
        features = {feature.name: feature for feature in features_of(loaded.model)}
        lengths = _lengths_of(columns, features)
        maker = maker_for(loaded.model, seed=options.seed, device=options.device)
        matrix = maker.numbers((options.batch_size, max(end for _, end in columns.values())), 0.05)
        for name, (start, end) in columns.items():
            shape = (options.batch_size, end - start)
            drawn = _column(features.get(name), lengths.get(name), shape, maker)
            if drawn is not None:
                matrix[:, start:end] = drawn.to(matrix.dtype)
        return ExampleInputs(
            (matrix,),
            {},
            self.name,
            message("one matrix with the {count} features of feature_index", count=len(columns)),
            scales=True,
        )


RULE = DeepCTRRule()


def _columns(value: object) -> dict[str, tuple[int, int]] | None:
    """Gives first and last column by feature name, or None where ``value`` is no such index."""
    if not isinstance(value, Mapping) or not value:
        return None
    pairs = {
        name: (span[0], span[1])
        for name, span in value.items()
        if isinstance(name, str) and isinstance(span, tuple | list) and len(span) == 2
    }
    whole = all(isinstance(end, int) for span in pairs.values() for end in span)
    return pairs if whole and len(pairs) == len(value) else None


def _lengths_of(
    columns: Mapping[str, tuple[int, int]], features: Mapping[str, Feature]
) -> dict[str, int]:
    """Gives the largest length for columns that hold the length of a sequence."""
    longest = max((end - start for start, end in columns.values()), default=1)
    return {name: longest for name in columns if name not in features}


def _column(
    feature: Feature | None, longest: int | None, shape: tuple[int, int], maker: Maker
) -> torch.Tensor | None:
    """Gives ids for a feature with a vocabulary; None leaves the numbers that stand there."""
    if feature is not None and feature.vocabulary is not None:
        return maker.ids(shape, min(1, feature.vocabulary - 1), feature.vocabulary)
    if longest is not None:
        return maker.ids(shape, 1, longest + 1)
    return None
