"""An independent ruler: the mouth of a finished video, seen with other eyes than those that made it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from herald.errors import UserError
from herald.ffmpeg import probe, read_frames
from herald.media import Frame
from herald.progress import Progress
from lipsync import points68
from lipsync.calibration import Calibration
from lipsync.landmark_engine import LandmarkEngine
from lipsync.presenter import Presenter
from lipsync.quality import LOOKS, SeenMouth
from lipsync.reel import Reel
from lipsync.track import FaceTrack

Array = NDArray[np.float32]

SAMPLED_FRAMES = 24
"""Frames of the presenter's footage that the ruler's scale is taken from."""

LOW, HIGH = 3, 97
"""Percentiles that are taken for the range of a person of whom there is no footage."""

_LEAST_SAMPLES = 6


@dataclass(frozen=True)
class Scale:
    """From what an engine measures to a person's own units: `unit = slope * measured + shift`.

    Attributes:
        slopes, shifts: float32 `[2]`, of aperture and width.
        rest: float32 `[3]`, aperture, width and pucker at rest.
    """

    slopes: Array
    shifts: Array
    rest: Array

    def units(self, measured: Array) -> Array:
        """Return aperture, width and pucker `[n, 3]` of gaps and widths `[n, 2]` in IOD; pucker is 0."""
        shape = np.zeros((len(measured), 3), np.float32)
        shape[:, :2] = measured * self.slopes + self.shifts
        shape[~np.isfinite(measured).all(axis=1)] = np.nan
        return shape


def measure_with(
    engine: LandmarkEngine, video: Path, presenter: Presenter | None, progress: Progress
) -> SeenMouth:
    """Measure the mouth in every picture of a video by an engine; the looks of the face are not judged.

    Args:
        engine: open.
        video: of one speaking face.
        presenter: whose units to use: the engine measures some frames of the footage too. None takes the
            person's range from the video.
        progress: told of every frame.

    Raises:
        UserError: the engine finds too few faces.
    """
    facts = probe(video)
    progress.begin(f"inspect with {engine.name}", facts.n_frames, "frames")
    measured = np.array(list(_measured(engine, read_frames(video), progress)), np.float32).reshape(-1, 2)
    progress.end()
    if np.isfinite(measured).all(axis=1).sum() < min(_LEAST_SAMPLES, len(measured)) or not len(measured):
        raise UserError(f"{engine.name} finds no face in {video}.")
    scale = range_of(measured) if presenter is None else scale_of(engine, presenter, progress)
    looks = np.full((len(measured), len(LOOKS)), np.nan, np.float32)
    return SeenMouth(facts.fps, scale.units(measured), scale.rest, looks)


def scale_of(engine: LandmarkEngine, presenter: Presenter, progress: Progress) -> Scale:
    """Learn an engine's scale from frames of a presenter's footage whose mouths are known in their units.

    Raises:
        UserError: the engine finds the face in too few of them.
    """
    track, calibration = FaceTrack.load(presenter.track), Calibration.load(presenter.calibration)
    units = calibration.units(track.landmarks, track.pucker)
    usable = np.flatnonzero(calibration.usable)
    # From shut to wide open, evenly, so that the slope is well known.
    by_aperture = usable[np.argsort(units[usable, 0], kind="stable")]
    picks = np.unique(np.linspace(0, len(by_aperture) - 1, SAMPLED_FRAMES).round().astype(int))
    frames = np.sort(by_aperture[picks])
    progress.begin(f"scale of {engine.name}", len(frames), "frames")
    with Reel(presenter.footage) as reel:
        rows = list(_measured(engine, reel.frames(frames), progress))
    progress.end()
    measured = np.array(rows, np.float32).reshape(-1, 2)
    found = np.isfinite(measured).all(axis=1)
    if found.sum() < _LEAST_SAMPLES:
        raise UserError(f"{engine.name} hardly finds the face of '{presenter.name}' in the footage.")
    slopes, shifts = np.ones(2, np.float32), np.zeros(2, np.float32)
    for i in range(2):
        slopes[i], shifts[i] = _line(measured[found, i], units[frames[found], i])
    return Scale(slopes, shifts, calibration.rest)


def range_of(measured: Array) -> Scale:
    """Return the scale whose range is that of the measured gaps and widths `[n, 2]` themselves."""
    known = measured[np.isfinite(measured).all(axis=1)]
    low, high = np.percentile(known, [LOW, HIGH], axis=0)
    spans = np.maximum(high - low, 1e-3) / np.array([1, 2])
    middle = np.array([low[0], (low[1] + high[1]) / 2])
    return Scale(
        (1 / spans).astype(np.float32), (-middle / spans).astype(np.float32), np.zeros(3, np.float32)
    )


def _measured(
    engine: LandmarkEngine, frames: Iterable[Frame], progress: Progress
) -> Iterator[tuple[float, float]]:
    """Gap and width in IOD of the largest face of each picture; nan where there is none."""
    for frame in frames:
        boxes = engine.boxes(frame)
        points = engine.points(frame, boxes[0]) if boxes else None
        if points is None or not points68.iod_px(points) > 0:
            yield np.nan, np.nan
        else:
            yield float(points68.gap_iod(points)), float(points68.width_iod(points))
        progress.advance()


def _line(x: Array, y: Array) -> tuple[float, float]:
    """The straight line through points that fits best, robust against x without any spread."""
    spread = x - x.mean()
    slope = float((spread * (y - y.mean())).sum() / max(float(np.square(spread).sum()), 1e-9))
    return slope, float(y.mean() - slope * x.mean())
