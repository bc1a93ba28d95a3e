"""Which recorded mouth to paint with at each frame: nearest candidates, then the best path through them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float32]
Index = NDArray[np.int32]

N_CANDIDATES = 30
N_COMPANIONS = 5

POSE_WEIGHT = 0.25
LOOK_WEIGHT = 0.15
DETAIL_WEIGHT = 0.08
DETAIL_MARGIN = 0.6
"""A mouth whose frame has less than about half the detail of the picture is blurred by motion, and would be
seen to be; one that has too much can be softened."""

JUMP_SHAPE = 0.2
JUMP_POSE = 0.05
JUMP_LOOK = 0.12
JUMP_COST = 0.01

FIRST_SHARE = 0.3
"""The first choice's part of the low band; companions and the neighbours at a jump share the rest."""

COMPANION_SHARE = 0.14
"""Five of 0.14 with a first of 0.3: 0.15 dB better than three of 0.15 with 0.4, at 1.5 % of sharpness."""

_CHUNK_FRAMES = 256


@dataclass(frozen=True)
class Looks:
    """Mouths as retrieval compares them.

    Attributes:
        shape: float32 `[n, 90]` from `shape.features`, IOD.
        pose: float32 `[n, 3]` from `shape.pose_features`, rad.
        texture: float32 `[n, 16]` from `appearance`, of rms length 1.
        detail: float32 `[n]`, log energy of the frame's fine detail, see `softness.detail`.
    """

    shape: Array
    pose: Array
    texture: Array
    detail: Array

    def __len__(self) -> int:
        return len(self.shape)

    def __getitem__(self, rows: Index | slice) -> Looks:
        return Looks(self.shape[rows], self.pose[rows], self.texture[rows], self.detail[rows])


@dataclass(frozen=True)
class Choice:
    """What to paint each frame with.

    Attributes:
        first: int32 `[n]`, rows of the library.
        others: per frame, rows and their shares of the low band.
    """

    first: Index
    others: tuple[tuple[tuple[int, float], ...], ...]


def choose(
    wanted: Looks, library: Looks, successor: Index, banned: NDArray[np.bool_] | None = None
) -> Choice:
    """Choose recorded mouths for a whole track.

    Args:
        wanted: `[n]` frames to paint.
        library: `[m]` recorded mouths.
        successor: int32 `[m]`, the row that follows in the footage, or -1.
        banned: bool `[n, m]`, mouths that must not be taken for a frame; None for none.
    """
    rows, cost = nearest(wanted, library, min(N_CANDIDATES, len(library)), banned)
    first = best_path(rows, cost, library, successor)
    return Choice(first, companions(first, rows, successor))


def nearest(
    wanted: Looks, library: Looks, n_candidates: int, banned: NDArray[np.bool_] | None = None
) -> tuple[Index, Array]:
    """Return the rows and costs of the nearest library mouths, both `[n, n_candidates]`, nearest first.

    The cost of those that are banned is infinite.
    """
    rows, costs = [], []
    for start in range(0, len(wanted), _CHUNK_FRAMES):
        chunk = wanted[slice(start, start + _CHUNK_FRAMES)]
        cost = distances(chunk.shape, library.shape)
        cost += POSE_WEIGHT * distances(chunk.pose, library.pose)
        cost += LOOK_WEIGHT * distances(chunk.texture, library.texture)
        missing = chunk.detail[:, None] - library.detail[None] - DETAIL_MARGIN
        cost += DETAIL_WEIGHT * np.maximum(missing, 0)
        if banned is not None:
            cost[banned[start : start + len(chunk)]] = np.inf
        # A stable sort, so that equal costs are chosen alike everywhere.
        order = np.argsort(cost, axis=1, kind="stable")[:, :n_candidates]
        rows.append(order)
        costs.append(np.take_along_axis(cost, order, axis=1))
    return np.concatenate(rows).astype(np.int32), np.concatenate(costs).astype(np.float32)


def best_path(rows: Index, cost: Array, library: Looks, successor: Index) -> Index:
    """Return the cheapest choice of one candidate per frame, int32 `[n]`, by dynamic programming.

    To go on with the row that follows in the footage costs nothing. Any other step costs as much as
    that following mouth differs from the one stepped to.

    Args:
        rows, cost: `[n, k]` candidates.
        library: the recorded mouths.
        successor: int32 `[m]`, or -1 at the end of a stretch.
    """
    n_frames, n_candidates = rows.shape
    total = cost[0].astype(np.float64)
    came_from = np.zeros((n_frames, n_candidates), np.int32)
    for t in range(1, n_frames):
        reached = total[:, None] + jump_cost(rows[t - 1], rows[t], library, successor)
        came_from[t] = reached.argmin(axis=0)
        total = reached.min(axis=0) + cost[t]
    path = np.empty(n_frames, np.int32)
    k = int(total.argmin())
    for t in range(n_frames - 1, -1, -1):
        path[t] = rows[t, k]
        k = int(came_from[t, k])
    return path


def jump_cost(before: Index, after: Index, library: Looks, successor: Index) -> Array:
    """Return the cost of each step, float32 `[len(before), len(after)]`."""
    following = np.where(successor[before] >= 0, successor[before], before)
    a, b = library[following], library[after]
    cost = JUMP_SHAPE * distances(a.shape, b.shape)
    cost += JUMP_POSE * distances(a.pose, b.pose)
    cost += JUMP_LOOK * distances(a.texture, b.texture) + JUMP_COST
    cost[successor[before][:, None] == after] = 0
    return cost


def companions(first: Index, rows: Index, successor: Index) -> tuple[tuple[tuple[int, float], ...], ...]:
    """Return what shares the low band with the first choice, per frame rows and shares.

    Args:
        first: int32 `[n]`, the first choices.
        rows: int32 `[n, k]`, the nearest mouths, nearest first.
        successor: int32 `[m]`, or -1 at the end of a stretch.
    """
    n = len(first)
    goes_on = np.zeros(n + 1, bool)
    goes_on[1:n] = successor[first[:-1]] == first[1:]
    goes_on[[0, n]] = True
    predecessor = np.full(len(successor), -1, np.int32)
    known = np.flatnonzero(successor >= 0)
    predecessor[successor[known]] = known
    shares = []
    for t in range(n):
        near = [int(row) for row in rows[t] if row != first[t]][:N_COMPANIONS]
        # Cross-fade: the run that ended goes on for a frame, the one to come begins a frame early.
        if not goes_on[t] and successor[first[t - 1]] >= 0:
            near.append(int(successor[first[t - 1]]))
        if not goes_on[t + 1] and predecessor[first[t + 1]] >= 0:
            near.append(int(predecessor[first[t + 1]]))
        total = FIRST_SHARE + COMPANION_SHARE * len(near)
        shares.append(tuple((row, COMPANION_SHARE / total) for row in near))
    return tuple(shares)


def distances(a: Array, b: Array) -> Array:
    """Return Euclidean distances between rows, float32 `[len(a), len(b)]`."""
    squared = np.square(a).sum(axis=1)[:, None] + np.square(b).sum(axis=1)[None] - 2 * (a @ b.T)
    return np.asarray(np.sqrt(np.maximum(squared, 0)), np.float32)
