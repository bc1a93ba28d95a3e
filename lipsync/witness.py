"""What enrolment notes of every picture while the face is followed: cuts, light, cover, screen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from herald.media import Frame
from lipsync import occlusion
from lipsync.face import Face
from lipsync.graph_looks import runs
from lipsync.screen import Screen, ScreenFinder

Array = NDArray[np.float32]
Mask = NDArray[np.bool_]

CUT_LEVELS, CUT_RATIO = 9.0, 5.0
"""Pictures that differ by this many grey levels, and by this multiple of what is usual around, are a cut."""

_THUMB_PX = (48, 36)
_AROUND_S = Fraction(1, 2)
_LEAST_USUAL = 0.5
_REPEATED, _MOST_REPEATED = 0.1, 5
"""A picture that differs by less is the last one again, for one that the camera left out."""
_LIT_SHARE = 0.35


class Witness:
    """Looks at pictures on their way to the tracker, and at the faces found in them.

    Args:
        n_frames: how many pictures will come.
    """

    def __init__(self, n_frames: int) -> None:
        self._screen = ScreenFinder(n_frames)
        self._thumbs: list[NDArray[np.uint8]] = []
        self._colours: list[Array] = []
        self._spread: list[float] = []

    def watching(self, frames: Iterable[Frame]) -> Iterator[Frame]:
        """Pass pictures on to the tracker."""
        import cv2

        for frame in self._screen.watching(frames):
            small = cv2.resize(frame, _THUMB_PX, interpolation=cv2.INTER_AREA)
            self._thumbs.append(np.asarray(cv2.cvtColor(small, cv2.COLOR_RGB2GRAY), np.uint8))
            yield frame

    def meet(self, frame: Frame, face: Face | None) -> None:
        """Take note of the face in a picture, once for each, in order."""
        self._colours.append(occlusion.see(frame, None if face is None else face.landmarks))
        self._spread.append(np.nan if face is None else face.spread_iod)

    @property
    def screen(self) -> Screen | None:
        """The screen behind the presenter, if there is one."""
        return self._screen.found()

    def breaks(self, fps: Fraction) -> tuple[Mask, Mask]:
        """Return the first frames after cuts, and the first ones in another light; bool `[n]` both."""
        return find_breaks(np.array(self._thumbs), fps)

    def strange(self, fps: Fraction) -> tuple[Mask, Mask]:
        """Return the frames with something before the mouth, and those in a strange light; bool `[n]`."""
        colours = np.array(self._colours)
        covered, relit = occlusion.covered(colours, np.array(self._spread), fps), occlusion.relit(colours)
        lit = np.zeros_like(covered)
        for start, stop in runs(covered):
            # Of a stretch in another light the first and last frames are only near it.
            lit[start:stop] = relit[start:stop].mean() > 0.5
        return covered & ~lit, lit


def find_breaks(thumbs: NDArray[Any], fps: Fraction) -> tuple[Mask, Mask]:
    """Find cuts and sudden changes of the light.

    Args:
        thumbs: uint8 `[n, h, w]`, small grey pictures.
        fps: their rate.

    Returns:
        bool `[n]` twice: the first frames of new shots, and the first ones in another light.
    """
    n = len(thumbs)
    cut, lit = np.zeros(n, np.bool_), np.zeros(n, np.bool_)
    if n < 2:
        return cut, lit
    small = thumbs.astype(np.float32)
    change = np.abs(np.diff(small, axis=0)).mean(axis=(1, 2))
    reach = max(2, round(_AROUND_S * fps))
    padded = np.pad(change, reach, mode="reflect" if n > reach + 1 else "edge")
    around = np.delete(np.lib.stride_tricks.sliding_window_view(padded, 2 * reach + 1), reach, axis=1)
    # What moved while a picture was repeated shows all at once afterwards.
    usual = np.array([_usual(near) for near in around])
    per_frame = change / (1 + _repeats_before(change))
    for i in np.flatnonzero((change > CUT_LEVELS) & (per_frame > CUT_RATIO * usual)):
        before, after = small[i], small[i + 1]
        # In another light the same picture is brighter or darker throughout; exposure is a gain.
        gain = float((before * after).sum() / max(float((before * before).sum()), 1.0))
        left = float(np.abs(after - np.clip(gain * before, 0, 255)).mean())
        (lit if left < _LIT_SHARE * change[i] else cut)[i + 1] = True
    return cut, lit


def _usual(changes: NDArray[Any]) -> float:
    """The median of the changes that are no repeats; where most are, the footage does not move."""
    share = 0.5 + min(float((changes < _REPEATED).mean()), 0.5) / 2
    return max(float(np.quantile(changes, share)), _LEAST_USUAL)


def _repeats_before(change: NDArray[Any]) -> NDArray[np.int64]:
    """How many repeated pictures come directly before each change, at most `_MOST_REPEATED`."""
    repeats = np.zeros(len(change), np.int64)
    for i in range(1, len(change)):
        if change[i - 1] < _REPEATED:
            repeats[i] = min(repeats[i - 1] + 1, _MOST_REPEATED)
    return repeats
