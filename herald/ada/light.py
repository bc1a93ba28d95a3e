"""The studio's lamps, and how skin answers them.

Everything that is lit is lit once, when the painter is made, and kept as a picture.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from herald.ada.skull import Array

KEY = np.array([-0.74, -0.56, 0.74])
_FILL = np.array([0.80, -0.10, 0.60])
_KEY_COLOUR = np.array([1.0, 0.955, 0.90]) * 1.06
_FILL_COLOUR = np.array([0.84, 0.92, 1.0]) * 0.22
_AMBIENT_COLOUR = np.array([0.97, 0.97, 1.0]) * 0.20
# Light that enters skin comes out beside where it fell, red furthest; that is what makes it look soft.
_WRAP = (0.34, 0.22, 0.18)
_SCATTER_MM = (2.4, 1.1, 0.7)


def linear(srgb: tuple[int, int, int]) -> Array:
    """Return a colour 0..255 as linear light 0..1."""
    value = np.asarray(srgb, np.float64) / 255
    return np.where(value <= 0.04045, value / 12.92, ((value + 0.055) / 1.055) ** 2.4)


def encoded(light: Array) -> NDArray[np.uint8]:
    """Return linear light as sRGB 0..255."""
    value = np.clip(light, 0, 1)
    srgb = np.where(value <= 0.0031308, value * 12.92, 1.055 * value ** (1 / 2.4) - 0.055)
    return np.asarray(srgb * 255 + 0.5, dtype=np.uint8)


def blurred(values: Array, sigma_px: float) -> Array:
    """Return the array with a Gaussian blur."""
    return np.asarray(cv2.GaussianBlur(values, (0, 0), max(sigma_px, 0.01), borderType=cv2.BORDER_REPLICATE))


def normals_of(z_mm: Array, px_per_mm: float) -> Array:
    """Return the unit normals `[h, w, 3]` of a relief `[h, w]`."""
    down, across = np.gradient(z_mm, 1 / px_per_mm)
    normals = np.stack([-across, -down, np.ones_like(z_mm)], axis=-1)
    return np.asarray(normals / np.linalg.norm(normals, axis=-1, keepdims=True))


def facing(normals: Array, lamp: Array) -> Array:
    """Return the cosine between the normals and a lamp's direction."""
    return np.asarray(normals @ (lamp / np.linalg.norm(lamp)))


def cast_shadow(z_mm: Array, px_per_mm: float) -> Array:
    """Return how much of the key lamp reaches each point of a relief, 0..1, with soft edges."""
    lamp = KEY / np.linalg.norm(KEY)
    height, width = z_mm.shape
    blocked = np.full_like(z_mm, -50.0)
    for way_mm in np.arange(1.5, 40.0, 1.5):
        shift = np.array([[1, 0, -lamp[0] * way_mm * px_per_mm], [0, 1, -lamp[1] * way_mm * px_per_mm]])
        above = cv2.warpAffine(z_mm, shift, (width, height), borderValue=-200.0)
        blocked = np.maximum(blocked, (above - z_mm - lamp[2] * way_mm) / (0.6 + way_mm * 0.17))
    return np.asarray(1 - 1 / (1 + np.exp(-3.0 * np.clip(blocked, -20, 20))))


def occlusion(z_mm: Array, px_per_mm: float) -> Array:
    """Return how open to the room each point of a relief is, about 1 where it is flat."""
    open_sky = np.ones_like(z_mm)
    for reach_mm, strength in ((3.0, 0.08), (8.0, 0.04)):
        hollow = z_mm - blurred(z_mm, reach_mm * px_per_mm)
        open_sky *= np.clip(1 + strength * hollow, 0.35, 1.12)
    return open_sky


def lit_skin(
    albedo: Array, normals: Array, reach: Array, sky: Array, px_per_mm: float, gloss: tuple[float, float]
) -> Array:
    """Return the light that skin sends to the camera, linear `[h, w, 3]`.

    Args:
        albedo: linear `[h, w, 3]`.
        normals: `[h, w, 3]`.
        reach: `[h, w]`, how much of the key lamp arrives.
        sky: `[h, w]`, how much of the room's light arrives.
        px_per_mm: resolution, for the scattering under the skin.
        gloss: strength of the broad and of the sharp highlight.
    """
    towards_key = facing(normals, KEY)
    fill = np.clip((facing(normals, _FILL) + 0.3) / 1.3, 0, 1)
    light = np.empty((*reach.shape, 3))
    for c in range(3):
        direct = np.clip((towards_key + _WRAP[c]) / (1 + _WRAP[c]), 0, 1) * (0.22 + 0.78 * reach)
        direct = blurred(direct, _SCATTER_MM[c] * px_per_mm)
        indirect = (_FILL_COLOUR[c] * fill + _AMBIENT_COLOUR[c]) * sky
        light[..., c] = albedo[..., c] * (_KEY_COLOUR[c] * direct + indirect)
    halfway = KEY / np.linalg.norm(KEY) + np.array([0.0, 0.0, 1.0])
    shine = np.clip(facing(normals, halfway), 0, 1)
    return light + ((gloss[0] * shine**12 + gloss[1] * shine**46) * reach)[..., None]
