"""Putting a painted mouth into a picture without a seam: mask, colour, two bands, pyramid."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from lipsync.mesh import MASK
from lipsync.warp import STEP, Box, doubled, nodes

Array = NDArray[np.float32]

FEATHER_IOD = 0.045
"""Softness of the mask's edge, as the sigma of a gaussian."""

LOW_BAND_IOD = 0.015
"""Where the two bands part: sigma of the gaussian; 2.5 px on a face of 164 px."""

LEVELS = 4
"""Levels of the Laplacian pyramid."""

EXPECTED_SHARE = 0.4
"""How much of the low band of the lips is what is expected, not what was recorded: +0.2 dB at the mouth."""

MOST_CRISPNESS = 0.6
"""The most of the finest detail (below sigma 1 px) that is added again."""

FINE_PX = 1.0
EXPECTED_RAMP_PX = 4.0
INSET = 1.6
COLOUR_SIGMA_IOD = 0.25
COLOUR_STEP = 8
BORDER = (0.03, 0.7)


def mask_of(target: Array, iod_px: float, box: Box) -> Array:
    """Return how much of each pixel may be painted, float32 `[h, w]` in 0..1.

    The convex hull of `MASK`, drawn in and softened. The hull, because the polygon itself folds over
    itself when the head turns.

    Args:
        target: `[n, 2]` px, landmarks of the wanted face.
        iod_px: inter-ocular distance.
        box: what part of the picture.
    """
    hull = np.asarray(cv2.convexHull(target[list(MASK)].astype(np.float32)), np.float32)[:, 0]
    depth_px = _depth(hull, box)
    inside = depth_px / max(FEATHER_IOD * iod_px, STEP) - INSET
    # The cumulative gaussian, brought to zero at the hull itself so that nothing outside it changes.
    soft = 1 / (1 + np.exp(-1.702 * inside))
    edge = 1 / (1 + np.exp(1.702 * INSET))
    return np.clip(doubled(((soft - edge) / (1 - edge)).astype(np.float32)), 0, 1)


def _depth(hull: Array, box: Box) -> Array:
    """How far each node of a box lies inside a convex polygon `[n, 2]` px, negative outside, `[h/2, w/2]`."""
    grid = nodes(box)
    x, y = grid[0, :, 0], grid[:, 0, 1]
    along = np.roll(hull, -1, axis=0) - hull
    length = np.linalg.norm(along, axis=1)
    normals = np.stack([-along[:, 1], along[:, 0]], axis=1)[length > 0] / length[length > 0, None]
    starts = hull[length > 0]
    # The polygon may run either way round.
    towards = np.sign(((hull.mean(axis=0) - starts) * normals).sum(axis=1))[:, None]
    depth = np.full((len(y), len(x)), np.inf, np.float32)
    for (nx, ny), (x0, y0) in zip(normals * towards, starts, strict=True):
        np.minimum(depth, nx * (x - x0) + (ny * (y - y0))[:, None], out=depth)
    return depth


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
    small = (max(w // COLOUR_STEP, 1), max(h // COLOUR_STEP, 1))
    difference = cv2.resize(base - patch, small, interpolation=cv2.INTER_AREA)
    soft = cv2.resize(mask, small, interpolation=cv2.INTER_AREA)
    border = ((soft > BORDER[0]) & (soft < BORDER[1])).astype(np.float32)
    sigma = COLOUR_SIGMA_IOD * iod_px / COLOUR_STEP
    weight = cv2.GaussianBlur(border, (0, 0), sigma)
    offset = cv2.GaussianBlur(difference * border[..., None], (0, 0), sigma) / (weight[..., None] + 1e-6)
    return np.asarray(cv2.resize(offset, (w, h), interpolation=cv2.INTER_LINEAR), np.float32)


def low_band(change: Array, iod_px: float) -> Array:
    """Return the low band of a change of a picture at half size, float32 `[h/2, w/2, 3]`."""
    return np.asarray(cv2.GaussianBlur(change, (0, 0), LOW_BAND_IOD * iod_px / STEP), np.float32)


def towards(mixed: Array, expected: Array, where: Array) -> Array:
    """Bring a mouth part of the way to the one that is expected, but not to its brightness and colour.

    Args:
        mixed: float32 `[h/2, w/2, 3]`, the mean of the recorded mouths.
        expected: float32 `[h2, w2, 3]`, a small picture of the lips.
        where: float32 `[h/2, w/2, 2]`, where each node's pixel lies in it.

    Returns:
        float32 `[h/2, w/2, 3]`; `mixed` itself where the small picture has nothing.
    """
    x, y = np.ascontiguousarray(where[..., 0]), np.ascontiguousarray(where[..., 1])
    height, width = expected.shape[:2]
    from_edge = np.minimum(np.minimum(x, width - 1 - x), np.minimum(y, height - 1 - y)) - 1
    share = np.clip(from_edge / EXPECTED_RAMP_PX, 0, 1)[..., None]
    difference = cv2.remap(expected, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE) - mixed
    difference -= (difference * share).sum(axis=(0, 1)) / max(float(share.sum()), 1e-6)
    return np.asarray(mixed + EXPECTED_SHARE * share * difference, np.float32)


def crisp(patch: Array, lips: tuple[slice, slice], source: Array) -> Array:
    """Give back the sharpness that resampling and averaging took, by as much as they took.

    Args:
        patch: float32 `[h, w, 3]`.
        lips: where the lips are in it.
        source: float32 `[h2, w2, 3]`, the lips of the frame that the patch was painted from.

    Returns:
        float32 `[h, w, 3]`, whose gradient energy at the lips is that of the source, as far as
        `MOST_CRISPNESS` allows; a patch that has enough is not changed.
    """
    fine = patch - np.asarray(cv2.GaussianBlur(patch, (0, 0), FINE_PX), np.float32)
    ours, added = _gradient(patch[lips]), _gradient(fine[lips])
    # The energy of patch + k * fine is a parabola in k.
    square, slope = float(np.square(added).mean()), float((ours * added).mean())
    missing = float(np.square(_gradient(source)).mean() - np.square(ours).mean())
    if missing <= 0 or square <= 0:
        return patch
    k = (np.sqrt(slope * slope + square * missing) - slope) / square
    return patch + np.float32(min(k, MOST_CRISPNESS)) * fine


def _gradient(pixels: Array) -> Array:
    grey = cv2.cvtColor(np.ascontiguousarray(pixels), cv2.COLOR_RGB2GRAY)
    return np.stack([cv2.Sobel(grey, cv2.CV_32F, 1, 0), cv2.Sobel(grey, cv2.CV_32F, 0, 1)]).astype(np.float32)


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
