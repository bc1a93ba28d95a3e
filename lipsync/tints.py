"""The colours of a face that a drawn mouth must agree with: skin, lips, and the light that falls on them."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from herald.media import Frame
from lipsync.mesh import INNER_LOWER, INNER_UPPER, LIPS_OUTER
from lipsync.warp import Box

Array = NDArray[np.float32]

_LUMA = np.array([0.2126, 0.7152, 0.0722], np.float32)
_CHEEKS = ((50, 205, 36, 101), (280, 425, 266, 330))
_EYES = (
    ((33, 7, 163, 144, 145, 153, 154, 155, 133, 173, 157, 158, 159, 160, 161, 246), (468, 469)),
    ((362, 382, 381, 380, 374, 373, 390, 249, 263, 466, 388, 387, 386, 385, 384, 398), (473, 474)),
)
_ENAMEL = np.array([1.03, 0.97, 0.90], np.float32)
"""Teeth are warmer than paper."""

_LUMA_TO_SKIN = (1.1, 1.6)
_MOST_LUMA = 215.0


@dataclass(frozen=True)
class Tints:
    """Colours in RGB levels, float32 `[3]`.

    Attributes:
        skin: of the cheeks.
        lip: of the lips.
        teeth: what well lit teeth look like in this light.
    """

    skin: Array
    lip: Array
    teeth: Array

    @classmethod
    def of(cls, frame: Frame, landmarks: Array) -> Tints:
        """Take the colours from a picture.

        Args:
            frame: uint8 `[h, w, 3]`.
            landmarks: float32 `[478, 2 or more]` px.
        """
        points = landmarks[:, :2]
        skin = np.median(np.concatenate([_inside(frame, points[list(c)]) for c in _CHEEKS]), axis=0)
        inner = [*INNER_UPPER, *INNER_LOWER[-2:0:-1]]
        lip = np.median(_inside(frame, points[list(LIPS_OUTER)], points[inner]), axis=0)
        return cls(skin.astype(np.float32), lip.astype(np.float32), _teeth(frame, points, skin))


def luma(colours: Array) -> Array:
    """Return the brightness of colours `[..., 3]`, levels 0..255."""
    return np.asarray(colours @ _LUMA, np.float32)


def _teeth(frame: Frame, points: Array, skin: NDArray[np.floating]) -> Array:
    """The light's colour is read from the whites of the eyes, its strength from them and the skin."""
    whites = []
    for rim, (centre, edge) in _EYES:
        iris_px = float(np.hypot(*(points[edge] - points[centre])))
        whites.append(_inside(frame, points[list(rim)], _circle(points[centre], 1.15 * iris_px)))
    seen = np.concatenate(whites)
    skin_luma = float(luma(skin.astype(np.float32)))
    if len(seen) >= 8:
        bright = seen[luma(seen) >= np.percentile(luma(seen), 70)]
        white = np.median(bright, axis=0)
    else:
        white = skin.astype(np.float64)
    # Small, veined and shaded by the lids: half of their tint is trusted.
    grey = float(luma(white.astype(np.float32)))
    colour = (0.5 * white + 0.5 * grey) * _ENAMEL
    wanted = np.clip(1.2 * grey, _LUMA_TO_SKIN[0] * skin_luma, _LUMA_TO_SKIN[1] * skin_luma)
    return np.asarray(colour * min(float(wanted), _MOST_LUMA) / max(grey, 1.0), np.float32)


def _circle(centre: Array, radius_px: float) -> Array:
    turn = np.linspace(0, 2 * np.pi, 16, endpoint=False)
    return np.asarray(centre + radius_px * np.stack([np.cos(turn), np.sin(turn)], axis=1), np.float32)


def _inside(frame: Frame, outline: Array, but: Array | None = None) -> Array:
    """The pixels inside an outline `[n, 2]` px but not inside another, float32 `[m, 3]`; at least one."""
    box = Box.around(outline, 2, (frame.shape[1], frame.shape[0]))
    mask = np.zeros((box.height, box.width), np.uint8)
    cv2.fillPoly(mask, [np.round(outline - box.origin).astype(np.int32)], 1)
    if but is not None:
        cv2.fillPoly(mask, [np.round(but - box.origin).astype(np.int32)], 0)
    pixels = frame[box.window]
    chosen = pixels[mask > 0]
    return np.asarray(chosen if len(chosen) else pixels.reshape(-1, 3)[:1], np.float32)
