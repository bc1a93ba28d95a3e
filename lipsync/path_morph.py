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
from lipsync.flow import Axes, heads, movement, places, sampled, small
from lipsync.path import FramePath
from lipsync.presenter import Presenter
from lipsync.stills import Stills, stills_of
from lipsync.track import FaceTrack
from lipsync.warp import Box

Array = NDArray[np.float32]

_LAYERS = ((planes.luma, 1, cv2.INTER_CUBIC), (planes.chroma, 2, cv2.INTER_LINEAR))
_RGB_LAYERS = ((np.asarray, 1, cv2.INTER_CUBIC),)
"""What a picture is made of: how to get at it, by how much it is smaller than the picture, how to warp it."""

_STILL_PX = 0.05
"""Less movement than this is none."""

_ALIKE_LEVELS = 2
_REACH = 2
"""Grey levels that two small pictures differ by through noise alone; how far round a difference counts."""

_BAND_ROWS = 12


class PathPictures:
    """Reads the pictures of paths from a presenter's footage; a context manager.

    Args:
        presenter: whose footage.
        track: the face in it.
    """

    def __init__(self, presenter: Presenter, track: FaceTrack) -> None:
        self._stills = Stills(stills_of(presenter))
        self._track = track

    def __enter__(self) -> PathPictures:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stills.close()

    def frames(self, path: FramePath) -> Iterator[Frame]:
        """Yield the pictures of a path, planes or RGB, in order; the footage's own where the weight is 0.

        Raises:
            IndexError: an index is not a frame of the footage.
            StageFailed: the file cannot be decoded there.
        """
        for a, b, weight in zip(path.a.tolist(), path.b.tolist(), path.weight.tolist(), strict=True):
            picture = self._stills.frame(a)
            if weight > 0:
                picture = morph(picture, self._stills.frame(b), weight, heads(self._track, a, b))
            yield picture


def morph(a: Frame, b: Frame, weight: float, at: tuple[Array, ...] | None = None) -> Frame:
    """Return the picture between two: both are moved along the optical flow and mixed.

    Args:
        a, b: pictures that are much alike, both of planes or both RGB.
        weight: 0 gives a, 1 gives b.
        at: where the head is in each, from `flow.heads`.
    """
    mixed = np.asarray(cv2.addWeighted(a, 1 - weight, b, weight, 0), np.uint8)
    tiny = small(a), small(b)
    flow = movement(*tiny, at)
    size_px = planes.size_of(a)
    scale = np.array([size_px[0] / flow.shape[1], size_px[1] / flow.shape[0]], np.float32)
    # What does not move, or looks the same where it went, needs no warp: most of a quiet background.
    differs = cv2.dilate(cv2.absdiff(*tiny), np.ones((3, 3), np.uint8), iterations=_REACH) > _ALIKE_LEVELS
    moving = differs & (np.abs(flow * scale).max(axis=2) > _STILL_PX)
    boxes = list(_bands(moving, scale, size_px))
    for plane, shrink, how in _LAYERS if planes.is_planes(a) else _RGB_LAYERS:
        high, wide = plane(mixed).shape[:2]
        grid, moved = places(wide, high), _scratch(wide, high)
        for axis, whole in enumerate(moved):
            part = np.ascontiguousarray(flow[..., axis]) * (scale[axis] / shrink)
            cv2.resize(part, (wide, high), dst=whole)
        for box in boxes:
            left, top, width, height = (n // shrink for n in (box.left, box.top, box.width, box.height))
            window = slice(top, top + height), slice(left, left + width)
            spots, by = ((across[window], down[window]) for across, down in (grid, moved))
            start = sampled(plane(a), spots, by, -weight, how)
            stop = sampled(plane(b), spots, by, 1 - weight, how)
            plane(mixed)[window] = cv2.addWeighted(start, 1 - weight, stop, weight, 0)
    return mixed


@functools.lru_cache(maxsize=4)
def _scratch(width: int, height: int) -> Axes:
    """Return room for the movement of a picture's pixels."""
    # To ask the system for it each time takes longer than to fill it.
    return np.empty((height, width), np.float32), np.empty((height, width), np.float32)


def _bands(moving: NDArray[np.bool_], scale: Array, size_px: tuple[int, int]) -> Iterator[Box]:
    """Yield boxes, one below the other, that hold what moves in a small picture."""
    for top in range(0, len(moving), _BAND_ROWS):
        band = moving[top : top + _BAND_ROWS]
        columns = np.flatnonzero(band.any(axis=0))
        if len(columns):
            corners = np.array([[columns[0], top], [columns[-1] + 1, top + len(band)]]) * scale
            yield Box.around(corners, 0, size_px)
