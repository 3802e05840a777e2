"""Networks for tables: columns of numbers and of categories."""

from __future__ import annotations

from typing import Any

import torch
from torch import nn

Given = tuple[nn.Module, Any]


def _numbers(width: int) -> torch.Tensor:
    return torch.randn(8, width, generator=torch.Generator().manual_seed(1))


def _categories(*sizes: int) -> torch.Tensor:
    generator = torch.Generator().manual_seed(2)
    return torch.stack([torch.randint(0, size, (8,), generator=generator) for size in sizes], 1)


def tabnet() -> Given:
    from pytorch_tabnet.tab_network import TabNet

    model = TabNet(
        6,
        2,
        n_d=8,
        n_a=8,
        n_steps=3,
        cat_idxs=[0, 1],
        cat_dims=[5, 7],
        cat_emb_dim=[2, 2],
        group_attention_matrix=torch.eye(6),
    )
    return model, (torch.cat([_categories(5, 7).float(), _numbers(4)], 1),)


def tabnet_no_embeddings() -> Given:
    from pytorch_tabnet.tab_network import TabNetNoEmbeddings

    model = TabNetNoEmbeddings(
        6, 3, n_d=8, n_a=8, mask_type="entmax", group_attention_matrix=torch.eye(6)
    )
    return model, (_numbers(6),)


def resnet() -> Given:
    from rtdl_revisiting_models import ResNet

    model = ResNet(
        d_in=6,
        d_out=1,
        n_blocks=2,
        d_block=16,
        d_hidden=None,
        d_hidden_multiplier=2.0,
        dropout1=0.2,
        dropout2=0.0,
    )
    return model, (_numbers(6),)


def ft_transformer() -> Given:
    from rtdl_revisiting_models import FTTransformer

    model = FTTransformer(
        n_cont_features=4,
        cat_cardinalities=[5, 7],
        d_out=1,
        n_blocks=2,
        d_block=16,
        attention_n_heads=4,
        attention_dropout=0.2,
        ffn_d_hidden=None,
        ffn_d_hidden_multiplier=1.33,
        ffn_dropout=0.1,
        residual_dropout=0.0,
    )
    return model, (_numbers(4), _categories(5, 7))


def tab_transformer() -> Given:
    from tab_transformer_pytorch import TabTransformer

    model = TabTransformer(
        categories=(5, 7, 3), num_continuous=4, dim=16, depth=2, heads=2, mlp_act=nn.ReLU()
    )
    return model, (_categories(5, 7, 3), _numbers(4))


def tab_ft_transformer() -> Given:
    from tab_transformer_pytorch import FTTransformer

    model = FTTransformer(
        categories=(5, 7, 3), num_continuous=4, dim_out=1, dim=16, depth=2, heads=2, dim_head=8
    )
    return model, (_categories(5, 7, 3), _numbers(4))


def kolmogorov_arnold() -> Given:
    from kan import KAN

    model = KAN(width=[3, 4, 1], grid=3, k=3, seed=0, auto_save=False, symbolic_enabled=True)
    return model, (_numbers(3),)


def kolmogorov_arnold_layer() -> Given:
    from kan.KANLayer import KANLayer

    return KANLayer(in_dim=3, out_dim=5, num=4, k=3), (_numbers(3),)


PACKAGES = {
    "tabnet": "pytorch-tabnet",
    "tabnet_no_embeddings": "pytorch-tabnet",
    "resnet": "rtdl-revisiting-models",
    "ft_transformer": "rtdl-revisiting-models",
    "tab_transformer": "tab-transformer-pytorch",
    "tab_ft_transformer": "tab-transformer-pytorch",
    "kolmogorov_arnold": "pykan",
    "kolmogorov_arnold_layer": "pykan",
}
