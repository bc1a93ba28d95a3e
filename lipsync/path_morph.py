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
from lipsync.warp import sampled

Array = NDArray[np.float32]

_FLOW_SIDE_PX = 480
"""Longer side of the pictures between which the movement is measured."""

_CALM_PX = 1.5
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
    mixed = np.empty_like(a)
    for plane, how in ((planes.luma, cv2.INTER_CUBIC), (planes.chroma, cv2.INTER_LINEAR)):
        high, wide = plane(a).shape[:2]
        scale = np.array([wide / flow.shape[1], high / flow.shape[0]], np.float32)
        moved = cv2.resize(flow * scale, (wide, high), interpolation=cv2.INTER_LINEAR)
        grid = _grid(high, wide)
        start = sampled(plane(a), grid - weight * moved, how)
        stop = sampled(plane(b), grid + (1 - weight) * moved, how)
        plane(mixed)[:] = cv2.addWeighted(start, 1 - weight, stop, weight, 0)
    return mixed


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
