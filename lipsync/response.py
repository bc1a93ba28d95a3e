"""How open a painted mouth is seen to be, against what was asked for; and so how much more to ask for.

Three things keep the one from the other, and stay the same whatever is said. A mouth on a head that is turned
is seen more closed or more open than it is drawn; the points of a recorded mouth are off by a little, and so
is all that is painted with it; and so are those of the picture that it is painted on. `lipsync.rehearsal`
measures them.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter1d

from lipsync import versions

Array = NDArray[np.float32]
Index = NDArray[np.integer]

_MOST = 0.12
"""By how much of the person's range a mouth is corrected at the most."""

_MOST_OFF = 0.25
"""A mouth that is seen farther off was not seen well."""

_RIDGE = 1e-3
_ROUNDS = 5

_NEAR_FRAMES = 0.7
_PRIOR = 2.0
"""A frame's own share is a mean over it and its neighbours, as if two more of them had none: a look at a
painted mouth is off by about as much as the shares themselves."""


@dataclass(frozen=True, eq=False)
class Rehearsed:
    """Painted mouths that were looked at.

    Attributes:
        angles: float32 `[n, 3]` rad, of the head that they were painted on, see `Pose.angles`.
        recorded, under: int `[n]`, frames of the footage in which the mouth was recorded, and which it was
            painted on.
        asked, seen: float32 `[n]`, apertures; what was not seen is nan.
    """

    angles: Array
    recorded: Index
    under: Index
    asked: Array
    seen: Array


@dataclass(frozen=True, eq=False)
class Response:
    """What is added to the opening of painted mouths of one presenter, in shares of the person's range.

    Attributes:
        version: int32 `[]`.
        attitude: float32 `[2]` rad, the usual yaw and pitch.
        turned: float32 `[9]`, what the head's turn adds, see `_terms`.
        recorded: float32 `[n_footage]`, what a mouth adds that was recorded in that frame.
        under: float32 `[n_footage]`, what that frame adds when it is painted on.
    """

    version: NDArray[np.int32]
    attitude: Array
    turned: Array
    recorded: Array
    under: Array

    @classmethod
    def of(cls, rehearsed: Rehearsed, n_footage: int) -> Response:
        """Learn from painted mouths; at least one was seen."""
        known = np.isfinite(rehearsed.seen)
        attitude = rehearsed.angles[:, :2].mean(axis=0)
        off = np.clip((rehearsed.seen - rehearsed.asked)[known], -_MOST_OFF, _MOST_OFF).astype(np.float64)
        terms = _terms(rehearsed.angles[known, :2] - attitude, rehearsed.asked[known])
        scale = terms.std(axis=0) + 1e-6
        scale[0] = 1
        scaled = terms / scale
        ridge = _RIDGE * len(scaled) * np.eye(scaled.shape[1])
        turned = np.linalg.solve(scaled.T @ scaled + ridge, scaled.T @ off) / scale
        rest = off - terms @ turned
        recorded, under = np.zeros(n_footage), np.zeros(n_footage)
        of_mouth, of_picture = rehearsed.recorded[known], rehearsed.under[known]
        for _ in range(_ROUNDS):
            recorded = _shares(of_mouth, rest - under[of_picture], n_footage)
            under = _shares(of_picture, rest - recorded[of_mouth], n_footage)
        arrays = (attitude, turned, recorded, under)
        return cls(
            np.array(versions.RESPONSE, np.int32), *(np.asarray(array, np.float32) for array in arrays)
        )

    def added(self, angles: Array, aperture: Array, recorded: Index, under: Index) -> Array:
        """Return how much more open painted mouths would be seen than they are asked for.

        Args:
            angles: float32 `[n, 3]` rad, of the heads.
            aperture: float32 `[n]`, asked for.
            recorded, under: int `[n]`, as for `Rehearsed`.

        Returns:
            float32 `[n]`, in shares of the person's range.
        """
        turned = _terms(angles[:, :2] - self.attitude, aperture) @ self.turned
        return np.clip(turned + self.recorded[recorded] + self.under[under], -_MOST, _MOST).astype(np.float32)


def _terms(turn: Array, aperture: Array) -> NDArray[np.float64]:
    """Return what the turn of a head counts by, `[n, 9]`."""
    yaw, pitch = turn.T.astype(np.float64)
    opening = aperture.astype(np.float64)
    turns = (yaw, pitch, yaw * yaw, pitch * pitch, yaw * pitch)
    return np.stack([np.ones_like(yaw), opening, *turns, opening * yaw, opening * pitch], axis=1)


def _shares(frames: Index, off: NDArray[np.float64], n_footage: int) -> NDArray[np.float64]:
    """Return the mean of what is off in each frame of the footage and those next to it, `[n_footage]`."""
    total = np.bincount(frames, off, n_footage)
    number = np.bincount(frames, minlength=n_footage).astype(np.float64)
    # So that a frame itself counts once.
    unit = _NEAR_FRAMES * np.sqrt(2 * np.pi)
    total, number = (gaussian_filter1d(values, _NEAR_FRAMES) * unit for values in (total, number))
    return np.asarray(total / (number + _PRIOR))
