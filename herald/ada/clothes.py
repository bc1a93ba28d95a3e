"""Ada's blazer, blouse and chain."""

from __future__ import annotations

import numpy as np

from herald.ada import light
from herald.ada.skull import Array
from herald.ada.stencil import Curve, Stencil

_BLAZER = (94, 32, 46)
_BLOUSE = (238, 230, 218)
_GOLD = (206, 162, 92)
# Each runs from the neck down, on the picture's left.
_EDGE: Curve = (
    *((-54, 136), (-54, 136), (-70, 146), (-102, 157), (-140, 167), (-171, 179), (-192, 199)),
    *((-204, 234), (-213, 280), (-224, 345), (-230, 420), (-230, 420)),
)
_OPENING: Curve = (
    *((-54, 136), (-54, 136), (-50, 160), (-43, 190), (-28, 240)),
    *((-10, 300), (0, 336), (0, 345), (0, 420), (0, 420)),
)
_LAPEL: Curve = (
    *((-55, 137), (-55, 137), (-74, 146), (-90, 168), (-100, 200), (-100, 200), (-91, 208), (-91, 208)),
    *((-121, 217), (-121, 217), (-101, 258), (-62, 306), (-30, 345), (4, 345), (4, 345)),
)
_COLLAR_SEAM: Curve = ((-50, 162), (-70, 180), (-91, 208))
_NECKLINE: Curve = ((-54, 140), (-47, 164), (-33, 194), (-14, 219), (0, 226))
_ABOVE: Curve = ((60, 60), (-60, 60))
_CHAIN: Curve = ((-53, 134), (-53, 134), (-46, 150), (-37, 170), (-20, 191), (0, 199), (0, 199))
_PENDANT: Curve = tuple(
    (2.3 * float(np.sin(a)), 201.5 + 2.9 * float(np.cos(a))) for a in np.linspace(0, 2 * np.pi, 16)
)


class Clothes:
    """What she wears, cut to an area.

    Args:
        stencil: of that area.

    Attributes:
        blazer, blouse: coverage `[h, w]`, 0..1.
    """

    def __init__(self, stencil: Stencil) -> None:
        self._stencil = stencil
        self._opening = stencil.filled_between(_OPENING)
        self.blazer = np.clip(stencil.filled_between(_EDGE) - self._opening, 0, 1)
        self.blouse = np.clip(self._opening - stencil.filled_between(_NECKLINE, _ABOVE), 0, 1)
        self._lapel = stencil.filled_on_both_sides(_LAPEL + _OPENING[::-1]) * self.blazer

    def lit(self, body_mm: Array, x: Array, y: Array, px_per_mm: float) -> Array:
        """Return the light of the cloth over a body of the given relief, linear `[h, w, 3]`."""
        z = body_mm + _folds(x, y) + self._seams()
        normals = light.normals_of(light.blurred(z, 0.5 * px_per_mm), px_per_mm)
        reach = light.blurred(light.cast_shadow(z, px_per_mm), 1.5 * px_per_mm)
        # The head stands between the lamp and her far shoulder.
        reach = reach * (1 - 0.55 * np.exp(-(((x - 66) / 52) ** 2) - ((y - 172) / 34) ** 2))
        direct = np.clip((light.facing(normals, light.KEY) + 0.1) / 1.1, 0, 1) * (0.12 + 0.88 * reach)
        sky = light.occlusion(z, px_per_mm)
        linen = light.linear(_BLOUSE) * (0.98 * direct + 0.32 * sky)[..., None]
        weave = light.blurred(np.random.default_rng(3).normal(0, 1, z.shape), 0.7)
        bright = ((1.30 + 0.10 * self._lapel) * direct + 0.26 * sky) * (1 + 0.10 * weave)
        wool = light.linear(_BLAZER) * bright[..., None] + 0.010 * direct[..., None] ** 2
        return np.asarray(wool * (1 - self.blouse[..., None]) + linen * self.blouse[..., None])

    def with_chain(self, skin: Array) -> Array:
        """Lay a fine gold chain with a small pendant on the skin, and its shadow beside it."""
        line = self._stencil.stroked_on_both_sides(_CHAIN, 0.8)
        chain = np.maximum(line, self._stencil.filled(_PENDANT))
        shadow = self._stencil.soft(np.roll(chain, (2, 2), axis=(0, 1)), 0.6)[..., None]
        glint = 0.75 + 0.5 * np.clip(np.sin(np.arange(skin.shape[1]) * 0.9), 0, 1)[None, :, None]
        cover = chain[..., None]
        return np.asarray(skin * (1 - 0.35 * shadow) * (1 - cover) + light.linear(_GOLD) * glint * cover)

    def _seams(self) -> Array:
        """Return how cloth lies over cloth, in mm."""
        soft = self._stencil.soft
        collar = self._stencil.stroked_on_both_sides(_COLLAR_SEAM, 1.1)
        return 3.2 * soft(self._lapel, 1.0) - 3.5 * soft(self._opening, 1.3) - 1.4 * soft(collar, 0.8)


def _folds(x: Array, y: Array) -> Array:
    """Return the relief of sleeves, chest and folds, in mm."""
    reach = np.abs(x)
    below = np.clip((y - 225) / 40, 0, 1)
    sleeve = -4.5 * np.exp(-(((reach - 172 - 0.16 * (y - 240)) / 10) ** 2)) * below
    drape = 2.2 * np.sin((reach * 0.9 + y * 0.55) / 19) * np.clip((reach - 105) / 60, 0, 1) * below
    chest = 16 * np.exp(-(((reach - 78) / 46) ** 2) - ((y - 318) / 46) ** 2)
    blouse = 1.1 * np.sin((reach - 0.35 * y) / 6.0) * np.exp(-((reach / 34) ** 2)) * below
    return np.asarray(sleeve + drape + chest + blouse)
