"""Ada's geometry: where each point of her lies in the picture, for any pose.

Her parts are given in millimetres in the head's own frame (see `herald.ada.skull`). `deformed` moves
them as the face moves, `Figure.projected` turns the head on its neck and takes the picture.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from herald.ada import skull
from herald.ada.skull import Array, bump

SIZE_PX = (1280, 720)
_PX_PER_MM = 1.467  # Outer eye corners 132 px apart at 720 lines.
_EYE_LEVEL = 0.352  # Height of the eyes in the picture, from the top.
_CAMERA_MM = 1600.0
_PIVOT = np.array([0.0, 58.0, -85.0])  # Where the skull sits on the spine.
GAP_MM = 22.0
"""Distance between the inner lips at aperture 1."""


@dataclass(frozen=True)
class Pose:
    """Everything about Ada that can change from frame to frame.

    Attributes:
        yaw_deg: turn of the head, positive to the picture's right; made for -8..8.
        pitch_deg: nod, positive down; made for -5..5.
        roll_deg: tilt, positive clockwise in the picture; made for -4..4.
        sway_mm: shift of the body, (right, down).
        breath: 0 exhaled, 1 inhaled.
        gaze_deg: turn of the eyes in the head, (right, down).
        lids: 1 open, 0 closed.
        brows: lift of the eyebrows, -1..1.
        aperture: 0..1, gap of the inner lips as a part of her range.
        width: -1..1, from narrow to wide.
        pucker: 0..1, from neutral to rounded and pushed out.
        closed: 0..1, how far the lips are pressed together.
        tuck: 0..1, how far the lower lip lies under the upper teeth (f, v).
        tongue: 0..1, how far the tip of the tongue is raised to the upper teeth (th, l).
    """

    yaw_deg: float = 0.0
    pitch_deg: float = 0.0
    roll_deg: float = 0.0
    sway_mm: tuple[float, float] = (0.0, 0.0)
    breath: float = 0.0
    gaze_deg: tuple[float, float] = (0.0, 0.0)
    lids: float = 1.0
    brows: float = 0.0
    aperture: float = 0.0
    width: float = 0.0
    pucker: float = 0.0
    closed: float = 0.0
    tuck: float = 0.0
    tongue: float = 0.0

    @property
    def gap_mm(self) -> float:
        """Distance between the inner lips on the midline."""
        return GAP_MM * self.aperture * (1.0 - self.closed)

    @property
    def corner_mm(self) -> float:
        """Distance of the corners of the mouth from the midline."""
        narrowed = (1 - 0.27 * self.pucker) * (1 - 0.06 * self.aperture)
        return 26.8 * (1 + 0.13 * self.width) * narrowed

    @property
    def jaw_mm(self) -> float:
        """How far the chin has dropped."""
        return 0.78 * self.gap_mm

    @property
    def corner_drop_mm(self) -> float:
        """How far the corners of the mouth have come down."""
        return 0.27 * self.gap_mm - 2.2 * max(self.width, 0.0) + 0.3 * self.pucker


def _smoothstep(value: Array) -> Array:
    t = np.clip(value, 0, 1)
    return t * t * (3 - 2 * t)


def deformed(points: Array, pose: Pose) -> Array:
    """Return the points `[n, 3]` of the neutral face moved by jaw, lips, cheeks and brows."""
    x, y, z = points[:, 0], points[:, 1], points[:, 2]
    reach = np.abs(x)
    # Below a line from the mouth to the ear the skin goes with the jaw; the seam is sharp only at the lips.
    start = skull.MOUTH_Y - 4 - 0.030 * reach**1.8
    drop = pose.jaw_mm * _smoothstep((y - start) / (14 + 0.75 * reach))
    lift = 0.20 * pose.gap_mm * np.exp(-((x / 22) ** 2) - ((y - 61) / 9) ** 2)
    near_mouth = np.exp(-((reach / 40) ** 4) - ((y - skull.MOUTH_Y) / 24) ** 2)
    squeeze = (pose.corner_mm / 26.8 - 1) * near_mouth
    corner = pose.corner_drop_mm * bump(x, y, (27, skull.MOUTH_Y), (11, 11))
    brow = 4.0 * pose.brows * bump(x, y, (30, -20), (24, 11))
    cheek = 1.2 * max(pose.width, 0.0) * bump(x, y, (38, 36), (16, 16))
    below = _smoothstep((y - 60) / 30)
    return np.stack(
        [
            x * (1 + squeeze) * (1 - 0.0022 * pose.jaw_mm * below * _smoothstep((reach - 25) / 25)),
            y + drop - lift + corner * 0.5 - brow - cheek,
            z + 5.0 * pose.pucker * np.exp(-((x / 20) ** 2) - ((y - 71) / 12) ** 2) - 0.25 * drop,
        ],
        axis=1,
    )


class Figure:
    """Takes the picture: from millimetres to pixels of one picture size.

    Args:
        size_px: (width, height).
    """

    def __init__(self, size_px: tuple[int, int] = SIZE_PX) -> None:
        self.size_px = size_px
        self.px_per_mm = _PX_PER_MM * size_px[1] / SIZE_PX[1]
        self.centre_px = np.array([size_px[0] / 2, size_px[1] * _EYE_LEVEL])

    def projected(self, points: Array, pose: Pose, head: Array | float = 1.0) -> Array:
        """Return where the points `[n, 3]` lie in the picture, `[n, 2]` in pixels.

        Args:
            points: in mm; those of the face already `deformed`.
            pose: the turn of the head and the shift of the body.
            head: `[n]` or one number: 1 for what turns with the head, 0 for what stays with the shoulders.
        """
        turned = (points - _PIVOT) @ _rotation(pose).T + _PIVOT
        weight = np.asarray(head, dtype=np.float64).reshape(-1, 1)
        lift = 1.6 * pose.breath
        placed = points + weight * (turned - points)
        placed = placed + np.array([pose.sway_mm[0], pose.sway_mm[1] - lift, 0.0])
        flat = placed[:, :2] * (_CAMERA_MM / (_CAMERA_MM - placed[:, 2:]))
        return np.asarray(flat * self.px_per_mm + self.centre_px)


def _rotation(pose: Pose) -> Array:
    yaw, pitch, roll = np.radians([pose.yaw_deg, pose.pitch_deg, pose.roll_deg])
    about_y = np.array([[np.cos(yaw), 0, np.sin(yaw)], [0, 1, 0], [-np.sin(yaw), 0, np.cos(yaw)]])
    about_x = np.array([[1, 0, 0], [0, np.cos(pitch), np.sin(pitch)], [0, -np.sin(pitch), np.cos(pitch)]])
    about_z = np.array([[np.cos(roll), -np.sin(roll), 0], [np.sin(roll), np.cos(roll), 0], [0, 0, 1]])
    return np.asarray(about_z @ about_y @ about_x)
