"""The pictures of a path: frames of the footage as they are, and morphs of two of them where it jumps."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from types import TracebackType

import cv2
import numpy as np
from numpy.typing import NDArray

from herald.media import Frame
from lipsync import planes
from lipsync.path import FramePath
from lipsync.presenter import Presenter
from lipsync.stills import Stills, stills_of
from lipsync.warp import Box

Array = NDArray[np.float32]

_FLOW_SIDE_PX = 360
"""Longer side of the pictures between which the movement is measured."""

_STILL_PX = 0.05
"""Less movement than this is none."""

_CALM_PX = 1.2
"""Blur of the movement at that size: its edges follow noise more than outlines."""


class PathPictures:
    """Reads the pictures of paths from a presenter's footage; a context manager."""

    def __init__(self, presenter: Presenter) -> None:
        self._stills = Stills(stills_of(presenter))

    def __enter__(self) -> PathPictures:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stills.close()

    def frames(self, path: FramePath) -> Iterator[Frame]:
        """Yield the pictures of a path, planes, in order; where the weight is 0 they are the footage's own.

        Raises:
            IndexError: an index is not a frame of the footage.
            StageFailed: the file cannot be decoded there.
        """
        for a, b, weight in zip(path.a.tolist(), path.b.tolist(), path.weight.tolist(), strict=True):
            picture = self._stills.frame(a)
            yield picture if weight == 0 else morph(picture, self._stills.frame(b), weight)


def morph(a: Frame, b: Frame, weight: float) -> Frame:
    """Return the picture between two: both are moved along the optical flow and mixed.

    Args:
        a, b: pictures of planes that are much alike.
        weight: 0 gives a, 1 gives b.
    """
    flow = _flow(planes.luma(a), planes.luma(b))
    mixed = np.asarray(cv2.addWeighted(a, 1 - weight, b, weight, 0), np.uint8)
    size_px = planes.size_of(a)
    scale = np.array([size_px[0] / flow.shape[1], size_px[1] / flow.shape[0]], np.float32)
    moving = np.argwhere(np.abs(flow * scale).max(axis=2) > _STILL_PX)[:, ::-1]
    if not len(moving):
        return mixed
    # What does not move, often most of the background, needs no warp.
    box = Box.around((moving + 0.5) * scale, float(2 * scale.max()), size_px)
    for plane, shrink, how in ((planes.luma, 1, cv2.INTER_CUBIC), (planes.chroma, 2, cv2.INTER_LINEAR)):
        high, wide = plane(a).shape[:2]
        left, top, width, height = (n // shrink for n in (box.left, box.top, box.width, box.height))
        window = slice(top, top + height), slice(left, left + width)
        moved = _resized(np.asarray(flow * (scale / shrink), np.float32), (wide, high))[window]
        grid = _grid(high, wide)[window]
        start = _sampled(plane(a), grid, moved, -weight, how)
        stop = _sampled(plane(b), grid, moved, 1 - weight, how)
        plane(mixed)[window] = cv2.addWeighted(start, 1 - weight, stop, weight, 0)
    return mixed


def _resized(flow: Array, size_px: tuple[int, int]) -> Array:
    return np.asarray(cv2.resize(flow, size_px, interpolation=cv2.INTER_LINEAR), np.float32)


def _sampled(pixels: Frame, grid: Array, moved: Array, share: float, how: int) -> Frame:
    where = cv2.scaleAdd(np.ascontiguousarray(moved), share, np.ascontiguousarray(grid))
    no_second = np.empty(0, np.float32)
    return np.asarray(cv2.remap(pixels, where, no_second, how, borderMode=cv2.BORDER_REPLICATE), np.uint8)


def _flow(a: Frame, b: Frame) -> Array:
    """Movement from a to b `[h, w]`, the mean of both ways so that neither is preferred.

    Returns:
        float32 `[h2, w2, 2]` px of a small picture whose longer side has `_FLOW_SIDE_PX`.
    """
    high, wide = a.shape
    shrink = min(1.0, _FLOW_SIDE_PX / max(high, wide))
    size = max(16, round(wide * shrink)), max(16, round(high * shrink))
    small = [cv2.resize(picture, size, interpolation=cv2.INTER_AREA) for picture in (a, b)]
    finder = cv2.DISOpticalFlow.create(cv2.DISOPTICAL_FLOW_PRESET_FAST)
    none = np.zeros((*small[0].shape, 2), np.float32)
    there = finder.calc(small[0], small[1], none.copy())
    back = finder.calc(small[1], small[0], none)
    return np.asarray(cv2.GaussianBlur((there - back) / 2, (0, 0), _CALM_PX), np.float32)


@functools.lru_cache(maxsize=4)
def _grid(high: int, wide: int) -> Array:
    x, y = np.meshgrid(np.arange(wide, dtype=np.float32), np.arange(high, dtype=np.float32))
    return np.stack([x, y], axis=2)
