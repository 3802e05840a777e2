"""Models of torch-rechub with other feature sets: ``tests.zoo.rechub_sets:build('din', 'many')``.

Many features, few, long names, Chinese names. Models without features are left to
`tests.zoo.rechub`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from torch import nn
from torch_rechub.basic.features import DenseFeature, SequenceFeature, SparseFeature
from torch_rechub.models import matching, multi_task, ranking

WIDTH = 16
MLP = {"dims": [64, 32], "dropout": 0.2, "activation": "relu"}
TOWER = {"dims": [64, 32, WIDTH], "activation": "prelu"}
TASKS = ["classification", "regression"]


@dataclass(frozen=True)
class Names:
    """The names of one set: features of users and items, numbers, and behaviour by item feature."""

    users: tuple[str, ...]
    items: tuple[str, ...]
    dense: tuple[str, ...]
    history: tuple[str, ...]

    def sparse(self, names: tuple[str, ...]) -> list[SparseFeature]:
        sizes = {name: 20 + 37 * at for at, name in enumerate(self.users + self.items)}
        return [SparseFeature(name, vocab_size=sizes[name], embed_dim=WIDTH) for name in names]

    @property
    def all(self) -> list[SparseFeature]:
        return self.sparse(self.users + self.items)

    @property
    def numbers(self) -> list[DenseFeature]:
        return [DenseFeature(name) for name in self.dense]

    @property
    def targets(self) -> list[SparseFeature]:
        return self.sparse(self.items[: len(self.history)])

    @property
    def target(self) -> list[SparseFeature]:
        return self.targets[:1]

    def behaviour(self, *, one: bool = False, pooling: str = "concat", start: str = "") -> list:
        pairs = list(zip(self.history, self.targets, strict=True))[: 1 if one else None]
        return [
            SequenceFeature(
                start + name, target.vocab_size, WIDTH, pooling=pooling, shared_with=target.name
            )
            for name, target in pairs
        ]


SETS: Mapping[str, Names] = {
    "many": Names(
        tuple(f"user_{at}" for at in range(1, 13)),
        tuple(f"item_{at}" for at in range(1, 9)),
        tuple(f"I{at}" for at in range(1, 11)),
        ("hist_1", "hist_2", "hist_3"),
    ),
    "few": Names(("user_id",), ("item_id",), (), ("hist_item_id",)),
    "long": Names(
        ("detailed_household_and_family_status", "average_purchase_level_of_the_last_30_days"),
        ("advertisement_campaign_identifier", "fine_grained_category_of_the_advertised_item"),
        ("normalised_price_relative_to_category_median", "smoothed_click_through_rate_7_days"),
        ("recently_clicked_advertisement_campaigns", "recently_clicked_fine_grained_categories"),
    ),
    "chinese": Names(
        ("用户编号", "用户最近三十天平均消费水平"),
        ("商品编号", "商品类目", "店铺编号"),
        ("商品价格", "近七天平滑点击率"),
        ("历史点击商品序列", "历史点击类目序列"),
    ),
}


def _neg(n: Names) -> list:
    return n.behaviour(one=True, start="neg_")


MODELS: Mapping[str, Callable[[Names], nn.Module]] = {
    "widedeep": lambda n: ranking.WideDeep(n.numbers or n.sparse(n.users), n.all, MLP),
    "deepfm": lambda n: ranking.DeepFM(n.numbers + n.all, n.all, MLP),
    "dcn": lambda n: ranking.DCN(n.numbers + n.all, 3, MLP),
    "dcn_v2": lambda n: ranking.DCNv2(n.numbers + n.all, 3, MLP),
    "edcn": lambda n: ranking.EDCN(n.all, 2, {**MLP}),
    "afm": lambda n: ranking.AFM(n.all, WIDTH),
    "fibinet": lambda n: ranking.FiBiNet(n.all, MLP),
    "autoint": lambda n: ranking.AutoInt(n.all, n.numbers, mlp_params=MLP),
    "din": lambda n: ranking.DIN(
        n.sparse(n.users), n.behaviour(), n.targets, {"dims": [64, 32]}, {"dims": [32]}
    ),
    "bst": lambda n: ranking.BST(
        n.sparse(n.users), n.behaviour(), n.targets, MLP, nhead=4, max_seq_len=21
    ),
    "dssm": lambda n: matching.DSSM(
        n.sparse(n.users) + n.behaviour(pooling="mean"), n.sparse(n.items), TOWER, TOWER
    ),
    "youtube_dnn": lambda n: matching.YoutubeDNN(
        n.sparse(n.users) + n.behaviour(one=True, pooling="mean"), n.target, _neg(n), TOWER
    ),
    "mind": lambda n: matching.MIND(
        n.sparse(n.users), n.behaviour(one=True), n.target, _neg(n), max_length=20
    ),
    "gru4rec": lambda n: matching.GRU4Rec(
        n.sparse(n.users), n.behaviour(one=True), n.target, _neg(n), TOWER
    ),
    "comirec_dr": lambda n: matching.ComirecDR(
        n.sparse(n.users), n.behaviour(one=True), n.target, _neg(n), 20
    ),
    "comirec_sa": lambda n: matching.ComirecSA(
        n.sparse(n.users), n.behaviour(one=True), n.target, _neg(n)
    ),
    "shared_bottom": lambda n: multi_task.SharedBottom(n.numbers + n.all, TASKS, MLP, [MLP, MLP]),
    "esmm": lambda n: multi_task.ESMM(n.sparse(n.users), n.sparse(n.items), MLP, MLP),
    "mmoe": lambda n: multi_task.MMOE(n.numbers + n.all, TASKS, 4, MLP, [MLP, MLP]),
    "ple": lambda n: multi_task.PLE(n.numbers + n.all, TASKS, 2, 2, 1, MLP, [MLP, MLP]),
    "aitm": lambda n: multi_task.AITM(n.all, 2, MLP, [MLP, MLP]),
}


def build(model: str, features: str) -> nn.Module:
    """Gives one of `MODELS` with the features of one of `SETS`."""
    return MODELS[model](SETS[features])
