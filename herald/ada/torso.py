"""Ada's neck, shoulders and clothes: a relief under the same lamps as her face."""

from __future__ import annotations

import numpy as np
import skia

from herald.ada import light
from herald.ada.mesh import points
from herald.ada.skin import Patch
from herald.ada.skull import Array

_LEFT_MM, _TOP_MM, _RIGHT_MM, _BOTTOM_MM = -268.0, 62.0, 268.0, 332.0
_SKIN = (228, 180, 156)
_BLAZER = (116, 42, 54)
_BLOUSE = (238, 230, 218)
_NECK = ((-46, 60), (-45, 100), (-46, 118), (-51, 134), (-66, 148), (-96, 160), (-150, 180), (-190, 330))
_BLAZER_EDGE = (
    (-54, 136), (-54, 136), (-70, 146), (-102, 157), (-140, 167), (-171, 179), (-192, 199), (-204, 234), (-213, 280), (-224, 345), (-230, 420), (-230, 420),
)  # fmt: skip
_OPENING = ((-54, 136), (-54, 136), (-50, 160), (-43, 190), (-28, 240), (-10, 300), (0, 336), (0, 345), (0, 420), (0, 420))
_LAPEL = (
    (-55, 137), (-55, 137), (-74, 146), (-90, 168), (-100, 200), (-100, 200), (-91, 208), (-91, 208), (-121, 217), (-121, 217),
    (-101, 258), (-62, 306), (-30, 345), (4, 345), (4, 345),
)  # fmt: skip
_COLLAR_SEAM = ((-50, 162), (-70, 180), (-91, 208))
_NECKLINE = ((-54, 140), (-47, 164), (-33, 194), (-14, 219), (0, 226))


def torso_patch(px_per_mm: float) -> Patch:
    """Bake neck, blouse and blazer."""
    x, y = _grid(px_per_mm)
    mask = _Masks(x.shape, px_per_mm)
    body = np.sqrt(np.clip(1 - (x / 262) ** 2, 0.02, 1))
    z = 100 * body - 0.0022 * np.clip(205 - y, 0, 200) ** 2
    neck = mask.soft(mask.filled(_NECK, mirror=True), 0.6)
    z_neck = _neck_relief(x, y)
    blouse = mask.filled(_OPENING, mirror=True) - mask.filled(_NECKLINE, mirror=True, top=True)
    blazer = np.clip(mask.filled(_BLAZER_EDGE, mirror=True) - mask.filled(_OPENING, mirror=True), 0, 1)
    lapel = np.clip(mask.closed(_LAPEL + _OPENING[::-1]) + mask.closed(_LAPEL + _OPENING[::-1], -1), 0, 1) * blazer
    blouse = np.clip(blouse, 0, 1)
    cloth_z = z + _folds(x, y) - 3.5 * mask.soft(mask.filled(_OPENING, mirror=True), 1.3) + 3.2 * mask.soft(lapel, 1.0)
    seam = mask.stroked(_COLLAR_SEAM, 1.1)
    cloth_z -= 1.4 * mask.soft(seam, 0.8)
    skin = _lit_skin(z_neck, x, y, px_per_mm)
    cloth = _lit_cloth(cloth_z, blouse, lapel, x, y, px_per_mm)
    shade = 1 - 0.5 * mask.soft(np.clip(blouse + blazer, 0, 1), 5.0) * (1 - np.clip(blouse + blazer, 0, 1))
    shown = np.maximum(np.clip(blouse + blazer, 0, 1), (1 - neck) * (y > 138))[..., None]
    colour = skin * shade[..., None] * (1 - shown) + cloth * shown
    alpha = np.clip(np.maximum(neck, np.maximum(blazer, blouse)), 0, 1)
    rgba = np.dstack([light.encoded(colour), np.asarray(alpha * 255 + 0.5, dtype=np.uint8)])
    return Patch(rgba, _LEFT_MM, _TOP_MM, px_per_mm)


def _grid(px_per_mm: float) -> tuple[Array, Array]:
    across = _LEFT_MM + (np.arange(round((_RIGHT_MM - _LEFT_MM) * px_per_mm)) + 0.5) / px_per_mm
    down = _TOP_MM + (np.arange(round((_BOTTOM_MM - _TOP_MM) * px_per_mm)) + 0.5) / px_per_mm
    x, y = np.meshgrid(across, down)
    return x, y


Curve = tuple[tuple[float, float], ...]


class _Masks:
    """Draws shapes, given in mm, as arrays 0..1."""

    def __init__(self, shape: tuple[int, ...], px_per_mm: float) -> None:
        self._height, self._width = shape
        self._scale = px_per_mm

    def _drawn(self, curve: Curve, paint: skia.Paint, flip: int = 1, close: bool = True) -> Array:
        pixels = np.zeros((self._height, self._width, 4), np.uint8)
        canvas = skia.Canvas(pixels)
        places = (np.array(curve, dtype=np.float64) * [flip, 1] - [_LEFT_MM, _TOP_MM]) * self._scale
        canvas.drawPath(skia.Path.Polygon(points(_rounded(places)), close), paint)
        return pixels[..., 3] / 255.0

    def closed(self, curve: Curve, flip: int = 1) -> Array:
        return self._drawn(curve, skia.Paint(AntiAlias=True), flip)

    def filled(self, curve: Curve, mirror: bool, top: bool = False) -> Array:
        """Fill between a curve and its mirror image."""
        other = tuple((-px, py) for px, py in curve[::-1])
        lid: Curve = ((60, 60), (-60, 60)) if top else ()
        return self.closed(curve + other + lid)

    def stroked(self, curve: Curve, width_mm: float) -> Array:
        pen = skia.Paint(AntiAlias=True, Style=skia.Paint.kStroke_Style, StrokeWidth=width_mm * self._scale)
        return np.clip(self._drawn(curve, pen, 1, False) + self._drawn(curve, pen, -1, False), 0, 1)

    def soft(self, mask: Array, sigma_mm: float) -> Array:
        return light.blurred(mask, sigma_mm * self._scale)


def _rounded(places: Array) -> Array:
    """Round a polygon's corners (Chaikin 1974); a corner given twice stays almost sharp."""
    for _ in range(4):
        near, far = places[:-1], places[1:]
        cut = np.stack([0.75 * near + 0.25 * far, 0.25 * near + 0.75 * far], axis=1).reshape(-1, 2)
        places = np.concatenate([places[:1], cut, places[-1:]])
    return places


def _neck_relief(x: Array, y: Array) -> Array:
    throat = 46 * np.sqrt(np.clip(1 - (x / (52 + 0.9 * np.clip(y - 130, 0, 90))) ** 2, 0.03, 1))
    reach = np.abs(x)
    down = np.clip((y - 100) / 95, 0, 1)
    cord = 1.7 * np.exp(-(((reach - (40 - 30 * down)) / 7) ** 2)) * np.clip((y - 100) / 30, 0, 1) * np.clip((198 - y) / 20, 0, 1)
    hollow = -4.0 * np.exp(-((x / 10) ** 2) - ((y - 192) / 9) ** 2)
    bone = 3.0 * np.exp(-(((y - 193 + 0.10 * reach) / 5.5) ** 2)) * np.clip((reach - 8) / 14, 0, 1)
    return throat + cord + hollow + bone - 0.12 * np.clip(140 - y, 0, 60)


def _lit_skin(z: Array, x: Array, y: Array, px_per_mm: float) -> Array:
    jaw = 134 - 0.0105 * np.abs(x + 4) ** 2 + 0.16 * x
    reach = 1 / (1 + np.exp(-(y - jaw) / 4.2))
    reach *= 1 - 0.75 / (1 + np.exp(-(np.abs(x + 6) - 46) / 4)) * np.clip((175 - y) / 30, 0, 1)
    sky = light.occlusion(z, px_per_mm) * (0.35 + 0.65 * np.clip((y - 100) / 60, 0, 1))
    albedo = np.broadcast_to(light.linear(_SKIN), (*x.shape, 3))
    normals = light.normals_of(light.blurred(z, 1.2 * px_per_mm), px_per_mm)
    return light.lit_skin(albedo, normals, reach, sky, px_per_mm, (0.04, 0.02))


def _folds(x: Array, y: Array) -> Array:
    reach = np.abs(x)
    sleeve = -4.5 * np.exp(-(((reach - 172 - 0.16 * (y - 240)) / 10) ** 2)) * np.clip((y - 225) / 40, 0, 1)
    drape = 2.2 * np.sin((reach * 0.9 + y * 0.55) / 19) * np.clip((reach - 105) / 60, 0, 1) * np.clip((y - 215) / 50, 0, 1)
    chest = 16 * np.exp(-(((reach - 78) / 46) ** 2) - ((y - 318) / 46) ** 2)
    blouse = 1.1 * np.sin((reach - 0.35 * y) / 6.0) * np.exp(-((reach / 34) ** 2)) * np.clip((y - 225) / 30, 0, 1)
    return sleeve + drape + chest + blouse


def _lit_cloth(z: Array, blouse: Array, lapel: Array, x: Array, y: Array, px_per_mm: float) -> Array:
    rng = np.random.default_rng(3)
    weave = light.blurred(rng.normal(0, 1, z.shape), 0.7) * 2
    normals = light.normals_of(light.blurred(z, 0.5 * px_per_mm), px_per_mm)
    reach = light.blurred(light.cast_shadow(z, px_per_mm), 1.5 * px_per_mm)
    # The head stands between the lamp and her far shoulder.
    reach = reach * (1 - 0.55 * np.exp(-(((x - 66) / 52) ** 2) - ((y - 172) / 34) ** 2))
    direct = np.clip((light.facing(normals, light.KEY) + 0.1) / 1.1, 0, 1) * (0.12 + 0.88 * reach)
    rim = np.clip(light.facing(normals, np.array([0.9, -0.35, 0.15])), 0, 1) ** 3
    sky = light.occlusion(z, px_per_mm)
    linen = light.linear(_BLOUSE) * (0.84 * direct + 0.30 * sky)[..., None]
    suit = light.linear(_BLAZER) * ((1.15 + 0.08 * lapel) * direct + 0.34 * sky)[..., None] * (1 + 0.05 * weave)[..., None]
    suit = suit + 0.05 * rim[..., None] * np.array([0.7, 0.85, 1.0]) + 0.010 * direct[..., None] ** 2
    return suit * (1 - blouse[..., None]) + linen * blouse[..., None]
