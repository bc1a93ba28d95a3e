"""Which footage too many sentences would show: it is made dearer, so that they spread over the rest."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter1d

from lipsync.graph import Graph
from lipsync.path import FramePath, find_path

Array = NDArray[np.float32]

_ENOUGH_S = 30.0
"""Longer footage spreads sentences by itself."""

_ROUNDS = 8
_LENGTHS_S = np.linspace(2, 7, 24)
"""Sentences are tried so many times, and so long."""

_RATE = 0.8
_NEAR_S = 0.12
_LEAST = 0.25


def spread(graph: Graph, footage_fps: Fraction) -> Graph:
    """Return a graph in which what many sentences share costs more.

    Args:
        graph: of the footage.
        footage_fps: its rate.
    """
    if float(graph.usable.sum() / footage_fps) > _ENOUGH_S:
        return graph
    crowd = np.zeros(2 * graph.n_frames, np.float32)
    for round_ in range(_ROUNDS):
        tried = replace(graph, cost=graph.cost + crowd)
        shown = np.zeros(2 * graph.n_frames)
        for i, seconds in enumerate(_LENGTHS_S):
            n_frames = max(1, round(seconds * footage_fps))
            seed = f"trial {round_} {i}"
            np.add.at(shown, _states(find_path(tried, footage_fps, n_frames, seed, footage_fps), graph), 1)
        even = shown.sum() / max(1, 2 * int(graph.usable.sum()))
        near = gaussian_filter1d(shown.reshape(2, -1), _NEAR_S * float(footage_fps), axis=1).ravel() / even
        crowd = np.maximum(crowd + _RATE * np.log(np.maximum(near, _LEAST)), 0).astype(np.float32)
    return replace(graph, cost=graph.cost + crowd)


def _states(path: FramePath, graph: Graph) -> NDArray[np.int64]:
    """The state that each picture of a path shows more of."""
    frames = np.where(path.weight < 0.5, path.a, path.b).astype(np.int64)
    backward = np.append(np.diff(frames), 1) < 0
    return frames + graph.n_frames * backward
