"""Putting a painted mouth into a picture without a seam: mask, colour, two bands, pyramid."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from lipsync.mesh import MASK
from lipsync.warp import STEP, Box, doubled

Array = NDArray[np.float32]

FEATHER_IOD = 0.045
"""Softness of the mask's edge, as the sigma of a gaussian."""

LOW_BAND_IOD = 0.015
"""Where the two bands part: sigma of the gaussian; 2.5 px on a face of 164 px."""

LEVELS = 4
"""Levels of the Laplacian pyramid."""

_INSET = 1.6
_COLOUR_SIGMA_IOD = 0.25
_COLOUR_STEP = 8
_BORDER = (0.03, 0.7)


def mask_of(target: Array, iod_px: float, box: Box) -> Array:
    """Return how much of each pixel may be painted, float32 `[h, w]` in 0..1.

    The convex hull of `MASK`, drawn in and softened. The hull, because the polygon itself folds over
    itself when the head turns.

    Args:
        target: `[n, 2]` px, landmarks of the wanted face.
        iod_px: inter-ocular distance.
        box: what part of the picture.
    """
    grid = (target[list(MASK)] - box.origin - (STEP - 1) / 2) / STEP
    hull = cv2.convexHull(np.round(grid * 16).astype(np.int32))
    filled = np.zeros((box.height // STEP, box.width // STEP), np.uint8)
    cv2.fillConvexPoly(filled, hull, 255, cv2.LINE_AA, 4)
    feather = max(FEATHER_IOD * iod_px / STEP, 1.0)
    inside = cv2.distanceTransform(filled, cv2.DIST_L2, 5) / feather - _INSET
    # The cumulative gaussian, drawn to zero at the hull itself so that nothing outside it changes.
    soft = 1 / (1 + np.exp(-1.702 * inside))
    edge = 1 / (1 + np.exp(1.702 * _INSET))
    return np.clip(doubled(((soft - edge) / (1 - edge)).astype(np.float32)), 0, 1)


def colour_offset(base: Array, patch: Array, mask: Array, iod_px: float) -> Array:
    """Return what to add to the patch so that it meets the base's colours at the mask's border.

    Measured only in the border, at an eighth of the size, and spread inwards by a wide gaussian; a
    tighter fit lets the shading of the nose and the jaw bleed into the mouth.

    Args:
        base, patch: float32 `[h, w, 3]`.
        mask: float32 `[h, w]`.
        iod_px: inter-ocular distance.

    Returns:
        float32 `[h, w, 3]`.
    """
    h, w = mask.shape
    small = (max(w // _COLOUR_STEP, 1), max(h // _COLOUR_STEP, 1))
    difference = cv2.resize(base - patch, small, interpolation=cv2.INTER_AREA)
    soft = cv2.resize(mask, small, interpolation=cv2.INTER_AREA)
    border = ((soft > _BORDER[0]) & (soft < _BORDER[1])).astype(np.float32)
    sigma = _COLOUR_SIGMA_IOD * iod_px / _COLOUR_STEP
    weight = cv2.GaussianBlur(border, (0, 0), sigma)
    offset = cv2.GaussianBlur(difference * border[..., None], (0, 0), sigma) / (weight[..., None] + 1e-6)
    return np.asarray(cv2.resize(offset, (w, h), interpolation=cv2.INTER_LINEAR), np.float32)


def low_band_change(primary: Array, others: list[tuple[Array, float]], iod_px: float) -> Array:
    """Return what to add to the first choice so that its low band becomes the mean of all choices.

    Args:
        primary: float32 `[h/2, w/2, 3]`, the first choice at half size.
        others: further choices of the same size, each with its share of the mean.
        iod_px: inter-ocular distance.

    Returns:
        float32 `[h/2, w/2, 3]`.
    """
    change = np.zeros_like(primary)
    for picture, share in others:
        change += share * (picture - primary)
    return np.asarray(cv2.GaussianBlur(change, (0, 0), LOW_BAND_IOD * iod_px / STEP), np.float32)


def pyramid_change(difference: Array, mask: Array) -> Array:
    """Return the change that blends `base + difference` into `base` under a mask, band by band.

    The Laplacian pyramid is linear, so the pyramid of the difference is all that is needed.

    Args:
        difference: float32 `[h, w, 3]`.
        mask: float32 `[h, w]` in 0..1.

    Returns:
        float32 `[h, w, 3]`, exactly 0 where the mask is.
    """
    bands: list[Array] = []
    masks: list[Array] = []
    rest, soft = difference, mask
    for _ in range(LEVELS):
        if min(rest.shape[:2]) < 4:
            break
        smaller = np.asarray(cv2.pyrDown(rest), np.float32)
        bands.append(rest - cv2.pyrUp(smaller, dstsize=rest.shape[1::-1]))
        masks.append(soft)
        rest, soft = smaller, np.asarray(cv2.pyrDown(soft), np.float32)
    change = rest * soft[..., None]
    for band, soft in zip(reversed(bands), reversed(masks), strict=True):
        change = np.asarray(cv2.pyrUp(change, dstsize=band.shape[1::-1]), np.float32) + band * soft[..., None]
    # Coarse levels reach beyond the mask by what the eye does not see; the picture there stays untouched.
    return np.asarray(change * np.minimum(mask * 32, 1)[..., None], np.float32)
