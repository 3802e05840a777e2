"""Models too large for memory, for ``device=meta`` alone; no part of the judged zoo."""

from __future__ import annotations

import transformers
from torch import nn


def llama_70b() -> nn.Module:
    """Gives Llama with 70 billion parameters, as its published configuration says."""
    config = transformers.LlamaConfig(
        vocab_size=32000,
        hidden_size=8192,
        intermediate_size=28672,
        num_hidden_layers=80,
        num_attention_heads=64,
        num_key_value_heads=8,
    )
    return transformers.LlamaForCausalLM(config)
