"""What the layers of torch demand of the value they are called with.

Owns the table from a layer to the inputs it takes, likeliest first. It must not
know the model around the layer, nor try anything.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from torch import nn

from recviz_docs.tracing.inputs.draws import Draw, numbers, whole
from recviz_docs.tracing.inputs.feature_scan import whole_number

__all__ = ["Sizes", "demands"]

_CONV1 = (nn.Conv1d, nn.LazyConv1d, nn.ConvTranspose1d)
_CONV2 = (nn.Conv2d, nn.LazyConv2d)
_CONV3 = (nn.Conv3d, nn.LazyConv3d, nn.ConvTranspose3d)
_NORM1 = (nn.BatchNorm1d, nn.LazyBatchNorm1d, nn.InstanceNorm1d)
_NORM2 = (nn.BatchNorm2d, nn.LazyBatchNorm2d, nn.InstanceNorm2d)
_TRANSFORMERS = (
    nn.Transformer,
    nn.TransformerEncoder,
    nn.TransformerDecoder,
    nn.TransformerEncoderLayer,
    nn.TransformerDecoderLayer,
)
_LAZY = 16  # features that a layer is shown which takes any number of them


@dataclass(frozen=True, slots=True)
class Sizes:
    """The sizes to draw with.

    Attributes:
        sequential: whether the model works on sequences, so that ``(B, L, …)`` goes first.
        images: heights of images, likeliest first.
    """

    batch: int
    length: int
    sequential: bool
    images: tuple[int, ...]


def demands(module: nn.Module, sizes: Sizes, position: int | str = 0) -> tuple[Draw, ...]:
    """Gives what ``module`` takes at ``position``; nothing where it does not say."""
    batch = sizes.batch
    if isinstance(module, nn.Embedding | nn.EmbeddingBag):
        return _table(module, sizes) if position in {0, "input"} else ()
    if isinstance(module, nn.RNNCellBase):
        size = module.input_size if position in {0, "input"} else module.hidden_size
        return (numbers(batch, size),)
    if isinstance(module, nn.RNNBase):
        return _recurrent(module, sizes, position)
    if isinstance(module, nn.MultiheadAttention):
        return _attention(module, sizes, position)
    if isinstance(module, _TRANSFORMERS):
        return _transformer(module, sizes, position)
    if isinstance(module, nn.Bilinear):
        size = module.in2_features if position in {1, "input2"} else module.in1_features
        return (numbers(batch, size),)
    return _feature_wise(module, sizes)


def _table(module: nn.Embedding | nn.EmbeddingBag, sizes: Sizes) -> tuple[Draw, ...]:
    rows = module.num_embeddings
    one = whole((sizes.batch,), rows)
    many = whole((sizes.batch, sizes.length), rows)
    many_first = sizes.sequential or isinstance(module, nn.EmbeddingBag)
    return (many, one) if many_first else (one, many)


def _recurrent(module: nn.RNNBase, sizes: Sizes, position: int | str) -> tuple[Draw, ...]:
    if position in {0, "input"}:
        return _in_order(sizes, module.input_size, module.batch_first)
    if isinstance(module, nn.LSTM) or position not in {1, "hx"}:
        return ()  # the state of an LSTM is a pair
    layers = module.num_layers * (2 if module.bidirectional else 1)
    return (numbers(layers, sizes.batch, module.hidden_size),)


def _in_order(sizes: Sizes, size: int, batch_first: bool) -> tuple[Draw, ...]:
    if batch_first:
        return (numbers(sizes.batch, sizes.length, size),)
    return (numbers(sizes.length, sizes.batch, size),)


def _attention(
    module: nn.MultiheadAttention, sizes: Sizes, position: int | str
) -> tuple[Draw, ...]:
    by_place: dict[int | str, Any] = {
        0: module.embed_dim, "query": module.embed_dim,
        1: module.kdim, "key": module.kdim,
        2: module.vdim, "value": module.vdim,
    }  # fmt: skip
    size = by_place.get(position)
    return _in_order(sizes, size, module.batch_first) if size else ()


def _transformer(module: nn.Module, sizes: Sizes, position: int | str) -> tuple[Draw, ...]:
    if position not in {0, 1, "src", "tgt", "memory"}:
        return ()
    inner = next(part for part in module.modules() if isinstance(part, nn.MultiheadAttention))
    return _in_order(sizes, inner.embed_dim, inner.batch_first)


def _feature_wise(module: nn.Module, sizes: Sizes) -> tuple[Draw, ...]:
    batch = sizes.batch
    if isinstance(module, nn.Linear):
        size = module.in_features or _LAZY
        flat, rows = numbers(batch, size), numbers(batch, sizes.length, size)
        return (rows, flat) if sizes.sequential else (flat, rows)
    if isinstance(module, _CONV1):
        return tuple(numbers(batch, _channels(module), n) for n in _lengths(sizes))
    if isinstance(module, nn.ConvTranspose2d):
        return _images(batch, _channels(module), (1, 4, 8, *sizes.images))
    if isinstance(module, _CONV2):
        return _images(batch, _channels(module), sizes.images)
    if isinstance(module, _CONV3):
        return tuple(numbers(batch, _channels(module), n, n, n) for n in (16, 8, 32))
    return _norm(module, sizes) or _own_words(module, sizes)


def _norm(module: nn.Module, sizes: Sizes) -> tuple[Draw, ...]:
    batch = sizes.batch
    if isinstance(module, _NORM1):
        size = module.num_features or _LAZY
        return (numbers(batch, size), numbers(batch, size, sizes.length))
    if isinstance(module, _NORM2):
        return _images(batch, module.num_features or _LAZY, sizes.images)
    if isinstance(module, nn.LayerNorm | nn.RMSNorm):
        rows = numbers(batch, sizes.length, *module.normalized_shape)
        flat = numbers(batch, *module.normalized_shape)
        return (rows, flat) if sizes.sequential else (flat, rows)
    if isinstance(module, nn.GroupNorm):
        size = module.num_channels
        return (*_images(batch, size, sizes.images), numbers(batch, size))
    return ()


def _own_words(module: nn.Module, sizes: Sizes) -> tuple[Draw, ...]:
    """Gives what a layer of an author says about itself in the words of torch's layers."""
    size = whole_number(getattr(module, "in_features", None))
    if size is not None:
        flat, rows = numbers(sizes.batch, size), numbers(sizes.batch, sizes.length, size)
        return (rows, flat) if sizes.sequential else (flat, rows)
    return ()


def _channels(module: Any) -> int:
    return int(module.in_channels) or 3


def _images(batch: int, channels: int, sides: Sequence[int]) -> tuple[Draw, ...]:
    return tuple(numbers(batch, channels, side, side) for side in dict.fromkeys(sides))


def _lengths(sizes: Sizes) -> tuple[int, ...]:
    return tuple(dict.fromkeys((max(sizes.length, 32), sizes.length, 128, 1024, 16384)))
