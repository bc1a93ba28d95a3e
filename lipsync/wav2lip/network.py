"""The network: half a face, a whole one and a fifth of a second of sound in, a face that says it out.

The names of modules and parameters are those of the published checkpoints, since the weights are found by
them. Shapes are `[batch, channels, height, width]`.
"""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor, nn

FACE_PX = 96
"""Side of the faces."""

Size = int | tuple[int, int]


class Conv(nn.Module):
    """A convolution with batch norm and ReLU, added to its input where `residual` says so."""

    def __init__(
        self,
        n_in: int,
        n_out: int,
        kernel: int = 3,
        stride: Size = 1,
        padding: int = 1,
        residual: bool = False,
    ) -> None:
        super().__init__()
        convolution = nn.Conv2d(n_in, n_out, kernel, stride, padding)
        self.conv_block = nn.Sequential(convolution, nn.BatchNorm2d(n_out))
        self.residual = residual

    def forward(self, x: Tensor) -> Tensor:
        """Return the activations, `[b, n_out, h / stride, w / stride]`."""
        y: Tensor = self.conv_block(x)
        return torch.relu(y + x if self.residual else y)


class Up(nn.Module):
    """A transposed convolution with batch norm and ReLU."""

    def __init__(self, n_in: int, n_out: int, stride: int = 2, padding: int = 1, extra: int = 1) -> None:
        super().__init__()
        convolution = nn.ConvTranspose2d(n_in, n_out, 3, stride, padding, extra)
        self.conv_block = nn.Sequential(convolution, nn.BatchNorm2d(n_out))

    def forward(self, x: Tensor) -> Tensor:
        """Return the activations, `[b, n_out, h * stride, w * stride]`."""
        return torch.relu(self.conv_block(x))


class Wav2Lip(nn.Module):
    """The whole network."""

    def __init__(self) -> None:
        super().__init__()
        self.face_encoder_blocks = nn.ModuleList(
            [
                nn.Sequential(Conv(6, 16, 7, padding=3)),  # 96
                _down(16, 32, 2),  # 48
                _down(32, 64, 3),  # 24
                _down(64, 128, 2),  # 12
                _down(128, 256, 2),  # 6
                _down(256, 512, 1),  # 3
                nn.Sequential(Conv(512, 512, padding=0), Conv(512, 512, 1, padding=0)),  # 1
            ]
        )
        self.audio_encoder = nn.Sequential(
            Conv(1, 32),  # 80 x 16
            *_kept(32, 2),
            Conv(32, 64, stride=(3, 1)),  # 27 x 16
            *_kept(64, 2),
            Conv(64, 128, stride=3),  # 9 x 6
            *_kept(128, 2),
            Conv(128, 256, stride=(3, 2)),  # 3 x 3
            *_kept(256, 1),
            Conv(256, 512, padding=0),  # 1 x 1
            Conv(512, 512, 1, padding=0),
        )
        self.face_decoder_blocks = nn.ModuleList(
            [
                nn.Sequential(Conv(512, 512, 1, padding=0)),  # 1
                nn.Sequential(Up(1024, 512, stride=1, padding=0, extra=0), *_kept(512, 1)),  # 3
                nn.Sequential(Up(1024, 512), *_kept(512, 2)),  # 6
                nn.Sequential(Up(768, 384), *_kept(384, 2)),  # 12
                nn.Sequential(Up(512, 256), *_kept(256, 2)),  # 24
                nn.Sequential(Up(320, 128), *_kept(128, 2)),  # 48
                nn.Sequential(Up(160, 64), *_kept(64, 2)),  # 96
            ]
        )
        self.output_block = nn.Sequential(Conv(80, 32), nn.Conv2d(32, 3, 1), nn.Sigmoid())

    def forward(self, sound: Tensor, faces: Tensor) -> Tensor:
        """Return the faces that say the sound.

        Args:
            sound: `[b, 1, 80, 16]`, windows of the mel spectrogram.
            faces: `[b, 6, 96, 96]` in 0..1, BGR: first the face with its lower half black, then a whole one.

        Returns:
            `[b, 3, 96, 96]` in 0..1, BGR.
        """
        kept: list[Tensor] = []
        x = faces
        for block in self.face_encoder_blocks:
            x = block(x)
            kept.append(x)
        y: Tensor = self.audio_encoder(sound)
        for block in self.face_decoder_blocks:
            y = torch.cat([block(y), kept.pop()], dim=1)
        out: Tensor = self.output_block(y)
        return out


def _down(n_in: int, n_out: int, n_kept: int) -> nn.Sequential:
    return nn.Sequential(Conv(n_in, n_out, stride=2), *_kept(n_out, n_kept))


def _kept(n: int, times: int) -> Sequence[nn.Module]:
    return [Conv(n, n, residual=True) for _ in range(times)]
