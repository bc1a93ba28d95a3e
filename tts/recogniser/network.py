"""The network: log-mel features in, the probability of each phone 50 times a second out."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional

from tts.recogniser.features import N_MELS, STACKED
from tts.recogniser.inventory import PHONES

WIDTH = 128
DILATIONS = (1, 2, 4, 8, 1, 2, 4, 8)
"""With kernels of three, what is heard 0.6 s before and after has a say."""

DROPOUT = 0.15
"""Of the hidden values, in training; without it the network learns the sentences by heart."""


class Block(nn.Module):
    """What a dilated convolution over its neighbours adds to each step."""

    def __init__(self, dilation: int) -> None:
        super().__init__()
        self.dilation = dilation
        self.norm = nn.LayerNorm(WIDTH)
        self.wide = nn.Linear(3 * WIDTH, WIDTH)
        self.mix = nn.Linear(WIDTH, WIDTH)
        self.dropout = nn.Dropout(DROPOUT)

    def forward(self, x: Tensor) -> Tensor:
        """Return `[batch, n, WIDTH]` for `[batch, n, WIDTH]`."""
        d, n = self.dilation, x.shape[1]
        # A convolution as a matrix product: on one core it is twice as fast as conv1d.
        padded = functional.pad(self.norm(x), (0, 0, d, d))
        rows = torch.cat([padded[:, i * d : i * d + n] for i in range(3)], dim=2)
        added: Tensor = self.mix(self.dropout(functional.relu(self.wide(rows))))
        return x + added


class Network(nn.Module):
    """Residual dilated blocks over stacked features; 0.58 million parameters."""

    def __init__(self) -> None:
        super().__init__()
        self.first = nn.Linear(STACKED * N_MELS, WIDTH)
        self.blocks = nn.ModuleList(Block(dilation) for dilation in DILATIONS)
        self.norm = nn.LayerNorm(WIDTH)
        self.last = nn.Linear(WIDTH, len(PHONES))

    def forward(self, features: Tensor) -> Tensor:
        """Return unnormalised log probabilities.

        Args:
            features: float32 `[batch, 2 n, 64]`, 100 frames a second.

        Returns:
            float32 `[batch, n, len(PHONES)]`, 50 steps a second; step i is the sound of frames 2i and 2i + 1.
        """
        x = self.first(stacked(features))
        for block in self.blocks:
            x = block(x)
        logits: Tensor = self.last(self.norm(x))
        return logits


def stacked(features: Tensor) -> Tensor:
    """Put the six frames around each pair side by side: `[batch, 2 n, m]` to `[batch, n, 6 m]`."""
    batch, n_frames, n_bands = features.shape
    edge = (STACKED - 2) // 2
    pairs = functional.pad(features, (0, 0, edge, edge)).reshape(batch, n_frames // 2 + edge, 2 * n_bands)
    n = n_frames // 2
    return torch.cat([pairs[:, i : i + n] for i in range(STACKED // 2)], dim=2)


def n_parameters() -> int:
    """Return how many numbers the training has to find."""
    return sum(parameter.numel() for parameter in Network().parameters())
