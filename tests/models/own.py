"""Models of our own in the shapes that papers draw: rows, branches, loops, experts."""

from __future__ import annotations

import torch
from torch import Tensor, nn

Given = tuple[nn.Module, tuple[Tensor, ...]]


class Residual(nn.Module):
    """Two convolutions beside a shortcut (He et al., 2016)."""

    def __init__(self, channels: int, out: int, stride: int = 1) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(channels, out, 3, stride, 1, bias=False)
        self.norm1 = nn.BatchNorm2d(out)
        self.conv2 = nn.Conv2d(out, out, 3, 1, 1, bias=False)
        self.norm2 = nn.BatchNorm2d(out)
        self.shortcut: nn.Module | None = None
        if stride != 1 or channels != out:
            shortcut = nn.Conv2d(channels, out, 1, stride, bias=False)
            self.shortcut = nn.Sequential(shortcut, nn.BatchNorm2d(out))

    def forward(self, x: Tensor) -> Tensor:
        y = self.norm2(self.conv2(torch.relu(self.norm1(self.conv1(x)))))
        return torch.relu(y + (x if self.shortcut is None else self.shortcut(x)))


class ResNet(nn.Module):
    """Stages of residual blocks; the first of a stage has another shortcut."""

    def __init__(self, blocks: tuple[int, ...]) -> None:
        super().__init__()
        self.stem = nn.Sequential(
            nn.Conv2d(3, 16, 7, 2, 3), nn.BatchNorm2d(16), nn.ReLU(), nn.MaxPool2d(3, 2, 1)
        )
        stages, channels = [], 16
        for level, count in enumerate(blocks):
            out, stride = 16 * 2**level, 2 if level else 1
            first = Residual(channels, out, stride)
            stages.append(nn.Sequential(first, *(Residual(out, out) for _ in range(count - 1))))
            channels = out
        self.stages = nn.ModuleList(stages)
        self.head = nn.Linear(channels, 10)

    def forward(self, image: Tensor) -> Tensor:
        x = self.stem(image)
        for stage in self.stages:
            x = stage(x)
        return self.head(x.mean((2, 3)))


class Convolutions(nn.Sequential):
    """Two convolutions with normalisation."""

    def __init__(self, channels: int, out: int) -> None:
        steps: list[nn.Module] = []
        for start in (channels, out):
            steps += [nn.Conv2d(start, out, 3, padding=1), nn.BatchNorm2d(out), nn.ReLU()]
        super().__init__(*steps)


class Up(nn.Module):
    """Twice as large, and put beside what the way down kept."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.up = nn.ConvTranspose2d(2 * channels, channels, 2, 2)
        self.convolutions = Convolutions(2 * channels, channels)

    def forward(self, x: Tensor, skip: Tensor) -> Tensor:
        return self.convolutions(torch.cat([skip, self.up(x)], 1))


class UNet(nn.Module):
    """Down and up again with a skip on each level (Ronneberger et al., 2015)."""

    def __init__(self, channels: int = 8, levels: int = 3) -> None:
        super().__init__()
        widths = [channels * 2**level for level in range(levels + 1)]
        self.first = Convolutions(1, channels)
        self.down = nn.ModuleList(
            nn.Sequential(nn.MaxPool2d(2), Convolutions(width, 2 * width)) for width in widths[:-1]
        )
        self.up = nn.ModuleList(Up(width) for width in reversed(widths[:-1]))
        self.last = nn.Conv2d(channels, 2, 1)

    def forward(self, image: Tensor) -> Tensor:
        kept = [self.first(image)]
        for down in self.down:
            kept.append(down(kept[-1]))
        x = kept.pop()
        for up in self.up:
            x = up(x, kept.pop())
        return self.last(x)


class Expert(nn.Module):
    """A feed-forward network."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.grow = nn.Linear(width, 2 * width)
        self.shrink = nn.Linear(2 * width, width)

    def forward(self, x: Tensor) -> Tensor:
        return self.shrink(nn.functional.gelu(self.grow(x)))


class Mixture(nn.Module):
    """All experts, weighed by a gate."""

    def __init__(self, width: int, experts: int) -> None:
        super().__init__()
        self.gate = nn.Linear(width, experts)
        self.experts = nn.ModuleList(Expert(width) for _ in range(experts))

    def forward(self, x: Tensor) -> Tensor:
        weights = self.gate(x).softmax(-1)
        return (
            torch.stack([expert(x) for expert in self.experts], -1) * weights[..., None, :]
        ).sum(-1)


class MixtureBlock(nn.Module):
    """A transformer block with a mixture of experts."""

    def __init__(self, width: int, experts: int) -> None:
        super().__init__()
        self.norm1 = nn.LayerNorm(width)
        self.attention = nn.MultiheadAttention(width, 4, batch_first=True)
        self.norm2 = nn.LayerNorm(width)
        self.mixture = Mixture(width, experts)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        h = self.norm1(x)
        x = x + self.attention(h, h, h, attn_mask=mask, need_weights=False)[0]
        return x + self.mixture(self.norm2(x))


class MixtureModel(nn.Module):
    """A language model of such blocks; all read one mask."""

    def __init__(self, blocks: int, experts: int) -> None:
        super().__init__()
        self.embedding = nn.Embedding(100, 32)
        self.blocks = nn.ModuleList(MixtureBlock(32, experts) for _ in range(blocks))
        self.norm = nn.LayerNorm(32)
        self.head = nn.Linear(32, 100)

    def forward(self, tokens: Tensor) -> Tensor:
        x, length = self.embedding(tokens), tokens.shape[1]
        mask = torch.triu(torch.ones(length, length, dtype=torch.bool), 1)
        for block in self.blocks:
            x = block(x, mask)
        return self.head(self.norm(x))


class Encoder(nn.Module):
    """torch's own transformer encoder over embedded tokens, with a learnt position table."""

    def __init__(self, layers: int) -> None:
        super().__init__()
        self.embedding = nn.Embedding(1000, 64)
        self.position = nn.Parameter(torch.zeros(1, 20, 64))
        layer = nn.TransformerEncoderLayer(64, 4, 128, batch_first=True)
        self.encoder = nn.TransformerEncoder(layer, layers)
        self.head = nn.Linear(64, 2)

    def forward(self, tokens: Tensor, padding: Tensor) -> Tensor:
        x = self.embedding(tokens) + self.position[:, : tokens.shape[1]]
        return self.head(self.encoder(x, src_key_padding_mask=padding)[:, 0])


class Recurrent(nn.Module):
    """A cell that a loop in Python runs over the tokens."""

    def __init__(self) -> None:
        super().__init__()
        self.embedding = nn.Embedding(50, 8)
        self.cell = nn.LSTMCell(8, 16)
        self.head = nn.Linear(16, 50)

    def forward(self, tokens: Tensor) -> Tensor:
        x = self.embedding(tokens)
        state = torch.zeros(len(tokens), 16), torch.zeros(len(tokens), 16)
        results = []
        for step in range(tokens.shape[1]):
            state = self.cell(x[:, step], state)
            results.append(state[0])
        return self.head(torch.stack(results, 1))


def resnet() -> Given:
    return ResNet((3, 4, 6, 3)), (torch.randn(2, 3, 64, 64),)


def unet() -> Given:
    return UNet(), (torch.randn(1, 1, 32, 32),)


def mixture() -> Given:
    return MixtureModel(6, 8), (torch.randint(0, 100, (2, 9)),)


def encoder() -> Given:
    padding = torch.zeros(2, 10, dtype=torch.bool)
    return Encoder(12), (torch.randint(0, 1000, (2, 10)), padding)


def recurrent() -> Given:
    return Recurrent(), (torch.randint(0, 50, (2, 9)),)
