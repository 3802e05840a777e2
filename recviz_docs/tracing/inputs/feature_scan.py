"""The features that a recommender model carries.

Owns what counts as a feature: any object with a ``name`` and a vocabulary or an
embedding size, wherever a module keeps it. It must not know any library, nor
under which attribute a library keeps them.
"""

from __future__ import annotations

import operator
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

import torch
from torch import nn

__all__ = ["Feature", "attributes_of", "features_of", "whole_number"]

_VOCABULARY = ("vocab_size", "vocabulary_size", "num_embeddings", "vocab_dim")
_DIMENSION = ("embed_dim", "embedding_dim", "dimension", "emb_dim")
_LENGTH = ("max_len", "maxlen", "max_length", "seq_len", "sequence_length", "length")
_OWN = {"_parameters", "_buffers", "_modules", "_non_persistent_buffers_set"}
_DEPTH = 4


@dataclass(frozen=True, slots=True)
class Feature:
    """One feature of a model.

    Attributes:
        kind: ``sparse``, ``dense`` or ``sequence``.
        vocabulary: ids are below it, in every table that reads them; None for dense ones.
        dimension: size of its embedding or of the vector that it is.
        length: its own sequence length, where it says one.
        shared_with: the feature whose table it uses, or empty.
    """

    name: str
    kind: str
    vocabulary: int | None = None
    dimension: int | None = None
    length: int | None = None
    shared_with: str = ""


def attributes_of(module: nn.Module) -> dict[str, object]:
    """Gives what the author put on a module: no parameters, buffers, submodules or hooks."""
    return {
        name: value
        for name, value in vars(module).items()
        if name not in _OWN and "_hooks" not in name
    }


def features_of(model: nn.Module) -> tuple[Feature, ...]:
    """Gives the features of a model and its submodules, in the order in which they stand there.

    Of features with the same name the first one counts, with the smallest
    vocabulary of all of them and of the table that it shares.
    """
    found: dict[str, Feature] = {}
    for module in model.modules():
        for value in attributes_of(module).values():
            for feature in _inside(value, ()):
                known = found.get(feature.name)
                found[feature.name] = feature if known is None else _merged(known, feature)
    return tuple(_bounded(feature, found) for feature in found.values())


def _inside(value: object, above: tuple[int, ...]) -> Iterator[Feature]:
    feature = _as_feature(value)
    if feature is not None:
        yield feature
    elif len(above) < _DEPTH and id(value) not in above:
        for part in _parts(value):
            yield from _inside(part, (*above, id(value)))


def _parts(value: object) -> Iterable[object]:
    if isinstance(value, Mapping):
        return value.values()
    if isinstance(value, list | tuple):
        return value
    if isinstance(value, set | frozenset):
        # the order of a set differs between processes
        return sorted(value, key=lambda part: str(getattr(part, "name", "")))
    return ()


def _as_feature(value: object) -> Feature | None:
    if isinstance(value, nn.Module | torch.Tensor | type | str | int | float | None):
        return None
    name = _attribute(value, "name")
    if not isinstance(name, str) or not name:
        return None
    vocabulary = _first_number(value, _VOCABULARY)
    dimension = _first_number(value, _DIMENSION)
    if vocabulary is None:
        return None if dimension is None else Feature(name, "dense", None, dimension)
    shared = _attribute(value, "shared_with") or _attribute(value, "embedding_name")
    length = _first_number(value, _LENGTH)
    return Feature(
        name,
        "sequence" if length is not None or _is_sequence(value) else "sparse",
        vocabulary,
        dimension,
        length,
        shared if isinstance(shared, str) and shared != name else "",
    )


def _attribute(value: object, name: str) -> object:
    try:
        return getattr(value, name, None)
    except Exception:  # a property of an author's class
        return None


def _first_number(value: object, names: tuple[str, ...]) -> int | None:
    numbers = (whole_number(_attribute(value, name)) for name in names)
    return next((number for number in numbers if number is not None), None)


def whole_number(value: object) -> int | None:
    """Gives ``value`` if it is a whole number above 0 (of Python or NumPy), else None."""
    # an array or a tensor has __index__ too, but it is no size
    if isinstance(value, bool | torch.Tensor | nn.Module) or not hasattr(value, "__index__"):
        return None
    if getattr(value, "shape", ()) != ():
        return None
    try:
        number = operator.index(value)
    except Exception:  # classes of scripted modules have an __index__ that does not work
        return None
    return number if number > 0 else None


def _is_sequence(value: object) -> bool:
    """Says whether a feature is a list of ids: it says how these are pooled, or its class does."""
    words = type(value).__name__.lower()
    pooled = _attribute(value, "pooling") is not None or _attribute(value, "combiner") is not None
    return pooled or "sequence" in words or words.startswith("seq") or "varlen" in words


def _merged(known: Feature, again: Feature) -> Feature:
    if known.vocabulary is None or again.vocabulary is None:
        return known
    return replace(known, vocabulary=min(known.vocabulary, again.vocabulary))


def _bounded(feature: Feature, found: Mapping[str, Feature]) -> Feature:
    owner = found.get(feature.shared_with)
    if feature.vocabulary is None or owner is None or owner.vocabulary is None:
        return feature
    return replace(feature, vocabulary=min(feature.vocabulary, owner.vocabulary))
