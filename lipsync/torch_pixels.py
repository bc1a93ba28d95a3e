"""The pixel work of `footage` in torch, several pictures at a time: for graphics cards.

It does what `pixels.OpenCV` does, step by step, and agrees with it to a fraction of a level. Of each picture
only the region of the job goes to the device and comes back; recorded mouths stay there.
"""

from __future__ import annotations

import itertools
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional as F

from herald.media import Frame
from lipsync import blend
from lipsync import torch_filters as filters
from lipsync.device import CPU, Batches, keep_quiet
from lipsync.mesh import LIPS, MASK
from lipsync.pixels import LIP_MARGIN_IOD, PaintJob, Source, Work
from lipsync.torch_raster import BatchRaster, best_affine
from lipsync.warp import STEP, Box

Array = NDArray[np.float32]

BATCH = 16
"""Pictures that are worked on together on a graphics card; fewer on the CPU, where it gains nothing."""

_CPU_BATCH = 4
_ROUND_PX = 16
"""Sizes of boxes are multiples of this, so that all levels of the pyramid divide evenly."""

_KEPT_MOUTHS = 512


class TorchPixels:
    """The pixel work on a device.

    Args:
        device: as torch calls it.
        batch: pictures at a time; by default what suits the device.
        note: told when memory was short and the batches were halved.
    """

    def __init__(
        self, device: str, batch: int | None = None, note: Callable[[str], None] = keep_quiet
    ) -> None:
        self._device = torch.device(device)
        self._batches = Batches(batch or (_CPU_BATCH if device == CPU else BATCH), note)
        self._mouths: OrderedDict[object, Tensor] = OrderedDict()

    def paint_all(self, work: Iterable[Work]) -> Iterator[Frame]:
        """Yield the pictures with the jobs done; see `pixels.Pixels`."""
        yield from self._batches.run(work, self._paint)

    @torch.inference_mode()
    def _paint(self, batch: list[Work]) -> list[Frame]:
        pictures, jobs = [picture for picture, _ in batch], [job for _, job in batch]
        boxes = _Boxes.of(pictures, jobs)
        given = self._on_device(np.stack([_padded(picture, boxes.canvas) for picture in pictures]))
        given = given.permute(0, 3, 1, 2).float()
        target = self._on_device(np.stack([job.target_points for job in jobs]))
        raster = BatchRaster.of(target, torch.zeros_like(target[:, 0]), _nodes(boxes.canvas))
        moves = any(job.moves_base for job in jobs)
        warped = self._warped_base(given, raster, jobs) if moves else given
        mouths = torch.stack(
            [warped[i][:, box.window[0], box.window[1]] for i, box in enumerate(boxes.mouths)]
        )
        changed = self._mouth(mouths, raster, boxes, jobs)
        for i, box in enumerate(boxes.mouths):
            warped[i][:, box.window[0], box.window[1]] = changed[i]
        done = warped.permute(0, 2, 3, 1).to(torch.uint8).cpu().numpy()
        return [region[: p.shape[0], : p.shape[1]] for p, region in zip(pictures, done, strict=True)]

    def _warped_base(self, given: Tensor, raster: BatchRaster, jobs: list[PaintJob]) -> Tensor:
        shift = filters.doubled(raster.shift_to(self._on_device(np.stack([job.base_points for job in jobs]))))
        h, w = given.shape[-2:]
        y = torch.arange(h, device=given.device, dtype=given.dtype)[:, None].expand(h, w)
        x = torch.arange(w, device=given.device, dtype=given.dtype)[None].expand(h, w)
        moved = filters.levels(filters.sampled(given, torch.stack([x, y]) + shift, "bicubic"))
        # What does not move is copied and not sampled, so that it stays bit for bit.
        return torch.where(shift.abs().amax(dim=1, keepdim=True) > 0, moved, given)

    def _mouth(self, base: Tensor, raster: BatchRaster, boxes: _Boxes, jobs: list[PaintJob]) -> Tensor:
        """Return the mouths painted into `base`, `[b, 3, h, w]` in whole levels."""
        counts = [len(job.sources) for job in jobs]
        starts = np.cumsum([0, *counts])
        firsts = torch.from_numpy(starts[:-1]).to(self._device)
        iod = self._on_device(np.array([job.iod_px for job in jobs], np.float32))
        crops = torch.stack([self._mouth_of(source) for job in jobs for source in job.sources]).float()
        coarse = self._maps(raster, boxes, jobs, [job.sources for job in jobs])
        patch = filters.levels(filters.sampled(crops[firsts], filters.doubled(coarse[firsts]), "bicubic"))
        halves = filters.levels(filters.sampled(crops, coarse, "bilinear"))
        shares = self._on_device(np.array([s.share for job in jobs for s in job.sources], np.float32))
        parts = shares[:, None, None, None] * halves
        mixed = torch.stack([parts[a:b].sum(dim=0) for a, b in itertools.pairwise(starts)])
        mixed = self._towards(mixed, raster, boxes, jobs)
        patch = patch + filters.doubled(
            filters.gaussian(mixed - halves[firsts], blend.LOW_BAND_IOD * iod / STEP)
        )
        patch = self._crisp(patch, crops[firsts], boxes, jobs)
        soften = self._on_device(np.array([job.soften_px for job in jobs], np.float32))
        if bool((soften > 0).any()):
            patch = filters.gaussian(patch, soften)
        mask = self._mask(boxes, jobs, iod)
        patch = patch + _colour_offset(base, patch, mask, iod)
        return filters.levels(base + _pyramid_change(patch - base, mask))

    def _maps(
        self, raster: BatchRaster, boxes: _Boxes, jobs: list[PaintJob], sources: Sequence[tuple[Source, ...]]
    ) -> Tensor:
        """Return the maps of all sources of all jobs over the mouths' boxes, `[n, 2, h/2, w/2]`."""
        rows = np.repeat(np.arange(len(jobs)), [len(of) for of in sources])
        points = np.stack([source.points for of in sources for source in of])
        part = raster.part(self._on_device(rows), boxes.offsets, _nodes(boxes.mouths[0]))
        affine = best_affine(np.stack([jobs[i].target_points for i in rows]), points)
        return part.map_to(self._on_device(points), self._on_device(affine))

    def _towards(self, mixed: Tensor, raster: BatchRaster, boxes: _Boxes, jobs: list[PaintJob]) -> Tensor:
        """See `blend.towards`."""
        expected = self._on_device(np.stack([job.expected for job in jobs])).permute(0, 3, 1, 2)
        points = [(Source(jobs[0].sources[0].pixels, job.expected_points, 1.0),) for job in jobs]
        where = self._maps(raster, boxes, jobs, points)
        h, w = expected.shape[-2:]
        x, y = where[:, :1], where[:, 1:]
        from_edge = torch.minimum(torch.minimum(x, w - 1 - x), torch.minimum(y, h - 1 - y)) - 1
        share = (from_edge / blend.EXPECTED_RAMP_PX).clamp(0, 1)
        difference = filters.sampled(expected, where, "bilinear") - mixed
        total = share.sum(dim=(2, 3), keepdim=True).clamp(min=1e-6)
        difference = difference - (difference * share).sum(dim=(2, 3), keepdim=True) / total
        return mixed + blend.EXPECTED_SHARE * share * difference

    def _crisp(self, patch: Tensor, first: Tensor, boxes: _Boxes, jobs: list[PaintJob]) -> Tensor:
        """See `blend.crisp`."""
        fine = patch - filters.gaussian_all(patch, blend.FINE_PX)
        ours, added = filters.luma_gradient(patch), filters.luma_gradient(fine)
        recorded = filters.luma_gradient(first)
        gains = torch.zeros(len(jobs), device=patch.device)
        for i, job in enumerate(jobs):
            lips, source = _lips(job, boxes.mouths[i])
            mine, more, theirs = ours[i][:, *lips], added[i][:, *lips], recorded[i][:, *source]
            square, slope = more.square().mean(), (mine * more).mean()
            missing = theirs.square().mean() - mine.square().mean()
            wanted = ((slope.square() + square * missing.clamp(min=0)).sqrt() - slope) / square.clamp(
                min=1e-9
            )
            gains[i] = wanted.clamp(0, blend.MOST_CRISPNESS) * (missing > 0) * (square > 0)
        return patch + gains[:, None, None, None] * fine

    def _mask(self, boxes: _Boxes, jobs: list[PaintJob], iod: Tensor) -> Tensor:
        """See `blend.mask_of`; `[b, 1, h, w]`."""
        hulls = [np.asarray(cv2.convexHull(job.target_points[list(MASK)]))[:, 0] for job in jobs]
        longest = max(map(len, hulls))
        # Repeated corners make edges without length, which are left out below.
        hull = self._on_device(np.stack([np.pad(h, ((0, longest - len(h)), (0, 0)), "edge") for h in hulls]))
        centre = self._on_device(np.stack([h.mean(axis=0) for h in hulls]))
        along = torch.roll(hull, -1, dims=1) - hull
        length = along.norm(dim=2, keepdim=True)
        normal = torch.stack([-along[..., 1], along[..., 0]], dim=2) / length.clamp(min=1e-9)
        normal = normal * torch.sign(((centre[:, None] - hull) * normal).sum(dim=2, keepdim=True))
        h, w = _nodes(boxes.mouths[0])
        origin = self._on_device(np.stack([box.origin for box in boxes.mouths])) + (STEP - 1) / 2
        x = origin[:, 0, None] + STEP * torch.arange(w, device=hull.device)  # [b, w]
        y = origin[:, 1, None] + STEP * torch.arange(h, device=hull.device)
        across = normal[..., 0, None] * (x[:, None] - hull[..., 0, None])  # [b, edges, w]
        down = normal[..., 1, None] * (y[:, None] - hull[..., 1, None])
        depth = across[:, :, None] + down[..., None]
        depth = torch.where(length[..., None] > 0, depth, torch.full_like(depth, torch.inf)).amin(dim=1)
        inside = depth / (blend.FEATHER_IOD * iod).clamp(min=STEP)[:, None, None] - blend.INSET
        soft = torch.sigmoid(1.702 * inside)
        edge = float(1 / (1 + np.exp(1.702 * blend.INSET)))
        return filters.doubled(((soft - edge) / (1 - edge))[:, None]).clamp(0, 1)

    def _mouth_of(self, source: Source) -> Tensor:
        """A recorded mouth on the device, uint8 `[3, h, w]`; those of a library stay there."""
        if source.key in self._mouths:
            self._mouths.move_to_end(source.key)
            return self._mouths[source.key]
        # Copied, since a library's pixels are read-only, which torch does not know of.
        mouth = self._on_device(np.array(source.pixels)).permute(2, 0, 1).contiguous()
        if source.key is not None and self._device.type != CPU:
            self._mouths[source.key] = mouth
            if len(self._mouths) > _KEPT_MOUTHS:
                self._mouths.popitem(last=False)
        return mouth

    def _on_device(self, array: NDArray[np.generic]) -> Tensor:
        return torch.from_numpy(array).to(self._device)


@dataclass(frozen=True)
class _Boxes:
    """The regions of a batch.

    Attributes:
        canvas: what holds each of the pictures.
        mouths: what is painted of each; all of one size.
    """

    canvas: Box
    mouths: list[Box]

    @classmethod
    def of(cls, pictures: list[Frame], jobs: list[PaintJob]) -> _Boxes:
        sizes = [(picture.shape[1], picture.shape[0]) for picture in pictures]
        wide, high = (-(-max(lengths) // _ROUND_PX) * _ROUND_PX for lengths in zip(*sizes, strict=True))
        mouths = [
            Box.around(job.target_points[list(MASK)], 2 * STEP, size)
            for job, size in zip(jobs, sizes, strict=True)
        ]
        return cls(Box(0, 0, wide, high), _of_one_size(mouths, (wide, high)))

    @property
    def offsets(self) -> list[tuple[int, int]]:
        """(top, left) of the mouths, in nodes."""
        return [(box.top // STEP, box.left // STEP) for box in self.mouths]


def _padded(picture: Frame, canvas: Box) -> Frame:
    """A picture at the top left of the canvas, its last column and row repeated."""
    high, wide = picture.shape[:2]
    return np.pad(picture, ((0, canvas.height - high), (0, canvas.width - wide), (0, 0)), "edge")


def _of_one_size(boxes: list[Box], size_px: tuple[int, int]) -> list[Box]:
    """Grow boxes to the size of the largest, inside the picture."""
    room = [n // STEP * STEP for n in size_px]
    wide, high = (
        min(-(-max(lengths) // _ROUND_PX) * _ROUND_PX, most)
        for lengths, most in zip(([b.width for b in boxes], [b.height for b in boxes]), room, strict=True)
    )
    return [Box(min(b.left, room[0] - wide), min(b.top, room[1] - high), wide, high) for b in boxes]


def _nodes(box: Box) -> tuple[int, int]:
    return box.height // STEP, box.width // STEP


def _lips(job: PaintJob, box: Box) -> tuple[tuple[slice, slice], tuple[slice, slice]]:
    """Where the lips are in a box, and in the first recorded mouth."""
    first, margin_px = job.sources[0], LIP_MARGIN_IOD * job.iod_px
    height, width = first.pixels.shape[:2]
    lips = job.target_points[list(LIPS)] - box.origin
    ours = Box.around(lips, margin_px, (box.width, box.height)).window
    return ours, Box.around(first.points[list(LIPS)], margin_px, (width, height)).window


def _colour_offset(base: Tensor, patch: Tensor, mask: Tensor, iod: Tensor) -> Tensor:
    """See `blend.colour_offset`."""
    h, w = mask.shape[-2:]
    small = (max(h // blend.COLOUR_STEP, 1), max(w // blend.COLOUR_STEP, 1))
    difference = F.adaptive_avg_pool2d(base - patch, small)
    soft = F.adaptive_avg_pool2d(mask, small)
    border = ((soft > blend.BORDER[0]) & (soft < blend.BORDER[1])).float()
    sigma = blend.COLOUR_SIGMA_IOD * iod / blend.COLOUR_STEP
    offset = filters.gaussian(difference * border, sigma) / (filters.gaussian(border, sigma) + 1e-6)
    return F.interpolate(offset, size=(h, w), mode="bilinear", align_corners=False)


def _pyramid_change(difference: Tensor, mask: Tensor) -> Tensor:
    """See `blend.pyramid_change`."""
    bands, masks = [], []
    rest, soft = difference, mask
    for _ in range(blend.LEVELS):
        if min(rest.shape[-2:]) < 4:
            break
        smaller = filters.pyramid_down(rest)
        bands.append(rest - filters.pyramid_up(smaller, (rest.shape[-2], rest.shape[-1])))
        masks.append(soft)
        rest, soft = smaller, filters.pyramid_down(soft)
    change = rest * soft
    for band, soft in zip(reversed(bands), reversed(masks), strict=True):
        change = filters.pyramid_up(change, (band.shape[-2], band.shape[-1])) + band * soft
    return change * (32 * mask).clamp(max=1)
