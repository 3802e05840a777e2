"""Series in time: causal convolutions, forecasters, low-rank adapters on a language model."""

from __future__ import annotations

from typing import Any

import torch
from torch import nn

Given = tuple[nn.Module, Any]


def _series(*shape: int) -> torch.Tensor:
    return torch.randn(*shape, generator=torch.Generator().manual_seed(1))


def tcn() -> Given:
    from pytorch_tcn import TCN

    model = TCN(num_inputs=3, num_channels=[8, 8], kernel_size=3, use_skip_connections=True)
    return model, (_series(2, 3, 20),)


def tcn_weight_norm() -> Given:
    from pytorch_tcn import TCN

    model = TCN(
        num_inputs=3, num_channels=[8, 8], kernel_size=3, use_norm="weight_norm", causal=False
    )
    return model, (_series(2, 3, 20),)


def n_beats() -> Given:
    from nbeats_pytorch.model import NBeatsNet

    model = NBeatsNet(
        device=torch.device("cpu"),
        stack_types=(NBeatsNet.TREND_BLOCK, NBeatsNet.SEASONALITY_BLOCK, NBeatsNet.GENERIC_BLOCK),
        forecast_length=4,
        backcast_length=8,
        hidden_layer_units=16,
        nb_blocks_per_stack=2,
        thetas_dim=(3, 4, 5),
    )
    return model, (_series(2, 8),)


def low_rank_adapters() -> Given:
    import transformers
    from peft import LoraConfig, get_peft_model

    config = transformers.GPT2Config(
        vocab_size=99, n_embd=32, n_layer=2, n_head=4, bos_token_id=1, eos_token_id=2
    )
    adapters = LoraConfig(r=4, target_modules=["c_attn"], fan_in_fan_out=True)
    model = get_peft_model(transformers.GPT2LMHeadModel(config), adapters)
    ids = torch.randint(1, 90, (2, 7), generator=torch.Generator().manual_seed(1))
    return model, {"input_ids": ids}


PACKAGES = {
    "tcn": "pytorch-tcn",
    "tcn_weight_norm": "pytorch-tcn",
    "n_beats": "nbeats-pytorch",
    "low_rank_adapters": "peft",
}
