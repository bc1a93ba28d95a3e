"""The topology of the tracked face: which landmark is where, and the triangles between them.

Indices are those of MediaPipe's Face Landmarker (478 points, of which the last ten are irises).
"""

from __future__ import annotations

import functools
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Points = NDArray[np.float32]

N_LANDMARKS = 478

_FACE = Path(__file__).with_name("face_triangles.csv")
"""MediaPipe's triangles between the points of the face, a line each."""

RIGID = (
    33,
    133,
    362,
    263,
    168,
    6,
    197,
    195,
    5,
    4,
    8,
    9,
    10,
    67,
    297,
    109,
    338,
    54,
    284,
    127,
    356,
    162,
    389,
    151,
)
"""Points that move with the skull only: eye corners, nose, forehead, temples. No mouth, no jaw."""

EYE_CORNERS = (33, 263)
"""The outer corners of the eyes. Their distance is the unit of length, IOD, everywhere in lipsync."""

NOSE_TIP = 1
UPPER_LIP_TOP = 0
LOWER_LIP_BOTTOM = 17
CHIN = 152
MOUTH_CORNERS = (61, 291)

LIPS_OUTER = (61, 185, 40, 39, 37, 0, 267, 269, 270, 409, 291, 375, 321, 405, 314, 17, 84, 181, 91, 146)
INNER_UPPER = (78, 191, 80, 81, 82, 13, 312, 311, 310, 415, 308)
INNER_LOWER = (78, 95, 88, 178, 87, 14, 317, 402, 318, 324, 308)
LIPS = LIPS_OUTER + INNER_UPPER + INNER_LOWER[1:-1]
"""The forty points of the lips."""

LIP_RINGS = (
    (78, 191, 80, 81, 82, 13, 312, 311, 310, 415, 308, 95, 88, 178, 87, 14, 317, 402, 318, 324),
    (62, 183, 42, 41, 38, 12, 268, 271, 272, 407, 292, 96, 89, 179, 86, 15, 316, 403, 319, 325),
    (76, 184, 74, 73, 72, 11, 302, 303, 304, 408, 306, 77, 90, 180, 85, 16, 315, 404, 320, 307),
)
"""The lips' inner edge, upper then lower, and behind each point the next two towards the outer edge."""

INNER_GAPS = ((13, 14), (82, 87), (312, 317), (81, 178), (311, 402))
"""Facing points of the inner lips, the middle ones first."""

FACE_OVAL = (
    *(10, 338, 297, 332, 284, 251, 389, 356, 454, 323, 361, 288, 397, 365, 379, 378, 400, 377),
    *(152, 148, 176, 149, 150, 136, 172, 58, 132, 93, 234, 127, 162, 21, 54, 103, 67, 109),
)
"""The outline of the face, once round."""

MASK = (
    *(2, 326, 423, 425, 411, 416, 434, 364, 365, 379, 378, 400, 377, 152, 148, 176, 149, 150, 136, 135),
    *(214, 192, 187, 205, 203, 97),
)
"""Points whose convex hull is what a renderer may paint: nose base, cheeks, jaw, chin."""

RING_FACTOR = 1.32
"""How far outside the face the ring lies that stays where it is while the jaw moves."""


@functools.cache
def triangles() -> NDArray[np.int32]:
    """Return the mesh, int32 `[942, 3]`, over the 478 landmarks and the 36 points of the ring.

    18 triangles across the open mouth come first, then 72 between face and ring, then the 852 of the
    face. Painted in this order the lips lie over the mouth, also where a closed mouth has no area.
    """
    face = np.loadtxt(_FACE, np.int32, delimiter=",")
    mesh = np.concatenate([np.array([*_mouth(), *_ring()], np.int32), face])
    mesh.setflags(write=False)
    return mesh


def with_ring(landmarks: NDArray[np.floating], ring_of: NDArray[np.floating] | None = None) -> Points:
    """Append the ring to landmarks.

    Args:
        landmarks: `[..., 478, 2 or more]` px.
        ring_of: landmarks of the same shape whose ring to take; by default the landmarks' own.

    Returns:
        float32 `[..., 514, 2]` px.
    """
    source = (landmarks if ring_of is None else ring_of)[..., :2]
    nose = source[..., NOSE_TIP : NOSE_TIP + 1, :]
    ring = nose + RING_FACTOR * (source[..., FACE_OVAL, :] - nose)
    return np.concatenate([landmarks[..., :2], ring], axis=-2).astype(np.float32)


def _mouth() -> list[tuple[int, int, int]]:
    upper, lower = INNER_UPPER[1:-1], INNER_LOWER[1:-1]
    strip = [(INNER_UPPER[0], upper[0], lower[0])]
    for i in range(len(upper) - 1):
        strip += [(upper[i], upper[i + 1], lower[i]), (lower[i], upper[i + 1], lower[i + 1])]
    return [*strip, (upper[-1], INNER_UPPER[-1], lower[-1])]


def _ring() -> list[tuple[int, int, int]]:
    n = len(FACE_OVAL)
    band = []
    for i in range(n):
        j = (i + 1) % n
        band += [
            (FACE_OVAL[i], FACE_OVAL[j], N_LANDMARKS + i),
            (FACE_OVAL[j], N_LANDMARKS + j, N_LANDMARKS + i),
        ]
    return band
