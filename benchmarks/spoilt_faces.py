"""What the measures of the lower face say of a built video, and of the same with the lower face spoilt.

    python benchmarks/spoilt_faces.py presenters/NAME outputs/BROADCAST/en/video.mp4

Every seventh picture of the video is measured as it is, and with the work region tinted, stretched by 15 %,
mirrored, shifted by a tenth of the eye distance to the side, or by 0.06 down: as a bad renderer would. The
columns are: presenter, what was done, seams, identity; the last names the marks that are missed.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from herald.ffmpeg import read_frames
from herald.media import Frame
from lipsync.face import iod_px
from lipsync.landmarks import FaceLandmarker
from lipsync.lower_face import LowerFaceGauge
from lipsync.mesh import MASK, NOSE_TIP
from lipsync.presenter import load
from lipsync.quality_marks import MARKS
from lipsync.yardstick import yardstick_of

MODEL = Path("models/face_landmarker.task")
EVERY = 7

Array = NDArray[np.float32]
Spoil = Callable[[Frame, Array], Frame]


def _moved(matrix: NDArray[np.float64], frame: Frame) -> Frame:
    return np.asarray(cv2.warpAffine(frame, matrix, (frame.shape[1], frame.shape[0])), np.uint8)


def stretched(frame: Frame, points: Array) -> Frame:
    """The picture drawn 15 % wider about the nose."""
    return _moved(np.array([[1.15, 0, -0.15 * points[NOSE_TIP, 0]], [0, 1, 0]]), frame)


def mirrored(frame: Frame, points: Array) -> Frame:
    """The picture reflected about the nose."""
    return _moved(np.array([[-1.0, 0, 2 * points[NOSE_TIP, 0]], [0, 1, 0]]), frame)


def shifted(right_iod: float, down_iod: float) -> Spoil:
    """Move the picture by so much of the eye distance."""

    def spoil(frame: Frame, points: Array) -> Frame:
        iod = float(iod_px(points))
        return _moved(np.array([[1, 0, right_iod * iod], [0, 1, down_iod * iod]]), frame)

    return spoil


def lighter(levels: int) -> Spoil:
    """Add grey levels."""
    return lambda frame, points: np.clip(frame.astype(np.int16) + levels, 0, 255).astype(np.uint8)


SPOILT: dict[str, Spoil] = {
    "as it is": lambda frame, points: frame,
    "stretched": stretched,
    "mirrored": mirrored,
    "shifted": shifted(0.1, 0),
    "lowered": shifted(0, 0.06),
    "+3 levels": lighter(3),
    "-3 levels": lighter(-3),
    "+6 levels": lighter(6),
    "+10 levels": lighter(10),
}


def with_lower_face(frame: Frame, points: Array, spoil: Spoil) -> Frame:
    """Return the picture with the work region spoilt, under a mask with a soft edge."""
    region = np.zeros(frame.shape[:2], np.float32)
    hull = cv2.convexHull(points[list(MASK), :2].astype(np.float32)).round().astype(np.int32)
    cv2.fillConvexPoly(region, hull, 1)
    inset = round(0.14 * float(iod_px(points))) | 1
    alpha = cv2.GaussianBlur(cv2.erode(region, np.ones((inset, inset))), (0, 0), 1.5)[..., None]
    painted = frame + alpha * (spoil(frame, points).astype(np.float32) - frame)
    return np.asarray(painted, np.uint8)


def report(folder: Path, video: Path) -> None:
    """Print the presenter's table."""
    presenter = load(folder)
    pictures = []
    with FaceLandmarker(MODEL) as landmarker:
        yardstick = yardstick_of(presenter, landmarker)
        own = yardstick.looks
        if own is None:
            raise SystemExit(f"{folder} has no looks to compare with")
        for frame in (frame for i, frame in enumerate(read_frames(video)) if i % EVERY == 0):
            faces = landmarker.search(frame)
            if faces:
                pictures.append((frame, faces[0].landmarks))
    for fault, spoil in SPOILT.items():
        gauge = LowerFaceGauge(with_lips=yardstick.talks)
        rows = [gauge.measure(with_lower_face(frame, points, spoil), points) for frame, points in pictures]
        found = {
            "seam_ratio": float(np.median([own.seam_of(row) for row in rows])),
            "identity_ratio": float(np.median([own.strangeness_of(row.likeness) for row in rows])),
        }
        missed = [name for name, value in found.items() if MARKS[name].shortfall(value)]
        figures = " ".join(f"{value:6.2f}" for value in found.values())
        print(f"{presenter.name:12} {fault:12} {figures}  {', '.join(missed)}", flush=True)


if __name__ == "__main__":
    report(Path(sys.argv[1]), Path(sys.argv[2]))
