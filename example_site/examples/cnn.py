"""A small convolutional network with a skip branch, for pictures of handwritten digits."""

import torch
from torch import nn


class SkipCNN(nn.Module):
    """Two convolutions beside a 1x1 convolution; the two ways are added before pooling."""

    def __init__(self, classes: int = 10) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(1, 16, kernel_size=3, padding=1)
        self.bn1 = nn.BatchNorm2d(16)
        self.conv2 = nn.Conv2d(16, 32, kernel_size=3, padding=1)
        self.bn2 = nn.BatchNorm2d(32)
        self.skip = nn.Conv2d(1, 32, kernel_size=1)
        self.pool = nn.MaxPool2d(2)
        self.dropout = nn.Dropout(0.25)
        self.fc = nn.Linear(32 * 14 * 14, classes)

    def forward(self, image: torch.Tensor) -> torch.Tensor:
        x = torch.relu(self.bn1(self.conv1(image)))
        x = self.bn2(self.conv2(x))
        x = torch.relu(x + self.skip(image))
        x = self.dropout(self.pool(x))
        return self.fc(torch.flatten(x, 1))


def build() -> SkipCNN:
    return SkipCNN()


def inputs(batch_size: int = 2) -> torch.Tensor:
    """Gives a batch of pictures: the last layer fixes their size, the first cannot tell it."""
    return torch.zeros(batch_size, 1, 28, 28)
