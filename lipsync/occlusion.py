"""Whether something lies before the mouth: a hand, a cup, a sheet of paper.

The landmarker draws a mouth on whatever is there, so the colours at its points are compared with the person's
own. A hand puts skin where lips should be and edges where there should be none; and where the network only
guesses, it guesses differently on crops of different size. A single finger hides too little for that, but it
has one colour from above the lips to the chin, where lips and skin have several.
"""

from __future__ import annotations

from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from herald.media import Frame
from lipsync.face import iod_px
from lipsync.mesh import NOSE_TIP

Array = NDArray[np.float32]
Mask = NDArray[np.bool_]

COVERED = 2.05
"""Strangeness from which a mouth counts as covered. Six recorded people and Ada stay below it in every frame
(at most 2.0); three fingers across the mouth have a median of 2.4 to 4.7, a cup one of 5 to 12."""

BESIDE = 1.6
"""Frames just before and after count from here on: the hand is on its way."""

EVEN = 0.5
"""A column over lips and chin whose colours differ by less than this share of what is usual is a finger. The
same seven never come below 0.58; of five of them with one upright finger the median is 0.10 to 0.38."""

BESIDE_EVEN = 0.56

RELIT = 1.4
"""An upper face that is so many times as bright as usual, or as dark, is in another light."""

_COLUMNS = (
    (0, 17, 164, 18, 200, 199, 175, 152),
    (37, 84, 167, 83, 201, 148, 176, 171),
    (267, 314, 393, 313, 421, 377, 400, 396),
)
_LIPS = (0, 37, 267, 61, 291, 17, 84, 314, 40, 270, 91, 321)
_SKIN = (164, 167, 393, 165, 391, 18, 83, 313, 200, 199, 201, 421, 204, 424, 206, 426, 212, 432, 57, 287)
_JAW = (152, 148, 377, 176, 400, 149, 378, 175, 171, 396, 202, 422, 210, 430, 211, 431, 214, 434, 192, 416)
_COMPARED = (*_LIPS, *_SKIN, *_JAW)
_UPPER_FACE = (6, 197, 195, 5, 50, 280, 101, 330, 117, 346, 151, 9, 108, 337)
_POINTS = (*_COMPARED, *_UPPER_FACE)
_SEEN_IOD_PX = 40.0
_BLUR_IOD = 0.03
_REACH_IOD = 1.6
_DARK = 12.0
_USUAL = 0.08
_SPREAD_UNIT_IOD = 0.01
_SETTLE_S = Fraction(3, 25)


def see(frame: Frame, landmarks: Array | None) -> Array:
    """Return the colours at some points of a face, float32 `[66, 3]`, 0..255; nan without a face."""
    import cv2

    if landmarks is None:
        return np.full((len(_POINTS), 3), np.nan, np.float32)
    iod = float(iod_px(landmarks))
    nose = landmarks[NOSE_TIP, :2]
    high, wide = frame.shape[:2]
    left, top = (
        int(np.clip(v, 0, n - 8)) for v, n in zip(nose - _REACH_IOD * iod, (wide, high), strict=True)
    )
    right, bottom = (int(v) + 1 for v in nose + _REACH_IOD * iod)
    part = frame[top : max(bottom, top + 8), left : max(right, left + 8)]
    shrink = min(1.0, _SEEN_IOD_PX / max(iod, 1.0))
    small = cv2.resize(part, None, fx=shrink, fy=shrink, interpolation=cv2.INTER_AREA)
    small = cv2.GaussianBlur(small, (0, 0), max(0.3, _BLUR_IOD * iod * shrink))
    where = ((landmarks[list(_POINTS), :2] - (left, top) + 0.5) * shrink - 0.5).astype(np.float32)
    x, y = np.ascontiguousarray(where[:, :1]), np.ascontiguousarray(where[:, 1:])
    colours = cv2.remap(small, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(colours[:, 0], np.float32)


def strangeness(colours: Array, spread_iod: NDArray[np.floating]) -> NDArray[np.float64]:
    """Say how unlike the person's usual lower face each frame's is, `[n]`; nan without a face.

    Args:
        colours: float32 `[n, 66, 3]` of `see`.
        spread_iod: `[n]`, see `landmarks.Face.spread_iod`.
    """
    known = np.isfinite(colours[:, 0, 0])
    strange = np.full(len(colours), np.nan)
    if not known.any():
        return strange
    levels = np.log(colours[known].astype(np.float64) + _DARK)
    # Against the upper face, so that light and exposure do not count.
    ours = levels[:, : len(_COMPARED)] - np.median(levels[:, len(_COMPARED) :], axis=1, keepdims=True)
    usual = np.median(ours, axis=0)
    varies = 1.4826 * np.median(np.abs(ours - usual), axis=0)
    apart = (np.abs(ours - usual) / (_USUAL + varies)).max(axis=2)
    strange[known] = np.median(apart, axis=1) + spread_iod[known] / _SPREAD_UNIT_IOD
    return strange


def evenness(colours: Array) -> NDArray[np.float64]:
    """Say how little the colours from lips to chin differ, `[n]`, of the most even of three columns.

    Args:
        colours: float32 `[n, 66, 3]` of `see`.

    Returns:
        1 for what is usual of the person, 0 for one colour; nan without a face.
    """
    levels = np.log(colours.astype(np.float64) + _DARK)
    even = []
    for column in _COLUMNS:
        spread = levels[:, [_COMPARED.index(point) for point in column]].std(axis=1).mean(axis=1)
        known = np.isfinite(spread)
        usual = float(np.median(spread[known])) if known.any() else 1.0
        even.append(spread / max(usual, 1e-6))
    return np.asarray(np.min(even, axis=0), np.float64)


def relit(colours: Array) -> Mask:
    """Return the frames whose upper face is in another light than usual, bool `[n]`.

    Where the light is so different, colours of the mouth are strange without anything before it.

    Args:
        colours: float32 `[n, 66, 3]` of `see`.
    """
    level = np.median(colours[:, len(_COMPARED) :].mean(axis=2), axis=1)
    known = np.isfinite(level)
    usual = float(np.median(level[known])) if known.any() else 1.0
    ratio = np.where(known, level, usual) / max(usual, 1.0)
    return np.asarray((ratio > RELIT) | (ratio < 1 / RELIT), np.bool_)


def covered(colours: Array, spread_iod: NDArray[np.floating], fps: Fraction) -> Mask:
    """Return the frames in which something lies before the mouth, bool `[n]`; arguments as `strangeness`."""
    from scipy.ndimage import binary_propagation, maximum_filter1d

    strange = np.nan_to_num(strangeness(colours, spread_iod))
    even = np.nan_to_num(evenness(colours), nan=1.0)
    sure = (strange > COVERED) | (even < EVEN)
    if not sure.any():
        return np.zeros(len(strange), np.bool_)
    near = binary_propagation(sure, mask=(strange > BESIDE) | (even < BESIDE_EVEN))
    return np.asarray(maximum_filter1d(near, 2 * max(1, round(_SETTLE_S * fps)) + 1), np.bool_)
