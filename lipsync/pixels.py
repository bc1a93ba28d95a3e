"""All work on pixels, behind one small door: a paint job in, a picture out.

Which frames to take and every point's place is decided before, in light arrays. Another
implementation of `Pixels`, on another device, needs to know nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import cv2
import numpy as np
from numpy.typing import NDArray

from herald.media import Frame
from lipsync import blend
from lipsync.mesh import LIPS, MASK, triangles
from lipsync.warp import STEP, Box, Raster, doubled, sampled

Array = NDArray[np.float32]

_STILL_PX = 0.05
_LIP_MARGIN_IOD = 0.08


@dataclass(frozen=True)
class Source:
    """A recorded mouth to paint with.

    Attributes:
        pixels: uint8 `[h, w, 3]`.
        points: float32 `[514, 2]`, its mesh in px of `pixels`.
        share: its part of the low band; the shares of a job add up to 1.
    """

    pixels: Frame
    points: Array
    share: float


@dataclass(frozen=True)
class PaintJob:
    """What to do to one picture.

    Attributes:
        base_points: float32 `[514, 2]` px, the mesh of the face as it is in the picture.
        target_points: float32 `[514, 2]` px, the mesh as it shall be; same ring.
        iod_px: inter-ocular distance of the face.
        sources: the first choice, which gives the fine detail, then the others.
        expected: float32 `[h, w, 3]`, a small picture of the mouth as it is likeliest to look.
        expected_points: float32 `[514, 2]`, its mesh.
        soften_px: sigma of the blur that makes the first choice as soft as the picture; 0 for none.
    """

    base_points: Array
    target_points: Array
    iod_px: float
    sources: tuple[Source, ...]
    expected: Array
    expected_points: Array
    soften_px: float


class Pixels(Protocol):
    """An implementation of the pixel work."""

    def paint(self, picture: Frame, job: PaintJob) -> Frame:
        """Return a new picture with the job done; pixels outside the work region are copied."""


class OpenCV:
    """The pixel work in OpenCV, on one thread."""

    def __init__(self) -> None:
        # Renderers run one process for each core; threads of each would only fight over them.
        cv2.setNumThreads(1)

    def paint(self, picture: Frame, job: PaintJob) -> Frame:
        """Warp the base's own jaw, paint the mouth over it, blend."""
        painted = picture.copy()
        size_px = (picture.shape[1], picture.shape[0])
        box = Box.around(job.target_points[list(MASK)], 2 * STEP, size_px)
        moved = moved_box(job.base_points, job.target_points, size_px)
        whole = box if moved is None else box.including(moved)
        raster = Raster.of(job.target_points, whole)
        if moved is not None:
            painted[whole.window] = _warped_base(picture, raster, job.base_points)
        base = painted[box.window].astype(np.float32)
        patch, mask = _mouth(base, raster if whole == box else raster.part(box), job)
        change = blend.pyramid_change(patch - base, mask)
        painted[box.window] = np.clip(np.rint(base + change), 0, 255).astype(np.uint8)
        return painted


def _mouth(base: Array, raster: Raster, job: PaintJob) -> tuple[Array, Array]:
    """Return the patch to paint and its mask, float32 `[h, w, 3]` and `[h, w]`."""
    coarse = [raster.map_to(source.points) for source in job.sources]
    patch = sampled(job.sources[0].pixels, doubled(coarse[0]), cv2.INTER_CUBIC).astype(np.float32)
    pairs = zip(job.sources, coarse, strict=True)
    halves = [sampled(s.pixels, where, cv2.INTER_LINEAR).astype(np.float32) for s, where in pairs]
    mixed = np.zeros_like(halves[0])
    for source, half in zip(job.sources, halves, strict=True):
        mixed += source.share * half
    mixed = blend.towards(mixed, job.expected, raster.map_to(job.expected_points))
    patch += doubled(blend.low_band(mixed - halves[0], job.iod_px))
    patch = _as_sharp_as_recorded(patch, raster.box, job)
    if job.soften_px > 0:
        patch = np.asarray(cv2.GaussianBlur(patch, (0, 0), job.soften_px), np.float32)
    mask = blend.mask_of(job.target_points, job.iod_px, raster.box)
    patch += blend.colour_offset(base, patch, mask, job.iod_px)
    return patch, mask


def _as_sharp_as_recorded(patch: Array, box: Box, job: PaintJob) -> Array:
    first, margin_px = job.sources[0], _LIP_MARGIN_IOD * job.iod_px
    height, width = first.pixels.shape[:2]
    recorded = Box.around(first.points[list(LIPS)], margin_px, (width, height)).window
    lips = job.target_points[list(LIPS)] - box.origin
    ours = Box.around(lips, margin_px, (box.width, box.height)).window
    return blend.crisp(patch, ours, first.pixels[recorded].astype(np.float32))


def moved_box(base: Array, target: Array, size_px: tuple[int, int]) -> Box | None:
    """Return the box round what moves between two meshes `[514, 2]` px of a picture; None if nothing does."""
    moved = np.abs(target - base).max(axis=1) > _STILL_PX
    touched = triangles()[moved[triangles()].any(axis=1)]
    if not len(touched):
        return None
    return Box.around(target[np.unique(touched)], 2 * STEP, size_px)


def _warped_base(picture: Frame, raster: Raster, base_points: Array) -> Frame:
    box = raster.box
    where = doubled(raster.shift_to(base_points))
    where[..., 0] += np.arange(box.left, box.left + box.width, dtype=np.float32)
    where[..., 1] += np.arange(box.top, box.top + box.height, dtype=np.float32)[:, None]
    return sampled(picture, where, cv2.INTER_CUBIC)
