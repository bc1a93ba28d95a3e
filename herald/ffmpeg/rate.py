"""The exact frame rate behind rounded time stamps."""

from __future__ import annotations

import itertools
import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

_STANDARD = sorted(
    {
        *(Fraction(n) for n in range(1, 241)),
        *(Fraction(n * 1000, 1001) for n in (12, 15, 24, 30, 48, 60, 120, 240)),
        Fraction(15, 2),
        Fraction(25, 2),
    }
)
"""Rates that cameras and editors write."""


@dataclass(frozen=True)
class Rate:
    """How frames are spaced.

    Attributes:
        fps: exact, or nominal where `variable`.
        variable: frames are not evenly spaced.
    """

    fps: Fraction
    variable: bool


def steady_rate(pts: Sequence[int], time_base: Fraction, hint: Fraction) -> Rate:
    """Find the rate whose even grid the time stamps follow.

    Containers round times to their own ticks (Matroska to milliseconds), so a rate that is exact is found
    only by asking which one puts every frame within a tick of its stamp.

    Args:
        pts: times of the frames in ticks, ascending.
        time_base: length of a tick in seconds.
        hint: the rate that the file claims, maybe rounded; 0 where it claims none.
    """
    steps = [b - a for a, b in itertools.pairwise(pts)]
    if not steps or pts[-1] == pts[0]:
        return Rate(_nearest(hint) if hint > 0 else Fraction(25), False)
    if min(steps) == max(steps) and (steps[0] >= 100 or steps[0] == 1):
        return Rate(1 / (steps[0] * time_base), False)
    average = Fraction(len(steps)) / ((pts[-1] - pts[0]) * time_base)
    # On a short clip several rates may fit; then the one that the file claims is right.
    candidates = [_nearest(hint)] if hint > 0 else []
    candidates += [_nearest(average), average]
    for fps in candidates:
        if _follows(pts, time_base, fps):
            return Rate(fps, False)
    usual = statistics.median_low([step for step in steps if step > 0])
    return Rate(_nearest(1 / (usual * time_base)), True)


def _follows(pts: Sequence[int], time_base: Fraction, fps: Fraction) -> bool:
    step = 1 / (fps * time_base)
    # A tick of rounding, unless ticks are so coarse (AVI: one per frame) that this would hide a gap.
    tolerance = max(min(Fraction(1), step / 4), step / 20)
    return all(abs(time - pts[0] - i * step) <= tolerance for i, time in enumerate(pts))


def _nearest(fps: Fraction) -> Fraction:
    return min(_STANDARD, key=lambda standard: abs(standard - fps))
