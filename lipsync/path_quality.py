"""How well motion hides that it is pieced together: measured on the pictures, and on the paths."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from herald.media import Frame
from lipsync import planes
from lipsync.graph_looks import change
from lipsync.path import FramePath

Array = NDArray[np.float32]

_SAME_SHARE = 0.9
_SIDE_PX = 240


@dataclass(frozen=True)
class Steps:
    """Differences from picture to picture, in grey levels.

    Attributes:
        whole: float32 `[n - 1]`, mean over the picture.
        worst: float32 `[n - 1]`, mean over the cell, a twentieth of the picture wide, that changes most.
    """

    whole: Array
    worst: Array


def steps(frames: Iterable[Frame]) -> Steps:
    """Measure how much each picture, RGB or planes, differs from the one before it."""
    import cv2

    before: Array | None = None
    found = []
    for frame in frames:
        wide, high = planes.size_of(frame)
        shrink = _SIDE_PX / max(high, wide)
        size = max(1, round(wide * shrink)), max(1, round(high * shrink))
        full = planes.luma(frame) if planes.is_planes(frame) else cv2.cvtColor(frame, cv2.COLOR_RGB2GRAY)
        now = np.asarray(cv2.resize(full, size, interpolation=cv2.INTER_AREA), np.float32)
        if before is not None:
            found.append(change(before, now))
        before = now
    whole, worst = np.array(found, np.float32).reshape(-1, 2).T
    return Steps(whole, worst)


def seams(paths: Sequence[FramePath]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return which steps of paths in a row are joints, and which are in jumps; step i ends at frame i + 1."""
    lengths = np.cumsum([len(path) for path in paths])
    weight = np.concatenate([path.weight for path in paths])
    mixed = (weight[1:] > 0) | (weight[:-1] > 0)
    return lengths[:-1] - 1, np.flatnonzero(mixed)


def repeated_share(paths: Sequence[FramePath], fps: Fraction, seconds: float = 2.0) -> float:
    """Return which share of the windows of motion was there before: the same footage, in the same direction.

    Args:
        paths: of the segments, in order.
        fps: of the paths.
        seconds: length of a window.

    Returns:
        0..1; two windows count as the same where at least nine tenths of their frames are.
    """
    windows = _windows(paths, fps, seconds)
    n_window = windows.shape[1]
    repeated = 0
    for i in range(n_window, len(windows)):
        alike = (windows[: i - n_window + 1] == windows[i]).mean(axis=1)
        repeated += bool((alike >= _SAME_SHARE).any())
    return repeated / max(len(windows), 1)


def most_shown(paths: Sequence[FramePath], fps: Fraction, seconds: float = 2.0) -> int:
    """Return how often the commonest window of motion is shown, without overlap; see `repeated_share`."""
    windows = _windows(paths, fps, seconds)
    most = 0
    for window in windows:
        free, times = 0, 0
        for at in np.flatnonzero((windows == window).mean(axis=1) >= _SAME_SHARE).tolist():
            if at >= free:
                free, times = at + windows.shape[1], times + 1
        most = max(most, times)
    return most


def looped_share(paths: Sequence[FramePath], fps: Fraction, seconds: float = 0.6) -> float:
    """Return which share of the short windows of motion the same path showed before; see `repeated_share`."""
    looped, n = 0, 0
    for path in paths:
        windows = _windows([path], fps, seconds)
        n_window = windows.shape[1]
        n += len(windows)
        for i in range(n_window, len(windows)):
            # A loop comes back to a frame beside the one that it showed, too.
            alike = (np.abs(windows[: i - n_window + 1] - windows[i]) <= 1).mean(axis=1)
            looped += bool((alike >= _SAME_SHARE).any())
    return looped / max(n, 1)


def half_share(paths: Sequence[FramePath], n_usable: int) -> float:
    """Return in what share of the usable footage paths spend half their time; 0.5 if in all of it alike."""
    shown = FramePath.joined(paths).nearer
    times = np.sort(np.bincount(shown))[::-1]
    n_frames = int(np.searchsorted(np.cumsum(times), len(shown) / 2)) + 1
    return n_frames / max(n_usable, 1)


def _windows(paths: Sequence[FramePath], fps: Fraction, seconds: float) -> NDArray[np.int32]:
    """Return the frames of the footage that are seen in every window of so many seconds, `[n, n_window]`."""
    shown = FramePath.joined(paths).nearer
    n_window = max(1, round(seconds * fps))
    if len(shown) <= n_window:
        return np.zeros((0, n_window), np.int32)
    return np.asarray(np.lib.stride_tricks.sliding_window_view(shown, n_window), np.int32)


def forced_share(n_usable: int, n_frames: int) -> float:
    """Return the share that repeats when all usable footage is played to and fro without a jump."""
    return max(0.0, 1 - 2 * n_usable / n_frames)


def forced_times(n_usable: int, n_frames: int) -> int:
    """Return how often some of the motion must be shown, if all usable footage is played to and fro."""
    return -(-n_frames // max(2 * n_usable, 1))
