"""One input of a Hugging Face model by its name: text, picture, sound.

Owns what the conventional names of these inputs mean and where a ``config``
says their sizes. It must not know which inputs a model takes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import torch
from torch import nn

from recviz_docs.options import Options
from recviz_docs.tracing.inputs.feature_scan import whole_number
from recviz_docs.tracing.inputs.values import Maker

__all__ = ["Modality", "is_ids", "modality_of", "variants_of"]

_PARTS = ("", "text_config", "vision_config", "audio_config", "encoder", "decoder", "speech_config")


@dataclass(frozen=True, slots=True)
class Modality:
    """The sizes that a model's config says.

    Attributes:
        special: ids with a meaning of their own, which ordinary text does not hold.
        eos: the id that ends a text, where there is one.
    """

    batch: int
    length: int
    vocabulary: int
    hidden: int | None
    special: frozenset[int]
    eos: int | None
    image: tuple[int, int]
    channels: int
    bins: int
    frames: int


def modality_of(model: nn.Module, options: Options) -> Modality:
    """Gives the sizes for a model, with the usual ones where its config says none."""
    config = getattr(model, "config", None)
    most = _number(config, "max_position_embeddings", "n_positions", "max_seq_len")
    length = min(options.seq_length, most) if most else options.seq_length
    return Modality(
        batch=options.batch_size,
        length=length,
        vocabulary=_number(config, "vocab_size") or 2,
        hidden=_number(config, "hidden_size", "d_model", "n_embd", "dim"),
        special=frozenset(_special(config)),
        eos=_eos(config),
        image=_image(config),
        channels=_number(config, "num_channels", "in_channels", "in_chans") or 3,
        bins=_number(config, "num_mel_bins", "input_feat_per_channel", "feature_size") or 80,
        frames=2 * (_number(config, "max_source_positions") or 0)
        or _number(config, "max_length")
        or 128,
    )


def _configs(config: object) -> list[object]:
    found = [config if part == "" else getattr(config, part, None) for part in _PARTS]
    return [item for item in found if item is not None]


def _number(config: object, *names: str) -> int | None:
    for part in _configs(config):
        for name in names:
            number = whole_number(_get(part, name))
            if number is not None:
                return number
    return None


def _get(config: object, name: str) -> Any:
    return config.get(name) if isinstance(config, dict) else getattr(config, name, None)


def _special(config: object) -> list[int]:
    found: list[int] = []
    for part in _configs(config):
        names = sorted(name for name in getattr(part, "__dict__", {}) if name.endswith("token_id"))
        for name in names:
            value = _get(part, name)
            values = value if isinstance(value, list | tuple) else [value]
            found += [item for item in values if isinstance(item, int)]
    return found


def _eos(config: object) -> int | None:
    value = next((_get(part, "eos_token_id") for part in _configs(config)), None)
    value = value[0] if isinstance(value, list | tuple) and value else value
    return value if isinstance(value, int) else None


def _image(config: object) -> tuple[int, int]:
    for part in _configs(config):
        size = _get(part, "image_size")
        if isinstance(size, list | tuple) and len(size) == 2:
            return int(size[0]), int(size[1])
        if (number := whole_number(size)) is not None:
            return number, number
    return 64, 64


def is_ids(name: str) -> bool:
    """Says whether an input of this name holds ids of a vocabulary."""
    return name.endswith(("input_ids", "labels")) or name == "inputs"


def variants_of(name: str, modality: Modality, maker: Maker) -> list[torch.Tensor]:
    """Gives tensors that an input of this name may be, likeliest first; none for a strange name."""
    batch, length = modality.batch, modality.length
    if is_ids(name):
        return _texts(modality, maker)
    if name.endswith("mask"):
        return [torch.ones(batch, length, dtype=torch.int64, device=maker.device)]
    if name == "bbox":
        return [torch.zeros(batch, length, 4, dtype=torch.int64, device=maker.device)]
    if name == "position_ids":
        return [torch.arange(length, device=maker.device).expand(batch, length)]
    if name == "token_type_ids":
        return [torch.zeros(batch, length, dtype=torch.int64, device=maker.device)]
    if name in {"pixel_values", "pixel_values_videos"}:
        picture = (modality.channels, *modality.image)
        shapes = [(batch, *picture), (batch, 8, *picture), (batch, 1, *picture)]
        return [maker.numbers(shape) for shape in shapes]
    if name == "input_features":
        shapes2 = [
            (batch, modality.bins, modality.frames),
            (batch, modality.frames, modality.bins),
            (batch, 1, modality.frames, modality.bins),
        ]
        return [maker.numbers(shape) for shape in shapes2]
    if name == "input_values":
        return [
            maker.numbers(shape)
            for shape in ((batch, 4000), (batch, modality.frames, modality.bins), (batch, 1, 4000))
        ]
    if name in {"inputs_embeds", "hidden_states", "encoder_hidden_states"} and modality.hidden:
        return [maker.numbers((batch, length, modality.hidden))]
    return []


def _texts(modality: Modality, maker: Maker) -> list[torch.Tensor]:
    """Gives ordinary ids, and the same with an end of text."""
    ordinary = [item for item in range(modality.vocabulary) if item not in modality.special]
    allowed = torch.tensor(ordinary or [0])
    drawn = torch.randint(
        0, len(allowed), (modality.batch, modality.length), generator=maker.generator
    )
    plain = allowed[drawn]
    if modality.eos is None or not 0 <= modality.eos < modality.vocabulary:
        return [plain.to(maker.device)]
    ended = plain.clone()
    ended[:, -1] = modality.eos
    return [plain.to(maker.device), ended.to(maker.device)]
