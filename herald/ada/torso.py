"""Ada's neck and shoulders: a relief under the same lamps as her face, and the clothes over it."""

from __future__ import annotations

import numpy as np

from herald.ada import light
from herald.ada.clothes import Clothes
from herald.ada.patch import Area, Patch
from herald.ada.skull import Array
from herald.ada.stencil import Curve, Stencil

_AREA = Area(-268.0, 62.0, 268.0, 332.0)
_SKIN = (228, 180, 156)
_NECK: Curve = (
    *((-46, 60), (-45, 100), (-46, 118), (-51, 134)),
    *((-66, 148), (-96, 160), (-150, 180), (-190, 330)),
)


def torso_patch(px_per_mm: float) -> Patch:
    """Bake neck, blouse and blazer."""
    x, y = _AREA.grid(px_per_mm)
    stencil = Stencil(_AREA, px_per_mm)
    clothes = Clothes(stencil)
    neck = stencil.soft(stencil.filled_between(_NECK), 0.6)
    covered = np.clip(clothes.blouse + clothes.blazer, 0, 1)
    skin = clothes.with_chain(_lit_skin(x, y, px_per_mm))
    skin = skin * (1 - 0.5 * stencil.soft(covered, 5.0))[..., None]
    body = 100 * np.sqrt(np.clip(1 - (x / 262) ** 2, 0.02, 1)) - 0.0022 * np.clip(205 - y, 0, 200) ** 2
    cloth = clothes.lit(body, x, y, px_per_mm)
    # Beyond the outline the colour goes on as cloth, so that no skin shimmers along the shoulders.
    shown = np.maximum(covered, (1 - neck) * (y > 138))[..., None]
    alpha = np.clip(np.maximum(neck, covered), 0, 1)
    rgba = np.dstack(
        [light.encoded(skin * (1 - shown) + cloth * shown), np.asarray(alpha * 255 + 0.5, dtype=np.uint8)]
    )
    return Patch(rgba, _AREA, px_per_mm)


def _relief(x: Array, y: Array) -> Array:
    """Return z of neck and chest, in mm."""
    reach = np.abs(x)
    width = 52 + 0.9 * np.clip(y - 130, 0, 90)
    throat = 46 * np.sqrt(np.clip(1 - (x / width) ** 2, 0.03, 1))
    down = np.clip((y - 100) / 95, 0, 1)
    fade = np.clip((y - 100) / 30, 0, 1) * np.clip((198 - y) / 20, 0, 1)
    cord = 1.7 * np.exp(-(((reach - (40 - 30 * down)) / 7) ** 2)) * fade
    hollow = -3.0 * np.exp(-((x / 10) ** 2) - ((y - 192) / 9) ** 2)
    bone = 1.5 * np.exp(-(((y - 193 + 0.10 * reach) / 5.5) ** 2)) * np.clip((reach - 8) / 14, 0, 1)
    return np.asarray(throat + cord + hollow + bone - 0.12 * np.clip(140 - y, 0, 60))


def _lit_skin(x: Array, y: Array, px_per_mm: float) -> Array:
    """Light the neck; jaw and hair throw soft shadows on it."""
    z = _relief(x, y)
    jaw = 134 - 0.0105 * np.abs(x + 4) ** 2 + 0.16 * x
    reach = 1 / (1 + np.exp(-(y - jaw) / 4.2))
    beside = 1 / (1 + np.exp(-(np.abs(x + 6) - 46) / 4))
    reach *= 1 - 0.75 * beside * np.clip((175 - y) / 30, 0, 1)
    sky = light.occlusion(z, px_per_mm) * (0.35 + 0.65 * np.clip((y - 100) / 60, 0, 1))
    albedo = np.broadcast_to(light.linear(_SKIN), (*x.shape, 3))
    normals = light.normals_of(light.blurred(z, 1.2 * px_per_mm), px_per_mm)
    return light.lit_skin(albedo, normals, reach, sky, px_per_mm, (0.04, 0.02))
