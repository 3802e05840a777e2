"""Dataclasses in and out, nested in lists and dicts at any depth; each field goes its own way."""

from __future__ import annotations

from dataclasses import dataclass, field

import torch
from torch import nn


@dataclass
class Query:
    user: torch.Tensor
    history: list[torch.Tensor] = field(default_factory=list)


@dataclass
class Batch:
    query: Query
    extras: dict[str, torch.Tensor]


@dataclass
class Answer:
    score: torch.Tensor
    parts: dict[str, Query]


class Tower(nn.Module):
    def __init__(self):
        super().__init__()
        self.project = nn.Linear(4, 4)

    def forward(self, query):
        return Query(self.project(query.user), [query.history[1]])


class Model(nn.Module):
    def __init__(self):
        super().__init__()
        self.tower = Tower()

    def forward(self, batch):
        projected = self.tower(batch.query)
        score = projected.user + batch.extras["bias"]
        return Answer(score, {"kept": projected})


def inputs():
    query = Query(torch.ones(2, 4), [torch.ones(2, 3), torch.ones(2, 5)])
    return Batch(query, {"bias": torch.ones(2, 4), "idle": torch.ones(2)})
