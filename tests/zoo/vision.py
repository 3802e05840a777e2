"""Images and volumes: segmentation and diffusion U-Nets, mixers, codebooks."""

from __future__ import annotations

from typing import Any

import torch
from torch import nn

Given = tuple[nn.Module, Any]


def _image(*shape: int) -> torch.Tensor:
    return torch.randn(*shape, generator=torch.Generator().manual_seed(1))


def mlp_mixer() -> Given:
    from mlp_mixer_pytorch import MLPMixer

    model = MLPMixer(image_size=16, channels=3, patch_size=4, dim=24, depth=2, num_classes=10)
    return model, (_image(2, 3, 16, 16),)


def unet() -> Given:
    from monai.networks.nets import UNet

    model = UNet(
        2, in_channels=1, out_channels=2, channels=(4, 8, 16), strides=(2, 2), num_res_units=2
    )
    return model, (_image(1, 1, 32, 32),)


def attention_unet() -> Given:
    from monai.networks.nets import AttentionUnet

    return AttentionUnet(2, 1, 2, channels=(4, 8, 16), strides=(2, 2)), (_image(1, 1, 32, 32),)


def unet_plus_plus() -> Given:
    from monai.networks.nets import BasicUNetPlusPlus

    features = (4, 4, 8, 8, 16, 4)
    return BasicUNetPlusPlus(2, 1, 2, features=features), (_image(1, 1, 32, 32),)


def segresnet() -> Given:
    from monai.networks.nets import SegResNet

    return SegResNet(2, init_filters=8, in_channels=1, out_channels=2), (_image(1, 1, 32, 32),)


def unetr() -> Given:
    from monai.networks.nets import UNETR

    model = UNETR(
        1,
        2,
        img_size=(32, 32),
        feature_size=4,
        hidden_size=24,
        mlp_dim=32,
        num_heads=4,
        spatial_dims=2,
    )
    return model, (_image(1, 1, 32, 32),)


def swin_unetr() -> Given:
    from monai.networks.nets import SwinUNETR

    model = SwinUNETR(1, 2, patch_size=2, depths=(1, 1, 1, 1), feature_size=12, spatial_dims=2)
    return model, (_image(1, 1, 64, 64),)


def densenet() -> Given:
    from monai.networks.nets import DenseNet

    model = DenseNet(2, 1, 2, init_features=8, growth_rate=4, block_config=(2, 2))
    return model, (_image(1, 1, 32, 32),)


def diffusion_unet() -> Given:
    from monai.networks.nets import DiffusionModelUNet

    model = DiffusionModelUNet(
        2,
        1,
        1,
        num_res_blocks=1,
        channels=(8, 8),
        attention_levels=(False, True),
        norm_num_groups=4,
        num_head_channels=4,
    )
    return model, {"x": _image(2, 1, 16, 16), "timesteps": torch.tensor([3, 700])}


def vq_vae() -> Given:
    from monai.networks.nets import VQVAE

    model = VQVAE(
        2,
        1,
        1,
        channels=(8, 8),
        num_res_layers=1,
        num_res_channels=(8, 8),
        downsample_parameters=((2, 4, 1, 1), (2, 4, 1, 1)),
        upsample_parameters=((2, 4, 1, 1, 0), (2, 4, 1, 1, 0)),
        num_embeddings=16,
        embedding_dim=8,
    )
    return model, (_image(2, 1, 16, 16),)


def diffusers_unet() -> Given:
    from diffusers import UNet2DModel

    model = UNet2DModel(
        sample_size=16,
        in_channels=3,
        out_channels=3,
        layers_per_block=1,
        block_out_channels=(8, 16),
        down_block_types=("DownBlock2D", "AttnDownBlock2D"),
        up_block_types=("AttnUpBlock2D", "UpBlock2D"),
        norm_num_groups=4,
        attention_head_dim=4,
    )
    return model, {"sample": _image(2, 3, 16, 16), "timestep": torch.tensor([3, 700])}


def diffusers_conditioned_unet() -> Given:
    from diffusers import UNet2DConditionModel

    model = UNet2DConditionModel(
        sample_size=16,
        layers_per_block=1,
        block_out_channels=(8, 16),
        down_block_types=("DownBlock2D", "CrossAttnDownBlock2D"),
        up_block_types=("CrossAttnUpBlock2D", "UpBlock2D"),
        cross_attention_dim=12,
        norm_num_groups=4,
        attention_head_dim=4,
    )
    given = {
        "sample": _image(2, 4, 16, 16),
        "timestep": torch.tensor([3, 700]),
        "encoder_hidden_states": _image(2, 5, 12),
    }
    return model, given


def diffusers_autoencoder() -> Given:
    from diffusers import AutoencoderKL

    model = AutoencoderKL(
        block_out_channels=(8, 16),
        down_block_types=("DownEncoderBlock2D",) * 2,
        up_block_types=("UpDecoderBlock2D",) * 2,
        norm_num_groups=4,
        sample_size=16,
    )
    return model, (_image(2, 3, 16, 16),)


def diffusers_transformer() -> Given:
    from diffusers import DiTTransformer2DModel

    model = DiTTransformer2DModel(
        num_attention_heads=2,
        attention_head_dim=8,
        in_channels=4,
        num_layers=2,
        sample_size=8,
        patch_size=2,
        norm_num_groups=4,
        num_embeds_ada_norm=10,
    )
    given = {
        "hidden_states": _image(2, 4, 8, 8),
        "timestep": torch.tensor([3, 700]),
        "class_labels": torch.tensor([1, 4]),
    }
    return model, given


def vector_quantize() -> Given:
    from vector_quantize_pytorch import VectorQuantize

    return VectorQuantize(dim=16, codebook_size=32, decay=0.8), (_image(2, 12, 16),)


def residual_quantize() -> Given:
    from vector_quantize_pytorch import ResidualVQ

    return ResidualVQ(dim=16, num_quantizers=3, codebook_size=32), (_image(2, 12, 16),)


def finite_scalar_quantize() -> Given:
    from vector_quantize_pytorch import FSQ

    return FSQ([8, 5, 5], dim=16), (_image(2, 12, 16),)


PACKAGES = {
    "mlp_mixer": "mlp-mixer-pytorch",
    "unet": "monai",
    "attention_unet": "monai",
    "unet_plus_plus": "monai",
    "segresnet": "monai",
    "unetr": "monai",
    "swin_unetr": "monai",
    "densenet": "monai",
    "diffusion_unet": "monai",
    "vq_vae": "monai",
    "diffusers_unet": "diffusers",
    "diffusers_conditioned_unet": "diffusers",
    "diffusers_autoencoder": "diffusers",
    "diffusers_transformer": "diffusers",
    "vector_quantize": "vector-quantize-pytorch",
    "residual_quantize": "vector-quantize-pytorch",
    "finite_scalar_quantize": "vector-quantize-pytorch",
}
