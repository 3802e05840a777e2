"""A two-layer transformer encoder that sorts sentences into classes."""

import torch
from torch import nn


class SentenceClassifier(nn.Module):
    """Token and position embeddings, a stack of encoder layers, a mean and a linear layer."""

    def __init__(self, vocabulary: int, width: int, heads: int, layers: int, classes: int) -> None:
        super().__init__()
        self.tokens = nn.Embedding(vocabulary, width)
        self.positions = nn.Parameter(torch.zeros(1, 128, width))
        layer = nn.TransformerEncoderLayer(
            width, heads, dim_feedforward=4 * width, activation="gelu", batch_first=True
        )
        self.encoder = nn.TransformerEncoder(layer, layers)
        self.head = nn.Linear(width, classes)

    def forward(self, token_ids: torch.Tensor) -> torch.Tensor:
        length = token_ids.size(1)
        x = self.tokens(token_ids) + self.positions[:, :length]
        return self.head(self.encoder(x).mean(dim=1))


def build(layers: int = 2) -> SentenceClassifier:
    return SentenceClassifier(vocabulary=30522, width=64, heads=4, layers=layers, classes=2)
