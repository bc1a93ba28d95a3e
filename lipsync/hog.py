"""Histograms of oriented gradients (Dalal and Triggs, CVPR 2005): how the edges in a picture run.

With OpenCV's parameters and to its figures; OpenCV 5 has them only in its contributed modules.
"""

from __future__ import annotations

import functools

import cv2
import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float32]

CELL_PX = 8
N_BINS = 9
"""Directions are told apart to 20 degrees; light to dark and dark to light are the same."""

_BLOCK_CELLS = 2
_BLOCK_PX = CELL_PX * _BLOCK_CELLS
_MOST = 0.2
"""No direction may count for more in a block, before it is normalised once more."""


def histograms(grey: NDArray[np.uint8]) -> Array:
    """Return the normalised histograms of all blocks of 16 by 16 px, which overlap by half.

    Args:
        grey: uint8 `[h, w]`, sides multiples of `CELL_PX` and at least 16.

    Returns:
        float32 `[(w/8 - 1) * (h/8 - 1) * 36]`: blocks column by column, their cells likewise, 9 bins each.
    """
    # The root makes an edge in the shade count nearly as much as one in the light.
    by_direction = _by_direction(np.sqrt(grey.astype(np.float32)))
    blocks = np.lib.stride_tricks.sliding_window_view(by_direction, (_BLOCK_PX, _BLOCK_PX), axis=(0, 1))
    blocks = blocks[::CELL_PX, ::CELL_PX].transpose(1, 0, 2, 3, 4)  # [columns, rows, bins, 16, 16]
    pixels = blocks.reshape(-1, N_BINS, _BLOCK_PX**2)
    cells = np.asarray(pixels @ _shares(), np.float32).transpose(0, 2, 1).reshape(len(pixels), -1)
    cells /= np.linalg.norm(cells, axis=1, keepdims=True) + np.float32(0.1 * cells.shape[1])
    cells = np.minimum(cells, np.float32(_MOST))
    cells /= np.linalg.norm(cells, axis=1, keepdims=True) + np.float32(1e-3)
    return cells.ravel()


def _by_direction(grey: Array) -> Array:
    """Return how strong the gradient of each pixel is in each direction, `[h, w, N_BINS]`."""
    framed = cv2.copyMakeBorder(grey, 1, 1, 1, 1, cv2.BORDER_REFLECT_101)
    right = framed[1:-1, 2:] - framed[1:-1, :-2]
    down = framed[2:, 1:-1] - framed[:-2, 1:-1]
    strength, angle = cv2.cartToPolar(right, down)
    # Between the middles of two directions a gradient counts for both.
    direction = angle * np.float32(N_BINS / np.pi) - np.float32(0.5)
    lower = np.floor(direction).astype(np.intp)
    upper_share = strength * (direction - lower)
    pixel = np.arange(grey.size).reshape(grey.shape) * N_BINS
    at = np.stack([pixel + np.mod(lower, N_BINS), pixel + np.mod(lower + 1, N_BINS)])
    counted = np.stack([strength - upper_share, upper_share])
    strengths = np.bincount(at.ravel(), counted.ravel(), grey.size * N_BINS)
    return strengths.astype(np.float32).reshape(*grey.shape, N_BINS)


@functools.cache
def _shares() -> Array:
    """Return how much each pixel of a block counts for each of its cells, float32 `[256, 4]`."""
    at = np.arange(_BLOCK_PX)
    middles = (np.arange(_BLOCK_CELLS) + 0.5) * CELL_PX - 0.5
    along = np.clip(1 - np.abs(at[:, None] - middles) / CELL_PX, 0, None)  # [16, cells]
    off = (at - _BLOCK_PX / 2) ** 2
    # Pixels far from the block's middle count less: a Gaussian of a quarter of its side.
    bell = np.exp(-(off[:, None] + off) / (2 * (_BLOCK_PX / 4) ** 2))
    shares = (
        bell[:, :, None, None] * along[None, :, :, None] * along[:, None, None, :]
    )  # y, x, cell x, cell y
    return shares.reshape(_BLOCK_PX**2, _BLOCK_CELLS**2).astype(np.float32)
