"""What the mouth of a finished video really does, measured on the encoded pictures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from herald.errors import StageFailed
from herald.ffmpeg import probe, read_planes
from herald.media import Frame
from lipsync import planes
from lipsync.face import iod_px
from lipsync.landmarks import FaceLandmarker, crop_box
from lipsync.lower_face import LowerFace, LowerFaceGauge
from lipsync.mesh import N_LANDMARKS
from lipsync.npz import read_npz, write_npz
from lipsync.onlooker import Onlooker
from lipsync.own_looks import OwnLooks
from lipsync.track import Chosen
from lipsync.wanted import Wanted
from lipsync.yardstick import Yardstick

Array = NDArray[np.float32]

CLOSED_BELOW = 0.15
"""An aperture below this share of the person's range counts as closed lips: it is about 3 % of the
inter-ocular distance, and recorded p, b and m come below it too."""

REST_WITHIN = 0.15
"""A mouth is at rest while its aperture is within this share of the range from the presenter's own rest."""

PAUSE_FROM_S = 0.4
"""Shorter pauses are not judged: there is hardly time to come to rest."""

SETTLE_S = 0.15
"""The time a mouth has to come to rest, and to leave it again before the pause ends."""

MOST_LAG_FRAMES = 6

LOOKS = ("sharpness_ratio", "flicker_ratio", "seam_ratio", "identity_ratio")
"""What is measured of the lower face in each picture, all in proportion to the presenter's own footage."""

_GAUGED_IOD = 4.0
"""Side of the square round the nose tip in which the lower face is measured."""

_SAME_SIZE = 0.07
"""Sharpness is judged only in pictures that show the face as large as the footage does, within this share."""


@dataclass(frozen=True)
class SeenMouth:
    """The mouth of a video, in the presenter's own units.

    Attributes:
        fps: frame rate.
        shape: float32 `[n_frames, 3]`, aperture, width and pucker, see `Calibration.units`; nan where no
            face was found, and the pucker also where the landmarker leaves looks out.
        rest: float32 `[3]`, the presenter's own rest.
        looks: float32 `[n_frames, 4]`, see `LOOKS`; nan where it could not be measured.
    """

    fps: Fraction
    shape: Array
    rest: Array
    looks: Array

    @property
    def found(self) -> NDArray[np.bool_]:
        """Whether a face was found, bool `[n_frames]`."""
        return np.asarray(np.isfinite(self.shape[:, 0]), np.bool_)

    def save(self, path: Path) -> None:
        """Write an .npz file."""
        rate = np.array([self.fps.numerator, self.fps.denominator], np.int64)
        write_npz(path, {"fps": rate, "shape": self.shape, "rest": self.rest, "looks": self.looks})

    @classmethod
    def load(cls, path: Path) -> SeenMouth:
        """Read what `save` wrote.

        Raises:
            StageFailed: the file is missing or damaged.
        """
        stored = read_npz(path)
        try:
            top, bottom = (int(n) for n in stored["fps"])
            return cls(Fraction(top, bottom), stored["shape"], stored["rest"], stored["looks"])
        except (KeyError, ValueError) as error:
            raise StageFailed(f"{path} lacks something: {error}") from error

    @classmethod
    def joined(cls, parts: Sequence[SeenMouth]) -> SeenMouth:
        """Return what is seen in videos of one presenter that follow one another; at least one."""
        return cls(
            parts[0].fps,
            np.concatenate([part.shape for part in parts]),
            parts[0].rest,
            np.concatenate([part.looks for part in parts]),
        )


def measure_mouth(
    video: Path,
    landmarker: FaceLandmarker,
    yardstick: Yardstick,
    start_frame: int = 0,
    n_frames: int | None = None,
    chosen: Chosen | None = None,
) -> SeenMouth:
    """Measure the mouth in every picture of a video; memory does not grow with the pictures' size.

    Args:
        video: at any size and rate.
        landmarker: an opened one.
        yardstick: of the person who is seen.
        start_frame: the first frame to look at.
        n_frames: how many; None is all that follow.
        chosen: whose mouth, where others may be in the picture; None follows the face that shows best.
    """
    facts = probe(video)
    gauge = LowerFaceGauge(with_lips=yardstick.talks)
    onlooker = Onlooker(landmarker, facts.size_px, chosen, yardstick.talks)
    landmarks, pucker, rows = [], [], []
    for frame, face in onlooker.all(read_planes(video, start_frame=start_frame, n_frames=n_frames)):
        if face is None:
            gauge.miss()
            landmarks.append(np.full((N_LANDMARKS, 3), np.nan, np.float32))
            pucker.append(np.nan)
            rows.append((np.nan,) * len(LOOKS))
            continue
        landmarks.append(face.landmarks)
        pucker.append(face.pucker)
        picture, points = round_face(frame, face.landmarks)
        rows.append(_raw_looks(gauge.measure(picture, points), yardstick.looks))
    points = np.array(landmarks, np.float32).reshape(-1, N_LANDMARKS, 3)
    shape = yardstick.calibration.units(points, np.array(pucker, np.float32))
    looks = np.array(rows, np.float32).reshape(-1, len(LOOKS))
    looks[:, 0] = _sharpness(looks[:, 0], shape[:, 0], iod_px(points), yardstick.looks)
    return SeenMouth(facts.fps, shape, yardstick.calibration.rest, looks)


def round_face(frame: Frame, landmarks: Array) -> tuple[Frame, Array]:
    """Return the part of a picture that the gauge looks at, in RGB, and the landmarks in it."""
    left, top, right, bottom = crop_box(landmarks, planes.size_of(frame), _GAUGED_IOD)
    part = planes.part(frame, (left, top, right, bottom))
    return part, landmarks - np.array([left, top, 0], np.float32)


def _raw_looks(row: LowerFace, own: OwnLooks | None) -> tuple[float, float, float, float]:
    """Return `LOOKS` of one picture, the first of them not yet in proportion."""
    if own is None:
        return np.nan, np.nan, np.nan, np.nan
    return row.detail, own.change_of(row.change), own.seam_of(row), own.strangeness_of(row.likeness)


def _sharpness(detail: Array, aperture: Array, iod: Array, own: OwnLooks | None) -> Array:
    found = np.isfinite(iod)
    if own is None or not found.any() or abs(np.median(iod[found]) / float(own.iod_px) - 1) > _SAME_SIZE:
        return np.full_like(detail, np.nan)
    return np.asarray(detail / own.usual_detail(aperture), np.float32)


def compare(wanted: Wanted, seen: SeenMouth, talks: bool = True) -> dict[str, float | None]:
    """Compare the mouth that was asked for with the one that is seen.

    Args:
        wanted: `[n_frames]`.
        seen: `[n_frames]`.
        talks: the presenter's footage shows speech.

    Returns:
        None where there was nothing to measure, else
        `face_share`: share of frames in which a face is found;
        `best_lag_frames`: by how many frames the mouth is late (negative: early), by correlation;
        `opening_correlation`: of wanted and seen aperture, without any lag;
        `closure_share`: share of closures at which the aperture goes below `CLOSED_BELOW` in that frame or
        the ones beside it;
        `rest_share`: share of the frames in pauses of at least `PAUSE_FROM_S`, without `SETTLE_S` at both
        ends, in which the aperture is within `REST_WITHIN` of the presenter's rest;
        `sharpness_ratio`, `flicker_ratio`, `seam_ratio`, `identity_ratio`: of the lower face, in proportion
        to the footage, which has 1: detail in the lips, change from picture to picture, steps across the
        edge of the work region, distance from the person's own looks. Where the footage shows no speech,
        sharpness and flicker are judged in pauses.

    Raises:
        ValueError: the two are not of one length.
    """
    if wanted.mouth.n_frames != len(seen.shape):
        raise ValueError(f"{wanted.mouth.n_frames} frames were wanted, {len(seen.shape)} are seen")
    opening = wanted.opening(float(seen.rest[0]))
    quiet = _settled(wanted.pauses, seen.fps)
    aperture = seen.shape[:, 0]
    lags = range(-MOST_LAG_FRAMES, MOST_LAG_FRAMES + 1)
    scores = {lag: _correlation_at(opening, aperture, lag) for lag in lags}
    known = {lag: score for lag, score in scores.items() if score is not None}
    return {
        "face_share": float(seen.found.mean()) if len(aperture) else None,
        # Of equal scores the smallest lag counts.
        "best_lag_frames": float(max(known, key=lambda lag: (known[lag], -abs(lag)))) if known else None,
        "opening_correlation": scores[0],
        "closure_share": _share(len(wanted.closures), len(closure_misses(wanted, seen))),
        "rest_share": _share(len(quiet), len(unrested(wanted, seen))),
        **_compared_looks(seen, None if talks else quiet),
    }


def closure_misses(wanted: Wanted, seen: SeenMouth) -> list[tuple[int, float]]:
    """Return the closures at which the lips do not meet, each with the least aperture that is seen there."""
    missed = []
    for frame in wanted.closures:
        near = seen.shape[max(0, frame - 1) : frame + 2, 0]
        gap = float(near[np.isfinite(near)].min(initial=np.inf))
        if gap >= CLOSED_BELOW:
            missed.append((frame, gap))
    return missed


def unrested(wanted: Wanted, seen: SeenMouth) -> list[tuple[int, float]]:
    """Return the frames of long pauses that do not show the mouth at rest, each with how far it is off."""
    rest = float(seen.rest[0])
    off = [(frame, abs(float(seen.shape[frame, 0]) - rest)) for frame in _settled(wanted.pauses, seen.fps)]
    return [(frame, distance) for frame, distance in off if not distance < REST_WITHIN]


def _compared_looks(seen: SeenMouth, quiet: Sequence[int] | None) -> dict[str, float | None]:
    """Return the measures of the lower face; where the footage has no speech, some from quiet frames only."""
    measures: dict[str, float | None] = {}
    for column, name in enumerate(LOOKS):
        values = seen.looks[:, column]
        if quiet is not None and name in ("sharpness_ratio", "flicker_ratio"):
            values = values[list(quiet)]
        values = values[np.isfinite(values)]
        # Changes come in bursts, and the mean is what the eye takes; the others are states.
        middle = np.mean if name == "flicker_ratio" else np.median
        measures[name] = float(middle(values)) if len(values) else None
    return measures


def _correlation_at(wanted: Array, seen: Array, lag: int) -> float | None:
    """Correlate `wanted[i]` with `seen[i + lag]`; None where one of them does not change."""
    n = len(wanted) - abs(lag)
    a, b = wanted[max(0, -lag) :][: max(n, 0)], seen[max(0, lag) :][: max(n, 0)]
    known = np.isfinite(a) & np.isfinite(b)
    a, b = a[known].astype(np.float64), b[known].astype(np.float64)
    if len(a) < 3 or min(a.std(), b.std()) < 1e-6:
        return None
    return float(np.corrcoef(a, b)[0, 1])


def _settled(pauses: Sequence[tuple[int, int]], fps: Fraction) -> list[int]:
    """Return the frames of long pauses in which the mouth has had the time to come to rest."""
    settle = round(SETTLE_S * fps)
    return [
        frame
        for start, stop in pauses
        if stop - start >= PAUSE_FROM_S * fps
        for frame in range(start + settle, stop - settle)
    ]


def _share(n: int, n_missed: int) -> float | None:
    return 1 - n_missed / n if n else None
