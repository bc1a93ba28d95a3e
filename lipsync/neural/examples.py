"""Examples to learn from: frames painted again without themselves and their neighbours, and the frames."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from herald.media import Frame
from herald.progress import Progress
from lipsync import appearance, retrieval
from lipsync.footage import paint_jobs, wanted_looks
from lipsync.library import Library
from lipsync.neural.network import N_INPUTS
from lipsync.neural.presets import Preset
from lipsync.neural.view import View
from lipsync.pixels import OpenCV, PaintJob

Array = NDArray[np.float32]

WAYS = 4
"""How many times each frame is painted, with other mouths each time."""

MOST_EXAMPLES = 3000
"""More do not fit into the minutes that a processor trains for, and take the disk of a library."""

LEFT_OUT_FRAMES = (8, 8, 16, 8)
"""How near in time, for each way, a recorded mouth may not be: the frame itself would teach nothing."""

AMONG = (1, 4, 1, 8)
"""For each way, out of how many of the nearest mouths one is taken at random; 1 is the best path."""

_FOLDS = 4


def write_examples(
    folder: Path,
    frames: Iterator[tuple[int, Frame]],
    landmarks: Array,
    library: Library,
    size: Preset,
    progress: Progress,
) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """Paint every frame of a library again in several ways; memory is flat.

    Args:
        folder: exists; the two arrays are written into it.
        frames: numbers and pictures of the library's frames, in order.
        landmarks: float32 `[m, 478, 3]` px, their faces.
        library: of these frames and no others.
        size: what the network sees.
        progress: advanced by one for each frame.

    Returns:
        what is seen, uint8 `[n, side, side, 15]`, and the truth, uint8 `[n, side, side, 3]`, both mapped.
    """
    n_ways = max(1, min(WAYS, MOST_EXAMPLES // max(len(library), 1)))
    shape = (n_ways * len(library), size.side_px, size.side_px)
    seen = np.lib.format.open_memmap(folder / "seen.npy", "w+", np.uint8, (*shape, N_INPUTS))
    true = np.lib.format.open_memmap(folder / "true.npy", "w+", np.uint8, (*shape, 3))
    ways = [_jobs(library, landmarks, way) for way in range(n_ways)]
    pixels = OpenCV()
    row = 0
    for (_, frame), *jobs in zip(frames, *ways, strict=True):
        for job in jobs:
            region = job.region((frame.shape[1], frame.shape[0]))
            own, job = frame[region.window], job.within(region)
            view = View.of(job.target_points, size)
            seen[row] = view.seen(pixels.paint(own, job), job)
            true[row] = view.crop(own)
            row += 1
        progress.advance()
    seen.flush()
    true.flush()
    return open_examples(folder)


def open_examples(folder: Path) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """Open what `write_examples` wrote."""
    seen, true = (np.load(folder / name, mmap_mode="r") for name in ("seen.npy", "true.npy"))
    return seen, true


def _jobs(library: Library, landmarks: Array, way: int) -> Iterator[PaintJob]:
    wanted = wanted_looks(library, landmarks, library.detail[:, 0], landmarks)
    texture = _unseen_texture(library, appearance.windows(wanted.shape, wanted.pose))
    wanted = retrieval.Looks(wanted.shape, wanted.pose, texture, wanted.detail)
    apart = np.abs(library.frames[:, None] - library.frames[None])
    banned = apart <= LEFT_OUT_FRAMES[way]
    choice = _chosen(wanted, library, banned, AMONG[way], way)
    return paint_jobs(library, landmarks, landmarks, wanted, choice)


def _chosen(
    wanted: retrieval.Looks, library: Library, banned: NDArray[np.bool_], among: int, seed: int
) -> retrieval.Choice:
    looks, successor = library.looks, library.successor
    if among == 1:
        return retrieval.choose(wanted, looks, successor, banned)
    n_near = min(retrieval.N_CANDIDATES, len(library))
    rows, cost = retrieval.nearest(wanted, looks, n_near, banned)
    rng = np.random.default_rng(seed)
    n_open = np.clip(np.isfinite(cost).sum(axis=1), 1, among)
    first = rows[np.arange(len(rows)), rng.integers(0, n_open)]
    return retrieval.Choice(first, retrieval.companions(first, rows, successor))


def _unseen_texture(library: Library, inputs: Array) -> Array:
    """Predict each frame's texture by models that have not seen its stretch, as new frames are predicted."""
    fold = np.arange(len(library)) * _FOLDS // len(library)
    texture = np.empty_like(library.looks_texture)
    for i in range(_FOLDS):
        train = fold != i
        predictor = appearance.Predictor.fit(inputs[train], library.looks_texture[train])
        texture[~train] = predictor(inputs[~train])
    return texture
