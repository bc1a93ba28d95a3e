"""A picture of part of Ada, and where it lies on her."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from herald.ada.skull import Array


@dataclass(frozen=True)
class Area:
    """A rectangle of the head's frame, in mm.

    Attributes:
        left, top, right, bottom: its edges.
    """

    left: float
    top: float
    right: float
    bottom: float

    def size_px(self, px_per_mm: float) -> tuple[int, int]:
        """Return (width, height) at a resolution."""
        return round((self.right - self.left) * px_per_mm), round((self.bottom - self.top) * px_per_mm)

    def grid(self, px_per_mm: float) -> tuple[Array, Array]:
        """Return x and y of the middle of every pixel, each `[height, width]`."""
        width, height = self.size_px(px_per_mm)
        across = self.left + (np.arange(width) + 0.5) / px_per_mm
        down = self.top + (np.arange(height) + 0.5) / px_per_mm
        x, y = np.meshgrid(across, down)
        return x, y


@dataclass(frozen=True)
class Patch:
    """A picture of an area.

    Attributes:
        rgba: uint8 `[height, width, 4]`, not premultiplied.
        area: where it lies.
        px_per_mm: its resolution.
    """

    rgba: NDArray[np.uint8]
    area: Area
    px_per_mm: float

    def texture_px(self, x: Array, y: Array) -> Array:
        """Return where the points (x, y) in mm lie in the picture, `[n, 2]`."""
        return np.stack([x - self.area.left, y - self.area.top], axis=-1) * self.px_per_mm

    def net(self, columns: int, rows: int) -> tuple[Array, Array]:
        """Return x and y of an even grid over the whole area, row by row, each `[rows * columns]`."""
        across = np.linspace(self.area.left, self.area.right, columns)
        down = np.linspace(self.area.top, self.area.bottom, rows)
        x, y = np.meshgrid(across, down)
        return x.ravel(), y.ravel()
