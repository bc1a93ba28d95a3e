"""The relief of Ada's head: how far forward each point of her face lies.

Everything is in millimetres in the head's own frame: x to the picture's right, y down, z towards the
camera, the origin midway between the eyes at the height of their outer corners. The proportions are
those of an average adult woman (outer eye corners 90 mm apart, 113 mm from eyes to chin).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.interpolate import PchipInterpolator

Array = NDArray[np.float64]

EYE_X = 30.5
"""Distance of either pupil from the midline when looking ahead."""
MOUTH_Y = 70.5
"""Height of the line where the lips meet."""
CHIN_Y = 112.0
"""Height of the lowest point of the chin."""
CROWN_Y = -118.0
"""Height of the top of the skull."""

_WIDTH = PchipInterpolator(
    [
        -118,
        -116.5,
        -112,
        -104,
        -90,
        -70,
        -45,
        -20,
        0,
        20,
        38,
        54,
        68,
        78,
        87,
        95,
        101,
        106,
        109,
        110.9,
        CHIN_Y,
    ],
    [
        0,
        13,
        26,
        40,
        53,
        63,
        67,
        67.5,
        67.0,
        65.6,
        62.8,
        58.6,
        53.2,
        48.0,
        41.8,
        34.8,
        28.2,
        21.0,
        15.1,
        9.0,
        0,
    ],
)
_MIDLINE = PchipInterpolator(
    [-118, -105, -90, -70, -50, -32, -18, -6, 6, 20, 36, 50, 62, 72, 82, 92, 101, 107, 113, 130],
    [-90, -48, -24, -5, 4.5, 8, 8.6, 6.5, 5.5, 6.8, 9.4, 12.2, 14.4, 14.8, 13.2, 11.4, 10.2, 6.5, -4, -40],
)
_NOSE_HEIGHT = PchipInterpolator(
    [-16, -6, 2, 10, 20, 30, 35, 39, 42.5, 46, 49, 53],
    [0, 0.6, 2.0, 4.2, 7.2, 10.4, 11.9, 12.2, 10.6, 7.0, 3.0, 0],
)
_NOSE_WIDTH = PchipInterpolator([-16, 0, 12, 24, 34, 41, 48, 53], [9.0, 7.4, 7.4, 7.8, 8.4, 9.2, 9.4, 9.4])


def half_width(y: Array) -> Array:
    """Return the half width of the face at the heights `y`, in mm; 0 above and below the head."""
    inside = np.clip(y, CROWN_Y, CHIN_Y)
    return np.where((y > CROWN_Y) & (y < CHIN_Y), np.maximum(_WIDTH(inside), 0), 0)


def bump(x: Array, y: Array, at: tuple[float, float], spread: tuple[float, float]) -> Array:
    """Return a soft hill on both sides of the midline, 1 at its top."""
    offset = (np.abs(x) - at[0]) / spread[0]
    return np.exp(-(offset**2) - ((y - at[1]) / spread[1]) ** 2)


def _nose(x: Array, y: Array) -> Array:
    inside = np.clip(y, -16, 53)
    bridge = _NOSE_HEIGHT(inside) * np.exp(-(np.abs(x / _NOSE_WIDTH(inside)) ** 2.0))
    tip = 4.4 * bump(x, y, (0, 38.2), (7.4, 6.8))
    wings = 5.4 * bump(x, y, (11.6, 41.6), (4.4, 4.8))
    return np.asarray(bridge + tip + wings)


def _features(x: Array, y: Array) -> Array:
    sockets = -4.8 * bump(x, y, (28, -6), (15, 8.5)) - 2.6 * bump(x, y, (14.5, -3), (5.5, 8))
    eyeballs = 3.6 * bump(x, y, (EYE_X, 0.5), (13, 7.5)) - 1.0 * bump(x, y, (30, 12), (13, 4))
    brows = 1.6 * bump(x, y, (33, -19), (17, 6))
    cheeks = 3.8 * bump(x, y, (40, 27), (17, 15)) - 1.4 * bump(x, y, (46, 64), (14, 20))
    muzzle = 2.2 * bump(x, y, (0, 70), (24, 15)) - 0.8 * bump(x, y, (25, 56), (6, 11))
    philtrum = 0.35 * bump(x, y, (4.2, 57), (2.4, 6)) - 0.4 * bump(x, y, (0, 57), (2.6, 6))
    chin = 3.4 * bump(x, y, (0, 101), (14, 9)) - 1.9 * bump(x, y, (0, 87.5), (14, 4.6))
    corners = -1.2 * bump(x, y, (27.5, 71.5), (5, 5))
    return sockets + eyeballs + brows + cheeks + muzzle + philtrum + chin + corners


def depth(x: Array, y: Array) -> Array:
    """Return z of the skin at the points (x, y) of the neutral face, in mm."""
    width = half_width(y) + 6.0
    across = np.minimum(np.abs(x) / width, 0.999)
    fall = 1.0 - (1.0 - across**2.3) ** (1 / 1.75)
    height = np.clip(y, CROWN_Y, 130)
    return np.asarray(_MIDLINE(height) - 58.0 * fall + _nose(x, y) + _features(x, y))
