"""All work on pixels, behind one small door: a paint job in, a picture out.

Which frames to take and every point's place is decided before, in light arrays. Another
implementation of `Pixels`, on another device, needs to know nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass, replace
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
LIP_MARGIN_IOD = 0.08


@dataclass(frozen=True)
class Source:
    """A recorded mouth to paint with.

    Attributes:
        pixels: uint8 `[h, w, 3]`.
        points: float32 `[514, 2]`, its mesh in px of `pixels`.
        share: its part of the low band; the shares of a job add up to 1.
        key: the same for the same pixels, so that a device can keep them; None for pixels seen once.
    """

    pixels: Frame
    points: Array
    share: float
    key: Hashable = None


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

    def region(self, size_px: tuple[int, int]) -> Box:
        """Return the part of a picture of (width, height) that the job may change or has to see."""
        region = Box.around(self.target_points[list(MASK)], 2 * STEP, size_px)
        moved = moved_box(self.base_points, self.target_points, size_px)
        return region if moved is None else region.including(moved)

    def within(self, region: Box) -> PaintJob:
        """Return the same job for a part that was cut out of the picture."""
        base, target = self.base_points - region.origin, self.target_points - region.origin
        return replace(self, base_points=base, target_points=target)

    @property
    def moves_base(self) -> bool:
        """Whether the picture's own jaw has to move."""
        return bool(_moved(self.base_points, self.target_points).any())


Work = tuple[Frame, PaintJob]
"""A picture with what to do to it: uint8 `[h, w, 3]`, RGB, the job's region cut out of a picture, and the job
in px of that region, see `PaintJob.within`."""


class Pixels(Protocol):
    """An implementation of the pixel work."""

    def paint_all(self, work: Iterable[Work]) -> Iterator[Frame]:
        """Yield new pictures with the jobs done, in order; pixels outside the work region are copied.

        A few pictures may be taken ahead, to be worked on together.
        """


class OpenCV:
    """The pixel work in OpenCV, on one thread."""

    def __init__(self) -> None:
        # Renderers run one process for each core; threads of each would only fight over them.
        cv2.setNumThreads(1)

    def paint_all(self, work: Iterable[Work]) -> Iterator[Frame]:
        """Yield the pictures with the jobs done, one after the other."""
        for picture, job in work:
            yield self.paint(picture, job)

    def paint(self, picture: Frame, job: PaintJob) -> Frame:
        """Warp the base's own jaw, paint the mouth over it, blend."""
        size_px = (picture.shape[1], picture.shape[0])
        whole = Box(0, 0, size_px[0] // STEP * STEP, size_px[1] // STEP * STEP)
        box = Box.around(job.target_points[list(MASK)], 2 * STEP, size_px)
        raster = Raster.of(job.target_points, whole)
        painted = picture.copy()
        if job.moves_base:
            painted[whole.window] = _warped_base(picture, raster, job.base_points)
        base = painted[box.window].astype(np.float32)
        patch, mask = _mouth(base, raster.part(box), job)
        change = blend.pyramid_change(patch - base, mask)
        painted[box.window] = np.clip(np.rint(base + change), 0, 255).astype(np.uint8)
        return painted


def _mouth(base: Array, raster: Raster, job: PaintJob) -> tuple[Array, Array]:
    """Return the patch to paint and its mask, float32 `[h, w, 3]` and `[h, w]`."""
    *coarse, expected = raster.maps_to([*(source.points for source in job.sources), job.expected_points])
    patch = sampled(job.sources[0].pixels, doubled(coarse[0]), cv2.INTER_CUBIC).astype(np.float32)
    pairs = zip(job.sources, coarse, strict=True)
    halves = [sampled(s.pixels, where, cv2.INTER_LINEAR).astype(np.float32) for s, where in pairs]
    mixed = np.zeros_like(halves[0])
    for source, half in zip(job.sources, halves, strict=True):
        mixed += source.share * half
    mixed = blend.towards(mixed, job.expected, expected)
    patch += doubled(blend.low_band(mixed - halves[0], job.iod_px))
    patch = _as_sharp_as_recorded(patch, raster.box, job)
    if job.soften_px > 0:
        patch = np.asarray(cv2.GaussianBlur(patch, (0, 0), job.soften_px), np.float32)
    mask = blend.mask_of(job.target_points, job.iod_px, raster.box)
    patch += blend.colour_offset(base, patch, mask, job.iod_px)
    return patch, mask


def _as_sharp_as_recorded(patch: Array, box: Box, job: PaintJob) -> Array:
    first, margin_px = job.sources[0], LIP_MARGIN_IOD * job.iod_px
    height, width = first.pixels.shape[:2]
    recorded = Box.around(first.points[list(LIPS)], margin_px, (width, height)).window
    lips = job.target_points[list(LIPS)] - box.origin
    ours = Box.around(lips, margin_px, (box.width, box.height)).window
    return blend.crisp(patch, ours, first.pixels[recorded].astype(np.float32))


def moved_box(base: Array, target: Array, size_px: tuple[int, int]) -> Box | None:
    """Return the box round what moves from one mesh `[514, 2]` px to another; None if nothing does."""
    touched = triangles()[_moved(base, target)[triangles()].any(axis=1)]
    if not len(touched):
        return None
    corners = np.unique(touched)
    return Box.around(np.concatenate([target[corners], base[corners]]), 2 * STEP, size_px)


def _moved(base: Array, target: Array) -> NDArray[np.bool_]:
    return np.asarray(np.abs(target - base).max(axis=1) > _STILL_PX, np.bool_)


def _warped_base(picture: Frame, raster: Raster, base_points: Array) -> Frame:
    box = raster.box
    where = doubled(raster.shift_to(base_points))
    where[..., 0] += np.arange(box.left, box.left + box.width, dtype=np.float32)
    where[..., 1] += np.arange(box.top, box.top + box.height, dtype=np.float32)[:, None]
    return sampled(picture, where, cv2.INTER_CUBIC)


def for_device(device: str, note: Callable[[str], None]) -> Pixels:
    """Return the pixel work that suits a device, as torch calls it: OpenCV's on the CPU, torch's elsewhere.

    Args:
        device: "cpu", "cuda:0", "mps".
        note: told when memory was short.
    """
    if device == "cpu":
        return OpenCV()
    from lipsync.torch_pixels import TorchPixels

    return TorchPixels(device, note=note)
