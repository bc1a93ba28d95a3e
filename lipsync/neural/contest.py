"""A presenter's network beside `footage`, on frames that neither has seen: measured and shown."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from herald.files import written_beside
from herald.media import Frame
from herald.progress import Progress
from lipsync.landmarks import FaceLandmarker
from lipsync.library import Library
from lipsync.pixels import Pixels
from lipsync.reenactment import Clock, repainted
from lipsync.scores import Scores, stabilised_matrix
from lipsync.track import FaceTrack

_SHEET_FRAMES = 6
_SHEET_SIDE_PX = 240


def compare(
    video: Path,
    track: FaceTrack,
    library: Library,
    numbers: NDArray[np.int32],
    methods: Mapping[str, Pixels],
    landmarker: FaceLandmarker,
    sheet: Path,
    progress: Progress,
) -> dict[str, dict[str, float]]:
    """Make held-out frames again by several methods and measure each.

    Args:
        video: the presenter's footage.
        track: the face in it.
        library: of frames that are not held out.
        numbers: int32 `[n]`, the held-out frames.
        methods: pixel work by name.
        landmarker: open.
        sheet: PNG to write, a column for the truth and one for each method.
        progress: told of every frame.

    Returns:
        the figures of `Scores` by method, with `cpu_ms_per_frame`.
    """
    shown = set(numbers[np.linspace(0, len(numbers) - 1, _SHEET_FRAMES).round().astype(int)].tolist())
    columns: list[list[Frame]] = []
    figures: dict[str, dict[str, float]] = {}
    for name, pixels in methods.items():
        scores, clock = Scores(landmarker), Clock()
        truths, made_ones = [], []
        for number, true, made in repainted(video, track, library, numbers, pixels, clock):
            face = track.landmarks[number]
            scores.add(true, made, face, number)
            if number in shown:
                truths.append(_mouth(true, face))
                made_ones.append(_mouth(made, face))
            progress.advance()
        columns = [*(columns or [truths]), made_ones]
        figures[name] = {key: round(value, 4) for key, value in scores.figures.items()}
        figures[name]["cpu_ms_per_frame"] = round(1000 * clock.seconds / len(numbers), 2)
    picture = np.concatenate([np.concatenate(column, axis=0) for column in columns], axis=1)
    with written_beside(sheet) as part:
        part.write_bytes(cv2.imencode(".png", picture[..., ::-1])[1].tobytes())
    return figures


def _mouth(picture: Frame, landmarks: NDArray[np.float32]) -> Frame:
    """The mouth at one size, uint8 `[180, 240, 3]`."""
    matrix = stabilised_matrix(landmarks)
    matrix[:, :2] *= 128 / _SHEET_SIDE_PX
    how = cv2.INTER_CUBIC | cv2.WARP_INVERSE_MAP
    size = (_SHEET_SIDE_PX, _SHEET_SIDE_PX * 3 // 4)
    return np.asarray(cv2.warpAffine(picture, matrix, size, flags=how), np.uint8)
