"""What the truth gets for its looks, where only quiet frames are known.

    python benchmarks/quiet_looks.py presenters/NAME...

The looks of a person who talks are taken from their quiet frames alone, and the frames in which they talk are
held against them: as they were recorded, and with the lower face spoilt. The columns are: presenter, which
frames count as quiet, how many, what was done, distance of the likeness, steps at the region's edge.
The first row of each gives the unit of presenters who do not talk (`lipsync.own_looks`).
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from herald.media import Frame
from lipsync.calibration import Calibration
from lipsync.lower_face import LowerFaceGauge
from lipsync.mesh import MASK, NOSE_TIP
from lipsync.own_looks import measure_looks
from lipsync.presenter import load
from lipsync.reel import Reel
from lipsync.track import FaceTrack

RUN_S = 1.2
TALKING = 0.2
MOST_FRAMES = 60


def stretched(frame: Frame, x: float) -> Frame:
    """The picture drawn 15 % wider about a column."""
    matrix = np.array([[1.15, 0, -0.15 * x], [0, 1, 0]])
    return np.asarray(cv2.warpAffine(frame, matrix, (frame.shape[1], frame.shape[0])), np.uint8)


def mirrored(frame: Frame, x: float) -> Frame:
    """The picture reflected about a column."""
    matrix = np.array([[-1.0, 0, 2 * x], [0, 1, 0]])
    return np.asarray(cv2.warpAffine(frame, matrix, (frame.shape[1], frame.shape[0])), np.uint8)


def lighter(levels: int) -> Callable[[Frame, float], Frame]:
    """Add grey levels."""
    return lambda frame, x: np.clip(frame.astype(np.int16) + levels, 0, 255).astype(np.uint8)


SPOILT: dict[str, Callable[[Frame, float], Frame]] = {
    "as recorded": lambda frame, x: frame,
    "stretched": stretched,
    "mirrored": mirrored,
    "+3 levels": lighter(3),
    "+6 levels": lighter(6),
    "+10 levels": lighter(10),
}


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
        own = measure_looks(frames, track, replace(calibration, usable=quiet), talks=False)
        talking = np.flatnonzero(calibration.usable & ~quiet & (aperture > TALKING))
        talking = talking[:: max(1, len(talking) // MOST_FRAMES)]
        for fault, spoil in SPOILT.items():
            seen = []
            for i in talking:
                points = track.landmarks[i]
                hull = cv2.convexHull(points[list(MASK), :2].astype(np.float32)).round().astype(np.int32)
                region = np.zeros(frames[i].shape[:2], np.float32)
                cv2.fillConvexPoly(region, hull, 1)
                inset = round(0.14 * float(track.iod_px[i])) | 1
                alpha = cv2.GaussianBlur(cv2.erode(region, np.ones((inset, inset))), (0, 0), 1.5)[..., None]
                painted = frames[i] + alpha * (
                    spoil(frames[i], float(points[NOSE_TIP, 0])).astype(np.float32) - frames[i]
                )
                row = gauge.measure(painted.astype(np.uint8), points)
                seen.append(
                    (
                        1 - float((own.likenesses.astype(np.float32) @ row.likeness).max()),
                        own.seam_of(row.steps) * max(float(own.seam), 0.4),
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
