"""Jumps: from which frames of the footage, and to which, a moving picture can be morphed unseen.

A jump takes `window` frames. While it lasts, the run that is left goes on in its direction, the run that is
joined is already moving in its own, and one is morphed into the other. A turn from forward to backward is a
jump like any other, whose morph brings the motion to a stop and lets it set off again.

A state is a frame with a direction: `frame` plays forward, `n_frames + frame` plays backward.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lipsync.graph_looks import CELL_UNIT, Looks

Array = NDArray[np.float32]
Mask = NDArray[np.bool_]
Index = NDArray[np.int32]

FORWARD, BACKWARD = 1, -1
DIRECTIONS = (FORWARD, BACKWARD)

JUMP_COST = 1.6
"""What any jump costs; differences come on top, 1 for a just visible one."""

CUT_BLINK_COST = 40.0
TWICE_BLINK_COST = 4.0
HURRIED_COST = 4.0

_MOST_COST = 100.0
_HURRIED = 92
"""Percentile of the footage's changes above which a movement is too quick to be stopped or left."""

_BLOCK_ROWS = 256
_MOST_ROWS = 3000
"""Of longer footage only every second, third .. frame can be left, so that comparing stays affordable."""

_KEPT = {True: 6, False: 3}
"""Jumps kept for each state, by whether they keep the direction."""

_MOMENTS = ((0.0, 0.2), (0.5, 0.6), (1.0, 0.2))
"""Moments of a jump at which frames are compared, and what each counts; half-way both are seen."""


@dataclass(frozen=True)
class Jumps:
    """A list of jumps.

    Attributes:
        source, target: int32 `[e]`, states: where the morph begins, and where it ends `window` frames later.
        cost: float32 `[e]`.
    """

    source: Index
    target: Index
    cost: Array

    @classmethod
    def joined(cls, parts: Sequence[Jumps]) -> Jumps:
        """Return several lists as one."""
        return cls(
            np.concatenate([part.source for part in parts]),
            np.concatenate([part.target for part in parts]),
            np.concatenate([part.cost for part in parts]),
        )


class JumpFinder:
    """Looks for jumps in footage.

    Args:
        looks: of the footage.
        linked: bool `[n]`: whether a frame may follow the one before it.
        window: frames that a jump takes.
        apart: least distance in frames of a jump that keeps its direction.
    """

    def __init__(self, looks: Looks, linked: Mask, window: int, apart: int) -> None:
        self._looks = looks
        self._window = window
        self._apart = apart
        change = looks.cell_steps()
        usual, quick = np.percentile(change, [50, _HURRIED])
        self._hurried = change > max(quick, 2 * usual)
        self.n_frames = len(looks)
        broken = np.concatenate([[0], np.cumsum(~linked[1:])]) if len(linked) else np.zeros(0)
        frames = np.arange(self.n_frames)
        ahead = frames + window
        whole = np.zeros(self.n_frames, np.bool_)
        inside = ahead < self.n_frames
        whole[inside] = broken[ahead[inside]] == broken[frames[inside]]
        behind = np.zeros(self.n_frames, np.bool_)
        behind[window:] = whole[: max(0, self.n_frames - window)]
        self.runs_on = {FORWARD: whole, BACKWARD: behind}
        """Whether `window` frames follow a frame in a direction."""

    def all_jumps(self) -> Jumps:
        """Return the best few jumps out of every frame in both directions, and turns on the spot."""
        every = -(-self.n_frames // _MOST_ROWS)
        rows = np.arange(0, self.n_frames, every)
        found = [self._out_of(rows, d, e, _KEPT[d == e]) for d in DIRECTIONS for e in DIRECTIONS]
        found += [self._turns(d, shift) for d in DIRECTIONS for shift in (0, 1)]
        return self._joined(found)

    def from_frames(self, frames: NDArray[np.integer], direction: int, n_kept: int) -> Jumps:
        """Return more jumps out of some frames."""
        return self._joined([self._out_of(frames, direction, e, n_kept) for e in DIRECTIONS])

    def to_frames(self, frames: NDArray[np.integer], direction: int, n_kept: int) -> Jumps:
        """Return more jumps into some frames."""
        # Played the other way round, a jump into a frame is one out of it.
        found = []
        for d in DIRECTIONS:
            into = self._out_of(frames, -direction, -d, n_kept)
            found.append((into[1], into[0], d, direction))
        return self._joined(found)

    def _out_of(
        self, rows: NDArray[np.integer], d: int, e: int, n_kept: int
    ) -> tuple[Index, Index, int, int]:
        """Return (frames left, frames joined, their directions)."""
        rows = rows[self.runs_on[d][rows]]
        targets = np.flatnonzero(self.runs_on[-e])
        if not len(rows) or len(targets) < 3:
            return np.empty(0, np.int32), np.empty(0, np.int32), d, e
        joined = self._embedded(targets, -e)[:, ::-1].reshape(len(targets), -1)
        squares = np.square(joined).sum(axis=1)
        pairs = [
            self._best_of(block, targets, self._embedded(block, d), joined, squares, d, e, n_kept)
            for block in np.array_split(rows, -(-len(rows) // _BLOCK_ROWS))
        ]
        left, into = (np.concatenate(side).astype(np.int32) for side in zip(*pairs, strict=True))
        return left, into, d, e

    def _best_of(
        self,
        rows: NDArray[np.integer],
        targets: NDArray[np.integer],
        left: Array,
        joined: Array,
        squares: Array,
        d: int,
        e: int,
        n_kept: int,
    ) -> tuple[NDArray[np.integer], NDArray[np.integer]]:
        flat = left.reshape(len(rows), -1)
        distance = np.square(flat).sum(axis=1)[:, None] + squares - 2 * flat @ joined.T
        if d == e:
            distance[np.abs(targets - (rows + d * self._window)[:, None]) < self._apart] = np.inf
        # Neighbours of a good jump are nearly as good and lead to the same place: only the best is kept.
        padded = np.pad(distance, ((0, 0), (1, 1)), constant_values=np.inf)
        least = (distance <= padded[:, :-2]) & (distance < padded[:, 2:])
        distance[~least] = np.inf
        kept = min(n_kept, distance.shape[1])
        columns = np.argpartition(distance, kept - 1, axis=1)[:, :kept]
        row, column = np.nonzero(np.isfinite(np.take_along_axis(distance, columns, axis=1)))
        return rows[row], targets[columns[row, column]]

    def _turns(self, d: int, shift: int) -> tuple[Index, Index, int, int]:
        frames = np.flatnonzero(self.runs_on[d])
        targets = frames + d * shift
        fits = (targets >= 0) & (targets < self.n_frames)
        frames, targets = frames[fits], targets[fits]
        fits = self.runs_on[d][targets]
        return frames[fits].astype(np.int32), targets[fits].astype(np.int32), d, -d

    def _embedded(self, frames: NDArray[np.integer], direction: int) -> Array:
        """Features over the window that begins at frames, `[n, moments, d]`."""
        moments = [
            self._looks.features[frames + direction * round(at * self._window)] * np.sqrt(share)
            for at, share in _MOMENTS
        ]
        return np.stack(moments, axis=1)

    def _joined(self, found: list[tuple[Index, Index, int, int]]) -> Jumps:
        parts = [(*pair, *self._price(*pair)) for pair in found]
        source = [left + (self.n_frames if d == BACKWARD else 0) for left, _, d, _, _ in parts]
        target = [into + (self.n_frames if e == BACKWARD else 0) for _, into, _, e, _ in parts]
        cost = [price for *_, price in parts]
        return unique(
            Jumps(
                np.concatenate(source).astype(np.int32),
                np.concatenate(target).astype(np.int32),
                np.concatenate(cost).astype(np.float32),
            )
        )

    def _price(self, left: Index, into: Index, d: int, e: int) -> tuple[Array]:
        cost = np.full(len(left), JUMP_COST, np.float32)
        begins = into - e * self._window
        for at, share in _MOMENTS:
            k = round(at * self._window)
            a, b = left + d * k, begins + e * k
            cost += share * np.square(self._looks.features[a] - self._looks.features[b]).sum(axis=1)
        k = self._window // 2
        for some in np.array_split(np.arange(len(left)), max(1, len(left) // 4096)):
            a, b = left[some] + d * k, begins[some] + e * k
            worst = np.abs(self._looks.cells[a] - self._looks.cells[b]).max(axis=1, initial=0)
            cost[some] += np.square(worst / CELL_UNIT)
        for mask, price in ((self._looks.blinking, CUT_BLINK_COST), (self._hurried, HURRIED_COST)):
            cost += price * (
                self._any_within(mask, left, d, self._window)
                | self._any_within(mask, begins, e, self._window)
            )
        before = self._any_within(self._looks.blinking, left, -d, 2 * self._window)
        after = self._any_within(self._looks.blinking, into, e, 2 * self._window)
        cost += TWICE_BLINK_COST * (before & after)
        return (np.minimum(cost, _MOST_COST),)

    def _any_within(self, mask: Mask, frames: Index, direction: int, n: int) -> Mask:
        count = np.concatenate([[0], np.cumsum(mask)])
        ends = frames + direction * n
        low = np.clip(np.minimum(frames, ends), 0, self.n_frames)
        high = np.clip(np.maximum(frames, ends) + 1, 0, self.n_frames)
        return np.asarray(count[high] > count[low])


def halfway(jumps: Jumps, window: int, n_frames: int) -> tuple[Index, Index]:
    """Return the frames that are seen half-way through each jump, of the run left and of the one joined."""
    k = window // 2
    d, e = (np.where(states < n_frames, FORWARD, BACKWARD) for states in (jumps.source, jumps.target))
    left = jumps.source % n_frames + d * k
    joined = jumps.target % n_frames - e * (window - k)
    return left.astype(np.int32), joined.astype(np.int32)


def unique(jumps: Jumps) -> Jumps:
    """Return jumps in order of their targets, each pair of states once."""
    order = np.lexsort((jumps.source, jumps.target))
    source, target = jumps.source[order], jumps.target[order]
    first = np.ones(len(order), np.bool_)
    first[1:] = (np.diff(source) != 0) | (np.diff(target) != 0)
    return Jumps(source[first], target[first], jumps.cost[order][first])


def eased(share: NDArray[np.float64]) -> Array:
    """Return how much of the run that is joined is seen when so much of a jump is over, 0..1."""
    return np.asarray(share * share * (3 - 2 * share), np.float32)
