"""Two rows of teeth as pictures on the skull: seen in the footage where it shows them, drawn where not."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from herald.media import Frame
from lipsync.tints import Tints, luma
from lipsync.warp import sampled

Array = NDArray[np.float32]

HALF_WIDTH_IOD = 0.34
TALL_IOD = 0.2
"""What the pictures of the rows cover: so far to both sides of the midline, and so far down."""

EDGE_BELOW_LINE_IOD = 0.022
"""How far below the line of the closed lips the upper front teeth end: two millimetres."""

OVERBITE_IOD = 0.02
"""How far the lower teeth reach up behind the upper ones while the jaws are closed."""

_UPPER = ((0.092, 0.0), (0.070, 0.010), (0.066, 0.004), (0.048, 0.012), (0.034, 0.016))
_LOWER = ((0.056, 0.0), (0.060, 0.002), (0.062, 0.0), (0.052, 0.008), (0.040, 0.014))
"""Width of each tooth from the midline, and how much shorter it is than the front ones; as seen from the
front, where the rows bend away."""

_TALL = (0.115, 0.10)
_CURVE = (0.16, 0.10)
_LEAST_SEEN_SHARE = 0.12
_TEETH_ABOVE_DARK = 0.55
_PALE, _BRIGHT = 0.62, 0.7


@dataclass(frozen=True)
class Row:
    """One row of teeth.

    Attributes:
        pixels: float32 `[h, w, 3]`, levels 0..255; covers `HALF_WIDTH_IOD` and `TALL_IOD`.
        cover: float32 `[h, w]`, 0..1, where there are teeth or gums.
    """

    pixels: Array
    cover: Array

    @property
    def px_per_iod(self) -> float:
        """Resolution."""
        return float(self.cover.shape[1] / (2 * HALF_WIDTH_IOD))

    def softened(self, blur_iod: float) -> Row:
        """Return the row as a camera sees it whose edges are blurred by this much."""
        sigma = max(blur_iod * self.px_per_iod, 0.3)
        pixels, cover = (cv2.GaussianBlur(v, (0, 0), sigma) for v in (self.pixels, self.cover))
        return Row(np.asarray(pixels, np.float32), np.asarray(cover, np.float32))


def drawn_row(tints: Tints, px_per_iod: float, upper: bool) -> Row:
    """Draw a row of teeth whose front edge lies at the middle of the picture's height.

    Args:
        tints: of the person.
        px_per_iod: resolution.
        upper: which row.
    """
    high, wide = round(TALL_IOD * px_per_iod), round(2 * HALF_WIDTH_IOD * px_per_iod)
    x = ((np.arange(wide) + 0.5) / px_per_iod - HALF_WIDTH_IOD)[None, :]
    # y runs from the edge towards the gums in both rows.
    y = ((np.arange(high) + 0.5) / px_per_iod - TALL_IOD / 2)[:, None] * (-1 if upper else 1)
    soft = 0.6 / px_per_iod
    tall = _TALL[0 if upper else 1]
    curve = _CURVE[0 if upper else 1] * np.square(x)
    teeth = np.zeros((high, wide))
    relief = np.zeros((high, wide))
    edge_x = 0.0
    for width, rise in _UPPER if upper else _LOWER:
        for side in (-1, 1):
            dx = (x - side * (edge_x + width / 2)) / (width / 2)
            # Narrower towards the gums, with rounded corners at the edge.
            taper = 1 - 0.10 * np.clip(y / tall, 0, 1)
            corner = 0.012 * np.abs(dx) ** 5
            inside = np.minimum((taper * 0.975 - np.abs(dx)) * width / 2, y - curve - rise - corner)
            cover = np.clip(inside / soft * 0.5 + 0.5, 0, 1)
            round_off = 1 - 0.16 * np.abs(dx) ** 3
            worn = 1 - 0.10 * np.exp(-np.clip(y - curve - rise, 0, None) / 0.012)
            relief = np.maximum(relief, cover * round_off * worn)
            teeth = np.maximum(teeth, cover)
        edge_x += width
    # Behind the gaps lie the teeth's own sides, not the dark of the mouth.
    behind = np.clip((y - curve - 0.012) / soft * 0.5 + 0.5, 0, 1) * (np.abs(x) < edge_x)
    relief = np.maximum(relief, 0.72 * behind)
    away = 1 - 0.48 * np.clip(np.abs(x) / 0.32, 0, 1) ** 1.7
    shade = relief * away * (1.0 if upper else 0.92)
    warm = np.array([1.0, 0.97, 0.90]) ** np.clip((y - 0.03) / 0.06, 0, 1.5)[..., None]
    pixels = tints.teeth * shade[..., None] * warm
    gum = np.clip((y - tall + 0.018 * np.cos(np.pi * np.abs(x) / 0.09)) / 0.012, 0, 1)[..., None]
    gums = (0.75 * tints.lip + 0.15 * tints.teeth) * away[..., None]
    cover = np.maximum(teeth, behind)
    pixels = pixels + gum * (gums - pixels)
    return Row(pixels.astype(np.float32), cover.astype(np.float32))


def places(row: Row, edge: tuple[float, float]) -> Array:
    """Return where the pixels of a row lie in the face, float32 `[h, w, 2]` IOD.

    Args:
        row: whose pixels.
        edge: (x, y) IOD of the middle of the front teeth's edge.
    """
    high, wide = row.cover.shape
    x = (np.arange(wide) + 0.5) / row.px_per_iod - HALF_WIDTH_IOD + edge[0]
    y = (np.arange(high) + 0.5) / row.px_per_iod - TALL_IOD / 2 + edge[1]
    return np.stack(np.meshgrid(x, y), axis=2).astype(np.float32)


def seen_row(frame: Frame, where: Array, inside: Array, tints: Tints) -> Row | None:
    """Take the upper teeth that a picture shows; None if it shows none.

    Args:
        frame: uint8 `[h, w, 3]`.
        where: float32 `[h2, w2, 2]` px, where each pixel of the row lies in the picture.
        inside: float32 `[h2, w2]`, 0..1, what of it lies between the lips.
        tints: of the person.
    """
    pixels = sampled(frame, where, cv2.INTER_CUBIC).astype(np.float32)
    between = inside > 0.5
    if between.sum() < 30:
        return None
    bright = luma(pixels)
    low, high = np.percentile(bright[between], [4, 92])
    pale = pixels.min(axis=2) / np.maximum(pixels.max(axis=2), 1)
    threshold = low + _TEETH_ABOVE_DARK * (high - low)
    teeth = between & (bright > threshold) & (pale > _PALE) & (bright > _BRIGHT * luma(tints.skin))
    if teeth.sum() < _LEAST_SEEN_SHARE * between.sum():
        return None
    solid = cv2.morphologyEx(teeth.astype(np.uint8), cv2.MORPH_CLOSE, np.ones((5, 5), np.uint8))
    sigma = max(0.8, 0.006 * inside.shape[1] / (2 * HALF_WIDTH_IOD))
    cover = cv2.GaussianBlur(solid.astype(np.float32) * inside, (0, 0), sigma)
    cover = np.clip(2 * cover - 1, 0, 1)
    return Row(pixels, np.asarray(cover, np.float32))


def completed(seen: Row, drawn: Row) -> Row:
    """Lay teeth that were seen over drawn ones of their colour."""
    both = (seen.cover > 0.5) & (drawn.cover > 0.5)
    pixels = drawn.pixels
    if both.any():
        gain = np.median(seen.pixels[both], axis=0) / np.maximum(np.median(drawn.pixels[both], axis=0), 1)
        pixels = np.clip(pixels * gain, 0, 255)
    share = seen.cover[..., None]
    return Row(
        (pixels + share * (seen.pixels - pixels)).astype(np.float32), np.maximum(seen.cover, drawn.cover)
    )
