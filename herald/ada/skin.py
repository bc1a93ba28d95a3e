"""Ada's face without eyes and mouth: her relief under the studio's lamps, baked into a picture."""

from __future__ import annotations

import numpy as np

from herald.ada import hairstyle, light, skull
from herald.ada.patch import Area, Patch
from herald.ada.skull import Array, bump

AREA = Area(-76.0, -121.0, 76.0, 119.0)
_TONE = (232, 186, 162)
_BLUSH = (214, 120, 108)
_SHADOW = (176, 118, 98)
_BROW = (74, 48, 38)


def face_patch(px_per_mm: float) -> Patch:
    """Bake the skin of the face, with brows and nostrils, at a resolution."""
    x, y = AREA.grid(px_per_mm)
    z = skull.depth(x, y)
    normals = light.normals_of(light.blurred(z, 0.5 * px_per_mm), px_per_mm)
    reach = light.blurred(light.cast_shadow(z, px_per_mm), 0.8 * px_per_mm) * _hair_shade(x, y)
    sky = light.occlusion(z, px_per_mm) * (0.6 + 0.4 * _hair_shade(x, y))
    lit = light.lit_skin(_albedo(x, y), normals, reach, sky, px_per_mm, (0.075, 0.05))
    lit *= 1 - 0.92 * _nostrils(x, y)[..., None] * np.array([0.82, 0.92, 0.95])
    alpha = np.clip((skull.half_width(y) - np.abs(x)) * px_per_mm + 0.5, 0, 1)
    rgba = np.dstack([light.encoded(lit), np.asarray(alpha * 255 + 0.5, dtype=np.uint8)])
    return Patch(rgba, AREA, px_per_mm)


def _hair_shade(x: Array, y: Array) -> Array:
    """Return 1 in the open, less in the soft shadow that the hair throws on forehead and temples."""
    left, right = hairstyle.inner_edges(y)
    near = np.minimum(x - left - 4.5, right - x - 1.5)
    return 1 - 0.62 / (1 + np.exp(near / 2.3)) * np.clip((60 - y) / 40, 0, 1)


def _albedo(x: Array, y: Array) -> Array:
    rng = np.random.default_rng(11)
    albedo = np.broadcast_to(light.linear(_TONE), (*x.shape, 3)).copy()

    def tint(colour: tuple[int, int, int], amount: Array) -> None:
        albedo[:] += amount[..., None] * (light.linear(colour) - albedo)

    tint(_BLUSH, 0.30 * bump(x, y, (44, 25), (24, 19)))
    tint(_BLUSH, 0.20 * bump(x, y, (0, 41), (11, 8)) + 0.10 * bump(x, y, (0, 100), (14, 10)))
    tint(_SHADOW, 0.36 * bump(x, y, (31, -6), (18, 6)) + 0.16 * bump(x, y, (14, 1), (5, 8)))
    tint((196, 140, 128), 0.12 * bump(x, y, (26, 11), (12, 4)))
    tint((246, 206, 186), 0.25 * bump(x, y, (30, 17), (13, 6)) + 0.2 * bump(x, y, (0, 20), (4, 20)))
    mottle = light.blurred(rng.normal(0, 1, x.shape), 1.2) * 3 + rng.normal(0, 1, x.shape) * 0.5
    albedo *= (1 + 0.010 * mottle)[..., None]
    tint((70, 44, 34), 0.85 / (1 + np.exp(-(-76 - y - 0.006 * x**2) / 1.5)))
    tint(_BROW, _brows(x, y, rng))
    return albedo


def _brows(x: Array, y: Array, rng: np.random.Generator) -> Array:
    """How dark the eyebrows are: a soft arch, with hairs in it."""
    along = np.clip((np.abs(x) - 12.5) / 41.0, 0, 1)
    arch = (
        -18.0
        - 4.2 * np.sin(np.pi * np.clip(along * 0.80, 0, 1)) ** 1.2
        + 5.0 * np.maximum(along - 0.62, 0) ** 1.2 * 2
    )
    thick = (4.2 - 2.8 * np.maximum(along - 0.45, 0) / 0.55) * np.clip(0.55 + along * 2.2, 0, 1)
    off = (y - arch) / thick
    inside = ((np.abs(x) > 11.5) & (np.abs(x) < 54)).astype(np.float64)
    ends = np.clip(along / 0.12, 0, 1) ** 0.8 * np.clip((1 - along) / 0.12, 0, 1)
    body = np.exp(-(np.abs(off) ** 2.2)) * inside * ends
    # Hairs lean outwards: noise drawn out along that direction.
    slant = np.abs(x) * 0.9 + y * (0.9 - 0.75 * along)
    hairs = np.interp(slant * 3.3, np.arange(400) - 200, rng.normal(0, 1, 400))
    return np.clip(body * (0.88 + 0.10 * hairs), 0, 0.96)


def _nostrils(x: Array, y: Array) -> Array:
    reach = np.abs(x)
    turned = (y - 46.6) + 0.30 * (reach - 6.4)
    hole = ((reach - 6.4) / 3.7) ** 2 + (turned / 1.4) ** 2
    wing = np.exp(-(((reach - 15.4) / 1.2) ** 2) - ((y - 43.5) / 4.2) ** 2) * 0.13
    return np.asarray(np.clip(np.exp(-(hole**1.6)) * 0.80 + wing, 0, 1))
