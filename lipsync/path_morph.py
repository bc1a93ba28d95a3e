"""The pictures of a path: frames of the footage as they are, and morphs of two of them where it jumps."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import TracebackType

import cv2
import numpy as np
from numpy.typing import NDArray

from herald.media import Frame
from lipsync.path import FramePath
from lipsync.reel import Reel
from lipsync.warp import sampled

Array = NDArray[np.float32]

_FLOW_SIDE_PX = 480
"""Longer side of the pictures between which the movement is measured."""

_CALM_PX = 1.5
"""Blur of the movement at that size: its edges follow noise more than outlines."""


class PathPictures:
    """Reads the pictures of paths from a working copy; a context manager.

    Two readers take turns: while a jump lasts, each follows one of the two runs.

    Args:
        footage: `footage.mp4` of a presenter.
    """

    def __init__(self, footage: Path) -> None:
        self._reels = (Reel(footage), Reel(footage))
        self._last = [-1, -1]

    def __enter__(self) -> PathPictures:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for reel in self._reels:
            reel.close()

    def frames(self, path: FramePath) -> Iterator[Frame]:
        """Yield the pictures of a path, in order; where the weight is 0 they are the footage's, bit for bit.

        Raises:
            IndexError: an index is not a frame of the footage.
            StageFailed: the file cannot be decoded there.
        """
        for a, b, weight in zip(path.a.tolist(), path.b.tolist(), path.weight.tolist(), strict=True):
            picture = self._frame(a)
            yield picture if weight == 0 else morph(picture, self._frame(b), weight)

    def _frame(self, index: int) -> Frame:
        # The reader whose run this frame continues; else the one that is further from it is left alone.
        nearer = int(abs(index - self._last[1]) < abs(index - self._last[0]))
        self._last[nearer] = index
        return self._reels[nearer].frame(index)


def morph(a: Frame, b: Frame, weight: float) -> Frame:
    """Return the picture between two: both are moved along the optical flow and mixed.

    Args:
        a, b: uint8 `[h, w, 3]`, pictures that are much alike.
        weight: 0 gives a, 1 gives b.
    """
    flow = _flow(a, b)
    grid = _grid(a.shape[0], a.shape[1])
    start = sampled(a, grid - weight * flow, cv2.INTER_CUBIC)
    stop = sampled(b, grid + (1 - weight) * flow, cv2.INTER_CUBIC)
    return np.asarray(cv2.addWeighted(start, 1 - weight, stop, weight, 0), np.uint8)


def _flow(a: Frame, b: Frame) -> Array:
    """Movement from a to b in px, `[h, w, 2]`, the mean of both ways so that neither is preferred."""
    high, wide = a.shape[:2]
    shrink = min(1.0, _FLOW_SIDE_PX / max(high, wide))
    size = max(16, round(wide * shrink)), max(16, round(high * shrink))
    small = [
        cv2.cvtColor(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), cv2.COLOR_RGB2GRAY)
        for picture in (a, b)
    ]
    finder = cv2.DISOpticalFlow.create(cv2.DISOPTICAL_FLOW_PRESET_FAST)
    none = np.zeros((*small[0].shape, 2), np.float32)
    there = finder.calc(small[0], small[1], none.copy())
    back = finder.calc(small[1], small[0], none)
    flow = cv2.GaussianBlur((there - back) / 2, (0, 0), _CALM_PX)
    scale = np.array([wide / size[0], high / size[1]], np.float32)
    return np.asarray(cv2.resize(flow, (wide, high), interpolation=cv2.INTER_LINEAR) * scale, np.float32)


def _grid(high: int, wide: int) -> Array:
    x, y = np.meshgrid(np.arange(wide, dtype=np.float32), np.arange(high, dtype=np.float32))
    return np.stack([x, y], axis=2)
