"""Which motion too many sentences would show: it is made dearer, so that they spread over the rest.

Sentences know nothing of each other, so what one shows with some chance is shown by many, some of it more
often than the rest by chance alone. The chances of all ways are known exactly (see `path_chance`), and with
them how often a sentence uses each jump and each long run. Whatever it would use too often is made dearer,
until nothing is: dual ascent; of all distributions within the limit, this is the one of most entropy. Frames
where sentences stay longer than elsewhere are made dearer too, or most would rock to and fro near home.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter1d
from scipy.optimize import brentq
from scipy.stats import binom

from lipsync.graph import Graph
from lipsync.path_chance import FRAME, JUMP, Chances, moved
from lipsync.path_quality import forced_times

Array = NDArray[np.float64]
Index = NDArray[np.intp]

_SHOW_S = 180.0
_SHORTEST_S, _LONGEST_S = 2.0, 7.0
"""How long a broadcast is in which nothing shall repeat more than it must, and its sentences."""

_EXCESS = 0.03
"""How likely the broadcast shows any motion more often than playing to and fro would."""

_NEW_MOTION_S = 1.2
_N_MOTIONS = (_SHORTEST_S + _LONGEST_S) / 2 / _NEW_MOTION_S
"""How often a jump begins another motion, and how many a sentence has."""

_ROUNDS = 50
_SETTLING = 30
_MOST_CHANGE = 2.0
_MOST_CHEAPER = 0.2
"""What is used seldom becomes cheaper but slowly: all that is cheap at once would be used too often again."""

_LONG_RATE = 0.12
_MOST_LONG_COST = 3.0
_MOST_DEARER = 12.0
_STAY_RATE = 0.04
_MOST_STAY_COST = 0.3
_STAY_S = 0.4
"""How fast, and how far, a frame becomes dearer where sentences stay longer than if they were all over the
footage; and how far round it they count."""

_LATE_SHARE = 0.5
"""What comes home late is seen with the motion that the next sentence begins with, besides in long runs."""

_ALIKE_S = 0.2
"""Jumps so near to each other, between the same two runs, are one to a viewer."""


@dataclass(frozen=True, eq=False)
class Uses:
    """What a sentence uses in the mean.

    Attributes:
        jumps: float64 `[e]`, how often each jump.
        long: float64 `[2 n]`, how often each state in a run that is long.
        late: how often it comes home in a run that began long before.
        stays: float64 `[2 n]`, how often each state once a run has lasted for the least that it may.
    """

    jumps: Array
    long: Array
    late: float
    stays: Array


def spread(graph: Graph, footage_fps: Fraction) -> Graph:
    """Return a graph in which what many sentences share costs more.

    Args:
        graph: of the footage.
        footage_fps: its rate.
    """
    shortest, longest = (max(1, round(seconds * footage_fps)) for seconds in (_SHORTEST_S, _LONGEST_S))
    # All of them: a way that fits one length to the frame would seem to be used by many.
    lengths = range(shortest, longest + 1)
    reach = round(_ALIKE_S * footage_fps)
    alike = list(_alike(graph, reach))
    # Less than if all jumps were used alike cannot be had, and to ask for it would make all of them dear.
    evenly = _N_MOTIONS * (2 * reach + 1) / max(1, len(graph.source))
    limit = min(1.0, max(most_use(int(graph.usable.sum()), footage_fps), evenly))
    jumps, long, late = (np.zeros_like(cost, np.float64) for cost in (graph.jump_cost, graph.cost, 0.0))
    made = graph
    stay, even = np.zeros(graph.n_frames), float(np.mean(lengths)) / max(1, int(graph.usable.sum()))
    for round_ in range(_ROUNDS):
        found = uses(Chances(made, footage_fps, max(lengths)), lengths)
        together = np.zeros(len(jumps))
        for some, others in alike:
            together[some] += found.jumps[others]
        rate = 1 / (1 + round_ / _SETTLING)
        jumps = np.clip(jumps + rate * _over(together, limit), 0, _MOST_DEARER)
        long = np.clip(long + rate * _LONG_RATE * _over(found.long, limit), 0, _MOST_LONG_COST)
        late = np.clip(late + rate * _over(np.array(found.late), _LATE_SHARE * limit), 0, _MOST_DEARER)
        crowd = gaussian_filter1d(found.stays.reshape(2, -1).sum(axis=0), _STAY_S * float(footage_fps))
        stay = np.clip(stay + rate * _STAY_RATE * _over(crowd, even, _MOST_CHANGE), 0, _MOST_STAY_COST)
        made = replace(
            graph,
            cost=(graph.cost + np.tile(stay, 2) / FRAME).astype(np.float32),
            jump_cost=(graph.jump_cost + jumps / JUMP).astype(np.float32),
            long_cost=long.astype(np.float32),
            late_cost=late.astype(np.float32),
        )
    return made


def most_use(n_usable: int, fps: Fraction) -> float:
    """Return how often a sentence may show a motion, so that a broadcast hardly shows it more than it must.

    Args:
        n_usable: usable frames of the footage.
        fps: its rate.

    Returns:
        0..1: each sentence shows it with this chance, whatever the others show.
    """
    n_sentences = round(_SHOW_S / (_SHORTEST_S + _LONGEST_S) * 2)
    forced = forced_times(n_usable, round(_SHOW_S * fps))
    if forced >= n_sentences:
        return 1.0
    # The rarer each motion, the more of them there are, and any of them may come too often by chance.
    return float(brentq(lambda use: binom.sf(forced, n_sentences, use) * _N_MOTIONS - _EXCESS * use, 1e-9, 1))


def uses(chances: Chances, lengths: Sequence[int]) -> Uses:
    """Return what sentences of some lengths, in frames, use in the mean."""
    graph, window, n_times = chances.graph, chances.window, max(lengths) + 1
    n_states = len(chances.step)
    # How the mean of log(sum of all ways) changes with the weight of arriving at a state at a time.
    arriving = np.zeros((n_times, n_states))
    long, late = np.zeros(n_states), 0.0
    for length in lengths:
        came = chances.ends(length)
        total = came.weights.sum()
        if not total > 0:
            continue
        share = came.weights / total / len(lengths)
        arriving[length - came.ages, came.states] += came.factors / total / len(lengths)
        late += float(share[came.ages >= chances.late].sum())
        after = np.cumsum(share[::-1])[::-1][chances.long :]
        long[came.states[: len(after)]] += after
    young, old = np.zeros((n_times, n_states)), np.zeros((n_times, n_states))
    ripe, aged = chances.run_of(chances.least), chances.run_of(chances.long)
    back = chances.jumps.T.tocsr()
    jumps, stays = np.zeros(len(graph.source)), np.zeros(n_states)
    for t in range(n_times - 1, -1, -1):
        if t + 1 < n_times:
            young[t] = moved(chances.step * young[t + 1], -1)
            old[t] = moved(chances.worn * chances.step * old[t + 1], -1)
            arriving[t] += chances.hold * arriving[t + 1]
        if t + chances.least < n_times:
            arriving[t] += moved(ripe * young[t + chances.least], -chances.least)
        if t + chances.long < n_times:
            later = chances.worn * old[t + chances.long] - young[t + chances.long]
            arriving[t] += moved(aged * later, -chances.long)
        if t + window < n_times:
            leaving = back @ arriving[t + window]
            young[t] += leaving
            old[t] += leaving
            jumps += chances.left[t][graph.source] * arriving[t + window][graph.target]
        long += chances.old[t] * old[t]
        stays += (chances.left[t] - chances.old[t]) * young[t] + chances.old[t] * old[t]
    return Uses(jumps * chances.jump, long, late, stays)


def _over(used: Array, limit: float, most_below: float = _MOST_CHEAPER) -> Array:
    """By how much a use is above the limit, or below it."""
    return np.clip(np.log(np.maximum(used, 1e-9) / limit), -most_below, _MOST_CHANGE)


def _alike(graph: Graph, reach: int) -> Iterator[tuple[Index, Index]]:
    """Yield pairs of lists: jumps, and those that are so many frames later between the same runs."""
    n = graph.n_frames
    d, e = (np.where(states < n, 1, -1) for states in (graph.source, graph.target))
    keys = graph.target.astype(np.int64) * 2 * n + graph.source
    for later in range(-reach, reach + 1):
        source, target = graph.source + later * d, graph.target + later * e
        inside = (source // n == graph.source // n) & (target // n == graph.target // n)
        wanted = target.astype(np.int64) * 2 * n + source
        at = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1) if len(keys) else np.zeros(0, np.intp)
        some = np.flatnonzero(inside & (keys[at] == wanted)) if len(keys) else at
        yield some, at[some]
