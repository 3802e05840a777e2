"""Every disagreement between the oracles and the graphs of the zoo, and why it is none of ours.

Data alone: ``tests/test_truth.py`` fails on a disagreement that is not here and on a
line that no longer happens; ``docs/zoo.py`` prints the table.
"""

from __future__ import annotations

from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Literal

__all__ = ["EXPLAINED", "Explained", "explains"]

Oracle = Literal["idle", "lens", "lens_cannot", "calls_differ", "unseen", "missing"]


@dataclass(frozen=True, slots=True)
class Explained:
    """Why an oracle says something else of a model.

    Attributes:
        model: ``family:factory``; both may hold ``*``.
        oracle: ``idle``: nothing moved a pair that the graph ties; ``lens``: torchlens ties a pair
            (``+``) or does not (``-``); ``lens_cannot``: it does not record the model;
            ``calls_differ``, ``unseen``, ``missing`` as in ``Verdict``.
        pairs: which of them, with ``*``.
        why: in English; ``chinese``: the same.
    """

    model: str
    oracle: Oracle
    pairs: str
    why: str
    chinese: str


EXPLAINED = (
    Explained(
        "rechub:sasrec",
        "idle",
        "neg -> [[]0]",
        "the three sequences are embedded into one tensor and taken apart again; an operation "
        "reads the whole of what it is given",
        "三个序列先嵌入同一个张量再拆开；一次运算读取其参数的全部",
    ),
    Explained("rechub:sasrec", "idle", "pos -> [[]1]", "the same", "同上"),
    Explained(
        "rechub:facebook_dssm",
        "lens",
        "+movie_id -> [[]1]",
        "torchlens joins both calls of the item tower into one layer, and with it what they read; "
        "no change of movie_id moves the score of the negative item",
        "torchlens 把物品塔的两次调用并为一层，因而合并了它们的来源；"
        "movie_id 的任何改动都不影响负样本得分",
    ),
    Explained(
        "graphs:equivariant_*",
        "lens_cannot",
        "*",
        "torchlens looks into e3nn's list class, which refuses to tell its length",
        "torchlens 查看 e3nn 的列表类，而该类拒绝给出长度",
    ),
)


def explains(line: Explained, model: str, oracle: str, said: str) -> bool:
    """Says whether a line of the table speaks of this."""
    return (
        fnmatchcase(model, line.model) and line.oracle == oracle and fnmatchcase(said, line.pairs)
    )
