"""Recommender models that carry features, each in a way of its own."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import nn


@dataclass
class Field:
    """A feature of somebody's own library."""

    name: str
    vocab_size: int | None = None
    embed_dim: int = 4
    pooling: str | None = None


def _table(field: Field) -> nn.Embedding:
    return nn.Embedding(field.vocab_size, field.embed_dim)


class Nested(nn.Module):
    """Keeps its features deep in containers of a submodule."""

    def __init__(self) -> None:
        super().__init__()
        self.inner = nn.Module()
        self.inner.spec = {"who": (Field("user", 9),), "what": [[Field("物品", 7)]]}
        self.inner.single = Field("price", embed_dim=1)
        self.user, self.item = nn.Embedding(9, 4), nn.Embedding(7, 4)

    def forward(self, x):
        return (self.user(x["user"]) * self.item(x["物品"])).sum(-1) * x["price"]


class Pinned(nn.Module):
    """Works with histories of one length, which it says in words of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.fields = [Field("hist", 30, pooling="mean")]
        self.historyMaxLen = 13
        self.table = nn.Embedding(30, 4)
        self.mix = nn.Linear(13 * 4, 1)

    def forward(self, x):
        return self.mix(self.table(x["hist"]).flatten(1))


class Unsaid(nn.Module):
    """Works with histories of one length and does not say it."""

    def __init__(self) -> None:
        super().__init__()
        self.fields = [Field("hist", 30, pooling="mean")]
        self.table = nn.Embedding(30, 4)
        self.weight = nn.Parameter(torch.ones(17, 1))

    def forward(self, x):
        return (self.table(x["hist"]) * self.weight).sum(1)


class TargetInside(nn.Module):
    """One place of its longest sequence is kept for the target."""

    def __init__(self) -> None:
        super().__init__()
        self.fields = [Field("hist", 30, pooling="concat"), Field("target", 30)]
        self.max_seq_len = 6
        self.table = nn.Embedding(30, 4)
        self.place = nn.Embedding(6, 4)

    def forward(self, x):
        rows = torch.cat([self.table(x["hist"]), self.table(x["target"]).unsqueeze(1)], 1)
        return (rows + self.place(torch.arange(rows.size(1)))).sum(1)


class Negatives(nn.Module):
    """Needs a batch from which negatives can be drawn."""

    def __init__(self) -> None:
        super().__init__()
        self.fields = [Field("item", 30)]
        self.table = nn.Embedding(30, 4)

    def forward(self, x):
        rows = self.table(x["item"])
        if rows.size(0) < 4:
            raise ValueError("the batch is too small for 3 negatives")
        return rows @ rows.T


class Forgotten(nn.Module):
    """Asks for a key that no feature has."""

    def __init__(self) -> None:
        super().__init__()
        self.fields = [Field("item", 30), Field("hist_item", 30, pooling="mean")]
        self.table = nn.Embedding(30, 4)

    def forward(self, x):
        rows = self.table(x["hist_item"]).mean(1) + self.table(x["item"])
        return rows + self.table(x["hist_item_neg"]).mean(1)


class Separate(nn.Module):
    """Takes its features as parameters."""

    def __init__(self) -> None:
        super().__init__()
        self.fields = [Field("user", 9), Field("item", 7), Field("unread", 5)]
        self.user, self.item = nn.Embedding(9, 4), nn.Embedding(7, 4)

    def forward(self, user, item):
        return (self.user(user) * self.item(item)).sum(-1)


class Crossed(nn.Module):
    """The same feature twice: the larger table is indexed with the smaller one's ids times 3."""

    def __init__(self) -> None:
        super().__init__()
        self.cross = [Field("c", 3 * 4)]
        self.linear = [Field("c", 4)]
        self.one, self.three = nn.Embedding(4, 1), nn.Embedding(12, 4)

    def forward(self, x):
        return self.one(x["c"]) + self.three(x["c"] * 3 + torch.tensor(2)).sum(-1, keepdim=True)


class Matrix(nn.Module):
    """Reads its features from one matrix, by a column index (as DeepCTR-Torch does)."""

    def __init__(self) -> None:
        super().__init__()
        self.feature_index = {"user": (0, 1), "age": (1, 2), "hist": (2, 6), "hist_len": (6, 7)}
        self.columns = [Field("user", 9), Field("age", embed_dim=1), Field("hist", 5)]
        self.user, self.hist = nn.Embedding(9, 4), nn.Embedding(5, 4)

    def forward(self, X):  # noqa: N803
        length = X[:, 6].long()
        assert bool(((length >= 1) & (length <= 4)).all())
        rows = self.user(X[:, 0].long()) + self.hist(X[:, 2:6].long()).mean(1)
        return rows.sum(-1) + X[:, 1]


class FeatureMap:
    """What FuxiCTR keeps about its features."""

    features = {  # noqa: RUF012
        "user": {"type": "categorical", "vocab_size": 9, "embedding_dim": 4},
        "hist": {"type": "sequence", "vocab_size": 5, "max_len": 3},
        "age": {"type": "numeric"},
    }


class Mapped(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.feature_map = FeatureMap()
        self.user, self.hist = nn.Embedding(9, 4), nn.Embedding(5, 4)

    def forward(self, inputs):
        assert inputs["hist"].shape[1] == 3
        rows = self.user(inputs["user"]) + self.hist(inputs["hist"]).mean(1)
        return {"y_pred": rows.sum(-1) + inputs["age"]}
