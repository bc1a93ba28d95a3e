"""The moments of a video that a person should look at first."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lipsync.quality import LOOKS, REST_WITHIN, SeenMouth, closure_misses, unrested
from lipsync.quality_marks import MARKS
from lipsync.wanted import Wanted

Array = NDArray[np.float32]

_APART_S = 0.4
"""Moments nearer than this show the same thing twice."""

_NOTICED_APERTURE = 0.3
"""A mouth that is so far from what was wanted, in shares of the person's range, can be seen to be."""


@dataclass(frozen=True)
class Moment:
    """One picture, and what is wrong with it.

    Attributes:
        frame: its number.
        what: a few words.
        badness: 1 is at the mark, 2 is twice as bad.
    """

    frame: int
    what: str
    badness: float


def worst_moments(wanted: Wanted, seen: SeenMouth, n_most: int = 12) -> tuple[Moment, ...]:
    """Return the worst moments in order of time, at most `n_most` and none next to another.

    A video without faults has moments too: the least good ones, with a badness under 1.
    """
    found = [*_faceless(seen), *_open_closures(wanted, seen), *_restless(wanted, seen)]
    found += _off(wanted, seen)
    found += [moment for column in range(len(LOOKS)) for moment in _odd_looks(seen, column)]
    apart = max(1, round(_APART_S * seen.fps))
    kept: list[Moment] = []
    for moment in sorted(found, key=lambda moment: (-moment.badness, moment.frame)):
        if all(abs(moment.frame - other.frame) >= apart for other in kept):
            kept.append(moment)
        if len(kept) == n_most:
            break
    return tuple(sorted(kept, key=lambda moment: moment.frame))


def _faceless(seen: SeenMouth) -> list[Moment]:
    lost = ~seen.found
    starts = np.flatnonzero(lost & ~np.concatenate([[False], lost[:-1]]))
    return [Moment(int(frame), "no face is found", 10.0) for frame in starts]


def _open_closures(wanted: Wanted, seen: SeenMouth) -> list[Moment]:
    missed = closure_misses(wanted, seen)
    return [
        Moment(frame, f"the lips stay open on p, b or m ({gap:.0%} of their range)", 2 + gap)
        for frame, gap in missed
    ]


def _restless(wanted: Wanted, seen: SeenMouth) -> list[Moment]:
    return [
        Moment(frame, f"not at rest in a pause (off by {off:.0%} of the range)", off / REST_WITHIN)
        for frame, off in unrested(wanted, seen)
    ]


def _off(wanted: Wanted, seen: SeenMouth) -> list[Moment]:
    off = np.abs(wanted.opening(float(seen.rest[0])) - seen.shape[:, 0])
    return [
        Moment(
            frame,
            f"the opening is off by {off[frame]:.0%} of the range",
            float(off[frame]) / _NOTICED_APERTURE,
        )
        for frame in _peaks(off, seen)
    ]


def _odd_looks(seen: SeenMouth, column: int) -> list[Moment]:
    name = LOOKS[column]
    values, mark = seen.looks[:, column], MARKS[name]
    bad = np.full(len(values), -np.inf, np.float32)
    if mark.most is not None:
        bad = np.fmax(bad, values / np.float32(mark.most))
    if mark.least is not None:
        bad = np.fmax(bad, np.float32(mark.least) / np.maximum(values, np.float32(1e-3)))
    label = name.removesuffix("_ratio")
    # A single picture is judged more mildly than a whole video.
    return [
        Moment(f, f"{label} {values[f]:.1f} times the footage's", float(bad[f]) / 2)
        for f in _peaks(bad, seen)
    ]


def _peaks(values: Array, seen: SeenMouth, n_most: int = 6) -> list[int]:
    """Return the frames of the largest values, none next to another."""
    apart = max(1, round(_APART_S * seen.fps))
    left = np.where(np.isfinite(values), values, -np.inf)
    peaks: list[int] = []
    while len(peaks) < n_most and len(left) and np.isfinite(left.max()):
        frame = int(left.argmax())
        peaks.append(frame)
        left[max(0, frame - apart) : frame + apart + 1] = -np.inf
    return peaks
