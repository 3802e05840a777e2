"""Inputs in words: the option ``input-spec``.

Owns the third rule. The grammar is `recviz_docs.tracing.inputs.spec_grammar`'s.
"""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import torch
from torch import nn

from recviz_docs.errors import RecvizError
from recviz_docs.messages import message
from recviz_docs.options import Options
from recviz_docs.tracing.inputs.example import ExampleInputs, InputFacts
from recviz_docs.tracing.inputs.signature import Arguments, bind_mapping
from recviz_docs.tracing.inputs.spec_grammar import SpecItem, parse_spec
from recviz_docs.tracing.inputs.values import Maker, maker_for, smallest_vocabulary

if TYPE_CHECKING:
    from recviz_docs.tracing.load import Loaded

__all__ = ["RULE", "SpecRule"]

_SMALL = 10  # whole numbers without a range stay below, as nothing says how large they may be


@dataclass(frozen=True, slots=True)
class SpecRule:
    """Third rule: the option ``input-spec``."""

    name: str = "spec"
    order: int = 300

    def fit(self, loaded: Loaded, options: Options, base: Path) -> ExampleInputs | None:
        """Gives what the spec says; see `recviz_docs.tracing.inputs.example.Rule`."""
        if options.input_spec is None:
            return None
        items = parse_spec(options.input_spec, batch=options.batch_size, length=options.seq_length)
        maker = maker_for(loaded.model, seed=options.seed, device=options.device)
        tensors = [_tensor(item, maker, loaded.model) for item in items]
        origin = message("the inputs from input-spec")
        arguments = Arguments(tuple(tensors))
        if items[0].name:
            named: Mapping[str, object] = {
                item.name: tensor for item, tensor in zip(items, tensors, strict=True)
            }
            arguments = bind_mapping(loaded.model, named, origin=origin)
        return ExampleInputs(
            arguments.args,
            arguments.keywords,
            self.name,
            origin,
            facts={item.name: _facts(item) for item in items if item.name and _known(item)},
            scales=True,
        )


RULE = SpecRule()


def _tensor(item: SpecItem, maker: Maker, model: nn.Module) -> torch.Tensor:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # some types are called experimental
            return _drawn(item, maker, model)
    except (RuntimeError, NotImplementedError, TypeError) as error:
        raise RecvizError(
            "inputs",
            message("torch makes no tensor of type {dtype} here", dtype=str(item.dtype)),
            reason=message("{error}", error=str(error).splitlines()[0]),
            advice=message("Choose another type in input-spec, or give inputs=pkg.mod:function."),
        ) from error


def _drawn(item: SpecItem, maker: Maker, model: nn.Module) -> torch.Tensor:
    if item.dtype is torch.bool:
        return maker.truth(item.shape)
    if item.numbers:
        return maker.numbers(item.shape, item.low, item.high, dtype=item.dtype)
    assert item.dtype is not None
    low, high = _whole_range(item, model)
    return maker.ids(item.shape, low, high + 1, dtype=item.dtype)


def _whole_range(item: SpecItem, model: nn.Module) -> tuple[int, int]:
    if item.low is not None and item.high is not None:
        return int(item.low), int(item.high)
    return 1, max(1, min(smallest_vocabulary(model) or _SMALL, _SMALL) - 1)


def _known(item: SpecItem) -> bool:
    return not item.numbers and item.high is not None


def _facts(item: SpecItem) -> InputFacts:
    return InputFacts(vocabulary=None if item.high is None else int(item.high) + 1)
