"""From wanted mouth numbers to the presenter's own face: where each point of lips and jaw shall be."""

from __future__ import annotations

import abc
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter1d

from lipsync import shape
from lipsync.calibration import Calibration
from lipsync.mesh import INNER_LOWER, INNER_UPPER, N_LANDMARKS, NOSE_TIP, RIGID, UPPER_LIP_TOP
from lipsync.mouth import MouthTrack
from lipsync.pose import Pose, fit_pose
from lipsync.track import FaceTrack

Array = NDArray[np.float32]

RIDGE = 0.02
"""Ridge per row on standardised terms: enough that thinly covered shapes do not run wild."""

SMOOTH_FRAMES = 0.4
"""Sigma of the gaussian over time on what is asked for; of a wider one lips do not part in time after a p."""

SEALED_FROM = 0.5
"""From which share of a closure on the lips are pressed together. The opening that is asked for has come down
with the closure already; to take it down again for the whole of it would part the lips a frame late."""

_NEWTON_STEPS = 4
_REACH = 1.25
"""How far beyond the person's own range the numbers put into the model may go."""

_EARS = (127, 234, 93, 356, 454, 323)
_HALF_FREE = (132, 361)
_NUDGE = 0.05
_TRUSTED_IOD, _UNTRUSTED_IOD = 0.3, 0.5
_STEP_LIMIT = 0.5
_LEAST_SLOPE = 1e-4


@dataclass(frozen=True)
class FaceModel(abc.ABC):
    """A person's face as a function of aperture, width and pucker.

    Attributes:
        rest: float32 `[478, 3]`, the face at rest, IOD.
        gap_iod, width_iod: see `Calibration`.
        freedom: float32 `[478]`, how far each point follows the mouth, 0..1.
        trust: float32 `[478]`, 0..1: how far a point is brought to the very place the model gives it. Where
            it is 0 (the sides of the jaw, whose landmarks slide along the outline as the head turns) the
            point only moves by as much as the model moves between the base's mouth and the wanted one.
    """

    rest: Array
    gap_iod: Array
    width_iod: Array
    freedom: Array
    trust: Array

    @abc.abstractmethod
    def faces(self, mouth: Array) -> Array:
        """Return the likeliest face for aperture, width and pucker `[n, 3]`, float32 `[n, 478, 3]` IOD."""

    def mouths(self, mouth: Array) -> Array:
        """Return opening and width of the likeliest faces, float32 `[n, 2]` IOD."""
        faces = self.faces(mouth)
        return np.stack([shape.gap(faces), shape.width(faces)], axis=1)

    def exact_faces(self, mouth: Array, closed: Array) -> Array:
        """Return faces whose lips have the wanted opening and width as measured on them.

        A regression shrinks towards the mean; this undoes it by asking the model for more until the
        opening and the width are right.

        Args:
            mouth: float32 `[n, 3]`, wanted aperture, width and pucker.
            closed: float32 `[n]`, 0..1, how far the lips must touch.
        """
        narrow, middle, wide = (float(value) for value in self.width_iod)
        wanted_gap = (self.gap_iod[0] + mouth[:, 0] * (self.gap_iod[1] - self.gap_iod[0])) * (1 - closed)
        wanted_width = middle + mouth[:, 1] * (wide - narrow) / 2
        asked = mouth.astype(np.float32).copy()
        for _ in range(_NEWTON_STEPS):
            now = self.mouths(asked)
            missing = np.stack([wanted_gap, wanted_width], axis=1) - now
            slopes = self._slopes(asked, now)
            step = np.linalg.solve(slopes, missing[..., None])[..., 0]
            asked[:, :2] += np.clip(step, -_STEP_LIMIT, _STEP_LIMIT)
            asked[:, 0] = np.clip(asked[:, 0], -_REACH, 1 + _REACH)
            asked[:, 1] = np.clip(asked[:, 1], -1 - _REACH, 1 + _REACH)
        return _touching(self.faces(asked), closed)

    def _slopes(self, asked: Array, now: Array) -> NDArray[np.float64]:
        columns = []
        for axis in (0, 1):
            nudged = asked.copy()
            nudged[:, axis] += _NUDGE
            columns.append(self.mouths(nudged) - now)
        slopes = np.stack(columns, axis=2).astype(np.float64) / _NUDGE
        # A person whose mouth never changed width in the footage has no slope to divide by.
        return slopes + _LEAST_SLOPE * np.eye(2)

    def wanted(self, track: MouthTrack) -> Array:
        """Return the presenter's face for each frame of a track, pose-free, float32 `[n, 478, 3]` IOD."""
        mouth = gaussian_filter1d(track.shape, SMOOTH_FRAMES, axis=0, mode="nearest")
        mouth[:, 1] = np.clip(mouth[:, 1], -1, 1)
        mouth[:, 0] = np.clip(mouth[:, 0], 0, 1)
        # After the smoothing, which would open a closure that lasts a frame.
        sealed = np.clip((track.closed - SEALED_FROM) / (1 - SEALED_FROM), 0, 1)
        speaking = self.exact_faces(mouth, sealed)
        rest = track.rest[:, None, None]
        return np.asarray(speaking + rest * (self.rest - speaking), np.float32)

    def targets(self, track: MouthTrack, base: Array, own_mouth: Array, pose: Pose) -> Array:
        """Return where each landmark shall be, float32 `[n, 478, 3]` px.

        Args:
            track: the wanted mouth, `[n]` frames.
            base, own_mouth, pose: as for `mover`.
        """
        return self.mover(base, own_mouth, pose)(self.wanted(track))

    def mover(self, base: Array, own_mouth: Array, pose: Pose) -> Callable[[Array], Array]:
        """Return what moves faces in pictures to wanted mouths.

        Args:
            base: float32 `[n, 478, 3]` px, the face in the pictures that are painted on.
            own_mouth: float32 `[n, 3]`, aperture, width and pucker of that face, see `Calibration.units`.
            pose: of the base.

        Returns:
            a function of wanted faces, float32 `[n, 478, 3]` IOD and pose-free, that gives where their
            landmarks shall be, float32 `[n, 478, 3]` px.
        """
        modelled = self.exact_faces(own_mouth, np.zeros(len(base), np.float32))
        trust = self.trust[:, None]
        start = pose.project(trust * pose.canonical(base) + (1 - trust) * modelled)

        def move(wanted: Array) -> Array:
            return np.asarray(base + self.freedom[:, None] * (pose.project(wanted) - start), np.float32)

        return move


@dataclass(frozen=True)
class Geometry(FaceModel):
    """A face model learned from a person's own speech.

    Attributes:
        mean, scale: float32 `[4]`, of the terms aperture, aperture squared, width and pucker.
        weights: float32 `[5, 478, 3]` IOD, the face at the mean and its change with each standardised term.
    """

    mean: Array
    scale: Array
    weights: Array

    @classmethod
    def fit(cls, track: FaceTrack, calibration: Calibration) -> Geometry:
        """Learn the face from the usable frames of a presenter's footage."""
        usable = calibration.usable
        landmarks = track.landmarks[usable]
        canonical = fit_pose(landmarks, calibration.template).canonical(landmarks)
        terms = _terms(calibration.units(landmarks, track.pucker[usable]))
        mean, scale = terms.mean(axis=0), terms.std(axis=0) + 1e-3
        x = ((terms - mean) / scale).astype(np.float64)
        y = canonical.reshape(len(canonical), -1).astype(np.float64)
        middle = y.mean(axis=0)
        slopes = np.linalg.solve(x.T @ x + RIDGE * len(x) * np.eye(x.shape[1]), x.T @ (y - middle))
        weights = np.concatenate([middle[None], slopes]).reshape(-1, N_LANDMARKS, 3)
        face = canonical.mean(axis=0)
        return cls(
            mean=mean,
            scale=scale,
            weights=weights.astype(np.float32),
            rest=canonical[calibration.resting[usable]].mean(axis=0),
            gap_iod=calibration.gap_iod,
            width_iod=calibration.width_iod,
            freedom=freedom_of(face),
            trust=trust_of(face),
        )

    def faces(self, mouth: Array) -> Array:
        """Return the likeliest face for aperture, width and pucker `[n, 3]`, float32 `[n, 478, 3]` IOD."""
        return self._points(mouth, self.weights)

    def mouths(self, mouth: Array) -> Array:
        """Return opening and width of the likeliest faces, float32 `[n, 2]` IOD."""
        # Found from a few points: to work out all of them takes fifty times as long.
        measured = list(shape.MEASURED)
        faces = np.zeros((len(mouth), N_LANDMARKS, 3), np.float32)
        faces[:, measured] = self._points(mouth, self.weights[:, measured])
        return np.stack([shape.gap(faces), shape.width(faces)], axis=1)

    def _points(self, mouth: Array, weights: Array) -> Array:
        x = (_terms(mouth) - self.mean) / self.scale
        change = x @ weights[1:].reshape(len(weights) - 1, -1)
        return np.asarray(weights[0] + change.reshape(len(mouth), -1, 3), np.float32)


def _terms(mouth: Array) -> Array:
    aperture = mouth[:, :1]
    return np.concatenate([aperture, np.square(aperture), mouth[:, 1:]], axis=1).astype(np.float32)


def _touching(faces: Array, closed: Array) -> Array:
    """Bring facing points of the inner lips together, as far as `closed` says."""
    upper, lower = list(INNER_UPPER[1:-1]), list(INNER_LOWER[1:-1])
    half = (faces[:, lower, :2] - faces[:, upper, :2]) * (closed[:, None, None] / 2)
    faces[:, upper, :2] += half
    faces[:, lower, :2] -= half
    return faces


def freedom_of(face: Array) -> Array:
    """How far each point follows the mouth: nothing above the nose tip, all below the upper lip."""
    y = face[:, 1]
    t = np.clip((y - y[NOSE_TIP]) / (y[UPPER_LIP_TOP] - y[NOSE_TIP]), 0, 1)
    free = t * t * (3 - 2 * t)
    free[list(RIGID)] = 0
    free[list(_EARS)] = 0
    free[list(_HALF_FREE)] = np.minimum(free[list(_HALF_FREE)], 0.5)
    return np.asarray(free, np.float32)


def trust_of(face: Array) -> Array:
    """Lips and chin are trusted, the sides of the face are not."""
    aside = np.abs(face[:, 0] - face[NOSE_TIP, 0])
    t = np.clip((aside - _TRUSTED_IOD) / (_UNTRUSTED_IOD - _TRUSTED_IOD), 0, 1)
    return np.asarray(1 - t * t * (3 - 2 * t), np.float32)
