"""What the truth gets for its looks, where only quiet frames are known.

    python benchmarks/quiet_looks.py presenters/NAME...

The looks of a person who talks are taken from their quiet frames alone, and the frames in which they talk are
held against them: as they were recorded, and with the lower face spoilt. The columns are: presenter, which
frames count as quiet, how many, what was done, distance of the likeness, steps at the region's edge in grey
levels. The first row of each gives the units of presenters who do not talk (`lipsync.own_looks`).
"""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from spoilt_faces import MODEL, SPOILT, with_lower_face

from lipsync.calibration import Calibration
from lipsync.landmarks import FaceLandmarker
from lipsync.lower_face import LowerFaceGauge
from lipsync.own_looks import QUIET_STEP, measure_looks
from lipsync.presenter import load
from lipsync.reel import Reel
from lipsync.track import FaceTrack

RUN_S = 1.2
TALKING = 0.2
MOST_FRAMES = 60


def quiet_frames(
    aperture: NDArray[np.float32], calibration: Calibration, fps: float
) -> dict[str, NDArray[np.bool_]]:
    """Three ways to choose them: the quietest run, those that are at rest, the least open fifth."""
    usable = calibration.usable
    off = np.where(usable, np.abs(aperture - calibration.rest[0]), 9)
    length = round(RUN_S * fps)
    start = int(np.argmin(np.convolve(off, np.ones(length), "valid")))
    run = np.zeros(len(usable), np.bool_)
    run[start : start + length] = True
    fifth = usable & (aperture < np.nanpercentile(aperture[usable], 20))
    return {"quietest run": run & usable, "at rest": calibration.resting & usable, "least open fifth": fifth}


def report(folder: Path) -> None:
    """Print the presenter's table."""
    presenter = load(folder)
    track, calibration = FaceTrack.load(presenter.track), Calibration.load(presenter.calibration)
    aperture = calibration.units(track.landmarks, track.pucker)[:, 0]
    with Reel(presenter.footage) as reel:
        frames = list(reel.frames(range(reel.n_frames)))
    gauge = LowerFaceGauge(with_lips=False)
    for name, quiet in quiet_frames(aperture, calibration, float(track.fps)).items():
        with FaceLandmarker(MODEL) as landmarker:
            own = measure_looks(frames, track, replace(calibration, usable=quiet), landmarker, talks=False)
        talking = np.flatnonzero(calibration.usable & ~quiet & (aperture > TALKING))
        talking = talking[:: max(1, len(talking) // MOST_FRAMES)]
        for fault, spoil in SPOILT.items():
            seen = []
            for i in talking:
                points = track.landmarks[i]
                row = gauge.measure(with_lower_face(frames[i], points, spoil), points)
                seen.append(
                    (
                        1 - float((own.likenesses.astype(np.float32) @ row.likeness).max()),
                        own.seam_of(row) * QUIET_STEP,
                    )
                )
            likeness, steps = np.median(seen, axis=0)
            print(
                f"{presenter.name:12} {name:18} {quiet.sum():4} {fault:12} {likeness:.3f} {steps:.2f}",
                flush=True,
            )


if __name__ == "__main__":
    for path in sys.argv[1:]:
        report(Path(path))
