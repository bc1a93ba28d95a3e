"""The square round a mouth as the network sees it, and the way of its changes back into the picture."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from herald.media import Frame
from lipsync import blend
from lipsync.mesh import EYE_CORNERS, INNER_LOWER, INNER_UPPER, LIPS_OUTER, MASK
from lipsync.neural.network import N_INPUTS
from lipsync.neural.presets import Preset
from lipsync.pixels import PaintJob
from lipsync.warp import STEP, Box, Raster, doubled, sampled

Array = NDArray[np.float32]

BETWEEN_LIPS, LIPS, PAINTED = 12, 13, 14
"""Planes of what is seen, after the twelve of its four pictures: maps of the mouth and the work region."""

_NOSE = 4
_DOWN_IOD = 0.42
"""How far below the nose tip the middle of the square lies."""

_EDGE_SHARE = 0.1
_INNER = (*INNER_UPPER, *INNER_LOWER[-2:0:-1])
_SHIFT_BITS = 4


@dataclass(frozen=True)
class View:
    """The square round one mouth.

    Attributes:
        side_px: of the square.
        matrix: `[2, 3]`, from px of the square to px of the picture.
        hull: float32 `[n, 2]` px of the picture, points round what may be painted.
    """

    side_px: int
    matrix: NDArray[np.float64]
    hull: Array

    @classmethod
    def of(cls, points: Array, preset: Preset) -> View:
        """Return the square of a face, level with the eyes.

        Args:
            points: float32 `[478 or more, 2]` px; only eyes and nose are used, which speech does not move.
            preset: its size.
        """
        left, right = (points[i, :2].astype(np.float64) for i in EYE_CORNERS)
        across = right - left
        down = np.array([-across[1], across[0]])
        centre = points[_NOSE, :2] + _DOWN_IOD * down
        linear = np.stack([across, down], axis=1) * (preset.side_iod / preset.side_px)
        middle = np.full(2, (preset.side_px - 1) / 2)
        matrix = np.concatenate([linear, (centre - linear @ middle)[:, None]], axis=1)
        return cls(preset.side_px, matrix, np.asarray(points[list(MASK), :2], np.float32))

    def crop(self, picture: Frame) -> Frame:
        """Return the square of a picture, uint8 `[side, side, 3]`; beyond the mask lies the mask's edge.

        So it is the same whether the whole picture is given or only the region of a job.
        """
        shown = Box.around(self.hull, 2 * STEP, (picture.shape[1], picture.shape[0]))
        to_part = self.matrix.copy()
        to_part[:, 2] -= shown.origin
        how = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
        size = (self.side_px, self.side_px)
        part = np.ascontiguousarray(picture[shown.window])
        crop = cv2.warpAffine(part, to_part, size, flags=how, borderMode=cv2.BORDER_REPLICATE)
        return np.asarray(crop, np.uint8)

    def seen(self, painted: Frame, job: PaintJob) -> NDArray[np.uint8]:
        """Return what the network sees of a painted picture, uint8 `[side, side, 15]`.

        Args:
            painted: the picture, or the job's region of it, with the job done.
            job: what was done to it.
        """
        seen = np.empty((self.side_px, self.side_px, N_INPUTS), np.uint8)
        seen[..., :3] = self.crop(painted)
        points = self._inside(job.target_points)
        box = Box(0, 0, self.side_px, self.side_px)
        raster = Raster.of(points, box)
        for i in (1, 2):
            source = job.sources[min(i, len(job.sources) - 1)]
            where = doubled(raster.map_to(source.points))
            seen[..., 3 * i : 3 * i + 3] = sampled(source.pixels, where, cv2.INTER_LINEAR)
        expected = np.clip(np.rint(job.expected), 0, 255).astype(np.uint8)
        where = doubled(raster.map_to(job.expected_points))
        seen[..., 9:12] = sampled(expected, where, cv2.INTER_LINEAR)
        seen[..., BETWEEN_LIPS] = self._filled(points[list(_INNER)])
        seen[..., LIPS] = self._filled(points[list(LIPS_OUTER)])
        scale = job.iod_px / float(np.hypot(*self.matrix[:, 0]))
        mask = blend.mask_of(points, scale, box) * edge_ramp(self.side_px)
        seen[..., PAINTED] = np.rint(255 * mask)
        return seen

    def add(self, painted: Frame, job: PaintJob, change: Array) -> Frame:
        """Return the picture with the network's change; pixels that may not be painted stay as they are.

        Args:
            painted: the picture, or the job's region of it.
            job: what was done to it.
            change: float32 `[side, side, 3]`, levels of 255.
        """
        side = self.side_px
        corners = np.array([[0, 0, 1], [side, 0, 1], [0, side, 1], [side, side, 1]]) @ self.matrix.T
        box = Box.around(corners, 2, (painted.shape[1], painted.shape[0]))
        to_box = self.matrix.copy()
        to_box[:, 2] -= box.origin
        soft = change * edge_ramp(side)[..., None]
        grown = cv2.warpAffine(soft, to_box, (box.width, box.height), flags=cv2.INTER_CUBIC)
        mask = blend.mask_of(job.target_points, job.iod_px, box)
        refined = painted.copy()
        levels = painted[box.window] + grown * mask[..., None]
        refined[box.window] = np.clip(np.rint(levels), 0, 255).astype(np.uint8)
        return refined

    def _inside(self, points: Array) -> Array:
        """Points in px of the square."""
        turned = (points - self.matrix[:, 2]) @ np.linalg.inv(self.matrix[:, :2]).T
        return np.asarray(turned, np.float32)

    def _filled(self, outline: Array) -> NDArray[np.uint8]:
        drawn = np.zeros((self.side_px, self.side_px), np.uint8)
        fixed = np.round(outline * (1 << _SHIFT_BITS)).astype(np.int32)
        cv2.fillPoly(drawn, [fixed], 255, cv2.LINE_AA, _SHIFT_BITS)
        return drawn


def edge_ramp(side_px: int) -> Array:
    """Return weights that fall to 0 at the edge of the square, float32 `[side, side]`."""
    ramp_px = _EDGE_SHARE * side_px
    from_edge = np.minimum(np.arange(side_px), np.arange(side_px)[::-1])
    t = np.clip(from_edge / ramp_px, 0, 1)
    one = t * t * (3 - 2 * t)
    return np.asarray(np.minimum(one[:, None], one[None]), np.float32)
