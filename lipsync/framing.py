"""Which part of the footage is shown: a crop round the presenter, as a director would frame them."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from herald.errors import UserError

if TYPE_CHECKING:
    from lipsync.track import FaceTrack

EYE_LINE = Fraction(2, 5)
"""How far down the eyes lie in a crop, as a share of its height."""

_CROWN_IOD = 1.55
_BELOW_CHIN_IOD = 0.25
_EARS_IOD = 0.2
_EXTENT = (2, 98)
"""Hair reaches about this far above the line of the eyes; a head is followed through all but a few frames."""


@dataclass(frozen=True)
class Crop:
    """A part of a picture, in whole px; all four are even."""

    left: int
    top: int
    width: int
    height: int

    @property
    def window(self) -> tuple[slice, slice]:
        """Rows and columns."""
        return slice(self.top, self.top + self.height), slice(self.left, self.left + self.width)

    @property
    def size_px(self) -> tuple[int, int]:
        """(width, height)."""
        return self.width, self.height


@dataclass(frozen=True)
class Head:
    """Where a head is during footage, in px.

    Attributes:
        left, top, right, bottom: what it takes up, hair and chin with it, in all but a few frames.
        face_top: the top of the forehead.
        x, eyes_y: the usual place of the middle of the face, and of the line of the eyes.
    """

    left: float
    top: float
    right: float
    bottom: float
    face_top: float
    x: float
    eyes_y: float


def head_of(track: FaceTrack, usable: NDArray[np.bool_]) -> Head:
    """Measure where the head is in the usable frames; at least one."""
    # Plans ask for `Crop` alone, and load no library of pictures for that.
    from lipsync.face import iod_px
    from lipsync.mesh import CHIN, EYE_CORNERS, FACE_OVAL

    points = track.landmarks[usable][..., :2]
    iod = float(np.median(iod_px(points)))
    oval = points[:, list(FACE_OVAL)]
    eyes_y = points[:, list(EYE_CORNERS), 1].mean(axis=1)
    low, high = _EXTENT
    return Head(
        left=float(np.percentile(oval[..., 0].min(axis=1), low)) - _EARS_IOD * iod,
        top=float(np.percentile(eyes_y, low)) - _CROWN_IOD * iod,
        right=float(np.percentile(oval[..., 0].max(axis=1), high)) + _EARS_IOD * iod,
        bottom=float(np.percentile(points[:, CHIN, 1], high)) + _BELOW_CHIN_IOD * iod,
        face_top=float(np.percentile(oval[..., 1].min(axis=1), low)),
        x=float(np.median((oval[..., 0].min(axis=1) + oval[..., 0].max(axis=1)) / 2)),
        eyes_y=float(np.median(eyes_y)),
    )


def crop_to(shape: Fraction, size_px: tuple[int, int], head: Head) -> Crop:
    """Return the largest part of a picture that has a shape, placed round a head.

    The face is centred from side to side. The eyes come to lie at `EYE_LINE`, unless the picture ends before,
    or the head would be cut.

    Args:
        shape: width over height.
        size_px: (width, height) of the picture.
        head: where the head is in it.

    Raises:
        UserError: no such part has room for the face.
    """
    wide, high = size_px
    width = min(wide, int(high * shape)) // 2 * 2
    height = min(high, int(wide / shape)) // 2 * 2
    # A head that is cut by the picture itself cannot be shown whole by any crop of it.
    room = min(head.right, wide) - max(head.left, 0), min(head.bottom, high) - max(head.face_top, 0)
    if width < room[0] or height < room[1]:
        raise UserError(
            f"a crop to {shape.numerator}:{shape.denominator} would cut the presenter's face: it takes up "
            f"{room[0]:.0f}x{room[1]:.0f} pixels, and the crop has {width}x{height}. "
            "Choose a shape that is nearer to the footage's, or record from farther away."
        )
    left = _placed(head.x - width / 2, width, wide, head.left, head.right)
    top = _placed(head.eyes_y - float(EYE_LINE) * height, height, high, head.top, head.bottom)
    return Crop(left, top, width, height)


def _placed(start: float, length: int, whole: int, first: float, last: float) -> int:
    """The even place nearest to `start` at which `first` to `last` is inside, and all of it in the whole."""
    start = min(start, first) if first + length >= last else start
    start = max(start, min(last, whole) - length)
    return int(np.clip(round(start / 2) * 2, 0, (whole - length) // 2 * 2))
