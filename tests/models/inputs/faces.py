"""Tiny transformers of the Hugging Face kind, with random weights."""

from __future__ import annotations

import transformers
from torch import nn

_TEXT = {
    "hidden_size": 32,
    "num_hidden_layers": 1,
    "num_attention_heads": 4,
    "intermediate_size": 64,
    "vocab_size": 99,
    "max_position_embeddings": 64,
}
_VISION = {
    "hidden_size": 32,
    "num_hidden_layers": 1,
    "num_attention_heads": 4,
    "intermediate_size": 64,
    "image_size": 30,
    "patch_size": 10,
}


def bert() -> nn.Module:
    return transformers.BertModel(transformers.BertConfig(**_TEXT))


def short_bert() -> nn.Module:
    return transformers.BertModel(
        transformers.BertConfig(**{**_TEXT, "max_position_embeddings": 4})
    )


def llama() -> nn.Module:
    return transformers.LlamaForCausalLM(transformers.LlamaConfig(**_TEXT, num_key_value_heads=2))


def t5() -> nn.Module:
    return transformers.T5ForConditionalGeneration(
        transformers.T5Config(
            vocab_size=99, d_model=32, d_kv=8, d_ff=64, num_layers=1, num_heads=4,
            decoder_start_token_id=0,
        )
    )  # fmt: skip


def vit() -> nn.Module:
    return transformers.ViTModel(transformers.ViTConfig(**_VISION))


def clip() -> nn.Module:
    return transformers.CLIPModel(
        transformers.CLIPConfig(
            text_config={**_TEXT, "eos_token_id": 98, "bos_token_id": 97},
            vision_config=dict(_VISION),
            projection_dim=16,
        )
    )


def whisper() -> nn.Module:
    return transformers.WhisperModel(
        transformers.WhisperConfig(
            vocab_size=99, num_mel_bins=20, encoder_layers=1, decoder_layers=1, d_model=32,
            encoder_attention_heads=4, decoder_attention_heads=4, encoder_ffn_dim=32,
            decoder_ffn_dim=32, max_source_positions=50, max_target_positions=40,
            pad_token_id=0, bos_token_id=1, eos_token_id=2, decoder_start_token_id=3,
        )
    )  # fmt: skip
