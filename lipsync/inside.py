"""The inside of a mouth, drawn: dark cavity, tongue, teeth on skull and jaw, and the shadow of the lips."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from herald.media import Frame
from lipsync.denture import OVERBITE_IOD, TALL_IOD, Row
from lipsync.liplines import LipLines
from lipsync.mesh import INNER_LOWER, INNER_UPPER
from lipsync.warp import Box, pixel_places

Array = NDArray[np.float32]

JAW_SHARE = 0.62
"""How far the lower teeth go down for each IOD of opening: the lip goes further than the jaw."""

_TOGETHER = 0.6
_EDGE_PX = 0.9
_DEPTH = np.array([0.30, 0.17, 0.16], np.float32)
_TONGUE = np.array([0.92, 0.76, 0.77], np.float32)
_SHADE = np.array([0.82, 1.06, 1.14], np.float32)
_TOUCHING = 3.0
_RIM_IOD = 0.012
_RIM_SHADE = 0.16


@dataclass(frozen=True)
class Inside:
    """What is needed to draw the inside of one person's mouth.

    Attributes:
        upper_pixels, upper_cover, lower_pixels, lower_cover: the rows of teeth, see `denture.Row`.
        edge: float32 `[3]` IOD, the middle of the upper front teeth's edge in the face at rest in space.
        lip: float32 `[3]`, colour of the lips, levels 0..255.
        blur_iod: float32 `[]`, softness of the footage's edges.
        line: float32 `[]`, 0..1: how dark a line is drawn where lips touch; 0 where the footage shows one.
    """

    upper_pixels: Array
    upper_cover: Array
    lower_pixels: Array
    lower_cover: Array
    edge: Array
    lip: Array
    blur_iod: Array
    line: Array

    @property
    def upper(self) -> Row:
        """The upper teeth."""
        return Row(self.upper_pixels, self.upper_cover)

    @property
    def lower(self) -> Row:
        """The lower teeth."""
        return Row(self.lower_pixels, self.lower_cover)


@dataclass(frozen=True)
class InsideJob:
    """The inside of the mouth in one picture.

    Attributes:
        points: float32 `[478 or more, 2]` px, the face as it shall be.
        scale_px: px per IOD.
        rotation: float32 `[3, 3]`, of the head.
        shift: float32 `[3]` px.
        gap_iod: opening of the inner lips.
        pucker: 0..1.
        tongue: 0..1, how far its tip is raised to the upper teeth.
        together: 0..1, how near the rows of teeth are in spite of the opening.
    """

    points: Array
    scale_px: float
    rotation: Array
    shift: Array
    gap_iod: float
    pucker: float
    tongue: float
    together: float


def paint_inside(picture: Frame, inside: Inside, job: InsideJob) -> None:
    """Draw the inside of the mouth into a picture, between the lips of the face as it shall be."""
    view = _View.of(picture, job)
    if view is None:
        return
    edge_px = max(_EDGE_PX, float(inside.blur_iod) * job.scale_px)
    cover = view.cover(edge_px, float(inside.line))
    if cover.max() <= 0.004:
        return
    colours = _colours(view, inside, job)
    part = picture[view.box.window].astype(np.float32)
    openness = float(np.clip(job.gap_iod / 0.05, 0, 1))
    rim = view.rim(_RIM_IOD * job.scale_px) * (_RIM_SHADE * openness)
    part *= 1 - rim[..., None]
    part += cover[..., None] * (colours - part)
    picture[view.box.window] = np.clip(np.rint(part), 0, 255).astype(np.uint8)


def _colours(view: _View, inside: Inside, job: InsideJob) -> Array:
    """What is seen through the lips, float32 `[h, w, 3]`."""
    x, y = view.in_face(inside.edge, job)
    gap = max(job.gap_iod, 0.0)
    jaw = JAW_SHARE * gap * (1 - _TOGETHER * job.together)
    lower_edge = jaw - OVERBITE_IOD + 0.1 * gap * (1 - job.together)
    dark = inside.lip * _DEPTH
    colours = np.broadcast_to(dark, (*x.shape, 3)).astype(np.float32)
    # The further back, the darker: the roof and the throat are hardly lit.
    colours *= (0.75 + 0.5 * np.clip(y / max(gap, 0.02), 0, 1))[..., None]
    colours = _with_tongue(colours, x, y, inside, lower_edge)
    colours = _with_row(colours, inside.lower, x, y - lower_edge, 1 - 0.5 * job.pucker)
    if job.tongue > 0.02:
        colours = _with_tip(colours, x, y, inside, job)
    colours = _with_row(colours, inside.upper, x, y, 1.0)
    if job.tongue > 0.6:
        colours = _with_tip(colours, x, y - 0.012, inside, job, 0.5 * (job.tongue - 0.6) / 0.4)
    # What light there is in the shade has been coloured by lips and gums.
    return np.asarray(colours * view.light(job)[..., None] ** _SHADE, np.float32)


def _with_row(below: Array, row: Row, x: Array, y: Array, light: float) -> Array:
    """Lay a row of teeth over what is behind it; (x, y) IOD from the middle of its front edge."""
    scale = row.px_per_iod
    high, wide = row.cover.shape
    at_x = (x * scale + wide / 2 - 0.5).astype(np.float32)
    at_y = ((y + TALL_IOD / 2) * scale - 0.5).astype(np.float32)
    at_y = np.clip(at_y, -2, high + 1)
    pixels = cv2.remap(row.pixels, at_x, at_y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    cover = cv2.remap(row.cover, at_x, at_y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(below + cover[..., None] * (pixels * np.float32(light) - below), np.float32)


def _with_tongue(below: Array, x: Array, y: Array, inside: Inside, lower_edge: float) -> Array:
    top = lower_edge - 0.5 * max(lower_edge, 0.0) + 0.9 * np.square(x)
    share = _ramp((y - top) / 0.035)
    lit = 0.42 + 0.58 * np.clip((y - top) / 0.06, 0, 1)
    furrow = 1 - 0.18 * np.exp(-np.square(x / 0.018))
    colour = inside.lip * _TONGUE * (lit * furrow)[..., None]
    return np.asarray(below + share[..., None] * (colour - below), np.float32)


def _with_tip(
    below: Array, x: Array, y: Array, inside: Inside, job: InsideJob, share: float | None = None
) -> Array:
    """The tip of the tongue, raised behind the upper teeth."""
    top = -0.01 + (1 - job.tongue) * 0.08 + 1.1 * np.square(x)
    cover = _ramp((y - top) / 0.014) * (job.tongue if share is None else share)
    lit = 0.95 - 0.5 * np.clip((y - top) / 0.09, 0, 1) - 0.35 * np.clip(np.abs(x) / 0.2, 0, 1)
    colour = inside.lip * _TONGUE * lit[..., None]
    return np.asarray(below + cover[..., None] * (colour - below), np.float32)


@dataclass(frozen=True)
class _View:
    """The pixels round the inner lips, in a frame that lies along the line of the mouth.

    Attributes:
        box: what part of the picture it is.
        grid: float32 `[h, w, 2]` px of the picture.
        under, over: float32 `[h, w]` px, how far below the upper lip and above the lower; negative beyond.
        along: float32 `[h, w]`, -1 and 1 at the corners.
        scale_px: px per IOD.
    """

    box: Box
    grid: Array
    under: Array
    over: Array
    along: Array
    scale_px: float

    @classmethod
    def of(cls, picture: Frame, job: InsideJob) -> _View | None:
        both = job.points[[*INNER_UPPER, *INNER_LOWER], :2]
        size_px = (picture.shape[1], picture.shape[0])
        if (both.min(axis=0) < 0).any() or (both.max(axis=0) >= size_px).any():
            return None
        box = Box.around(both, max(4.0, 0.05 * job.scale_px), size_px)
        grid = pixel_places(box)
        along, under, over = LipLines.of(job.points).at(grid)
        return cls(box, grid, under, over, along, job.scale_px)

    def cover(self, edge_px: float, line: float) -> Array:
        """How much of each pixel is seen between the lips, float32 `[h, w]`."""
        height = self.under + self.over
        part = _ramp(self.under / edge_px + 0.5) * _ramp(self.over / edge_px + 0.5)
        ends = _ramp((1 - np.abs(self.along)) / 0.06)
        opened = _ramp(height / edge_px)
        # Where the edges meet each has half a pixel, and together they leave a quarter.
        touching = line * np.minimum(_TOUCHING * part, 1) * (1 - opened)
        return np.asarray(np.maximum(part * opened, touching) * ends, np.float32)

    def rim(self, reach_px: float) -> Array:
        """1 at the inner edges of the lips, falling to 0 on them and inside, float32 `[h, w]`."""
        beyond = np.maximum(np.maximum(-self.under, -self.over), 0)
        ends = _ramp((1 - np.abs(self.along)) / 0.25)
        return np.asarray(np.exp(-beyond / max(reach_px, 0.5)) * ends, np.float32)

    def in_face(self, edge: Array, job: InsideJob) -> tuple[Array, Array]:
        """Where the pixels lie on the plane of the front teeth, from `edge`, two float32 `[h, w]` IOD."""
        flat = job.scale_px * job.rotation[:2, :2]
        origin = job.shift[:2] + job.scale_px * job.rotation[:2] @ edge
        face = (self.grid - origin) @ np.linalg.inv(flat).T
        return face[..., 0].astype(np.float32), face[..., 1].astype(np.float32)

    def light(self, job: InsideJob) -> Array:
        """How much light falls on what is inside, float32 `[h, w]`."""
        gap = max(job.gap_iod, 0.0)
        depth = (0.010 + 0.06 * gap) * self.scale_px
        upper = 1 - 0.40 * np.exp(-np.maximum(self.under, 0) / depth)
        lower = 1 - 0.28 * np.exp(-np.maximum(self.over, 0) / (0.012 * self.scale_px))
        corners = 1 - 0.4 * np.minimum(np.abs(self.along), 1) ** 3
        opened = 0.92 + 0.08 * float(_ramp(gap / 0.07))
        return np.asarray(upper * lower * corners * opened * (1 - 0.45 * job.pucker), np.float32)


def _ramp(value: NDArray[np.floating] | float) -> Array:
    t = np.clip(value, 0, 1)
    return np.asarray(t * t * (3 - 2 * t), np.float32)
