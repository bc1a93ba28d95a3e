"""The cheapest way of exactly so many frames through a graph of footage, from home to home."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lipsync.graph import Graph

Array = NDArray[np.float32]


@dataclass(frozen=True)
class Move:
    """One move of a way.

    Attributes:
        at: the frame of the path at which it begins.
        source, target: states of the graph.
        kind: "step", "hold" or "jump".
    """

    at: int
    source: int
    target: int
    kind: str


def cheapest(graph: Graph, n_frames: int, cost: Array) -> tuple[list[Move], float]:
    """Find the cheapest way that starts at home and would be at home again after `n_frames` frames.

    Args:
        graph: of the footage.
        n_frames: how many frames the way takes, at least 1.
        cost: float32 `[2 n]`, of each state for one frame.

    Returns:
        the moves in order, and what they cost together. A way of holds alone always exists.
    """
    n = graph.n_frames
    window = int(graph.window)
    jump_cost = _with_frames(graph, cost)
    starts, targets = _groups(graph.target)
    best = np.full((n_frames + 1, 2 * n), np.inf, np.float32)
    best[0, int(graph.home)] = 0
    for t in range(1, n_frames + 1):
        here, before = best[t], best[t - 1]
        stepped = _stepped(before, graph.linked)
        np.minimum(stepped + cost, before + cost + graph.hold, out=here)
        if t >= window and len(starts):
            ways = best[t - window][graph.source] + jump_cost
            here[targets] = np.minimum(here[targets], np.minimum.reduceat(ways, starts))
    return _traced(graph, best, cost, jump_cost), float(best[n_frames, int(graph.home)])


def _with_frames(graph: Graph, cost: Array) -> Array:
    """What jumps cost with the frames that they show; the last one's own cost is among them."""
    window = int(graph.window)
    return np.asarray(graph.jump_cost + window / 2 * (cost[graph.source] + cost[graph.target]), np.float32)


def _groups(targets: NDArray[np.int32]) -> tuple[NDArray[np.intp], NDArray[np.int32]]:
    """Return where each target's jumps begin, and the targets."""
    if not len(targets):
        return np.empty(0, np.intp), targets
    starts = np.flatnonzero(np.concatenate([[True], np.diff(targets) != 0]))
    return starts, targets[starts]


def _stepped(before: Array, linked: NDArray[np.bool_]) -> Array:
    n = len(linked)
    stepped = np.full(2 * n, np.inf, np.float32)
    stepped[1:n] = np.where(linked[1:], before[: n - 1], np.inf)
    stepped[n : 2 * n - 1] = np.where(linked[1:], before[n + 1 :], np.inf)
    return stepped


def _traced(graph: Graph, best: Array, cost: Array, jump_cost: Array) -> list[Move]:
    n, window = graph.n_frames, int(graph.window)
    state, t = int(graph.home), len(best) - 1
    moves: list[Move] = []
    while t > 0:
        came = state - 1 if state < n else state + 1
        linked = graph.linked[state] if state < n else state + 1 < 2 * n and graph.linked[state - n + 1]
        options = [(float(best[t - 1, state] + cost[state] + graph.hold[state]), 1, state, "hold")]
        if linked:
            options.append((float(best[t - 1, came] + cost[state]), 1, came, "step"))
        if t >= window:
            low, high = np.searchsorted(graph.target, [state, state + 1])
            if high > low:
                ways = best[t - window, graph.source[low:high]] + jump_cost[low:high]
                k = int(np.argmin(ways))
                options.append((float(ways[k]), window, int(graph.source[low + k]), "jump"))
        _, took, source, kind = min(options)
        t -= took
        moves.append(Move(t, source, state, kind))
        state = source
    return moves[::-1]
