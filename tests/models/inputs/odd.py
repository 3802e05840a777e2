"""Models that say what they take by their layers only, each in a way of its own."""

from __future__ import annotations

import threading
from typing import Optional

import torch
from torch import Tensor, nn


class Factorisation(nn.Module):
    """Two ids, two tables."""

    def __init__(self) -> None:
        super().__init__()
        self.users = nn.Embedding(50, 8)
        self.items = nn.Embedding(7, 8)

    def forward(self, a, b):
        return (self.users(a) * self.items(b)).sum(-1)


class FieldMatrix(nn.Module):
    """One matrix of ids, one table for all its columns."""

    def __init__(self) -> None:
        super().__init__()
        self.table = nn.Embedding(60, 8)
        self.register_buffer("offsets", torch.tensor([0, 10, 30]))

    def forward(self, x):
        return self.table(x + self.offsets).sum((1, 2))


class Columns(nn.Module):
    """One matrix of ids, a table for each column."""

    def __init__(self) -> None:
        super().__init__()
        self.tables = nn.ModuleList([nn.Embedding(rows, 4) for rows in (9, 5, 7)])
        self.norm = nn.BatchNorm1d(6)
        self.out = nn.Linear(18, 1)

    def forward(self, x_cat, x_cont):
        parts = [table(x_cat[:, i]) for i, table in enumerate(self.tables)]
        return self.out(torch.cat([*parts, self.norm(x_cont)], 1))


class Keys(nn.Module):
    """A dict; one of its keys is joined as it is."""

    def __init__(self) -> None:
        super().__init__()
        self.tables = nn.ModuleDict({"用户": nn.Embedding(5, 4), "item": nn.Embedding(7, 4)})
        self.out = nn.Linear(8 + 6, 1)

    def forward(self, batch):
        parts = [table(batch[key]) for key, table in self.tables.items()]
        return self.out(torch.cat([*parts, batch["profile"]], 1))


class Keywords(nn.Module):
    """Nothing but keywords."""

    def __init__(self) -> None:
        super().__init__()
        self.fc = nn.Linear(4, 2)

    def forward(self, **values):
        return self.fc(values["x"])


class KeywordOnly(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.a = nn.Linear(4, 2)
        self.b = nn.Linear(6, 2)

    def forward(self, *, left, right):
        return self.a(left) + self.b(right)


class Lists(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.layers = nn.ModuleList([nn.Linear(4, 4) for _ in range(3)])

    def forward(self, xs: list[Tensor]) -> Tensor:
        return sum(layer(x) for layer, x in zip(self.layers, xs, strict=True))


class Defaults(nn.Module):
    """Parameters with defaults are left alone."""

    def __init__(self) -> None:
        super().__init__()
        self.fc = nn.Linear(4, 4)

    def forward(self, x: Tensor, mask: Optional[Tensor] = None, scale: float = 1.0) -> Tensor:  # noqa: UP045
        assert mask is None
        return self.fc(x) * scale


class Lengths(nn.Module):
    """Text and how long it is."""

    def __init__(self) -> None:
        super().__init__()
        self.table = nn.Embedding(100, 8)
        self.rnn = nn.LSTM(8, 8, batch_first=True)

    def forward(self, text, text_lengths):
        packed = nn.utils.rnn.pack_padded_sequence(
            self.table(text), text_lengths.cpu(), batch_first=True
        )
        return self.rnn(packed)[1][0]


class Joined(nn.Module):
    """Two vectors that are joined before the first layer."""

    def __init__(self) -> None:
        super().__init__()
        self.fc = nn.Linear(16, 1)

    def forward(self, a, b):
        return self.fc(torch.cat([a, b], 1))


class Picture(nn.Module):
    """Works for one size of pictures only."""

    def __init__(self) -> None:
        super().__init__()
        self.conv = nn.Conv2d(1, 6, 5, stride=2)
        self.fc = nn.Linear(6 * 12 * 12, 10)

    def forward(self, x):
        return self.fc(self.conv(x).flatten(1))


class Flattened(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.fc = nn.Linear(28 * 28, 10)

    def forward(self, x):
        return self.fc(x.view(x.size(0), -1))


class Patches(nn.Module):
    """Says its picture's size in an attribute."""

    def __init__(self) -> None:
        super().__init__()
        self.image_size = 48
        self.patch = nn.Conv2d(3, 16, 16, 16)
        self.positions = nn.Parameter(torch.zeros(1, 9, 16))

    def forward(self, img):
        return self.patch(img).flatten(2).transpose(1, 2) + self.positions


class OwnMatrix(nn.Module):
    """No layer at all."""

    def __init__(self) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.randn(7, 5))

    def forward(self, x):
        return x @ self.weight


class Nothing(nn.Module):
    """No inputs at all."""

    def __init__(self) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.ones(3))

    def forward(self):
        return self.weight * 2


class Lazy(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.fc = nn.LazyLinear(4)

    def forward(self, x):
        return self.fc(x)


class Times(nn.Module):
    """A picture and a time step."""

    def __init__(self) -> None:
        super().__init__()
        self.down = nn.Conv2d(3, 8, 3, padding=1)
        self.time = nn.Linear(16, 8)

    def forward(self, x, t):
        angles = t[:, None].float() * torch.arange(8)
        waves = torch.cat([angles.sin(), angles.cos()], -1)
        return self.down(x) + self.time(waves)[:, :, None, None]


class Counting(nn.Module):
    """Changes everything that a run can change."""

    def __init__(self) -> None:
        super().__init__()
        self.fc = nn.Linear(3, 3)
        self.norm = nn.BatchNorm1d(3)
        self.runs = 0
        self.seen: list[tuple[int, ...]] = []

    def forward(self, x):
        self.runs += 1
        self.seen.append(tuple(x.shape))
        self.fc.weight.data.add_(1.0)
        print("a run")  # noqa: T201
        return self.norm(self.fc(x)) + torch.rand(3)


class Broken(nn.Module):
    """Has a mistake that no inputs mend."""

    def __init__(self) -> None:
        super().__init__()
        self.fc = nn.Linear(3, 3)

    def forward(self, x):
        return self.fc(x) + not_defined_anywhere  # noqa: F821


class Pairs(nn.Module):
    """Unpacks its argument; a tensor of two rows would do by chance."""

    def __init__(self) -> None:
        super().__init__()
        self.fc = nn.Linear(3, 2)

    def forward(self, pair):
        left, right = pair
        return self.fc(left) + self.fc(right)


class Popping(nn.Module):
    """Takes its dict apart."""

    def __init__(self) -> None:
        super().__init__()
        self.fc = nn.Linear(3, 2)

    def forward(self, batch):
        return self.fc(batch.pop("x")) + self.fc(batch.get("y"))


class Stateful(nn.Module):
    """Takes the state of its recurrent layer."""

    def __init__(self) -> None:
        super().__init__()
        self.rnn = nn.GRU(5, 7, num_layers=2)

    def forward(self, x, h0):
        return self.rnn(x, h0)


class Words(nn.Module):
    """Demands a text, which no layer explains."""

    def __init__(self) -> None:
        super().__init__()
        self.fc = nn.Linear(3, 2)

    def forward(self, x, mode: str):
        return self.fc(x) if mode == "a" else x


class Locked(nn.Module):
    """Keeps things that cannot be copied."""

    def __init__(self) -> None:
        super().__init__()
        self.fc = nn.Linear(3, 2)
        self.lock = threading.Lock()
        self.steps = (step for step in range(3))

    def forward(self, x):
        return self.fc(x)


def half() -> nn.Module:
    return nn.Linear(4, 4).to(torch.bfloat16)


def scripted() -> nn.Module:
    return torch.jit.script(nn.Sequential(nn.Linear(5, 3), nn.ReLU()))


def weight_norm() -> nn.Module:
    return nn.utils.parametrizations.weight_norm(nn.Linear(4, 4))


def transformer() -> nn.Module:
    return nn.Transformer(16, 2, 1, 1, 32)


def lstm() -> nn.Module:
    return nn.LSTM(6, 8)


def attention() -> nn.Module:
    return nn.MultiheadAttention(16, 4, kdim=8, vdim=12, batch_first=True)


def generator() -> nn.Module:
    return nn.Sequential(nn.ConvTranspose2d(20, 16, 4), nn.ConvTranspose2d(16, 3, 4, 2, 1))


def signal() -> nn.Module:
    return nn.Sequential(nn.Conv1d(1, 4, 80, 4), nn.ReLU())


class SlicedPositions(nn.Module):
    def __init__(self):
        super().__init__()
        self.tokens, self.positions = nn.Embedding(50, 8), nn.Parameter(torch.zeros(24, 8))

    def forward(self, ids):
        return self.tokens(ids) + self.positions[: ids.size(1)]


class PinnedLength(nn.Module):
    def __init__(self):
        super().__init__()
        self.max_len, self.tokens = 24, nn.Embedding(50, 8)
        self.head = nn.Linear(24 * 8, 1)

    def forward(self, ids):
        return self.head(self.tokens(ids).flatten(1))


class Switched(nn.Module):
    """Switches without a default: by their name, by their type, by what they fail as."""

    def __init__(self) -> None:
        super().__init__()
        self.hidden, self.head = nn.Linear(8, 4), nn.Linear(4, 2)

    def forward(self, x, training, return_hidden, doubled: bool, dropped, *, gated):
        hidden = self.hidden(x) * (2 if doubled else 1)
        hidden = nn.functional.dropout(hidden, 0.5, dropped)
        if training is True or gated:
            hidden = hidden.sigmoid()
        return (self.head(hidden), hidden) if return_hidden else self.head(hidden)


class NamedLikeASwitch(nn.Module):
    """What is named like a switch, and is data."""

    def __init__(self) -> None:
        super().__init__()
        self.rates, self.days = nn.Linear(4, 2), nn.Embedding(7, 2)

    def forward(self, return_rates, train, use_day):
        return self.rates(return_rates) + self.rates(train) + self.days(use_day)
