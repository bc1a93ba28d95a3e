"""The movement from one picture to another, found in small pictures of them.

Optical flow alone loses eyes that moved by more than their own size: it takes the lid of one picture for the
brow of the other, and a picture between shows both. The landmarks know where the head went, so the flow has
only the rest to find.
"""

from __future__ import annotations

import functools

import cv2
import numpy as np
from numpy.typing import NDArray

from herald.media import Frame
from lipsync import planes
from lipsync.mesh import FACE_OVAL, RIGID
from lipsync.track import FaceTrack

Array = NDArray[np.float32]

Axes = tuple[Array, Array]
"""What there is of each pixel across and down, float32 `[h, w]` px each."""

SIDE_PX = 200
"""Longer side of the pictures between which the movement is measured."""

HEAD = (*RIGID, *FACE_OVAL)
"""The landmarks that tell where the head is."""

_CALM_PX = 1.2
"""Blur of the movement at that size: its edges follow noise more than outlines."""

_HEAD = (1.25, 1.45)
_HEAD_RISE = 0.12
_HEAD_EDGE = 0.12
"""The head beside the face's oval: how much wider and taller, how much higher, and how soft its edge, all as
shares of the oval. Hair goes where the face goes."""


def small(picture: Frame) -> Frame:
    """Return the brightness of a picture, planes or RGB, small enough to find movement in, uint8 `[h, w]`."""
    luma = planes.luma(picture) if planes.is_planes(picture) else cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY)
    high, wide = luma.shape
    # A mean of whole pixels takes a tenth of the time of one of parts of pixels.
    while max(high, wide) >= 2 * SIDE_PX and high % 2 == wide % 2 == 0:
        high, wide = high // 2, wide // 2
        luma = cv2.resize(luma, (wide, high), interpolation=cv2.INTER_AREA)
    shrink = min(1.0, SIDE_PX / max(high, wide))
    size = max(16, round(wide * shrink)), max(16, round(high * shrink))
    return np.asarray(cv2.resize(luma, size, interpolation=cv2.INTER_AREA), np.uint8)


def heads(track: FaceTrack, *frames: int) -> tuple[Array, ...]:
    """Return the points `HEAD` in some frames of a track as `movement` wants them, `[len(HEAD), 2]` each."""
    size_px = np.array(track.size_px, np.float32)
    return tuple(np.asarray(track.landmarks[i][list(HEAD), :2] / size_px, np.float32) for i in frames)


def movement(a: Frame, b: Frame, at: tuple[Array, ...] | None = None) -> Array:
    """Find the movement from one small picture to another, as it is seen half-way.

    Args:
        a, b: uint8 `[h, w]`.
        at: the points `HEAD` of the face in each, float32 `[len(HEAD), 2]`, as shares of the picture's
            width and height; nan where no face was found.

    Returns:
        float32 `[h, w, 2]` px.
    """
    moved = np.zeros((*a.shape, 2), np.float32)
    if at is not None and all(np.isfinite(points).all() for points in at):
        high, wide = a.shape
        here, there = (points * np.array([wide, high], np.float32) for points in at)
        moved = _head_movement(here, there, a.shape)
        grid, head = places(wide, high), axes(moved)
        a, b = sampled(a, grid, head, -0.5), sampled(b, grid, head, 0.5)
    finder = cv2.DISOpticalFlow.create(cv2.DISOPTICAL_FLOW_PRESET_ULTRAFAST)
    finder.setFinestScale(1)
    rest = finder.calc(a, b, np.zeros_like(moved))
    return np.asarray(cv2.GaussianBlur(moved + rest, (0, 0), _CALM_PX), np.float32)


def axes(moved: Array) -> Axes:
    """Return a movement `[h, w, 2]` as `sampled` wants it."""
    across, down = cv2.split(moved)
    return np.asarray(across, np.float32), np.asarray(down, np.float32)


def sampled(pixels: Frame, grid: Axes, moved: Axes, share: float, how: int = cv2.INTER_LINEAR) -> Frame:
    """Return what lies at places of a picture, each moved by a share of the movement there.

    Args:
        pixels: of the picture.
        grid: the places.
        moved: the movement at each.
        share: of the movement.
        how: OpenCV's interpolation.
    """
    # One map of both coordinates beside an empty one gives noise in OpenCV 5, linear and in one channel.
    x, y = (cv2.scaleAdd(by, share, at) for by, at in zip(moved, grid, strict=True))
    return np.asarray(cv2.remap(pixels, x, y, how, borderMode=cv2.BORDER_REPLICATE), np.uint8)


@functools.lru_cache(maxsize=8)
def places(width: int, height: int) -> Axes:
    """Return the places of the pixels of a picture."""
    x = np.arange(width, dtype=np.float32)
    y = np.arange(height, dtype=np.float32)
    across, down = np.meshgrid(x, y)
    return across, down


def _head_movement(here: Array, there: Array, shape: tuple[int, ...]) -> Array:
    """How the skull moves, as far as the head reaches; nothing else does."""
    skull, n = (here + there)[: len(RIGID)] / 2, len(RIGID)
    source = np.column_stack([skull, np.ones(n, np.float32)]).astype(np.float64)
    affine, *_ = np.linalg.lstsq(source, (there - here)[:n], rcond=None)
    oval = (here + there)[n:] / 2
    middle, extent = (oval.max(axis=0) + oval.min(axis=0)) / 2, np.ptp(oval, axis=0)
    head = middle + (oval - middle) * _HEAD - [0, _HEAD_RISE * extent[1]]
    inside = np.zeros(shape, np.float32)
    cv2.fillConvexPoly(inside, cv2.convexHull(np.round(head).astype(np.int32)), 1.0)
    soft = cv2.GaussianBlur(inside, (0, 0), max(1.0, _HEAD_EDGE * float(extent[0])))
    grid = np.stack(places(shape[1], shape[0]), axis=2)
    return np.asarray((grid @ affine[:2] + affine[2]) * soft[..., None], np.float32)
