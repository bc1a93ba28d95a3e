"""Sixty-eight points of a face, the scheme that most landmark engines share, and what is measured on them.

The scheme is that of the iBUG 300-W challenge: jaw 0-16, brows 17-26, nose 27-35, eyes 36-47, outer lips
48-59, inner lips 60-67, counted from the left of the picture.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float32]

N_POINTS = 68

FROM_MEDIAPIPE = (
    *(127, 234, 93, 132, 58, 136, 150, 176, 152, 400, 379, 365, 288, 361, 323, 454, 356),
    *(70, 63, 105, 66, 107, 336, 296, 334, 293, 300),
    *(168, 197, 5, 4, 75, 97, 2, 326, 305),
    *(33, 160, 158, 133, 153, 144, 362, 385, 387, 263, 373, 380),
    *(61, 39, 37, 0, 267, 269, 291, 405, 314, 17, 84, 181),
    *(78, 82, 13, 312, 308, 317, 14, 87),
)
"""The point of MediaPipe's 478 that lies nearest to each."""

_EYES = (36, 45)
_CORNERS = (48, 54)
_GAPS = ((62, 66), (61, 67), (63, 65))
"""Facing points of the inner lips, as `mesh.INNER_GAPS`, the middle ones first."""


def iod_px(points: Array) -> Array:
    """Return the distance of the outer corners of the eyes, float32 `[...]` px, of points `[..., 68, 2]`."""
    return _apart(points, *_EYES)


def gap_iod(points: Array) -> Array:
    """Return the opening of the inner lips along the face, float32 `[...]`, of points `[..., 68, 2]`.

    It is measured along the line from the eyes to the mouth, so that a head that is tilted opens no mouth.
    """
    across = points[..., _EYES[1], :2] - points[..., _EYES[0], :2]
    down = np.stack([-across[..., 1], across[..., 0]], axis=-1)
    length = np.square(across).sum(axis=-1)
    gaps = [((points[..., low, :2] - points[..., up, :2]) * down).sum(axis=-1) / length for up, low in _GAPS]
    return np.asarray(np.mean(gaps, axis=0), np.float32)


def width_iod(points: Array) -> Array:
    """Return the distance of the mouth's corners, float32 `[...]`, of points `[..., 68, 2]`."""
    return np.asarray(_apart(points, *_CORNERS) / iod_px(points), np.float32)


def _apart(points: Array, a: int, b: int) -> Array:
    return np.asarray(np.linalg.norm(points[..., a, :2] - points[..., b, :2], axis=-1), np.float32)
