"""What a parameter of ``forward`` may be, before the model has run.

Owns what names and annotations suggest, and which layers of a model are likely
to read an input first. It must not try anything.
"""

from __future__ import annotations

import types
import typing
from collections.abc import Iterator, Mapping
from dataclasses import replace

import torch
from torch import nn
from torch.nn.parameter import UninitializedParameter

from recviz_docs.options import Options
from recviz_docs.tracing.inputs.draws import Draw, flags, lengths, masks, numbers, whole
from recviz_docs.tracing.inputs.limits import (
    image_sizes,
    numbers_named,
    sequence_lengths,
    words_of,
)
from recviz_docs.tracing.inputs.requirements import Sizes, demands
from recviz_docs.tracing.inputs.signature import Parameter
from recviz_docs.tracing.inputs.values import smallest_vocabulary

__all__ = ["sizes_of", "suggested_for_key", "suggested_for_parameter", "takes_dict"]

_SIDES = (32, 28, 64, 224, 16, 96, 128, 8, 48, 227, 256, 299, 384)
_SEQUENTIAL = (
    nn.RNNBase,
    nn.MultiheadAttention,
    nn.TransformerEncoderLayer,
    nn.TransformerDecoderLayer,
    nn.Conv1d,
    nn.EmbeddingBag,
)
_WRITTEN = {"bool": bool, "int": int, "float": float, "str": str}
_SWITCHES = {"training", "train", "eval", "inference", "flag", "causal", "verbose"}
_LONG = 256
_MOST = 24  # suggestions for one parameter


def sizes_of(model: nn.Module, options: Options) -> tuple[Sizes, ...]:
    """Gives the sizes to draw with: the length asked for, then the one that the model says."""
    said = sequence_lengths(model)
    lengths = dict.fromkeys((min((options.seq_length, *said)), *said[:1]))
    sequential = bool(said) or any(isinstance(part, _SEQUENTIAL) for part in model.modules())
    sides = tuple(dict.fromkeys((*image_sizes(model), *_SIDES)))
    return tuple(
        Sizes(options.batch_size, length, sequential, sides)
        for length in lengths
        if length <= max(_LONG, options.seq_length)
    )


def takes_dict(parameter: Parameter) -> bool | None:
    """Says whether a parameter is a dict: yes, no, or None where its annotation does not say."""
    kind = _plain_type(parameter.annotation)
    if kind is None:
        return None
    origin = typing.get_origin(kind) or kind
    if isinstance(origin, type):
        return issubclass(origin, Mapping)
    return None


def _plain_type(annotation: object) -> object:
    """Gives the annotation without ``Optional`` and ``Annotated``; None where it says nothing."""
    if isinstance(annotation, str):
        return _WRITTEN.get(annotation.strip("'\" "))
    if annotation is None or annotation is typing.Any:
        return None
    origin = typing.get_origin(annotation)
    if origin is typing.Annotated:
        return _plain_type(typing.get_args(annotation)[0])
    if origin is typing.Union or isinstance(annotation, types.UnionType):
        parts = [part for part in typing.get_args(annotation) if part is not type(None)]
        return _plain_type(parts[0]) if parts else None
    return annotation


def suggested_for_parameter(
    parameter: Parameter, model: nn.Module, sizes: Sizes
) -> tuple[Draw, ...]:
    """Gives what a parameter may be, likeliest first."""
    kind = _plain_type(parameter.annotation)
    if kind is bool:
        return flags()
    scalar = {int: 2, float: 1}.get(kind) if isinstance(kind, type) else None
    if scalar is not None:
        return (Draw("scalar", high=scalar),)
    if kind in {str, bytes}:
        return ()  # no text can be guessed
    tensors = _distinct(
        [*_by_name(parameter.name, sizes), *_by_layers(parameter.name, model, sizes)]
    )
    if kind in {torch.LongTensor, torch.IntTensor}:
        tensors = [draw for draw in tensors if draw.kind == "ids"] or [_any_ids(model, sizes)]
    if _is_list(kind):
        counts = sorted({len(part) for part in model.modules() if isinstance(part, nn.ModuleList)})
        return tuple(replace(draw, count=n) for n in (*counts, 2, 3) for draw in tensors[:6])
    # without an annotation it may be a list as well, but a tensor is likelier
    lists = [replace(draw, count=2) for draw in tensors[:2]] if kind is None else []
    return (*tensors[:_MOST], *lists)


def _is_list(kind: object) -> bool:
    origin = typing.get_origin(kind) or kind
    return isinstance(origin, type) and issubclass(origin, list | tuple)


def _any_ids(model: nn.Module, sizes: Sizes) -> Draw:
    return whole((sizes.batch, sizes.length), smallest_vocabulary(model) or 2)


def _by_name(name: str, sizes: Sizes) -> Iterator[Draw]:
    words = words_of(name)
    named = words & _SWITCHES and words <= _SWITCHES | {"is"}
    if named or name.startswith(("return_", "use_")):
        yield from flags()
    if "mask" in words:
        yield from masks(sizes.batch, sizes.length)
    if words & {"len", "lens", "length", "lengths"}:
        yield from lengths(sizes.batch, sizes.length)
    if "offsets" in words:
        yield Draw("range", (sizes.batch,))
    if words & {"adj", "adjacency"}:
        yield numbers(sizes.batch, sizes.batch)
    if words & {"t", "timestep", "timesteps", "time"}:
        yield whole((sizes.batch,), 10)
        yield numbers(sizes.batch)


def _by_layers(name: str, model: nn.Module, sizes: Sizes) -> Iterator[Draw]:
    """Gives what the layers of a model demand: the namesakes of the parameter first."""
    yield from demands(model, sizes)
    parts = [(path, part) for path, part in model.named_modules() if path]
    words = words_of(name)
    near = [part for path, part in parts if words & words_of(path.replace(".", "_"))]
    everything = [part for _, part in parts]
    firsts: list[Draw] = []
    rest: list[Draw] = []
    for part in (*near, *everything):
        wanted = demands(part, sizes)
        firsts += wanted[:2]
        rest += wanted[2:]
    yield from _likeliest_first(name, _distinct(firsts))
    yield from _by_parameters(model, sizes)
    yield from _distinct(rest)
    if any(isinstance(part, nn.EmbeddingBag) for part in everything):
        yield whole((sizes.batch * sizes.length,), smallest_vocabulary(model))
    plain = (numbers(sizes.batch, sizes.length), numbers(sizes.batch))
    rows = smallest_vocabulary(model)
    some = (whole((sizes.batch, sizes.length), rows), whole((sizes.batch,), rows))
    yield from (*some, *plain) if rows else (*plain, *some)


def _likeliest_first(name: str, draws: list[Draw]) -> list[Draw]:
    """Gives the draws, those of the kind that the name suggests before the others."""
    words = words_of(name)
    if words & {"id", "ids", "idx", "index", "indices", "token", "tokens", "user", "item", "seq"}:
        return sorted(draws, key=lambda draw: draw.kind != "ids")
    if words & {"image", "images", "img", "imgs", "picture", "pixels"}:
        return sorted(draws, key=lambda draw: len(draw.shape) != 4)
    if words & {"dense", "numeric", "numerical", "cont", "continuous", "num", "float"}:
        return sorted(draws, key=lambda draw: draw.kind != "numbers")
    return draws


def _by_parameters(model: nn.Module, sizes: Sizes) -> Iterator[Draw]:
    """Gives what matrices that stand directly on a model, and its own words, suggest."""
    said = numbers_named(
        model,
        lambda words: (
            bool(words & {"in", "input", "inputs"})
            and bool(words & {"dim", "dims", "size", "features", "channels"})
        ),
    )
    whole_ones = [
        item for item in model.parameters() if not isinstance(item, UninitializedParameter)
    ]
    matrices = [item for item in whole_ones if item.dim() == 2]
    found = [*said, *(int(size) for tensor in matrices[:8] for size in tensor.shape)]
    for size in dict.fromkeys(found):
        yield numbers(sizes.batch, size)
        yield numbers(sizes.batch, sizes.length, size)


def suggested_for_key(key: str, model: nn.Module, sizes: Sizes) -> tuple[Draw, ...]:
    """Gives what the value of a dict's key may be, likeliest first."""
    namesake = next(
        (part for path, part in model.named_modules() if path.rpartition(".")[2] == key), None
    )
    known = () if namesake is None else demands(namesake, sizes)
    rows = smallest_vocabulary(model) or 2
    one, many = whole((sizes.batch,), rows), whole((sizes.batch, sizes.length), rows)
    # numbers first: a table that reads them says so, and then they are made ids; ids that
    # are used as numbers are never noticed
    plain = [numbers(sizes.batch), one, numbers(sizes.batch, 1), many]
    layers = tuple(_by_layers(key, model, sizes))[:4]
    return tuple(_distinct([*known, *_by_name(key, sizes), *_likeliest_first(key, plain), *layers]))


def _distinct(draws: list[Draw]) -> list[Draw]:
    return list(dict.fromkeys(draws))
