"""The sizes that a model says about its inputs: longest sequence, batch, image.

Owns how an attribute's name is read: by its words (``max_seq_len``, ``maxLength``,
``n_positions``), not by a list of whole names.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import torch
from torch import nn
from torch.nn.parameter import UninitializedParameter

from recviz_docs.tracing.inputs.feature_scan import attributes_of, whole_number

__all__ = ["batch_sizes", "image_sizes", "numbers_named", "sequence_lengths", "words_of"]

_LENGTH = {"len", "length", "lengths", "maxlen", "seqlen", "maxlength", "positions", "window"}
_MOST = {"max", "maximum", "maxlen", "maxlength", "positions", "block", "context"}
_SEQUENCE = {"seq", "sequence", "hist", "history", "session", "token", "tokens", "time", "seqlen"}
_NOT_LENGTH = {"vocab", "name", "feature", "features", "field", "fields", "embed", "min"}
_LARGEST_LENGTH = 4096


def words_of(name: str) -> set[str]:
    """Gives the words of an identifier: ``maxSeq_len`` is max, seq and len."""
    split = re.sub(r"([a-z0-9])([A-Z])", r"\1_\2", name)
    return {word for word in split.lower().split("_") if word}


def numbers_named(model: nn.Module, fits: Callable[[set[str]], bool]) -> Iterator[int]:
    """Gives the whole numbers among the attributes of a model, its parts and its config."""
    for module in model.modules():
        for name, value in attributes_of(module).items():
            number = whole_number(value)
            if number is not None and fits(words_of(name)):
                yield number
    config = getattr(model, "config", None) or getattr(model, "hparams", None)
    pairs = config if isinstance(config, dict) else getattr(config, "__dict__", {})
    for name, value in pairs.items():
        number = whole_number(value)
        if number is not None and isinstance(name, str) and fits(words_of(name)):
            yield number


def sequence_lengths(model: nn.Module) -> tuple[int, ...]:
    """Gives the lengths that a model says of its sequences, what is called a maximum first."""
    most = numbers_named(model, lambda words: _is_length(words) and bool(words & _MOST))
    plain = numbers_named(model, lambda words: _is_length(words) and bool(words & _SEQUENCE))
    found = [*most, *plain, *_position_tables(model)]
    return tuple(dict.fromkeys(number for number in found if number <= _LARGEST_LENGTH))


def _is_length(words: set[str]) -> bool:
    if words & _NOT_LENGTH:
        return False
    sized = bool(words & {"size"}) and bool(words & {"block", "context", "window"})
    return bool(words & _LENGTH) or sized


def _position_tables(model: nn.Module) -> Iterator[int]:
    """Gives the rows of tables that are indexed by position."""
    for name, module in model.named_modules():
        if isinstance(module, nn.Embedding) and _says_position(name):
            yield module.num_embeddings
    for name, tensor in model.named_parameters():
        last = name.rpartition(".")[2]
        if _says_position(last) and not _lazy(tensor) and 2 <= tensor.dim() <= 3:
            yield int(tensor.shape[-2])


def _lazy(tensor: torch.Tensor) -> bool:
    return isinstance(tensor, UninitializedParameter)


def _says_position(name: str) -> bool:
    return any(word.startswith("pos") for word in words_of(name.rpartition(".")[2]))


def batch_sizes(model: nn.Module) -> tuple[int, ...]:
    """Gives the batch sizes that a model says it works with."""
    named = numbers_named(model, lambda words: "batch" in words and "size" in words)
    return tuple(dict.fromkeys(named))


def image_sizes(model: nn.Module) -> tuple[int, ...]:
    """Gives the heights of images that a model says it takes."""
    picture = {"image", "img", "resolution", "picture", "input"}
    named = numbers_named(
        model,
        lambda words: (
            bool(words & picture) and bool(words & {"size", "resolution", "height", "res"})
        ),
    )
    pairs = (
        int(value[0])
        for module in model.modules()
        for name, value in attributes_of(module).items()
        if words_of(name) & picture
        and isinstance(value, tuple | list)
        and len(value) == 2
        and all(whole_number(part) for part in value)
    )
    return tuple(dict.fromkeys(size for size in (*named, *pairs) if 1 < size <= 2048))
