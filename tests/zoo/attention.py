"""Attention in its many forms: packages that each hold one idea about it."""

from __future__ import annotations

from typing import Any

import torch
from torch import nn

Given = tuple[nn.Module, Any]


def _ids(length: int = 16) -> torch.Tensor:
    return torch.randint(0, 64, (2, length), generator=torch.Generator().manual_seed(1))


def _values(*shape: int) -> torch.Tensor:
    return torch.randn(*shape, generator=torch.Generator().manual_seed(2))


def x_transformers_decoder() -> Given:
    from x_transformers import Decoder, TransformerWrapper

    layers = Decoder(dim=32, depth=2, heads=4, rotary_pos_emb=True, attn_num_mem_kv=2)
    return TransformerWrapper(num_tokens=64, max_seq_len=32, attn_layers=layers), (_ids(),)


def x_transformers_encoder() -> Given:
    from x_transformers import Encoder, TransformerWrapper

    layers = Encoder(dim=32, depth=2, heads=4, alibi_pos_bias=True, alibi_num_heads=2, ff_glu=True)
    return TransformerWrapper(num_tokens=64, max_seq_len=32, attn_layers=layers), (_ids(),)


def x_transformers_translator() -> Given:
    from x_transformers import XTransformer

    model = XTransformer(
        dim=32,
        enc_num_tokens=64,
        enc_depth=1,
        enc_heads=4,
        enc_max_seq_len=32,
        dec_num_tokens=64,
        dec_depth=1,
        dec_heads=4,
        dec_max_seq_len=32,
    )
    return model, (_ids(), _ids().flip(0))


def performer() -> Given:
    from performer_pytorch import PerformerLM

    model = PerformerLM(num_tokens=64, max_seq_len=32, dim=32, depth=2, heads=4, causal=False)
    return model, (_ids(),)


def linformer() -> Given:
    from linformer import LinformerLM

    return LinformerLM(num_tokens=64, dim=32, seq_len=16, depth=2, heads=4, k=8), (_ids(),)


def reformer() -> Given:
    from reformer_pytorch import ReformerLM

    model = ReformerLM(
        num_tokens=64, dim=32, depth=2, max_seq_len=32, heads=4, bucket_size=8, n_hashes=2
    )
    return model, (_ids(32),)


def nystrom() -> Given:
    from nystrom_attention import Nystromformer

    return Nystromformer(dim=32, depth=2, heads=4, dim_head=8, num_landmarks=4), (
        _values(2, 16, 32),
    )


def perceiver() -> Given:
    from perceiver_pytorch import PerceiverIO

    model = PerceiverIO(
        dim=32,
        queries_dim=24,
        depth=2,
        num_latents=8,
        latent_dim=32,
        logits_dim=5,
        cross_dim_head=8,
        latent_dim_head=8,
        latent_heads=2,
        weight_tie_layers=True,
    )
    return model, {"data": _values(2, 20, 32), "queries": _values(6, 24)}


def g_mlp() -> Given:
    from g_mlp_pytorch import gMLP

    return gMLP(num_tokens=64, dim=32, depth=2, seq_len=16), (_ids(),)


def slot_attention() -> Given:
    from slot_attention import SlotAttention

    return SlotAttention(num_slots=3, dim=32, iters=2, hidden_dim=32), (_values(2, 20, 32),)


def soft_mixture_of_experts() -> Given:
    from soft_moe_pytorch import SoftMoE

    return SoftMoE(dim=32, seq_len=16, num_experts=3), (_values(2, 16, 32),)


def sparse_mixture_of_experts() -> Given:
    from st_moe_pytorch import MoE

    return MoE(dim=32, num_experts=4, gating_top_n=2), (_values(2, 16, 32),)


def product_key_memory() -> Given:
    from product_key_memory import PKM

    return PKM(dim=32, heads=2, num_keys=16, topk=4, dim_head=16), (_values(2, 16, 32),)


def local_attention() -> Given:
    from local_attention import LocalTransformer

    model = LocalTransformer(
        num_tokens=64,
        dim=32,
        depth=2,
        max_seq_len=32,
        local_attn_window_size=8,
        heads=2,
        dim_head=8,
    )
    return model, (_ids(32),)


def conformer() -> Given:
    from conformer import ConformerBlock

    return ConformerBlock(dim=32, dim_head=8, heads=2, conv_kernel_size=7), (_values(2, 20, 32),)


def memory_efficient_attention() -> Given:
    from memory_efficient_attention_pytorch.transformer import Transformer

    model = Transformer(
        num_tokens=64, max_seq_len=32, dim=32, depth=2, causal=True, heads=2, dim_head=8
    )
    return model, (_ids(32),)


def hyper_connections() -> Given:
    from hyper_connections import get_init_and_expand_reduce_stream_functions

    wrap, expand, reduce = get_init_and_expand_reduce_stream_functions(3)

    class Streams(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.blocks = nn.ModuleList(
                [wrap(dim=16, branch=nn.Linear(16, 16)), wrap(dim=16, branch=nn.Linear(16, 16))]
            )

        def forward(self, tokens: torch.Tensor) -> torch.Tensor:
            streams = expand(tokens)
            for block in self.blocks:
                streams = block(streams)
            return reduce(streams)

    return Streams(), (_values(2, 6, 16),)


PACKAGES = {
    "x_transformers_decoder": "x-transformers",
    "x_transformers_encoder": "x-transformers",
    "x_transformers_translator": "x-transformers",
    "performer": "performer-pytorch",
    "linformer": "linformer",
    "reformer": "reformer-pytorch",
    "nystrom": "nystrom-attention",
    "perceiver": "perceiver-pytorch",
    "g_mlp": "g-mlp-pytorch",
    "slot_attention": "slot-attention",
    "soft_mixture_of_experts": "soft-moe-pytorch",
    "sparse_mixture_of_experts": "st-moe-pytorch",
    "product_key_memory": "product-key-memory",
    "local_attention": "local-attention",
    "conformer": "conformer",
    "memory_efficient_attention": "memory-efficient-attention-pytorch",
    "hyper_connections": "hyper-connections",
}
