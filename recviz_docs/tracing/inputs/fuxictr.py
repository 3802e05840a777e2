"""Inputs for models that keep a ``feature_map`` (FuxiCTR).

Owns the reading of such a map: feature name to a dict with type, vocabulary and
length. It must not import the library.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from recviz_docs.messages import message
from recviz_docs.options import Options
from recviz_docs.tracing.inputs.example import ExampleInputs, InputFacts
from recviz_docs.tracing.inputs.feature_scan import Feature, whole_number
from recviz_docs.tracing.inputs.feature_values import FeaturePlan, arguments_of
from recviz_docs.tracing.inputs.values import maker_for

if TYPE_CHECKING:
    from recviz_docs.tracing.load import Loaded

__all__ = ["RULE", "FuxiCTRRule"]

_KINDS = {"categorical": "sparse", "sequence": "sequence", "numeric": "dense", "embedding": "dense"}


@dataclass(frozen=True, slots=True)
class FuxiCTRRule:
    """Fifth rule for models with a ``feature_map``: a dict with a value for each feature in it."""

    name: str = "features"
    order: int = 490

    def fit(self, loaded: Loaded, options: Options, base: Path) -> ExampleInputs | None:
        """Gives the dict; see `recviz_docs.tracing.inputs.example.Rule`."""
        specs = getattr(getattr(loaded.model, "feature_map", None), "features", None)
        if not isinstance(specs, Mapping) or not specs:
            return None
        features = tuple(
            _feature(name, spec) for name, spec in specs.items() if _is_spec(name, spec)
        )
        if not features:
            return None
        plan = FeaturePlan(features, options.batch_size, options.seq_length)
        maker = maker_for(loaded.model, seed=options.seed, device=options.device)
        arguments = arguments_of(plan, maker)
        return ExampleInputs(
            arguments.args,
            arguments.keywords,
            self.name,
            message("inputs made from the {count} features of feature_map", count=len(features)),
            facts={
                item.name: InputFacts(item.kind, item.vocabulary, item.dimension)
                for item in features
            },
            scales=True,
        )


RULE = FuxiCTRRule()


def _is_spec(name: object, spec: object) -> bool:
    return isinstance(name, str) and isinstance(spec, Mapping) and spec.get("type") in _KINDS


def _feature(name: str, spec: Mapping[str, Any]) -> Feature:
    kind = _KINDS[spec["type"]]
    dimension = whole_number(spec.get("embedding_dim"))
    if kind == "dense":
        wide = whole_number(spec.get("input_dim")) if spec["type"] == "embedding" else None
        return Feature(name, kind, None, wide or 1)
    return Feature(
        name,
        kind,
        whole_number(spec.get("vocab_size")) or 2,
        dimension,
        whole_number(spec.get("max_len")) if kind == "sequence" else None,
    )
