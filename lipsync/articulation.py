"""How lips, jaw and cheeks of anybody move in speech, for a person whose own speech was not recorded.

The rates are rounded means of three recorded speakers: how far a point moves, in parts of the opening of the
inner lips, of the change of the mouth's width, or of the pucker. Places are taken from the person's own face.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from lipsync import shape
from lipsync.calibration import Calibration
from lipsync.geometry import FaceModel, freedom_of, trust_of
from lipsync.mesh import LIP_RINGS, LOWER_LIP_BOTTOM, MOUTH_CORNERS, UPPER_LIP_TOP
from lipsync.mouth import MouthTrack
from lipsync.pose import fit_pose
from lipsync.track import FaceTrack

Array = NDArray[np.float32]

UPPER_LIP = (
    *(0, 11, 12, 13, 37, 72, 38, 82, 39, 73, 41, 81, 40, 74, 42, 80, 185, 184, 183, 191),
    *(267, 302, 268, 312, 269, 303, 271, 311, 270, 304, 272, 310, 409, 408, 407, 415),
)
LOWER_LIP = (
    *(17, 16, 15, 14, 84, 85, 86, 87, 181, 180, 179, 178, 91, 90, 89, 88, 146, 77, 96, 95),
    *(314, 315, 316, 317, 405, 404, 403, 402, 321, 320, 319, 318, 375, 307, 325, 324),
)
"""Points of the red of the lips, without the corners."""

_UPPER_LIFT, _LOWER_DROP, _CORNER_DROP, _CHIN_DROP = -0.19, 0.83, 0.19, 0.45
_UPPER_OUTER = 0.65
_ROUNDED_UPPER_LIFT, _ROUNDED_LOWER_DROP, _ROUNDED_CORNER_DROP = 0.0, 1.02, 0.45
_ROUNDNESS = 0.8
_PUCKERED_ROUNDNESS, _PUCKERED_OUTER_ROUNDNESS, _PUCKERED_ARCH = 4.0, 1.4, 1.0
_CHIN_REACH_IOD = 0.28
_CHEEK_REACH_IOD = 0.42
_CORNER_REACH_IOD = 0.2
_NOSE_REACH_IOD = 0.17
_STRETCH = 0.5
_SMILE_LIFT = (0.08, 0.25)
_THINNED = (0.10, 0.20)
_SWELLED = (0.008, 0.020)
_PUSHED_OUT = 0.06
_ROUNDED_NARROWER, _ROUNDED_OPENER = 0.45, 0.12
_MOST_LOWERED_IOD = 0.07
_TUCK, _BARED = 0.016, 0.012
_SETTLE_STEPS = 4


@dataclass(frozen=True)
class TypicalFace(FaceModel):
    """A face model for a person who does not speak in the footage.

    Attributes:
        neutral: float32 `[478, 3]` IOD, the face with the lips just closed, neither wide nor puckered.
    """

    neutral: Array

    @classmethod
    def of(cls, track: FaceTrack, calibration: Calibration, at_rest: bool = True) -> TypicalFace:
        """Take a person's proportions from the usable frames that show the mouth at rest.

        Args:
            track: the footage's.
            calibration: of the person; `width_iod[1]` is the width that the neutral mouth shall have.
            at_rest: the mouth of those frames is how the person rests; if not (an open smile in a
                photograph) they rest with the lips closed.
        """
        shown = calibration.resting & calibration.usable
        landmarks = track.landmarks[shown]
        face = fit_pose(landmarks, calibration.template).canonical(landmarks).mean(axis=0)
        neutral = _neutral(face, float(calibration.width_iod[1]))
        if not at_rest:
            neutral = _straightened(neutral)
        return cls(
            rest=face if at_rest else neutral,
            gap_iod=calibration.gap_iod,
            width_iod=calibration.width_iod,
            freedom=freedom_of(neutral),
            trust=trust_of(neutral),
            neutral=neutral,
        )

    def with_lips_over(self, line_iod: float) -> TypicalFace:
        """Return the face of a person who was smiling, with the closed lips brought down over their teeth.

        A smile bares the upper teeth by raising the upper lip, and the model of speech closes a mouth from
        below; so the line of the closed lips would lie too high.

        Args:
            line_iod: where the line between the closed lips shall be; a lower one is kept.
        """
        place = _Place.of(self.neutral)
        low = float(np.clip(line_iod - _line(self.neutral), 0, _MOST_LOWERED_IOD))
        reach = np.where(place.lower, _CHIN_REACH_IOD, _NOSE_REACH_IOD).astype(np.float32)
        fade = 1 - _eased(place.outside / reach)
        share = (1 - (1 - _UPPER_OUTER) * place.fullness) * fade
        neutral = self.neutral.copy()
        neutral[:, 1] += low * share * np.exp(-np.square(place.beyond / _CORNER_REACH_IOD))
        return replace(self, rest=neutral, neutral=neutral)

    def faces(self, mouth: Array) -> Array:
        """Return the likeliest face for aperture, width and pucker `[n, 3]`, float32 `[n, 478, 3]` IOD."""
        low, high = (float(value) for value in self.gap_iod)
        narrow, _, wide = (float(value) for value in self.width_iod)
        gap = low + mouth[:, 0] * (high - low)
        wider = mouth[:, 1] * np.float32((wide - narrow) / 2)
        return np.asarray(self.neutral + moved(self.neutral, gap, wider, mouth[:, 2]), np.float32)

    def wanted(self, track: MouthTrack) -> Array:
        """Return the presenter's face for each frame of a track; f and v lift the lower lip to the teeth.

        A mouth that has never been seen to pout is made narrower for it than the table of visemes asks.
        """
        tuck = (track.inner[:, 1] * (1 - track.rest))[:, None]
        place = _Place.of(self.neutral)
        inside = np.clip(1 - np.square(place.along), 0, 1) * place.near_lips
        shape = track.shape.copy()
        shape[:, 1] -= _ROUNDED_NARROWER * shape[:, 2]
        shape[:, 0] += _ROUNDED_OPENER * shape[:, 2] * (1 - track.closed)
        wanted = super().wanted(replace(track, shape=shape))
        wanted[..., 1] -= tuck * inside * np.where(place.lower, _TUCK, _BARED)
        return wanted


def moved(face: Array, gap_iod: Array, wider_iod: Array, pucker: Array) -> Array:
    """Return by how much the points of a neutral face move, float32 `[n, 478, 3]` IOD.

    Args:
        face: float32 `[478, 3]` IOD, lips closed.
        gap_iod: float32 `[n]`, opening of the inner lips.
        wider_iod: float32 `[n]`, change of the mouth's width; negative is narrower.
        pucker: float32 `[n]`, 0..1.
    """
    place = _Place.of(face)
    gap, wider, round_ = (v[:, None].astype(np.float32) for v in (gap_iod, wider_iod, pucker))
    opened = gap * _opening(place, np.clip(round_, 0, 1))
    across, up = _widening(place)
    swell = np.where(place.lower, _SWELLED[1], -_SWELLED[0]) * place.fullness * place.near_lips
    swell *= np.sqrt(np.clip(1 - np.square(place.along), 0, 1))
    x = wider * across
    y = opened + wider * up + round_ * swell
    out = np.exp(-np.square(place.along / 0.9)) * np.exp(-np.square(place.down / 0.2))
    z = 0.3 * np.maximum(opened, 0) - _PUSHED_OUT * round_ * out
    return np.stack([x, y, z], axis=2).astype(np.float32)


@dataclass(frozen=True)
class _Place:
    """Where each point lies round the mouth.

    Attributes:
        along: from the middle (0) to the corners (-1, 1) and beyond.
        aside: distance from the midline, IOD.
        beyond: how far outside the corner, IOD, 0 between the corners.
        down: below the line between the lips, IOD.
        lower: belongs to what moves with the lower lip.
        fullness: 0 at the inner edge of a lip, 1 at its outer edge and beyond.
        outside: distance from the outer edge of the lips, up or down, IOD.
        near_lips: 1 on the lips, falling to 0 around them.
    """

    along: Array
    aside: Array
    beyond: Array
    down: Array
    lower: NDArray[np.bool_]
    fullness: Array
    outside: Array
    near_lips: Array

    @classmethod
    def of(cls, face: Array) -> _Place:
        left, right = (face[i, 0] for i in MOUTH_CORNERS)
        middle, half = (left + right) / 2, (right - left) / 2
        line = _line(face)
        x, down = face[:, 0] - middle, face[:, 1] - line
        along = x / half
        lower = down > 0
        lower[list(UPPER_LIP)], lower[list(LOWER_LIP)] = False, True
        above, below = line - face[UPPER_LIP_TOP, 1], face[LOWER_LIP_BOTTOM, 1] - line
        arch = np.sqrt(np.clip(1 - np.square(along), 0.02, 1))
        edge = np.where(lower, below, above) * arch
        depth = np.where(lower, down, -down)
        outside = np.maximum(depth - edge, 0)
        beyond = np.maximum(np.abs(x) - half, 0)
        near = np.exp(-np.square(outside / 0.12) - np.square(beyond / 0.12))
        return cls(along, np.abs(x), beyond, down, lower, np.clip(depth / edge, 0, 1), outside, near)


def _opening(place: _Place, pucker: Array) -> Array:
    """How far each point goes down for each IOD of opening, `[n, 478]`."""
    rounded = np.sqrt(pucker)

    def between(spread: float, round_: float | Array) -> Array:
        return np.asarray(spread + (round_ - spread) * rounded, np.float32)

    inside = np.clip(1 - np.square(place.along), 0, 1)
    # Rounded lips part in the middle only, and the corners hang: a hole under an arch, not a slit.
    narrow = _PUCKERED_ROUNDNESS + (_PUCKERED_OUTER_ROUNDNESS - _PUCKERED_ROUNDNESS) * place.fullness
    profile = inside ** between(_ROUNDNESS, narrow)
    arch = 1 - inside ** between(_ROUNDNESS, _PUCKERED_ARCH)
    corner_drop = between(_CORNER_DROP, _ROUNDED_CORNER_DROP)
    corner = corner_drop * arch * np.exp(-np.square(place.beyond / _CORNER_REACH_IOD))
    lip = corner + between(_LOWER_DROP, _ROUNDED_LOWER_DROP) * profile
    chin = _CHIN_DROP * np.exp(-np.square(place.aside / _CHEEK_REACH_IOD))
    lower = lip + _eased(place.outside / _CHIN_REACH_IOD) * (chin - lip)
    lift = between(_UPPER_LIFT, _ROUNDED_UPPER_LIFT) * (1 - (1 - _UPPER_OUTER) * place.fullness)
    fade = 1 - _eased(place.outside / _NOSE_REACH_IOD)
    upper = (corner + lift * profile) * fade
    return np.asarray(np.where(place.lower, lower, upper), np.float32)


def _widening(place: _Place) -> tuple[Array, Array]:
    """How far each point goes right and down for each IOD of width, two `[478]`."""
    reach = np.exp(-np.square(place.beyond / _CORNER_REACH_IOD)) * np.exp(-np.square(place.down / 0.3))
    across = _STRETCH * np.clip(place.along, -1, 1) * reach
    middle, corner = _SMILE_LIFT
    lift = -(middle + (corner - middle) * np.square(np.clip(place.along, -1, 1))) * reach
    thinner = np.where(place.lower, -_THINNED[1], _THINNED[0]) * place.fullness * place.near_lips
    return across.astype(np.float32), (lift + thinner).astype(np.float32)


def _neutral(face: Array, width_iod: float) -> Array:
    """Close the lips of a face and bring the mouth to a width, by the model run backwards."""
    gap, wide = shape.gap(face[None]), shape.width(face[None])
    neutral = face
    for _ in range(_SETTLE_STEPS):
        neutral = face - moved(neutral, np.maximum(gap, 0), wide - width_iod, np.zeros(1, np.float32))[0]
    return _meeting(np.asarray(neutral, np.float32))


def _meeting(face: Array) -> Array:
    """Let the lips meet all along: a smile is open at its sides where the model of speech has them closed."""
    met = face.copy()
    for ring, share in zip(LIP_RINGS, (1.0, 0.7, 0.35), strict=True):
        n_upper = (len(ring) + 2) // 2
        upper, lower = list(ring[1 : n_upper - 1]), list(ring[n_upper:])
        edges = [list(LIP_RINGS[0][1 : n_upper - 1]), list(LIP_RINGS[0][n_upper:])]
        half = share / 2 * np.maximum(face[edges[1], 1] - face[edges[0], 1], 0)
        met[upper, 1] += half
        met[lower, 1] -= half
    return met


def _straightened(face: Array) -> Array:
    """Let the corners of a smiling mouth down to the line of its lips, and the cheeks with them."""
    place = _Place.of(face)
    raised = max(float(_line(face) - face[list(MOUTH_CORNERS), 1].mean()), 0.0)
    reach = np.exp(-np.square(place.beyond / _CHEEK_REACH_IOD)) * np.exp(-np.square(place.down / 0.3))
    straight = face.copy()
    straight[:, 1] += raised * np.square(np.clip(place.along, -1, 1)) * reach
    return np.asarray(straight, np.float32)


def _line(face: Array) -> float:
    """The height at which the lips meet in the middle, IOD."""
    return float(face[13, 1] + face[14, 1]) / 2


def _eased(share: Array) -> Array:
    t = np.clip(share, 0, 1)
    return np.asarray(t * t * (3 - 2 * t), np.float32)
