"""Ways through a graph of footage, drawn by chance: cheap ones often, dear ones seldom.

The chance of a way is proportional to exp(-cost). Forward sums over all ways give the chances exactly, and a
way is drawn from its end to its beginning (forward filtering, backward sampling). A way is a chain of runs,
in which the footage plays on, and of jumps between them. After a jump a run lasts for a while, and one that
has lasted for long can cost more: that needs to know when it began, which a chain of frames would not tell.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from lipsync.graph import Graph
from lipsync.path_search import Move

Array = NDArray[np.float64]
Index = NDArray[np.intp]

FRAME = 0.1
JUMP = 0.25
"""How much the graph's costs of frames and of jumps count: the less, the more evenly all are shown."""

_EACH_JUMP = 2.5
"""What each jump costs besides: a picture in a jump takes twice the time of another."""

LEAST_S = 0.55
_LONG_S = 1.35
"""How long a run lasts at least, and from when on it is long. With half a jump on either side 1.5 s are nine
tenths of two seconds in which the motion can be known again, and of a window many such runs, a little earlier
or later, show enough: shorter ones that all of them share are counted."""

_LATE_S = 0.95
"""A last run that began so long ago is known again together with most first runs of the next sentence."""

_AGAIN = 0.1
_AGAIN_NOW = 0.3
"""What a frame costs each time that the sentence shows it in a part before, or in the way that is drawn."""

_NOTHING = 1e-250


@dataclass(frozen=True, eq=False)
class Arrivals:
    """How a way can have come to a state at a time, by the age of its last run.

    Attributes:
        ages: int `[k]`, frames since the run began.
        states: int `[k]`, where it began.
        factors: float64 `[k]`, weight of the run by itself.
        weights: float64 `[k]`, of all ways that end in it.
    """

    ages: Index
    states: Index
    factors: Array
    weights: Array


class Chances:
    """The chances of all ways from home.

    Args:
        graph: of the footage.
        fps: its rate.
        n_frames: how many frames the longest way takes.
        shown: float `[2 n]`, how often each state was shown before.
        least_s: how long a run lasts at least.
    """

    def __init__(
        self,
        graph: Graph,
        fps: Fraction,
        n_frames: int,
        shown: NDArray[np.floating] | None = None,
        least_s: float = LEAST_S,
    ) -> None:
        self.graph = graph
        self.window = int(graph.window)
        self.least = max(1, round(least_s * fps))
        self.long = max(self.least + 1, round(_LONG_S * fps))
        self.late = max(1, round(_LATE_S * fps))
        """A last run of so many frames comes home late."""
        self.early = self.long - self.least
        """A first run of so many frames is long: the sentence before came home in the run that it goes on."""
        n = graph.n_frames
        cost = FRAME * graph.cost.astype(np.float64) + (0 if shown is None else _AGAIN * shown)
        entered = np.zeros(2 * n, np.bool_)
        entered[1:n] = entered[n : 2 * n - 1] = graph.linked[1:]
        self.step = np.where(entered, np.exp(-cost), 0)
        self.worn = np.exp(-graph.long_cost.astype(np.float64))
        self.hold = np.exp(-cost - graph.hold)
        frames = self.window / 2 * (cost[graph.source] + cost[graph.target])
        self.jump = np.exp(-_EACH_JUMP - JUMP * graph.jump_cost - frames)
        begins = np.searchsorted(graph.target, np.arange(2 * n + 1))
        self._begins = begins
        self.jumps = csr_matrix((self.jump, graph.source, begins), (2 * n, 2 * n))
        self.arrived = np.zeros((n_frames + 1, 2 * n))
        """Weights of all ways that end with a jump or a held frame, `[n_frames + 1, 2 n]`."""
        self.left = np.zeros((n_frames + 1, 2 * n))
        """Weights of all that may jump now."""
        self.old = np.zeros((n_frames + 1, 2 * n))
        """Weights of those in a run that is long."""
        self._sum()

    def _sum(self) -> None:
        home = int(self.graph.home)
        young, old = np.zeros(len(self.step)), np.zeros(len(self.step))
        young[home] = 1
        start = young.copy()
        self.left[0] = young
        ripe, aged, across = (self.run_of(k) for k in (self.least, self.long, self.early))
        for t in range(1, len(self.left)):
            young, old = self.step * moved(young), self.worn * self.step * moved(old)
            if t >= self.least:
                young += ripe * moved(self.arrived[t - self.least], self.least)
            passed = np.zeros_like(old)
            if t >= self.long:
                passed += aged * moved(self.arrived[t - self.long], self.long)
            if t == self.early:
                passed += across * moved(start, t)
            young, old = np.maximum(young - passed, 0), old + self.worn * passed
            self.arrived[t] = self.hold * (self.left[t - 1] + self.arrived[t - 1])
            if t >= self.window:
                self.arrived[t] += self.jumps @ self.left[t - self.window]
            self.left[t], self.old[t] = young + old, old

    def run_of(self, k: int) -> Array:
        """Return the weight of the run of k steps that ends in each state, unless it is long."""
        weight = np.ones(len(self.step))
        for _ in range(k):
            weight = self.step * moved(weight)
        return weight

    def arrivals(self, t: int, state: int) -> Arrivals:
        """Return how a way can have come to a state after t frames."""
        n = self.graph.n_frames
        room = state if state < n else 2 * n - 1 - state
        ages = np.arange(min(t, room) + 1)
        states = state - ages if state < n else state + ages
        ran = np.concatenate([[1.0], np.cumprod(self.step[states[:-1]])])
        worn = np.concatenate([[1.0], np.cumprod(self.worn[states])])
        begun = self.arrived[t - ages, states]
        # The first run of a way goes on where another sentence ended.
        first = (ages == t) & (states == int(self.graph.home))
        factors = ran * worn[np.clip(ages + first * self.least - self.long + 1, 0, None)]
        return Arrivals(ages, states, factors, np.where(first, 1, begun) * factors)

    def ends(self, t: int) -> Arrivals:
        """Return how a way can have come home after t frames."""
        found = self.arrivals(t, int(self.graph.home))
        late = np.where(found.ages >= self.late, np.exp(-float(self.graph.late_cost)), 1)
        return Arrivals(found.ages, found.states, found.factors * late, found.weights * late)

    def draw(self, n_frames: int, rng: np.random.Generator, again: float = _AGAIN_NOW) -> list[Move] | None:
        """Draw a way that starts at home and would be at home again after n frames.

        Args:
            n_frames: at most those of the longest way.
            rng: gives the same way for the same numbers.
            again: what a frame costs that the way shows again later, in the same direction.

        Returns:
            its moves in order; None if there is none but of held frames.
        """
        t, state = n_frames, int(self.graph.home)
        moves: list[Move] = []
        shown = np.zeros(len(self.step))
        came = self.ends(t)
        if not came.weights.sum() > _NOTHING:
            return None
        while True:
            step = 1 if state < self.graph.n_frames else -1
            # The sums know nothing of what this way shows later on.
            twice = np.concatenate([[0], np.cumsum(shown[came.states[1:]])])
            k = _drawn(came.weights * np.exp(-twice), rng)
            shown[came.states[1 : k + 1]] += again
            for _ in range(int(came.ages[k])):
                t, state = t - 1, state - step
                moves.append(Move(t, state, state + step, "step"))
            if t == 0:
                return moves[::-1]
            move = self._arrival(t, state, shown, rng)
            moves.append(move)
            t, state = move.at, move.source
            came = self.arrivals(t, state)
            allowed = (came.ages >= self.least) | (came.ages == t)
            if move.kind == "hold":
                allowed |= came.ages == 0
            came.weights[~allowed] = 0

    def _arrival(self, t: int, state: int, shown: Array, rng: np.random.Generator) -> Move:
        """Draw the jump, or the held frame, that led to a state; `shown` is what later states cost."""
        jumps = slice(self._begins[state], self._begins[state + 1])
        held = self.hold[state] * (self.left[t - 1, state] + self.arrived[t - 1, state])
        sources = self.graph.source[jumps]
        jumped = self.left[t - self.window, sources] * self.jump[jumps] if t >= self.window else np.zeros(0)
        if len(jumped):
            jumped = jumped * np.exp(-self._shown_round(sources, shown))
        k = _drawn(np.append(jumped, held), rng)
        if k == len(jumped):
            return Move(t - 1, state, state, "hold")
        return Move(t - self.window, int(sources[k]), state, "jump")

    def _shown_round(self, sources: NDArray[np.int32], shown: Array) -> Array:
        """What the states cost that jumps out of some states show, or that must come before."""
        n = self.graph.n_frames
        before, after = self.least, self.window // 2
        until = np.concatenate([[0], np.cumsum(shown)])
        backward = sources >= n
        first = sources - np.where(backward, after, before)
        last = sources + np.where(backward, before, after) + 1
        return np.asarray(until[np.clip(last, 0, 2 * n)] - until[np.clip(first, 0, 2 * n)])


def moved(values: Array, k: int = 1) -> Array:
    """Return what lies at each state's k-th predecessor, or successor if k is below 0; 0 where none is."""
    forward, backward = np.split(values, 2)
    n, out = len(forward), np.zeros((2, len(forward)))
    if 0 <= k < n:
        out[0, k:], out[1, : n - k] = forward[: n - k], backward[k:]
    elif -n < k < 0:
        out[0, :k], out[1, -k:] = forward[-k:], backward[:k]
    return out.ravel()


def _drawn(weights: Array, rng: np.random.Generator) -> int:
    total = np.cumsum(weights)
    return int(np.searchsorted(total, rng.random() * total[-1], side="right"))
