"""The motion under the mouth: which frame of the footage lies under each picture."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from herald.errors import StageFailed
from lipsync.calibration import Calibration
from lipsync.presenter import Presenter

Index = NDArray[np.int32]

CALIBRATION = "calibration"


def walk(n_frames: int, presenter: Presenter, start: int = 0) -> Index:
    """Return a path forward and back through the presenter's longest usable stretch of footage.

    Neighbours in the path are neighbours in the footage, so nothing jumps. A longer path begins with
    every shorter one, so what is appended changes nothing before it.

    Args:
        n_frames: length of the path.
        presenter: whose footage.
        start: position on the endless path to begin at; `walk(a + b)` is `walk(a)` and then
            `walk(b, start=a)`.

    Returns:
        int32 `[n_frames]`, frames of the footage.

    Raises:
        StageFailed: no frame of the footage is usable.
    """
    first, stop = longest_stretch(Calibration.load(presenter.folder / CALIBRATION).usable)
    return first + pendulum(n_frames, stop - first, start)


def pendulum(n_frames: int, length: int, start: int = 0) -> Index:
    """Return 0, 1, .. length-1, length-2, .. 1, 0, 1, .. from position `start` on, int32 `[n_frames]`."""
    period = max(2 * (length - 1), 1)
    position = np.arange(start, start + n_frames) % period
    return (
        np.minimum(position, period - position).astype(np.int32) if length > 1 else position.astype(np.int32)
    )


def longest_stretch(usable: NDArray[np.bool_]) -> tuple[int, int]:
    """Return the first of the longest runs of usable frames, `[start, stop)`.

    Raises:
        StageFailed: there is none.
    """
    edges = np.flatnonzero(np.diff(np.concatenate([[False], usable, [False]]).astype(np.int8)))
    starts, stops = edges[::2], edges[1::2]
    if not len(starts):
        raise StageFailed("no frame of the footage is usable; enrol the presenter again")
    longest = int((stops - starts).argmax())
    return int(starts[longest]), int(stops[longest])
