"""The networks: one that refines a painted mouth, and a critic that tells recorded ones from refined ones.

Shapes are `[batch, channels, height, width]`, colours 0..1.
"""

from __future__ import annotations

import itertools

import torch
from torch import Tensor, nn
from torch.nn import functional as F
from torch.nn.utils.parametrizations import spectral_norm

from lipsync.neural.presets import Preset
from lipsync.torch_filters import gaussian_all

N_PICTURES = 4
"""Pictures that the network sees: what was painted, two more recorded mouths, and the likeliest mouth."""

N_MAPS = 3
"""Maps that it sees: between the lips, lips, and where it may paint."""

N_INPUTS = 3 * N_PICTURES + N_MAPS

_MOST_CHANGE = 0.5


class _Pair(nn.Module):
    """Two convolutions with group norm and SiLU."""

    def __init__(self, n_in: int, n_out: int) -> None:
        super().__init__()
        self.first, self.second = nn.Conv2d(n_in, n_out, 3, padding=1), nn.Conv2d(n_out, n_out, 3, padding=1)
        self.norms = nn.ModuleList([nn.GroupNorm(8, n_out), nn.GroupNorm(8, n_out)])

    def forward(self, x: Tensor) -> Tensor:
        """Return `[b, n_out, h, w]`."""
        x = F.silu(self.norms[0](self.first(x)))
        return F.silu(self.norms[1](self.second(x)))


class Refiner(nn.Module):
    """A U-Net that gives the change of a painted mouth, without fine detail. Untrained, the change is 0.

    Args:
        size: widths of the levels; the finest works at half the size of the picture.
    """

    def __init__(self, size: Preset) -> None:
        super().__init__()
        widths = size.widths
        self._band_px = size.band_px
        n_in = 4 * (N_INPUTS + 2)
        self.down = nn.ModuleList(_Pair(a, b) for a, b in zip([n_in, *widths[:-1]], widths, strict=True))
        deep = list(widths[::-1])
        self.up = nn.ModuleList(_Pair(a + b, b) for a, b in itertools.pairwise(deep))
        self.out = nn.Conv2d(widths[0], 12, 3, padding=1)
        nn.init.zeros_(self.out.weight)
        nn.init.zeros_(self.out.bias)  # type: ignore[arg-type]

    def forward(self, seen: Tensor) -> Tensor:
        """Return what to add to the painted mouth, `[b, 3, s, s]`.

        Args:
            seen: `[b, 15, s, s]`, see `N_PICTURES` and `N_MAPS`; s is a multiple of `2 ** len(widths)`.
        """
        x = F.pixel_unshuffle(torch.cat([2 * seen - 1, _places(seen)], dim=1), 2)
        kept: list[Tensor] = []
        for i, block in enumerate(self.down):
            x = block(x if i == 0 else F.avg_pool2d(x, 2))
            kept.append(x)
        for block, fine in zip(self.up, kept[-2::-1], strict=True):
            x = block(torch.cat([F.interpolate(x, scale_factor=2.0, mode="nearest"), fine], dim=1))
        change = _MOST_CHANGE * torch.tanh(F.pixel_shuffle(self.out(x), 2).float())
        return gaussian_all(change, self._band_px)


def _places(seen: Tensor) -> Tensor:
    """Two maps that say where a pixel is, `[b, 2, h, w]` in -1..1."""
    b, _, h, w = seen.shape
    y = torch.linspace(-1, 1, h, device=seen.device, dtype=seen.dtype)[:, None].expand(h, w)
    x = torch.linspace(-1, 1, w, device=seen.device, dtype=seen.dtype)[None].expand(h, w)
    return torch.stack([x, y])[None].expand(b, 2, h, w)


class Critic(nn.Module):
    """Judges patches of a mouth: high for recorded, low for refined. It sees the maps of the mouth too.

    Args:
        width: channels of the first layer.
    """

    def __init__(self, width: int = 32) -> None:
        super().__init__()
        sizes = [(3 + N_MAPS, width, 2), (width, 2 * width, 2), (2 * width, 4 * width, 1)]
        self.layers = nn.ModuleList(
            spectral_norm(nn.Conv2d(a, b, 4, stride, padding=1)) for a, b, stride in sizes
        )
        self.last = spectral_norm(nn.Conv2d(4 * width, 1, 4, padding=1))

    def forward(self, picture: Tensor, maps: Tensor) -> tuple[Tensor, list[Tensor]]:
        """Return the judgements `[b, 1, h', w']`, and what each layer saw.

        Args:
            picture: `[b, 3, h, w]`.
            maps: `[b, 3, h, w]`.
        """
        x = torch.cat([2 * picture - 1, 2 * maps - 1], dim=1)
        seen: list[Tensor] = []
        for layer in self.layers:
            x = F.leaky_relu(layer(x), 0.2)
            seen.append(x)
        return self.last(x), seen
