"""Models of Torch-RecHub with feature sets of several kinds."""

from __future__ import annotations

from torch import nn
from torch_rechub.basic.features import DenseFeature, SequenceFeature, SparseFeature
from torch_rechub.models import matching, multi_task, ranking

_SETS = {
    "few": (["user_id"], []),
    "many": ([f"C{i}" for i in range(1, 27)], [f"I{i}" for i in range(1, 14)]),
    "chinese": (["用户编号", "very long name with blanks", "性别"], ["价格"]),
}


def _sparse(names: list[str]) -> list[SparseFeature]:
    return [SparseFeature(name, vocab_size=9 + 5 * i, embed_dim=8) for i, name in enumerate(names)]


def _history(name: str, pooling: str, owner: str) -> SequenceFeature:
    return SequenceFeature(name, vocab_size=50, embed_dim=8, pooling=pooling, shared_with=owner)


def deepfm(kind: str) -> nn.Module:
    sparse, dense = _SETS[kind]
    features = _sparse(sparse)
    return ranking.DeepFM(
        deep_features=[*features, *(DenseFeature(name) for name in dense)],
        fm_features=features,
        mlp_params={"dims": [16, 8]},
    )


def din(kind: str) -> nn.Module:
    return ranking.DIN(
        features=_sparse(_SETS[kind][0]),
        history_features=[_history("hist_item", "concat", "item")],
        target_features=[SparseFeature("item", vocab_size=50, embed_dim=8)],
        mlp_params={"dims": [16, 8]},
        attention_mlp_params={"dims": [8]},
    )


def dssm(kind: str) -> nn.Module:
    return matching.DSSM(
        user_features=[*_sparse(_SETS[kind][0]), _history("hist_item", "mean", "item")],
        item_features=[SparseFeature("item", vocab_size=50, embed_dim=8)],
        user_params={"dims": [16, 8]},
        item_params={"dims": [16, 8]},
    )


def youtube_dnn(kind: str) -> nn.Module:
    return matching.YoutubeDNN(
        user_features=[*_sparse(_SETS[kind][0]), _history("hist_item", "mean", "item")],
        item_features=[SparseFeature("item", vocab_size=50, embed_dim=8)],
        neg_item_feature=[_history("neg_items", "concat", "item")],
        user_params={"dims": [16, 8]},
    )


def mind(kind: str) -> nn.Module:
    return matching.MIND(
        user_features=_sparse(_SETS[kind][0]),
        history_features=[_history("hist_item", "concat", "item")],
        item_features=[SparseFeature("item", vocab_size=50, embed_dim=8)],
        neg_item_feature=[_history("neg_items", "concat", "item")],
        max_length=23,
    )


def youtube_sbc(kind: str) -> nn.Module:
    return matching.YoutubeSBC(
        user_features=_sparse(_SETS[kind][0]),
        item_features=[SparseFeature("item", vocab_size=50, embed_dim=8)],
        sample_weight_feature=[DenseFeature("sample_weight")],
        user_params={"dims": [16, 8]},
        item_params={"dims": [16, 8]},
        batch_size=16,
        n_neg=3,
    )


def mmoe(kind: str) -> nn.Module:
    sparse, dense = _SETS[kind]
    return multi_task.MMOE(
        features=[*_sparse(sparse), *(DenseFeature(name) for name in dense)],
        task_types=["classification", "regression"],
        n_expert=3,
        expert_params={"dims": [8]},
        tower_params_list=[{"dims": [8]}, {"dims": [8]}],
    )


def ple(kind: str) -> nn.Module:
    sparse, dense = _SETS[kind]
    return multi_task.PLE(
        features=[*_sparse(sparse), *(DenseFeature(name) for name in dense)],
        task_types=["classification", "classification"],
        n_level=2,
        n_expert_specific=2,
        n_expert_shared=1,
        expert_params={"dims": [8]},
        tower_params_list=[{"dims": [8]}, {"dims": [8]}],
    )
