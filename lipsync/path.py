"""The motion under the mouth: which footage lies under each picture.

Every path starts at the presenter's home frame and ends one frame before it, moving forward. So whatever
segment follows another, the picture runs on across the joint as it did when it was recorded, and a segment
can be made again, longer or shorter, without touching its neighbours.
"""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter1d

from lipsync.graph import Graph, graph_of
from lipsync.graph_jumps import eased
from lipsync.path_search import Move, cheapest
from lipsync.presenter import Presenter

Array = NDArray[np.float32]
Index = NDArray[np.int32]

_CHUNK_S = 10.0
"""A longer path comes home about this often, and then goes where it has not been."""

_PREFERENCE = 3.0
_PREFERENCE_S = 0.5
"""How much each sentence's own taste in footage counts for a frame, and over how long it changes."""

_JUMP_PREFERENCE = 5.0
_ALIKE_FRAMES = 6
"""How much more its taste in jumps counts for a jump; jumps between such neighbours are one to it."""

_AGAIN_COST = 0.4
"""What a frame costs that the path has shown before."""

_TRIES = 3


@dataclass(frozen=True, eq=False)
class FramePath:
    """The footage under each picture, a mixture of two frames of it while a jump is smoothed.

    Attributes:
        a, b: int32 `[n]`, frames of the footage.
        weight: float32 `[n]`, 0..1, how much of the picture is b's; where it is 0, b is a.
    """

    a: Index
    b: Index
    weight: Array

    def __post_init__(self) -> None:
        if not len(self.a) == len(self.b) == len(self.weight):
            raise ValueError("the arrays of a path are not of one length")

    def __len__(self) -> int:
        return len(self.a)

    def __getitem__(self, some: slice) -> FramePath:
        return FramePath(self.a[some], self.b[some], self.weight[some])

    @classmethod
    def plain(cls, frames: Sequence[int] | NDArray[np.integer]) -> FramePath:
        """Return a path that shows frames as they are."""
        index = np.asarray(frames, np.int32)
        return cls(index, index.copy(), np.zeros(len(index), np.float32))

    @classmethod
    def joined(cls, parts: Sequence[FramePath]) -> FramePath:
        """Return paths one after the other."""
        return cls(
            np.concatenate([part.a for part in parts]),
            np.concatenate([part.b for part in parts]),
            np.concatenate([part.weight for part in parts]),
        )

    def mix(self, values: Array) -> Array:
        """Interpolate what is known of the footage's frames, `[n_footage, ...]`; returns `[n, ...]`."""
        weight = self.weight.reshape(-1, *[1] * (values.ndim - 1))
        mixed = values[self.a] * (1 - weight) + values[self.b] * weight
        return np.where(weight > 0, mixed, values[self.a]).astype(values.dtype)

    def recipe(self) -> list[Any]:
        """Return the path as plain numbers, for a hash: the same path gives the same list."""
        return [self.a.tolist(), self.b.tolist(), self.weight.tolist()]

    def save(self, file: Path) -> None:
        """Write the path to an .npz file."""
        np.savez(file, a=self.a, b=self.b, weight=self.weight)

    @classmethod
    def load(cls, file: Path) -> FramePath:
        """Read what `save` wrote."""
        with np.load(file) as stored:
            return cls(stored["a"], stored["b"], stored["weight"])


def path(presenter: Presenter, n_frames: int, seed: str, fps: Fraction) -> FramePath:
    """Return the motion for one sentence.

    It depends on these arguments alone, not on other sentences.

    Args:
        presenter: whose footage.
        n_frames: length of the segment, at least 1.
        seed: the sentence's id; other sentences get other motion.
        fps: rate of the segment. The footage moves at its own pace whatever it is.

    Raises:
        ValueError: there are no frames to fill.
        StageFailed: the presenter's folder is incomplete, or no frame of the footage is usable.
    """
    # The frames of a photograph are much alike: variety shows nothing new, and each jump costs sharpness.
    preference = 0.0 if presenter.kind == "still" else _PREFERENCE
    return find_path(graph_of(presenter), presenter.fps, n_frames, seed, fps, preference)


def find_path(
    graph: Graph,
    footage_fps: Fraction,
    n_frames: int,
    seed: str,
    fps: Fraction,
    preference: float = _PREFERENCE,
) -> FramePath:
    """Return the motion for one sentence through a graph; see `path`.

    Args:
        graph: of the footage.
        footage_fps: its rate.
        n_frames, seed, fps: as for `path`.
        preference: how much the sentence's own taste in footage counts.
    """
    if n_frames < 1:
        raise ValueError("a path has at least one frame")
    n_steps = max(1, round(n_frames * footage_fps / fps))
    n_chunks = max(1, round(n_steps / float(_CHUNK_S * footage_fps)))
    edges = [i * n_steps // n_chunks for i in range(n_chunks + 1)]
    seen = np.zeros(2 * graph.n_frames, np.float32)
    chunks = []
    for start, stop in itertools.pairwise(edges):
        rng = _random(f"{seed} {start}")
        taste = graph.cost + preference * _taste(graph, rng, float(footage_fps)) + _AGAIN_COST * seen
        liked = replace(
            graph, jump_cost=graph.jump_cost + _JUMP_PREFERENCE * preference * _jump_taste(graph, rng)
        )
        chunk = _chunk(liked, stop - start, taste)
        chunks.append(chunk)
        seen += _shown(graph, chunk)
    whole = FramePath.joined(chunks)
    at = np.arange(n_frames) * n_steps // n_frames
    return FramePath(whole.a[at], whole.b[at], whole.weight[at])


def _random(seed: str) -> np.random.Generator:
    """Random numbers, the same whenever and wherever the seed is the same."""
    return np.random.default_rng(int.from_bytes(hashlib.sha256(seed.encode()).digest()[:8], "big"))


def _taste(graph: Graph, rng: np.random.Generator, fps: float) -> Array:
    """A smooth random cost for each state."""
    noise = rng.standard_normal((2, graph.n_frames))
    smooth = gaussian_filter1d(noise, _PREFERENCE_S * fps, axis=1, mode="nearest").ravel()
    rank = np.empty(len(smooth), np.float32)
    rank[np.argsort(smooth, kind="stable")] = np.linspace(0, 1, len(smooth), dtype=np.float32)
    return rank


def _jump_taste(graph: Graph, rng: np.random.Generator) -> Array:
    """A random cost for each jump, 0..1, nearly the same for jumps beside it."""
    ends = rng.random((2, 2 * graph.n_frames // _ALIKE_FRAMES + 1), np.float32)
    both = ends[0, graph.source // _ALIKE_FRAMES] + ends[1, graph.target // _ALIKE_FRAMES]
    return np.asarray(both % 1, np.float32)


def _chunk(graph: Graph, n_steps: int, taste: Array) -> FramePath:
    if n_steps <= 2 * int(graph.window) + 2:
        return _loop(graph, n_steps)
    again = np.zeros(2 * graph.n_frames, np.float32)
    found: list[tuple[float, FramePath]] = []
    for _ in range(_TRIES):
        moves, _cost = cheapest(graph, n_steps, taste + _AGAIN_COST * again)
        chunk = _played(graph, moves, n_steps)
        surplus = np.maximum(_shown(graph, chunk) - 1, 0)
        found.append((_price(graph, moves, taste) + _AGAIN_COST * float(surplus.sum()), chunk))
        if not surplus.any():
            break
        # One dynamic programme cannot know where it has been: what it showed twice costs more next time.
        again += surplus
    return min(found, key=lambda entry: entry[0])[1]


def _price(graph: Graph, moves: Sequence[Move], cost: Array) -> float:
    window = int(graph.window)
    total = 0.0
    for move in moves:
        if move.kind == "jump":
            low, high = np.searchsorted(graph.target, [move.target, move.target + 1])
            jump = low + int(np.flatnonzero(graph.source[low:high] == move.source)[0])
            total += float(graph.jump_cost[jump]) + window / 2 * float(cost[move.source] + cost[move.target])
        else:
            total += float(cost[move.target]) + (float(graph.hold[move.target]) if move.kind == "hold" else 0)
    return total


def _shown(graph: Graph, chunk: FramePath) -> Array:
    """How often a chunk shows each frame, the same for both directions, `[2 n]`."""
    once = np.zeros(graph.n_frames, np.float32)
    np.add.at(once, chunk.a, 1 - chunk.weight)
    np.add.at(once, chunk.b, chunk.weight)
    return np.tile(once, 2)


def _played(graph: Graph, moves: Sequence[Move], n_steps: int) -> FramePath:
    n, window = graph.n_frames, int(graph.window)
    a = np.zeros(n_steps, np.int32)
    b = np.full(n_steps, -1, np.int32)
    weight = np.zeros(n_steps, np.float32)
    for move in moves:
        a[move.at] = move.source % n
        if move.kind == "jump":
            k = np.arange(1, window)
            d, e = (1 if state < n else -1 for state in (move.source, move.target))
            at = slice(move.at + 1, move.at + window)
            a[at] = move.source % n + d * k
            b[at] = move.target % n - e * (window - k)
            weight[at] = eased(k / window)
    return FramePath(a, np.where(b < 0, a, b).astype(np.int32), weight)


def _loop(graph: Graph, n_steps: int) -> FramePath:
    """A path too short for jumps: the run from home, morphed into the one that comes home at its end."""
    home, n = int(graph.home), graph.n_frames
    first, last = home - n_steps, home + n_steps - 1
    whole = first >= 0 and last < n and bool(graph.linked[first + 1 : last + 1].all())
    if not whole:
        return _played(graph, cheapest(graph, n_steps, graph.cost)[0], n_steps)
    k = np.arange(n_steps)
    weight = eased(k / n_steps)
    a, b = (home + k).astype(np.int32), (first + k).astype(np.int32)
    return FramePath(a, np.where(weight > 0, b, a).astype(np.int32), weight)
