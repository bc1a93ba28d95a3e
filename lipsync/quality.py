"""What the mouth of a finished video really does, measured on the encoded pictures."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from herald.errors import StageFailed
from herald.ffmpeg import probe, read_frames
from lipsync.calibration import Calibration
from lipsync.landmarks import CROP_SIDE_IOD, FaceLandmarker
from lipsync.mesh import N_LANDMARKS
from lipsync.mouth import MouthTrack
from lipsync.npz import read_npz, write_npz
from lipsync.presenter import Presenter
from lipsync.track import Follower

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

MARKS = {
    "face_share": (0.99, "the face is found in {value:.0%} of the pictures (at least {mark:.0%})"),
    "opening_correlation": (
        0.85,
        "the mouth follows the wanted opening at r = {value:.2f} (at least {mark})",
    ),
    "closure_share": (0.98, "the lips close on {value:.0%} of the p, b and m (at least {mark:.0%})"),
    "rest_share": (0.9, "the mouth is at rest in {value:.0%} of the pauses' pictures (at least {mark:.0%})"),
}
"""The least that a good video reaches, by measure, and how to say that it did not."""

MOST_LAG_MARK = 1
"""Frames by which the mouth may be early or late."""


@dataclass(frozen=True)
class SeenMouth:
    """The mouth of a video, in the presenter's own units.

    Attributes:
        fps: frame rate.
        shape: float32 `[n_frames, 3]`, aperture, width and pucker, see `Calibration.units`; nan where no
            face was found.
        rest: float32 `[3]`, the presenter's own rest.
    """

    fps: Fraction
    shape: Array
    rest: Array

    @property
    def found(self) -> NDArray[np.bool_]:
        """Whether a face was found, bool `[n_frames]`."""
        return np.asarray(np.isfinite(self.shape[:, 0]), np.bool_)

    def save(self, path: Path) -> None:
        """Write an .npz file."""
        rate = np.array([self.fps.numerator, self.fps.denominator], np.int64)
        write_npz(path, {"fps": rate, "shape": self.shape, "rest": self.rest})

    @classmethod
    def load(cls, path: Path) -> SeenMouth:
        """Read what `save` wrote.

        Raises:
            StageFailed: the file is missing or damaged.
        """
        stored = read_npz(path)
        try:
            top, bottom = (int(n) for n in stored["fps"])
            return cls(Fraction(top, bottom), stored["shape"], stored["rest"])
        except (KeyError, ValueError) as error:
            raise StageFailed(f"{path} lacks something: {error}") from error

    @classmethod
    def joined(cls, parts: Sequence[SeenMouth]) -> SeenMouth:
        """Return what is seen in videos of one presenter that follow one another; at least one."""
        return cls(parts[0].fps, np.concatenate([part.shape for part in parts]), parts[0].rest)


def measure_mouth(
    video: Path,
    landmark_model: Path,
    presenter: Presenter,
    start_frame: int = 0,
    n_frames: int | None = None,
    landmarker: FaceLandmarker | None = None,
) -> SeenMouth:
    """Measure the mouth in every picture of a video; memory does not grow with the pictures' size.

    Args:
        video: of the presenter, at any size and rate.
        landmark_model: the file `face_landmarker.task`.
        presenter: whose units to measure in.
        start_frame: the first frame to look at.
        n_frames: how many; None is all that follow.
        landmarker: an opened one to use. Whoever measures many videos keeps one open, since MediaPipe does
            not give back all the memory of one that is closed.
    """
    facts = probe(video)
    calibration = Calibration.load(presenter.calibration)
    landmarks, pucker = [], []
    with contextlib.ExitStack() as stack:
        opened = landmarker or stack.enter_context(FaceLandmarker(landmark_model))
        follower = Follower(opened, facts.size_px, (CROP_SIDE_IOD,))
        for frame in read_frames(video, start_frame=start_frame, n_frames=n_frames):
            face = follower.next(frame)
            landmarks.append(
                np.full((N_LANDMARKS, 3), np.nan, np.float32) if face is None else face.landmarks
            )
            pucker.append(np.nan if face is None else face.pucker)
    shape = calibration.units(
        np.array(landmarks, np.float32).reshape(-1, N_LANDMARKS, 3), np.array(pucker, np.float32)
    )
    return SeenMouth(facts.fps, shape, calibration.rest)


def compare(
    wanted: MouthTrack, seen: SeenMouth, closures: Sequence[int], pauses: Sequence[tuple[int, int]]
) -> dict[str, float | None]:
    """Compare the mouth that was asked for with the one that is seen.

    Args:
        wanted: `[n_frames]`.
        seen: `[n_frames]`.
        closures: frames in which the middle of a p, b or m is heard.
        pauses: frames `[start, stop)` of silence.

    Returns:
        None where there was nothing to measure, else
        `face_share`: share of frames in which a face is found;
        `best_lag_frames`: by how many frames the mouth is late (negative: early), by correlation;
        `opening_correlation`: of wanted and seen aperture, without any lag;
        `closure_share`: share of closures at which the aperture goes below `CLOSED_BELOW` in that frame or
        the ones beside it;
        `rest_share`: share of the frames in pauses of at least `PAUSE_FROM_S`, without `SETTLE_S` at both
        ends, in which the aperture is within `REST_WITHIN` of the presenter's rest.

    Raises:
        ValueError: the two are not of one length.
    """
    if wanted.n_frames != len(seen.shape):
        raise ValueError(f"{wanted.n_frames} frames were wanted, {len(seen.shape)} are seen")
    opening = wanted.shape[:, 0] + wanted.rest * (seen.rest[0] - wanted.shape[:, 0])
    aperture = seen.shape[:, 0]
    lags = range(-MOST_LAG_FRAMES, MOST_LAG_FRAMES + 1)
    scores = {lag: _correlation_at(opening, aperture, lag) for lag in lags}
    known = {lag: score for lag, score in scores.items() if score is not None}
    return {
        "face_share": float(seen.found.mean()) if len(aperture) else None,
        # Of equal scores the smallest lag counts.
        "best_lag_frames": float(max(known, key=lambda lag: (known[lag], -abs(lag)))) if known else None,
        "opening_correlation": scores[0],
        "closure_share": _share([_is_closed(aperture, frame) for frame in closures]),
        "rest_share": _share(_at_rest(aperture, float(seen.rest[0]), pauses, seen.fps)),
    }


def shortfalls(measures: dict[str, float | None]) -> list[str]:
    """Return a sentence for each measure of `compare` that is below its mark."""
    said = []
    for name, (mark, sentence) in MARKS.items():
        value = measures[name]
        if value is not None and value < mark:
            said.append(sentence.format(value=value, mark=mark))
    lag = measures["best_lag_frames"]
    if lag is not None and abs(lag) > MOST_LAG_MARK:
        said.append(
            f"the mouth is {abs(lag):.0f} frames {'late' if lag > 0 else 'early'} (at most {MOST_LAG_MARK})"
        )
    return said


def _correlation_at(wanted: Array, seen: Array, lag: int) -> float | None:
    """Correlate `wanted[i]` with `seen[i + lag]`; None where one of them does not change."""
    n = len(wanted) - abs(lag)
    a, b = wanted[max(0, -lag) :][: max(n, 0)], seen[max(0, lag) :][: max(n, 0)]
    known = np.isfinite(a) & np.isfinite(b)
    a, b = a[known].astype(np.float64), b[known].astype(np.float64)
    if len(a) < 3 or min(a.std(), b.std()) < 1e-6:
        return None
    return float(np.corrcoef(a, b)[0, 1])


def _is_closed(aperture: Array, frame: int) -> bool:
    near = aperture[max(0, frame - 1) : frame + 2]
    return bool((near[np.isfinite(near)] < CLOSED_BELOW).any())


def _at_rest(aperture: Array, rest: float, pauses: Sequence[tuple[int, int]], fps: Fraction) -> list[bool]:
    settle = round(SETTLE_S * fps)
    frames = [
        frame
        for start, stop in pauses
        if stop - start >= PAUSE_FROM_S * fps
        for frame in range(start + settle, stop - settle)
    ]
    return [bool(abs(aperture[frame] - rest) < REST_WITHIN) for frame in frames]


def _share(hits: Sequence[bool]) -> float | None:
    return sum(hits) / len(hits) if hits else None
