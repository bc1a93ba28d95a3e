"""A photographed smile, taken back: the folds beside the mouth, and the lips that the smile had drawn thin.

A warp moves the furrow between cheek and lip with the skin; it cannot fill it. What a furrow is made of is
shading: darker than the skin round it, broader than pores, narrower than the roundness of the cheek. That
band is taken down, and the finer and the broader ones are kept.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from herald.media import Frame
from lipsync import shape
from lipsync.blend import crisp
from lipsync.face import iod_px
from lipsync.mesh import LIPS, LIPS_OUTER
from lipsync.warp import Box

Array = NDArray[np.float32]

_FULL_IOD = 0.1
"""A mouth that is brought in by so much of the eye distance has lost its smile as far as it goes."""

_CHEEKS = (
    (98, 129, 142, 36, 205, 187, 192, 214, 210, 212, 57, 186, 92, 165),
    (327, 358, 371, 266, 425, 411, 416, 434, 430, 432, 287, 410, 322, 391),
)
"""From the wing of the nose over the cheek to beside the chin, and back along the lips."""

_FINE_IOD, _BROAD_IOD = 0.012, 0.13
"""A furrow's shading lies between these, sigma of gaussians."""

_EDGE_IOD = 0.05
_BESIDE_IOD = 0.08
_DARK_SHARE, _BRIGHT_SHARE = 0.85, 0.6
"""How much of a furrow's dark is filled, and of its bright rims taken down."""


def taken_back(shown: Array, wanted: Array) -> Array:
    """Return how far a smile is taken back, float32 `[n]`, 0..1.

    Args:
        shown, wanted: float32 `[n, 478, 3]` IOD, the faces that are filmed and that shall be seen.
    """
    narrower = shape.width(shown) - shape.width(wanted)
    return np.asarray(np.clip(narrower / _FULL_IOD, 0, 1), np.float32)


def soften_folds(picture: Frame, points: Array, amount: float) -> None:
    """Soften the folds from nose to mouth in a picture, in place.

    Args:
        picture: uint8 `[h, w, 3]`.
        points: float32 `[478, 2 or more]` px, the face in it.
        amount: 0..1.
    """
    if amount <= 0:
        return
    iod = float(iod_px(points))
    outlines = [points[list(cheek), :2] for cheek in _CHEEKS]
    for outline in outlines:
        box = Box.around(outline, 3 * _EDGE_IOD * iod, (picture.shape[1], picture.shape[0]))
        skin = np.zeros((box.height, box.width), np.float32)
        cv2.fillPoly(skin, [np.round(outline - box.origin).astype(np.int32)], 1.0)
        part = picture[box.window].astype(np.float32)
        fine, broad = (_within(part, skin, sigma * iod) for sigma in (_FINE_IOD, _BROAD_IOD))
        furrow = fine - broad
        filled = -furrow * np.where(furrow < 0, _DARK_SHARE, _BRIGHT_SHARE)
        # Faded inwards, since beyond the outline there is nothing to compare with.
        edge = np.clip(2 * _blurred(skin, _EDGE_IOD * iod) - 1, 0, 1) * skin
        part += amount * edge[..., None] * filled
        picture[box.window] = np.clip(np.rint(part), 0, 255).astype(np.uint8)


def sharpen_lips(picture: Frame, points: Array, filmed: Frame, base: Array, amount: float) -> None:
    """Give lips that were drawn thick again the detail that this took, in place.

    Args:
        picture: uint8 `[h, w, 3]`.
        points: float32 `[478, 2 or more]` px, the face in it.
        filmed: the picture that it was warped from.
        base: the face in that.
        amount: 0..1.
    """
    if amount <= 0:
        return
    iod = float(iod_px(points))
    size_px = (picture.shape[1], picture.shape[0])
    lips, source = (Box.around(face[list(LIPS), :2], _BESIDE_IOD * iod, size_px) for face in (points, base))
    mask = np.zeros((lips.height, lips.width), np.float32)
    outline = np.round(points[list(LIPS_OUTER), :2] - lips.origin).astype(np.int32)
    cv2.fillConvexPoly(mask, cv2.convexHull(outline), 1.0)
    mask = amount * _blurred(mask, _EDGE_IOD * iod / 2)
    part = picture[lips.window].astype(np.float32)
    whole = (slice(None), slice(None))
    sharp = crisp(part, whole, filmed[source.window].astype(np.float32))
    part += mask[..., None] * (sharp - part)
    picture[lips.window] = np.clip(np.rint(part), 0, 255).astype(np.uint8)


def _within(values: Array, inside: Array, sigma_px: float) -> Array:
    """Blur values by what lies inside alone."""
    weight = np.maximum(_blurred(inside, sigma_px), 1e-3)
    return np.asarray(_blurred(values * inside[..., None], sigma_px) / weight[..., None], np.float32)


def _blurred(values: Array, sigma_px: float) -> Array:
    return np.asarray(cv2.GaussianBlur(values, (0, 0), max(sigma_px, 0.5)), np.float32)
