"""How the morph of each jump would look, measured on small pictures before any path takes it.

Frames that are alike in all that is known of them may still give a bad picture half-way: where the movement
between them is not found, a pair of eyes shows twice. And a jump between poses far apart is a hurried
movement, whatever the picture half-way is like.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from herald.media import Frame
from lipsync.flow import Axes, axes, heads, movement, places, sampled, small
from lipsync.graph_jumps import BACKWARD, FORWARD, Jumps, eased, halfway
from lipsync.graph_looks import change
from lipsync.mesh import CHIN, LIPS
from lipsync.track import FaceTrack

Array = NDArray[np.float32]
Mask = NDArray[np.bool_]

_EYES = (33, 133, 362, 263, 70, 105, 300, 334)
"""Corners of the eyes, and the brows above them."""

_MARGIN = 0.12
_GRID = 2
"""Jumps between nearly the same frames look nearly the same: of so many by so many one is measured."""

_MOST_MEASURED = 6000
_TURN = 3
"""Frames so near to each other need no measuring."""

_SLOPE = 1.5
"""How much faster than on average a morph goes half-way."""

_SURE = (1.15, 1.25)
"""By how much the changes of the whole picture and of its worst part are taken to be larger than reckoned."""

_MOUTH_REACH = 1.5
"""The mouth is painted anew, so what is within so much more than the lips must not count."""

_LEVELS_UNIT = 6.0
_CELL_UNIT = 24.0
_CHANGE_UNIT = 0.7
"""What costs 1: grey levels about the eyes, in the cell that differs most, and the quickest change."""

_MOST = (9.0, 48.0, 0.85)
"""What no jump may have of these. Two pairs of eyes are seen from 9 grey levels on."""


@dataclass(frozen=True)
class Morphs:
    """What jumps would look like, each `[e]`.

    Attributes:
        eyes: float32, grey levels by which the two pictures differ about the eyes when both are moved to
            where they meet half-way, in the mean.
        elsewhere: float32, the same where they differ most, but for the mouth.
        change: float32, about the largest change from picture to picture, as a share of the 99th percentile
            of the footage's own changes.
    """

    eyes: Array
    elsewhere: Array
    change: Array

    def priced(self, jumps: Jumps) -> Jumps:
        """Return the jumps that nobody would see, dearer the more they show."""
        shown = np.stack([self.eyes, self.elsewhere, self.change])
        fit = (shown <= np.array(_MOST, np.float32)[:, None]).all(axis=0)
        units = np.array([_LEVELS_UNIT, _CELL_UNIT, _CHANGE_UNIT], np.float32)[:, None]
        cost = jumps.cost + np.square(shown / units).sum(axis=0)
        return Jumps(jumps.source[fit], jumps.target[fit], cost[fit].astype(np.float32))


def see_morphs(
    jumps: Jumps, window: int, frames: Iterable[Frame], track: FaceTrack, usable: Mask
) -> tuple[Jumps, Morphs]:
    """Measure the morphs of jumps; of too many, only those that cost least are kept.

    Args:
        jumps: between states, see `graph_jumps`.
        window: frames that a jump takes.
        frames: the pictures of the footage in order, RGB, as small as may be.
        track: the face in them.
        usable: bool `[n]`: frames that may be shown.
    """
    n = track.n_frames
    meeting = np.sort(np.stack(halfway(jumps, window, n), axis=1) // _GRID * _GRID, axis=1)
    pairs, which = np.unique(meeting, axis=0, return_inverse=True)
    least = np.full(len(pairs), np.inf)
    np.minimum.at(least, which, jumps.cost)
    near = pairs[:, 1] - pairs[:, 0] <= _TURN
    measured = np.zeros(len(pairs), np.bool_)
    measured[np.argsort(np.where(near, np.inf, least), kind="stable")[:_MOST_MEASURED]] = True
    measured &= ~near
    wanted = np.zeros(n, np.bool_)
    wanted[pairs[measured].ravel()] = True
    own, pictures = _watched(frames, wanted)
    found = np.zeros((len(pairs), 4), np.float32)
    for i in np.flatnonzero(measured).tolist():
        a, b = pairs[i].tolist()
        found[i] = _meet(pictures[a], pictures[b], (a, b), track, _SLOPE / window)
    kept = (measured | near)[which]
    jumps, which = Jumps(jumps.source[kept], jumps.target[kept], jumps.cost[kept]), which[kept]
    natural = usable[1:] & usable[:-1]
    usual = own[1:][natural] if natural.any() else own
    most = np.asarray(np.maximum(np.percentile(usual, 99, axis=0), 1e-3), np.float32)
    eyes, elsewhere = found[which, :2].T
    return jumps, Morphs(eyes, elsewhere, _quickest(jumps, window, own / most, found[which, 2:] / most))


def _watched(frames: Iterable[Frame], wanted: Mask) -> tuple[Array, dict[int, Frame]]:
    """Return how much each frame differs from the one before, `[n, 2]`, and the pictures that are wanted."""
    pictures: dict[int, Frame] = {}
    own = np.zeros((len(wanted), 2), np.float32)
    before: Frame | None = None
    for i, frame in enumerate(frames):
        now = small(frame)
        if before is not None:
            own[i] = change(before, now)
        if wanted[i]:
            pictures[i] = now
        before = now
    return own, pictures


def _meet(
    a: Frame, b: Frame, frames: tuple[int, int], track: FaceTrack, share: float
) -> tuple[float, float, float, float]:
    """Return how eyes and all else differ half-way, and the changes while such a share of a morph passes."""
    high, wide = a.shape
    grid, moved = places(wide, high), axes(movement(a, b, heads(track, *frames)))
    apart = np.asarray(cv2.absdiff(sampled(a, grid, moved, -0.5), sampled(b, grid, moved, 0.5)), np.uint8)
    points = track.landmarks[list(frames), :, :2].mean(axis=0) * (wide / track.size_px[0])
    eyes = 0.0
    if np.isfinite(points[0, 0]):
        eyes = float(apart[_box(points[list(_EYES)], apart.shape)].mean())
        lips = points[list(LIPS)]
        grown = lips.mean(axis=0) + _MOUTH_REACH * (lips - lips.mean(axis=0))
        mouth = np.vstack([grown, points[[CHIN]]])
        cv2.fillConvexPoly(apart, cv2.convexHull(np.round(mouth).astype(np.int32)), 0)
    _, elsewhere = change(apart, np.zeros_like(apart))
    sooner, later = (_mixed(a, b, grid, moved, 0.5 + side * share) for side in (-0.5, 0.5))
    return eyes, elsewhere, *change(sooner, later)


def _box(points: Array, shape: tuple[int, ...]) -> tuple[slice, slice]:
    """The box round the eyes, at least a pixel of the picture."""
    margin = _MARGIN * float(np.ptp(points[:, 0]))
    first = np.floor(points.min(axis=0) - margin)[::-1]
    last = np.ceil(points.max(axis=0) + margin)[::-1]
    starts = np.clip(first, 0, np.array(shape) - 1).astype(int)
    stops = np.clip(last, starts + 1, shape).astype(int)
    return slice(starts[0], stops[0]), slice(starts[1], stops[1])


def _mixed(a: Frame, b: Frame, grid: Axes, moved: Axes, weight: float) -> Frame:
    start, stop = sampled(a, grid, moved, -weight), sampled(b, grid, moved, 1 - weight)
    return np.asarray(cv2.addWeighted(start, 1 - weight, stop, weight, 0), np.uint8)


def _quickest(jumps: Jumps, window: int, own: Array, moved: Array) -> Array:
    """The largest change in each jump, `[e]`, of the runs' own changes and of the morph between them.

    Against the true pictures of 210 jumps of three presenters: right in the mean, 20 % too small at most in
    95 of 100 (correlation .87 to .98).
    """
    n, k = len(own), np.arange(window + 1)
    d, e = (np.where(states < n, FORWARD, BACKWARD) for states in (jumps.source, jumps.target))
    left = (jumps.source % n)[:, None] + d[:, None] * k
    joined = (jumps.target % n)[:, None] - e[:, None] * (window - k)
    # Frame i's change is that from i - 1 to i, whichever way it is played.
    runs = [own[np.maximum(run[:, :-1], run[:, 1:])] for run in (left, joined)]
    weight = eased(k / window)
    seen, passed = (weight[1:] + weight[:-1])[:, None] / 2, np.diff(weight)[:, None] / (_SLOPE / window)
    both = (1 - seen) * runs[0] + seen * runs[1]
    change = np.hypot(both, passed * moved[:, None]) * np.array(_SURE, np.float32)
    return np.asarray(change.max(axis=(1, 2)), np.float32)
