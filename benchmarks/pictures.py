"""What reading pictures costs, and how near morphs come to the true picture between.

    python benchmarks/pictures.py presenters/ada/footage.mp4 [VIDEO ...]

Reading: CPU of ffmpeg and of this process for a frame in RGB and as planes, 200 frames of a video that is
encoded as Herald's own are. Morphs: frames three before and three after are morphed half way and held against
the frame between, for several sizes of the pictures in which movement is looked for, and beside a fade.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import cv2
import numpy as np

ROOT = Path(__file__).resolve().parent.parent
N_READ, APART = 200, 3
SIDES_PX = (360, 256, 200)


def cpu_s(work: Callable[[], object]) -> float:
    """Return CPU seconds of this process and of what it started."""
    before = sum(os.times()[:4])
    work()
    return sum(os.times()[:4]) - before


def reading(video: Path) -> str:
    """Return what a frame costs in RGB and as planes."""
    from herald.ffmpeg import VideoWriter, probe, read_frames, read_planes

    with tempfile.TemporaryDirectory() as folder:
        own, facts = Path(folder) / "own.mp4", probe(video)
        n_frames = min(N_READ, facts.n_frames)
        with VideoWriter(own, facts.size_px, facts.fps) as writer:
            for frame in read_frames(video, n_frames=n_frames):
                writer.write(frame)
        ms = [
            1000 * cpu_s(lambda read=read: sum(1 for _ in read(own))) / n_frames
            for read in (read_frames, read_planes)
        ]
    return f"reading: {ms[0]:.1f} ms in RGB, {ms[1]:.1f} ms as planes"


def morphs(video: Path) -> Iterator[str]:
    """Yield how near morphs and cross-fades come to the true frame."""
    from herald.ffmpeg import read_planes
    from lipsync import flow, path_morph, planes
    from lipsync.scores import psnr_db

    frames = list(read_planes(video, n_frames=60))
    middles = range(APART, len(frames) - APART, 4)

    def near(made: Callable[[int], np.ndarray]) -> float:
        return float(np.mean([psnr_db(planes.luma(frames[i]), planes.luma(made(i))) for i in middles]))

    fade = near(lambda i: cv2.addWeighted(frames[i - APART], 0.5, frames[i + APART], 0.5, 0))
    yield f"cross-fade: {fade:.2f} dB"
    for side_px in SIDES_PX:
        flow.SIDE_PX = side_px
        started = time.process_time()
        decibels = near(lambda i: path_morph.morph(frames[i - APART], frames[i + APART], 0.5))
        ms = 1000 * (time.process_time() - started) / len(middles)
        yield f"morph, movement at {side_px} px: {decibels:.2f} dB, {ms:.0f} ms"


def main() -> None:
    """Print both for each video."""
    cv2.setNumThreads(1)
    for name in sys.argv[1:] or [str(ROOT / "presenters" / "ada" / "footage.mp4")]:
        print(name)
        for line in (reading(Path(name)), *morphs(Path(name))):
            print(f"  {line}")


if __name__ == "__main__":
    main()
