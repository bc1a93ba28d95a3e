"""The motion under the mouth: which footage lies under each picture.

Every path starts at the presenter's home frame and ends one frame before it, moving forward. So whatever
segment follows another, the picture runs on across the joint as it did when it was recorded, and a segment
can be made again, longer or shorter, without touching its neighbours.
"""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lipsync.graph import Graph, graph_of
from lipsync.graph_jumps import eased
from lipsync.path_chance import LEAST_S, Chances
from lipsync.path_search import Move, cheapest
from lipsync.presenter import Presenter

Array = NDArray[np.float32]
Index = NDArray[np.int32]

_CHUNK_S = 10.0
"""A longer path comes home about this often, and then goes where it has not been."""


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

    @property
    def nearer(self) -> Index:
        """The frame of the footage that more of each picture is of, int32 `[n]`."""
        return np.where(self.weight < 0.5, self.a, self.b).astype(np.int32)

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
    return find_path(
        graph_of(presenter), presenter.fps, n_frames, seed, fps, varied=presenter.kind != "still"
    )


def find_path(
    graph: Graph, footage_fps: Fraction, n_frames: int, seed: str, fps: Fraction, varied: bool = True
) -> FramePath:
    """Return the motion for one sentence through a graph; see `path`.

    Args:
        graph: of the footage.
        footage_fps: its rate.
        n_frames, seed, fps: as for `path`.
        varied: whether the sentence moves in a way of its own, or in the cheapest.
    """
    if n_frames < 1:
        raise ValueError("a path has at least one frame")
    n_steps = max(1, round(n_frames * footage_fps / fps))
    n_chunks = max(1, round(n_steps / float(_CHUNK_S * footage_fps)))
    edges = [i * n_steps // n_chunks for i in range(n_chunks + 1)]
    rng = _random(seed)
    seen = np.zeros(2 * graph.n_frames, np.float32)
    chunks = []
    for start, stop in itertools.pairwise(edges):
        chunk = _chunk(graph, footage_fps, stop - start, seen, rng if varied else None)
        chunks.append(chunk)
        seen += _shown(graph, chunk)
    whole = FramePath.joined(chunks)
    at = np.arange(n_frames) * n_steps // n_frames
    return FramePath(whole.a[at], whole.b[at], whole.weight[at])


def _random(seed: str) -> np.random.Generator:
    """Random numbers, the same whenever and wherever the seed is the same."""
    return np.random.default_rng(int.from_bytes(hashlib.sha256(seed.encode()).digest()[:8], "big"))


def _chunk(
    graph: Graph, fps: Fraction, n_steps: int, seen: Array, rng: np.random.Generator | None
) -> FramePath:
    if n_steps <= 2 * int(graph.window) + 2:
        return _loop(graph, n_steps)
    if rng is not None:
        for least_s in (LEAST_S, 0.0):
            moves = Chances(graph, fps, n_steps, seen, least_s).draw(n_steps, rng)
            # Where runs must last, short footage may leave no way but to stand still.
            if moves is not None and not any(move.kind == "hold" for move in moves):
                return _played(graph, moves, n_steps)
    return _played(graph, cheapest(graph, n_steps, graph.cost)[0], n_steps)


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
