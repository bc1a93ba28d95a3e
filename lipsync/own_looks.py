"""How a presenter's lower face looks in their own footage: the measure of every video made of them."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from herald.errors import StageFailed
from herald.media import Frame
from lipsync.arrays import kept
from lipsync.calibration import Calibration
from lipsync.edge import N_POINTS, moved_out
from lipsync.landmarks import FaceLandmarker
from lipsync.lower_face import LowerFace, LowerFaceGauge
from lipsync.presenter import Presenter
from lipsync.restlessness import UsualRestlessness
from lipsync.track import FaceTrack

Array = NDArray[np.float32]
Mask = NDArray[np.bool_]

FOLDER = "looks"

_VERSION = 5
"""Raised when the looks change, so that those in a presenter's folder are made again."""

_MOST_LIKENESSES = 300
_APART_S = 0.5
"""Frames nearer than this in time are nearly one and say nothing about how much a face varies."""

_LEAST_STRANGENESS = 0.02
_LEAST_SEAM = 0.4
"""Footage that hardly moves says little of how much a face varies. These are usual for people who talk."""

QUIET_STRANGENESS, QUIET_STEP = 0.113, 0.9
"""What the recorded frames in which three people talk are off from the looks of their quiet frames alone
(medians, `benchmarks/quiet_looks.py`; the step in grey levels): the units of those whose footage shows no
speech. Speech moves skin and shading as nothing in such footage does, and a video that is as unlike it as the
truth is good."""

_N_BINS = 6
_LEAST_STEP = 1.5
"""Grey levels by which a step may differ even where the footage's own never does: noise of encoding."""

_MOST_EDGES = 100
_MOVED_IOD = 0.15
_MOVES_IOD = np.linspace(-_MOVED_IOD, _MOVED_IOD, 31)
"""How far from where the edge lies in quiet footage steps are known: speech and a smile that is taken back
move it by less."""


@dataclass(frozen=True)
class OwnLooks:
    """What is usual for a presenter.

    Attributes:
        version: int `[]`.
        iod_px: float32 `[]`, median size of the face.
        aperture: float32 `[_N_BINS]`, openings of the mouth, rising.
        detail: float32 `[_N_BINS]`, gradient energy of lips that are open so far.
        change: float32 `[]`, mean `LowerFace.change`, see `UsualRestlessness`.
        step_mean, step_spread: float32 `[N_POINTS]`, of `LowerFace.steps`.
        seam: float32 `[]`, median of the footage's own `seam`.
        likenesses: float16 `[m, d]`, of frames all over the footage.
        strangeness: float32 `[]`, median of how little a frame is like the others.
        quiet_steps: float16 `[k, N_POINTS, 31]`, of footage without speech: the steps in some frames, at the
            edge and up to `_MOVED_IOD` inwards and outwards of it.
        quiet_edges: float32 `[k, N_POINTS, 2]`, where the edge lies in them, see `Edge.from_eyes`.
    """

    version: NDArray[np.int32]
    iod_px: Array
    aperture: Array
    detail: Array
    change: Array
    step_mean: Array
    step_spread: Array
    seam: Array
    likenesses: NDArray[np.float16]
    strangeness: Array
    quiet_steps: NDArray[np.float16] = field(default_factory=lambda: np.zeros((0, N_POINTS, 31), np.float16))
    quiet_edges: Array = field(default_factory=lambda: np.zeros((0, N_POINTS, 2), np.float32))

    def of_quiet_footage(self) -> OwnLooks:
        """Return the looks of a person whose footage shows no speech, in units of what speech changes."""
        return replace(self, strangeness=np.maximum(self.strangeness, np.float32(QUIET_STRANGENESS)))

    def usual_detail(self, aperture: Array) -> Array:
        """Return what detail is usual with the mouth so far open, `[n]`."""
        return np.asarray(np.maximum(np.interp(aperture, self.aperture, self.detail), 1e-6), np.float32)

    def change_of(self, change: float) -> float:
        """Return a picture's change over what is usual."""
        return float(change / max(float(self.change), 1e-6))

    def seam_of(self, face: LowerFace) -> float:
        """Return how unusual the steps across the edge of the work region are; 1 is as in the footage.

        Where the footage shows no speech, 1 is what speech itself changes there.
        """
        if len(self.quiet_steps):
            return self._added_step(face) / QUIET_STEP
        unusual = _unusual(face.steps, self.step_mean, self.step_spread)
        return float(unusual / max(float(self.seam), _LEAST_SEAM))

    def _added_step(self, face: LowerFace) -> float:
        """Return by how many grey levels the steps are beyond what lies under them in the nearest frame.

        The edge of a mouth that speaks lies where that of a closed one does not, across nostrils and chin.
        The skin may have moved with it, or not, or a part of the way: every step that the footage shows on
        that way is its own, not painted.
        """
        moved = np.clip(moved_out(self.quiet_edges, face.edge.from_eyes), -_MOVED_IOD, _MOVED_IOD)
        first, last = np.minimum(moved, 0), np.maximum(moved, 0)
        half = _MOVED_IOD / (len(_MOVES_IOD) - 1)
        passed = (first[..., None] - half <= _MOVES_IOD) & (last[..., None] + half >= _MOVES_IOD)
        known = self.quiet_steps.astype(np.float32)
        least = np.where(passed, known, np.inf).min(axis=2)
        most = np.where(passed, known, -np.inf).max(axis=2)
        beyond = np.maximum(np.maximum(least - face.steps, face.steps - most), 0)
        return float(np.median(beyond, axis=1).min())

    def strangeness_of(self, likeness: Array) -> float:
        """Return how little a lower face is like the nearest in the footage; 1 is as the footage's own."""
        nearest = float((self._likenesses @ likeness).max())
        return float((1 - nearest) / max(float(self.strangeness), _LEAST_STRANGENESS))

    @functools.cached_property
    def _likenesses(self) -> Array:
        """The likenesses, in numbers that can be multiplied."""
        return self.likenesses.astype(np.float32)


def own_looks(presenter: Presenter, landmarker: FaceLandmarker) -> OwnLooks:
    """Return a presenter's looks, from their folder or else measured now and kept there.

    Args:
        presenter: whose.
        landmarker: open; finds the face in the footage as it does in a video.

    Raises:
        StageFailed: the folder is incomplete, or no frame of the footage is usable.
    """
    from herald.ffmpeg import read_frames

    def measure() -> OwnLooks:
        return measure_looks(
            read_frames(presenter.footage),
            FaceTrack.load(presenter.track),
            Calibration.load(presenter.calibration),
            landmarker,
            talks=presenter.kind == "talking",
        )

    looks = kept(OwnLooks, presenter.folder / FOLDER, _VERSION, measure)
    return looks if presenter.kind == "talking" else looks.of_quiet_footage()


def measure_looks(
    frames: Iterable[Frame],
    track: FaceTrack,
    calibration: Calibration,
    landmarker: FaceLandmarker,
    talks: bool,
) -> OwnLooks:
    """Measure footage.

    Args:
        frames: all of it, in order.
        track: the face in them.
        calibration: what is usable, and the person's units.
        landmarker: open.
        talks: the person speaks in the footage.

    Raises:
        StageFailed: no frame is usable.
    """
    usable = calibration.usable & track.found
    if not usable.any():
        raise StageFailed("no frame of the footage is usable; enrol the presenter again")
    gauge = LowerFaceGauge(with_lips=talks)
    rows: list[LowerFace] = []
    beside: list[Array] = []
    restlessness = UsualRestlessness(track, usable, landmarker, talks)
    for i, (frame, landmarks, good) in enumerate(zip(frames, track.landmarks, usable, strict=False)):
        restlessness.see(i, frame)
        if good:
            rows.append(gauge.measure(frame, landmarks))
            if not talks:
                beside.append(rows[-1].edge.steps(frame, _MOVES_IOD))
        else:
            gauge.miss()
    at = np.flatnonzero(usable)[: len(rows)]
    aperture = calibration.units(track.landmarks, track.pucker)[at, 0]
    steps = np.array([row.steps for row in rows], np.float32).reshape(-1, N_POINTS)
    mean, spread = np.median(steps, axis=0), steps.std(axis=0)
    levels, detail = _by_aperture(aperture, np.array([row.detail for row in rows], np.float32))
    kept = _spread_out(len(rows), _MOST_LIKENESSES)
    likenesses = np.array([rows[i].likeness for i in kept], np.float32)
    return OwnLooks(
        version=np.array(_VERSION, np.int32),
        iod_px=np.array(np.nanmedian(track.iod_px[at]), np.float32),
        aperture=levels,
        detail=detail,
        change=np.array(restlessness.mean(), np.float32),
        step_mean=mean.astype(np.float32),
        step_spread=spread.astype(np.float32),
        seam=np.array(np.median([_unusual(row, mean, spread) for row in steps]), np.float32),
        likenesses=likenesses.astype(np.float16),
        strangeness=np.array(_own_strangeness(likenesses, at[kept] / float(track.fps)), np.float32),
        **_quiet_edges(rows, beside),
    )


def _spread_out(n: int, n_most: int) -> NDArray[np.intp]:
    """Return at most so many of n places, evenly spread."""
    return np.unique(np.linspace(0, n - 1, min(n, n_most)).round().astype(np.intp))


def _quiet_edges(rows: Sequence[LowerFace], beside: Sequence[Array]) -> dict[str, NDArray[Any]]:
    if not beside:
        return {}
    kept = _spread_out(len(rows), _MOST_EDGES)
    return {
        "quiet_steps": np.array([beside[i] for i in kept], np.float16),
        "quiet_edges": np.array([rows[i].edge.from_eyes for i in kept], np.float32),
    }


def _by_aperture(aperture: Array, detail: Array) -> tuple[Array, Array]:
    """Return openings, rising, and the median detail at each."""
    order = np.argsort(aperture, kind="stable")
    bins = [part for part in np.array_split(order, _N_BINS) if len(part)]
    levels = np.array([np.median(aperture[part]) for part in bins], np.float32)
    return levels, np.array([np.median(detail[part]) for part in bins], np.float32)


def _unusual(steps: Array, mean: Array, spread: Array) -> float:
    return float(np.median(np.abs(steps - mean) / (spread + _LEAST_STEP)))


def _own_strangeness(likenesses: Array, seconds: NDArray[np.float64]) -> float:
    """Return the median distance of frames to the nearest that is not next to them."""
    alike = likenesses @ likenesses.T
    apart = np.abs(seconds[:, None] - seconds) >= _APART_S
    alike[~apart] = -1
    distances = 1 - alike.max(axis=1)
    known = apart.any(axis=1)
    return float(np.median(distances[known])) if known.any() else 0.05
