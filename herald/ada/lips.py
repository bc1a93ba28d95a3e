"""The curves of Ada's lips, for any pose of her mouth, and their exact place in the picture."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.interpolate import PchipInterpolator

from herald.ada import skull
from herald.ada.figure import Figure, Pose, deformed
from herald.ada.skull import Array

N_ACROSS = 33
"""Samples along each curve, from the picture's left corner to the right one; odd, so one is in the middle."""
ACROSS = np.linspace(-1.0, 1.0, N_ACROSS)
_MIDDLE = N_ACROSS // 2
_INNER_SPAN = 0.93  # The inner lips meet a little inside the corners of the outer ones.
_UPPER = PchipInterpolator(
    [0, 0.10, 0.21, 0.36, 0.55, 0.75, 0.9, 1.0], [7.6, 7.95, 8.4, 7.7, 5.95, 3.8, 1.8, 0.0]
)
_LOWER = PchipInterpolator([0, 0.2, 0.4, 0.6, 0.78, 0.92, 1.0], [9.9, 9.7, 8.9, 6.8, 3.9, 1.3, 0.0])
_SEAM = PchipInterpolator([0, 0.18, 0.42, 0.7, 1.0], [0.6, 0.25, -0.35, -0.7, -2.5])


@dataclass(frozen=True)
class LipCurves:
    """The four curves of the mouth, each `[N_ACROSS, 3]` in mm of the head's frame.

    Attributes:
        outer_upper, inner_upper, inner_lower, outer_lower: from the picture's left to its right.
    """

    outer_upper: Array
    inner_upper: Array
    inner_lower: Array
    outer_lower: Array


def _opening(across: Array, pose: Pose) -> Array:
    """How far the inner lips are apart along the mouth, 1 in the middle and 0 at the inner corners."""
    inside = np.clip(np.abs(across), 0, 1)
    power = 2.5 - 0.4 * pose.pucker + 0.5 * max(pose.width, 0.0)
    return (1 - inside**power) ** (0.78 - 0.16 * pose.pucker)


def lip_curves(pose: Pose) -> LipCurves:
    """Return the curves of the lips for a pose of the face."""
    reach = np.abs(ACROSS)
    gap = pose.gap_mm
    base = skull.MOUTH_Y + _SEAM(reach) + pose.corner_drop_mm * reach**1.7
    apart = _opening(ACROSS, pose)
    full = 1 + 0.14 * pose.pucker - 0.05 * pose.width - 0.16 * pose.closed
    tuck = pose.tuck
    up = 0.24 * gap + 0.9 * tuck
    inner_upper = base - up * apart
    inner_lower = base + (gap - 0.24 * gap - 0.9 * tuck) * apart
    outer_upper = base - _UPPER(reach) * full * (1 - 0.10 * tuck) - 0.21 * gap * _opening(ACROSS, pose)
    outer_lower = base + _LOWER(reach) * full * (1 - 0.26 * tuck) + 0.70 * gap * _opening(ACROSS, pose)
    outer_x = pose.corner_mm * ACROSS
    return LipCurves(
        _raised(outer_x, outer_upper, pose, 0.4),
        _raised(outer_x * _INNER_SPAN, inner_upper, pose, 2.4),
        _raised(outer_x * _INNER_SPAN, inner_lower, pose, 1.6 - 3 * tuck),
        _raised(outer_x, outer_lower, pose, 0.2),
    )


def _raised(x: Array, y: Array, pose: Pose, fullness_mm: float) -> Array:
    """Give a flat curve its depth: on the muzzle, pushed out as the lips pucker."""
    reach = np.abs(ACROSS)
    z = (
        18.0
        - 12.5 * reach**2
        + (fullness_mm + 5.0 * pose.pucker) * (1 - reach**2)
        - 0.1 * (y - skull.MOUTH_Y)
    )
    return np.stack([x, y, z], axis=1)


@dataclass(frozen=True)
class LipTruth:
    """Where points of Ada's face lie in the picture, exactly; each float64 (x, y) in pixels.

    Attributes:
        left_corner, right_corner: outer corners of the mouth, on the picture's left and right.
        inner_upper, inner_lower: middle of the inner edges of the lips.
        outer_upper, outer_lower: middle of the outer edges of the lips.
        chin: its lowest point.
        left_eye, right_eye: outer corners of the eyes, on the picture's left and right.
    """

    left_corner: Array
    right_corner: Array
    inner_upper: Array
    inner_lower: Array
    outer_upper: Array
    outer_lower: Array
    chin: Array
    left_eye: Array
    right_eye: Array

    @property
    def eye_distance_px(self) -> float:
        """Distance of the outer eye corners, the unit of most measures of a face."""
        return float(np.linalg.norm(self.left_eye - self.right_eye))

    @property
    def gap(self) -> float:
        """Distance of the inner lips in units of `eye_distance_px`."""
        return float(np.linalg.norm(self.inner_upper - self.inner_lower)) / self.eye_distance_px

    @property
    def width(self) -> float:
        """Distance of the corners of the mouth in units of `eye_distance_px`."""
        return float(np.linalg.norm(self.left_corner - self.right_corner)) / self.eye_distance_px


EYE_CORNER = np.array([46.6, -1.0])
"""Outer corner of the eye on the picture's right, (x, y) in mm."""


def lip_truth(figure: Figure, pose: Pose) -> LipTruth:
    """Return the exact places of lips, chin and eye corners for a pose, in pixels of the figure."""
    curves = lip_curves(pose)
    chin = np.array([[0.0, skull.CHIN_Y - 1.0, skull.depth(np.array(0.0), np.array(skull.CHIN_Y - 1.0))]])
    eye_z = float(skull.depth(EYE_CORNER[:1], EYE_CORNER[1:])[0])
    points = np.array(
        [
            curves.outer_upper[0],
            curves.outer_upper[-1],
            curves.inner_upper[_MIDDLE],
            curves.inner_lower[_MIDDLE],
            curves.outer_upper[_MIDDLE],
            curves.outer_lower[_MIDDLE],
            deformed(chin, pose)[0],
            [-EYE_CORNER[0], EYE_CORNER[1], eye_z],
            [EYE_CORNER[0], EYE_CORNER[1], eye_z],
        ]
    )
    return LipTruth(*figure.projected(points, pose))
