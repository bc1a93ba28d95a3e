"""The pixel work of `footage`: OpenCV and torch side by side, how far they agree and how fast they are.

    python benchmarks/pixels.py presenters/ada --device cpu --processes 2

Each process paints the same frames of the presenter with other frames' mouths, so that the base moves too.
"""

from __future__ import annotations

import argparse
import multiprocessing
import time
from pathlib import Path

import numpy as np

from herald.media import Frame

N_FRAMES = 48
APART = 40
"""How far away in the footage the mouths are taken from."""


def main() -> None:
    """Print a line for each presenter and each implementation."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("presenters", nargs="+", type=Path)
    parser.add_argument("--device", default="cpu")
    parser.add_argument("--processes", type=int, default=2)
    wishes = parser.parse_args()
    context = multiprocessing.get_context("spawn")
    print(f"{'presenter':<12} {'opencv fps':>11} {'torch fps':>10} {'worst dB':>9} {'mean dB':>8} outside")
    for folder in wishes.presenters:
        work = [(folder, wishes.device)] * wishes.processes
        with context.Pool(wishes.processes) as pool:
            rows = pool.starmap(measure, work)
        plain, batched = (sum(row[i] for row in rows) for i in (0, 1))
        worst, mean, untouched = rows[0][2:]
        outside = "bit-identical" if untouched else "TOUCHED"
        print(f"{folder.name:<12} {plain:>11.1f} {batched:>10.1f} {worst:>9.1f} {mean:>8.1f} {outside}")


def measure(folder: Path, device: str) -> tuple[float, float, float, float, bool]:
    """Return frames a second of both, worst and mean PSNR where they paint, and whether the rest is whole."""
    import cv2
    import torch

    from lipsync import retrieval
    from lipsync.footage import LIBRARY, paint_jobs, painted, wanted_looks
    from lipsync.geometry import freedom_of
    from lipsync.library import Library
    from lipsync.pixels import OpenCV, Pixels
    from lipsync.pose import fit_pose
    from lipsync.presenter import load
    from lipsync.reel import Reel
    from lipsync.torch_pixels import TorchPixels
    from lipsync.track import FaceTrack

    torch.set_num_threads(1)
    cv2.setNumThreads(1)
    presenter = load(folder)
    track, library = FaceTrack.load(presenter.track), Library.open(folder / LIBRARY)
    found = np.flatnonzero(track.found)
    numbers, others = found[:N_FRAMES], found[APART : APART + N_FRAMES]
    numbers = numbers[: len(others)]
    base, lent = track.landmarks[numbers], track.landmarks[others]
    pose = fit_pose(base, library.template)
    wanted, own = fit_pose(lent, library.template).canonical(lent), pose.canonical(base)
    shift = pose.project(wanted) - pose.project(own)
    target = (base + freedom_of(own.mean(axis=0))[:, None] * shift).astype(np.float32)
    looks = wanted_looks(library, base, library.footage_detail[numbers], target)
    choice = retrieval.choose(looks, library.looks, library.successor)
    jobs = list(paint_jobs(library, base, target, looks, choice))
    with Reel(presenter.footage) as reel:
        frames = list(reel.frames(numbers))

    def all_painted(pixels: Pixels) -> list[Frame]:
        return list(painted([frame.copy() for frame in frames], jobs, pixels))

    rates, made = [], []
    for pixels in (OpenCV(), TorchPixels(device)):
        all_painted(pixels)
        started = time.perf_counter()
        made.append(all_painted(pixels))
        rates.append(len(frames) / (time.perf_counter() - started))
    psnrs, untouched = [], True
    for frame, job, a, b in zip(frames, jobs, *made, strict=True):
        size_px = (frame.shape[1], frame.shape[0])
        region = np.zeros(frame.shape[:2], bool)
        region[job.region(size_px).window] = True
        untouched &= np.array_equal(b[~region], frame[~region])
        changed = (a != frame).any(axis=2) | (b != frame).any(axis=2)
        error = np.square(a[changed].astype(np.float64) - b[changed]).mean()
        psnrs.append(10 * np.log10(255**2 / max(error, 1e-6)))
    return rates[0], rates[1], float(min(psnrs)), float(np.mean(psnrs)), untouched


if __name__ == "__main__":
    main()
