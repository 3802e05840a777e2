"""Tiny transformers of Hugging Face with random weights; default settings, caches on."""

from __future__ import annotations

from typing import Any

import torch
import transformers
from torch import nn

_TEXT: dict[str, Any] = {
    "vocab_size": 99,
    "hidden_size": 32,
    "num_hidden_layers": 2,
    "num_attention_heads": 4,
    "intermediate_size": 37,
}
_IMAGE: dict[str, Any] = {**_TEXT, "image_size": 32, "patch_size": 8}
Given = tuple[nn.Module, dict[str, torch.Tensor]]


def _ids() -> torch.Tensor:
    return torch.randint(1, 90, (2, 7), generator=torch.Generator().manual_seed(1))


def _pixels() -> torch.Tensor:
    return torch.randn(2, 3, 32, 32, generator=torch.Generator().manual_seed(2))


def bert() -> Given:
    return transformers.BertModel(transformers.BertConfig(**_TEXT)), {"input_ids": _ids()}


def bert_classifier() -> Given:
    model = transformers.BertForSequenceClassification(transformers.BertConfig(**_TEXT))
    return model, {"input_ids": _ids(), "attention_mask": torch.ones_like(_ids())}


def gpt2() -> Given:
    config = transformers.GPT2Config(vocab_size=99, n_embd=32, n_layer=2, n_head=4)
    return transformers.GPT2LMHeadModel(config), {"input_ids": _ids()}


def t5() -> Given:
    config = transformers.T5Config(
        vocab_size=99,
        d_model=32,
        d_ff=37,
        num_layers=2,
        num_heads=4,
        d_kv=8,
        decoder_start_token_id=0,
    )
    model = transformers.T5ForConditionalGeneration(config)
    return model, {"input_ids": _ids(), "labels": _ids().flip(0)}


def llama() -> Given:
    return transformers.LlamaForCausalLM(transformers.LlamaConfig(**_TEXT)), {"input_ids": _ids()}


def mixtral() -> Given:
    config = transformers.MixtralConfig(
        **{**_TEXT, "intermediate_size": 64}, num_key_value_heads=2, num_local_experts=4
    )
    return transformers.MixtralForCausalLM(config), {"input_ids": _ids()}


def mamba() -> Given:
    config = transformers.MambaConfig(vocab_size=99, hidden_size=32, num_hidden_layers=2)
    return transformers.MambaForCausalLM(config), {"input_ids": _ids()}


def vit() -> Given:
    return transformers.ViTModel(transformers.ViTConfig(**_IMAGE)), {"pixel_values": _pixels()}


def clip() -> Given:
    config = transformers.CLIPConfig(text_config=_TEXT, vision_config=_IMAGE, projection_dim=16)
    return transformers.CLIPModel(config), {"input_ids": _ids(), "pixel_values": _pixels()}


def whisper() -> Given:
    config = transformers.WhisperConfig(
        vocab_size=99,
        d_model=32,
        encoder_layers=2,
        decoder_layers=2,
        encoder_attention_heads=4,
        decoder_attention_heads=4,
        encoder_ffn_dim=37,
        decoder_ffn_dim=37,
        max_source_positions=20,
        num_mel_bins=8,
        pad_token_id=0,
        bos_token_id=1,
        eos_token_id=2,
        decoder_start_token_id=1,
    )
    sound = torch.randn(2, 8, 40, generator=torch.Generator().manual_seed(3))
    return transformers.WhisperModel(config), {"input_features": sound, "decoder_input_ids": _ids()}


PACKAGES = dict.fromkeys(
    (
        "bert",
        "bert_classifier",
        "gpt2",
        "t5",
        "llama",
        "mixtral",
        "mamba",
        "vit",
        "clip",
        "whisper",
    ),
    "transformers",
)
