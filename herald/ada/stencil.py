"""Shapes given in millimetres, as arrays of coverage."""

from __future__ import annotations

import numpy as np
import skia

from herald.ada import light
from herald.ada.mesh import points
from herald.ada.patch import Area
from herald.ada.skull import Array

Curve = tuple[tuple[float, float], ...]
"""Corners (x, y) in mm; they are rounded, but one given twice stays almost sharp."""


class Stencil:
    """Turns curves into arrays 0..1 over an area.

    Args:
        area: where.
        px_per_mm: at which resolution.
    """

    def __init__(self, area: Area, px_per_mm: float) -> None:
        self._area = area
        self._scale = px_per_mm

    def filled(self, curve: Curve) -> Array:
        """Fill one closed curve."""
        return self._drawn(curve, skia.Paint(AntiAlias=True), close=True)

    def filled_on_both_sides(self, curve: Curve) -> Array:
        """Fill a closed curve and its mirror image."""
        return np.maximum(self.filled(curve), self.filled(_mirrored(curve)))

    def filled_between(self, curve: Curve, lid: Curve = ()) -> Array:
        """Fill between a curve and its mirror image, closed over `lid`."""
        return self.filled(curve + _mirrored(curve)[::-1] + lid)

    def stroked_on_both_sides(self, curve: Curve, width_mm: float) -> Array:
        """Draw a curve and its mirror image as lines."""
        pen = skia.Paint(AntiAlias=True, Style=skia.Paint.kStroke_Style, StrokeWidth=width_mm * self._scale)
        both = (self._drawn(side, pen, close=False) for side in (curve, _mirrored(curve)))
        return np.maximum(*both)

    def soft(self, mask: Array, sigma_mm: float) -> Array:
        """Blur an array."""
        return light.blurred(mask, sigma_mm * self._scale)

    def _drawn(self, curve: Curve, paint: skia.Paint, close: bool) -> Array:
        width, height = self._area.size_px(self._scale)
        pixels = np.zeros((height, width, 4), np.uint8)
        places = (np.array(curve, dtype=np.float64) - [self._area.left, self._area.top]) * self._scale
        skia.Canvas(pixels).drawPath(skia.Path.Polygon(points(_rounded(places)), close), paint)
        return np.asarray(pixels[..., 3] / 255.0)


def _mirrored(curve: Curve) -> Curve:
    return tuple((-x, y) for x, y in curve)


def _rounded(places: Array) -> Array:
    """Round a polygon's corners (Chaikin 1974)."""
    for _ in range(4):
        near, far = places[:-1], places[1:]
        cut = np.stack([0.75 * near + 0.25 * far, 0.25 * near + 0.75 * far], axis=1).reshape(-1, 2)
        places = np.concatenate([places[:1], cut, places[-1:]])
    return places
