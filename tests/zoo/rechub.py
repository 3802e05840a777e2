"""Every model class of torch-rechub 0.9.0 with features as its users name them."""

from __future__ import annotations

import torch
from torch import nn
from torch_rechub.basic.features import DenseFeature, SequenceFeature, SparseFeature
from torch_rechub.models import generative, matching, multi_task, ranking

WIDTH = 16


def _mlp(**more: object) -> dict[str, object]:
    return {"dims": [64, 32], "dropout": 0.2, "activation": "relu", **more}


def _tower() -> dict[str, object]:
    return {"dims": [64, 32, WIDTH], "activation": "prelu"}


def _sparse(sizes: dict[str, int], width: int = WIDTH) -> list[SparseFeature]:
    return [SparseFeature(name, vocab_size=size, embed_dim=width) for name, size in sizes.items()]


def _dense(*names: str) -> list[DenseFeature]:
    return [DenseFeature(name) for name in names]


def _sequence(
    name: str, shared: str, size: int, *, pooling: str = "concat", padding: int | None = None
) -> SequenceFeature:
    return SequenceFeature(
        name,
        vocab_size=size,
        embed_dim=WIDTH,
        pooling=pooling,
        shared_with=shared,
        padding_idx=padding,
    )


def _criteo() -> tuple[list[DenseFeature], list[SparseFeature]]:
    """The Criteo display advertising data: 13 counters, 26 categories."""
    dense = _dense(*(f"I{index}" for index in range(1, 14)))
    return dense, _sparse({f"C{index}": 100 + 37 * index for index in range(1, 27)})


def _census() -> list[SparseFeature]:
    return _sparse({"education": 17, "marital_status": 7, "detailed_household_summary": 8})


def _ali_ccp() -> tuple[list[SparseFeature], list[SparseFeature]]:
    users = {"user_id": 1000, "用户年龄段": 9, "occupation": 14, "average_purchase_level_30d": 4}
    return _sparse(users), _sparse({"item_id": 777, "商品类目": 55, "shop_id": 200})


def _movielens_users() -> list[SparseFeature]:
    return _sparse({"user_id": 6040, "gender": 3, "age": 8, "occupation": 22, "zip": 3439})


def _movies() -> list[SparseFeature]:
    return _sparse({"movie_id": 3706, "cate_id": 19})


def _movie() -> list[SparseFeature]:
    return _sparse({"movie_id": 3706})


def _watched(pooling: str = "concat") -> list[SequenceFeature]:
    return [_sequence("hist_movie_id", "movie_id", 3706, pooling=pooling)]


def _negatives() -> list[SequenceFeature]:
    return [_sequence("neg_items", "movie_id", 3706)]


def _behaviour(prefix: str, padding: int | None = None) -> list[SequenceFeature]:
    return [
        _sequence(f"{prefix}item_id", "target_item_id", 777, padding=padding),
        _sequence(f"{prefix}cate_id", "target_cate_id", 55, padding=padding),
    ]


def _targets(padding: int | None = None) -> list[SparseFeature]:
    sizes = {"target_item_id": 777, "target_cate_id": 55}
    return [
        SparseFeature(name, vocab_size=size, embed_dim=WIDTH, padding_idx=padding)
        for name, size in sizes.items()
    ]


# -- ranking ----------------------------------------------------------------


def widedeep() -> nn.Module:
    dense, sparse = _criteo()
    return ranking.WideDeep(dense, sparse, _mlp())


def deepfm() -> nn.Module:
    dense, sparse = _criteo()
    return ranking.DeepFM(dense + sparse, sparse, _mlp())


def dcn() -> nn.Module:
    dense, sparse = _criteo()
    return ranking.DCN(dense + sparse, 3, _mlp())


def dcn_v2() -> nn.Module:
    dense, sparse = _criteo()
    return ranking.DCNv2(dense + sparse, 3, _mlp())


def dcn_v2_stacked() -> nn.Module:
    users, items = _ali_ccp()
    return ranking.DCNv2(
        users + items, 2, _mlp(), model_structure="stacked", use_low_rank_mixture=0
    )


def edcn() -> nn.Module:
    users, items = _ali_ccp()
    return ranking.EDCN(users + items, 2, _mlp())


def afm() -> nn.Module:
    users, items = _ali_ccp()
    return ranking.AFM(users + items, WIDTH)


def fibinet() -> nn.Module:
    users, items = _ali_ccp()
    return ranking.FiBiNet(users + items, _mlp())


def autoint() -> nn.Module:
    users, items = _ali_ccp()
    return ranking.AutoInt(users + items, _dense("price", "click_rate"), mlp_params=_mlp())


def _field_aware(kind: type[nn.Module], **more: object) -> nn.Module:
    sizes = {"user_id": 300, "item_id": 120, "城市": 30, "weekday": 8}
    linear = _sparse(sizes, 1)
    crossed = _sparse({name: size * len(sizes) for name, size in sizes.items()})
    return kind(linear, crossed, WIDTH, mlp_params=_mlp(), **more)


def deepffm() -> nn.Module:
    return _field_aware(ranking.DeepFFM)


def fat_deepffm() -> nn.Module:
    return _field_aware(ranking.FatDeepFFM, reduction_ratio=1)


def din() -> nn.Module:
    return ranking.DIN(
        _sparse({"user_id": 1000}),
        _behaviour("hist_"),
        _targets(),
        {"dims": [64, 32]},
        {"dims": [32], "activation": "prelu"},
    )


def bst() -> nn.Module:
    return ranking.BST(
        _sparse({"user_id": 1000}), _behaviour("hist_"), _targets(), _mlp(), nhead=4, max_seq_len=21
    )


def dien() -> nn.Module:
    return ranking.DIEN(
        _sparse({"user_id": 1000}),
        _behaviour("hist_", 0),
        _behaviour("neg_hist_", 0),
        _targets(0),
        {"dims": [64, 32]},
    )


# -- matching ---------------------------------------------------------------


def dssm() -> nn.Module:
    return matching.DSSM(_movielens_users() + _watched("mean"), _movies(), _tower(), _tower())


def dssm_senet() -> nn.Module:
    from torch_rechub.models.matching.dssm_senet import DSSM

    return DSSM(_movielens_users(), _movies(), _tower(), _tower())


def facebook_dssm() -> nn.Module:
    negative = SparseFeature("neg_movie_id", 3706, WIDTH, shared_with="movie_id")
    users = _movielens_users() + _watched("mean")
    return matching.FaceBookDSSM(users, _movie(), [negative], _tower(), _tower())


def youtube_dnn() -> nn.Module:
    users = _movielens_users() + _watched("mean")
    return matching.YoutubeDNN(users, _movie(), _negatives(), _tower())


def youtube_sbc() -> nn.Module:
    return matching.YoutubeSBC(
        _movielens_users(),
        _movie(),
        _dense("sample_weight"),
        _tower(),
        _tower(),
        batch_size=8,
        n_neg=3,
    )


def mind() -> nn.Module:
    return matching.MIND(_movielens_users(), _watched(), _movie(), _negatives(), max_length=20)


def mind_dynamic() -> nn.Module:
    return matching.MIND(
        _movielens_users(), _watched(), _movie(), _negatives(), 20, dynamic_interest=True
    )


def gru4rec() -> nn.Module:
    return matching.GRU4Rec(_movielens_users(), _watched(), _movie(), _negatives(), _tower())


def comirec_dr() -> nn.Module:
    return matching.ComirecDR(_movielens_users(), _watched(), _movie(), _negatives(), 20)


def comirec_sa() -> nn.Module:
    return matching.ComirecSA(_movielens_users(), _watched(), _movie(), _negatives())


def sasrec() -> nn.Module:
    first = SequenceFeature("seq", vocab_size=3706, embed_dim=WIDTH, pooling="concat")
    others = [_sequence(name, "seq", 3706) for name in ("pos", "neg")]
    return matching.SASRec([first, *others], max_len=20)


def sine() -> nn.Module:
    return matching.SINE(["hist_movie_id"], ["movie_id"], ["neg_items"], 3706, WIDTH, 24, 10, 3, 20)


def _session() -> SequenceFeature:
    return SequenceFeature("session", vocab_size=3706, embed_dim=WIDTH, pooling="concat")


def narm() -> nn.Module:
    return matching.NARM(_session(), 24, 0.1, 0.1)


def narm_inbatch() -> nn.Module:
    return matching.NARM(_session(), 24, 0.1, 0.1, item_feature=SparseFeature("item", 3706, WIDTH))


def stamp() -> nn.Module:
    return matching.STAMP(_session(), 0.1, 0.1)


# -- several tasks ----------------------------------------------------------


def shared_bottom() -> nn.Module:
    tasks = ["classification", "regression"]
    return multi_task.SharedBottom(_census(), tasks, _mlp(), [_mlp(), _mlp()])


def esmm() -> nn.Module:
    users, items = _ali_ccp()
    return multi_task.ESMM(users, items, _mlp(), _mlp())


def mmoe() -> nn.Module:
    tasks = ["classification", "classification"]
    features = _census() + _dense("年龄", "wage_per_hour", "capital_gains")
    return multi_task.MMOE(features, tasks, 4, _mlp(), [_mlp(), _mlp()])


def ple() -> nn.Module:
    tasks = ["classification", "classification"]
    return multi_task.PLE(_census(), tasks, 2, 2, 1, _mlp(), [_mlp(), _mlp()])


def aitm() -> nn.Module:
    users, items = _ali_ccp()
    return multi_task.AITM(users + items, 2, _mlp(), [_mlp(), _mlp()])


# -- generative -------------------------------------------------------------


def hstu() -> nn.Module:
    return generative.HSTUModel(
        vocab_size=500, d_model=32, n_heads=2, n_layers=2, dqk=16, dv=16, max_seq_len=20
    )


def hllm() -> nn.Module:
    generator = torch.Generator().manual_seed(0)
    texts = torch.randn(500, 32, generator=generator)
    return generative.HLLMModel(
        texts, vocab_size=500, d_model=32, n_heads=2, n_layers=2, max_seq_len=20
    )


def rqvae() -> nn.Module:
    return generative.RQVAEModel(
        in_dim=48, num_emb_list=[16, 16, 16], e_dim=8, layers=[32, 16], sk_epsilons=[0.0, 0.0, 0.01]
    )


def tiger() -> nn.Module:
    from transformers import T5Config

    return generative.TIGERModel(
        T5Config(
            vocab_size=100,
            d_model=32,
            d_kv=8,
            d_ff=64,
            num_layers=2,
            num_decoder_layers=2,
            num_heads=4,
            decoder_start_token_id=0,
        )
    )


PACKAGES = dict.fromkeys(
    (
        "widedeep",
        "deepfm",
        "dcn",
        "dcn_v2",
        "dcn_v2_stacked",
        "edcn",
        "afm",
        "fibinet",
        "autoint",
        "deepffm",
        "fat_deepffm",
        "din",
        "bst",
        "dien",
        "dssm",
        "dssm_senet",
        "facebook_dssm",
        "youtube_dnn",
        "youtube_sbc",
        "mind",
        "mind_dynamic",
        "gru4rec",
        "comirec_dr",
        "comirec_sa",
        "sasrec",
        "sine",
        "narm",
        "narm_inbatch",
        "stamp",
        "shared_bottom",
        "esmm",
        "mmoe",
        "ple",
        "aitm",
        "hstu",
        "hllm",
        "rqvae",
        "tiger",
    ),
    "torch-rechub",
)
