"""How near the faces that a finished video is judged by are to a detector in every picture.

    python benchmarks/onlooker.py VIDEO --presenter NAME

Each face is also measured on four other crops, each with a detector of its own; their mean stands for the
truth. Prints how far the mouth's opening is from it, in shares of the presenter's range, how restless it is
(mean of the third difference), and milliseconds of CPU a picture.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from herald.ffmpeg import probe, read_planes
from herald.media import Frame
from herald.presenters import LANDMARK_MODEL
from lipsync.calibration import Calibration
from lipsync.face import Face
from lipsync.landmarks import CROP_SIDE_IOD, FaceLandmarker
from lipsync.mesh import N_LANDMARKS
from lipsync.onlooker import Onlooker
from lipsync.presenter import load
from lipsync.track import Follower

ROOT = Path(__file__).resolve().parent.parent

_OTHER_SIDES_IOD = (2.6, 2.9, 3.6, 4.0)

Look = Callable[[Iterable[Frame]], Iterator[Face | None]]


def main() -> None:
    """Measure a video each way and print a line for each."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("video", type=Path)
    parser.add_argument("--presenter", required=True)
    parser.add_argument("--frames", type=int, default=500)
    options = parser.parse_args()

    calibration = Calibration.load(load(ROOT / "presenters" / options.presenter).calibration)
    facts = probe(options.video)
    n_frames = min(options.frames, facts.n_frames)
    with FaceLandmarker(ROOT / "models" / LANDMARK_MODEL, with_looks=False) as landmarker:

        def with_detector(*sides_iod: float) -> Look:
            follower = Follower(landmarker, facts.size_px, sides_iod)
            return lambda frames: (follower.next(frame) for frame in frames)

        def opening(look: Look) -> tuple[NDArray[np.float32], float]:
            frames = list(read_planes(options.video, n_frames=n_frames))
            began = time.process_time()
            faces = list(look(frames))
            cpu_ms = 1000 * (time.process_time() - began) / n_frames
            lost = np.full((N_LANDMARKS, 3), np.nan, np.float32)
            points = np.array([lost if face is None else face.landmarks for face in faces])
            return calibration.units(points, np.zeros(len(points), np.float32))[:, 0], cpu_ms

        truth, _ = opening(with_detector(*_OTHER_SIDES_IOD))
        onlooker = Onlooker(landmarker, facts.size_px)
        ways: dict[str, Look] = {
            "detector in every picture": with_detector(CROP_SIDE_IOD),
            "onlooker": lambda frames: (face for _, face in onlooker.all(frames)),
        }
        for name, look in ways.items():
            seen, cpu_ms = opening(look)
            off = seen - truth
            print(
                f"{name}: {np.nanmean(off):+.4f} in the mean, spread {np.nanstd(off):.4f}, restless "
                f"{np.nanmean(np.abs(np.diff(seen, 3))):.4f}, {cpu_ms:.1f} ms of CPU a picture"
            )


if __name__ == "__main__":
    main()
