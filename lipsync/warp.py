"""Dense piecewise-affine warps: which place of one picture each pixel of another is taken from."""

from __future__ import annotations

import functools
import math
from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from lipsync.mesh import triangles

Array = NDArray[np.float32]

STEP = 2
"""Maps are computed at every second pixel and doubled; a piecewise-affine map loses nothing visible by it."""

_SMOOTH_STEPS = 1.0
_TOUCH = 1e-6
"""Nodes so near to a triangle lie in it, so that none is lost between two of them."""

_Places = NDArray[np.float64]


@dataclass(frozen=True)
class Box:
    """A rectangle of pixels; all four numbers are multiples of `STEP`."""

    left: int
    top: int
    width: int
    height: int

    @classmethod
    def around(cls, points: NDArray[np.floating], margin_px: float, size_px: tuple[int, int]) -> Box:
        """Return the box round points `[n, 2]` px, with a margin, cut at the picture's edge."""
        (left, width), (top, height) = (
            _stretch(float(points[:, axis].min()) - margin_px, float(points[:, axis].max()) + margin_px, size)
            for axis, size in enumerate(size_px)
        )
        return cls(left, top, width, height)

    def including(self, other: Box) -> Box:
        """Return the smallest box that holds both."""
        left, top = min(self.left, other.left), min(self.top, other.top)
        right = max(self.left + self.width, other.left + other.width)
        bottom = max(self.top + self.height, other.top + other.height)
        return Box(left, top, right - left, bottom - top)

    def within(self, outer: Box) -> tuple[slice, slice]:
        """The box as an index of an array that covers `outer`, `[h, w, ...]`."""
        top, left = self.top - outer.top, self.left - outer.left
        return slice(top, top + self.height), slice(left, left + self.width)

    @property
    def window(self) -> tuple[slice, slice]:
        """The box as an index of the whole picture."""
        return slice(self.top, self.top + self.height), slice(self.left, self.left + self.width)

    @property
    def origin(self) -> Array:
        """(left, top)."""
        return np.array([self.left, self.top], np.float32)


def _stretch(low: float, high: float, size: int) -> tuple[int, int]:
    """Return where a stretch from `low` to `high` begins in a picture and how long it is, in whole steps."""
    n_steps = size // STEP
    first = min(max(math.floor(low / STEP), 0), n_steps - 1)
    last = min(max(math.ceil(high / STEP), first + 1), n_steps)
    return first * STEP, (last - first) * STEP


@dataclass(frozen=True)
class Raster:
    """The mesh of one target face, drawn over a box at every second pixel.

    Any source face then gives its map by one sparse product: a node is a mix of three mesh points.

    Attributes:
        box: what part of the picture it covers.
        owner: int16 `[h/2, w/2]`, the triangle at each node, -1 where there is none.
        mix: sparse `[h/2 * w/2, 514]`; a row holds the barycentric weights of a node, or nothing.
        target: float32 `[514, 2]` px, the mesh that was drawn.
    """

    box: Box
    owner: NDArray[np.int16]
    mix: sparse.csr_matrix
    target: Array

    @classmethod
    def of(cls, target: Array, box: Box) -> Raster:
        """Draw the mesh `target` `[514, 2]` px over `box`."""
        mesh = triangles()
        owner = _owners(target, mesh, box)
        covered = owner.ravel() >= 0
        drawn = np.flatnonzero(covered)
        drawn_by = owner.ravel()[drawn]
        row, column = np.divmod(drawn, owner.shape[1])
        weights = _barycentric(target[mesh], drawn_by, _at(box.left, column), _at(box.top, row))
        # `take` is several times as fast as an index.
        corners = np.take(mesh, drawn_by, axis=0)
        starts = np.zeros(owner.size + 1, np.int32)
        starts[1:] = np.cumsum(covered) * 3
        shape = (owner.size, len(target))
        return cls(box, owner, sparse.csr_matrix((weights.ravel(), corners.ravel(), starts), shape), target)

    def part(self, box: Box) -> Raster:
        """Return the part that covers a smaller box."""
        region = tuple(slice(s.start // STEP, s.stop // STEP) for s in box.within(self.box))
        rows = np.arange(self.owner.size).reshape(self.owner.shape)[region].ravel()
        return Raster(box, self.owner[region], self.mix[rows], self.target)

    def shift_to(self, source: Array) -> Array:
        """Return how far each node's pixel lies from its place in a source picture, `[h/2, w/2, 2]` px.

        It is 0 outside the mesh and where the meshes agree.
        """
        return self._smooth(source - self.target)

    def map_to(self, source: Array) -> Array:
        """Return where each node's pixel lies in a source picture, float32 `[h/2, w/2, 2]` px.

        Outside the mesh the map goes on as the affine one that fits best.

        Args:
            source: float32 `[514, 2]` px, the same mesh in the source picture.
        """
        return self.maps_to([source])[0]

    def maps_to(self, sources: Sequence[Array]) -> list[Array]:
        """Return the maps to several source pictures, see `map_to`."""
        meshes = np.stack(sources)
        affine = self._fit @ meshes.astype(np.float64)  # [n, 3, 2]
        bent = (meshes - self._lifted @ affine).astype(np.float32)
        maps = self._smooth(np.concatenate(list(bent), axis=1))
        high, wide = self.owner.shape
        x, y = _at(self.box.left, np.arange(wide)), _at(self.box.top, np.arange(high))
        # The affine part, of all maps at once: what a column adds, and what a row adds.
        along_x, along_y, start = affine.astype(np.float32).transpose(1, 0, 2).reshape(3, -1)
        maps += x[:, None] * along_x
        maps += (y[:, None] * along_y + start)[:, None]
        return [np.ascontiguousarray(maps[..., i : i + 2]) for i in range(0, 2 * len(sources), 2)]

    @functools.cached_property
    def _lifted(self) -> NDArray[np.float64]:
        return np.concatenate([self.target, np.ones((len(self.target), 1))], axis=1)

    @functools.cached_property
    def _fit(self) -> NDArray[np.float64]:
        """The matrix that takes points to the affine map that fits them best, `[3, 514]`."""
        return np.asarray(np.linalg.solve(self._lifted.T @ self._lifted, self._lifted.T), np.float64)

    def _smooth(self, values: Array) -> Array:
        """Draw values `[514, k]` over the box and take off the edges, `[h/2, w/2, k]`."""
        mixed = (self.mix @ values).reshape(*self.owner.shape, -1)
        return np.asarray(cv2.GaussianBlur(mixed, (0, 0), _SMOOTH_STEPS), np.float32)


def doubled(coarse: Array) -> Array:
    """Bring a map or picture from every second pixel to every pixel."""
    h, w = coarse.shape[:2]
    return np.asarray(cv2.resize(coarse, (w * STEP, h * STEP), interpolation=cv2.INTER_LINEAR), np.float32)


def sampled(pixels: NDArray[np.uint8], where: Array, how: int) -> NDArray[np.uint8]:
    """Return the picture that takes each pixel from a place in `pixels`; beyond its edge lies its edge.

    Args:
        pixels: uint8 `[h, w, 3]`.
        where: float32 `[h2, w2, 2]` px.
        how: an interpolation of OpenCV's.
    """
    x, y = np.ascontiguousarray(where[..., 0]), np.ascontiguousarray(where[..., 1])
    return np.asarray(cv2.remap(pixels, x, y, how, borderMode=cv2.BORDER_REPLICATE), np.uint8)


@functools.lru_cache(maxsize=16)
def nodes(box: Box) -> Array:
    """Return the places of a box's nodes in the picture, float32 `[h/2, w/2, 2]` px."""
    x = _at(box.left, np.arange(box.width // STEP))
    y = _at(box.top, np.arange(box.height // STEP))
    grid = np.stack(np.meshgrid(x, y), axis=-1)
    grid.setflags(write=False)
    return grid


def _at(start: int, node: NDArray[np.integer]) -> Array:
    """Return where nodes lie along one side of a box that begins at `start`, float32 px."""
    # Node i lies between pixels 2i and 2i + 1: cv2.resize doubles pictures that way.
    return np.asarray(node * np.float32(STEP) + np.float32(start + (STEP - 1) / 2), np.float32)


def pixel_places(box: Box) -> Array:
    """Return the places of a box's pixels in the picture, float32 `[h, w, 2]` px."""
    x = np.arange(box.left, box.left + box.width, dtype=np.float32)
    y = np.arange(box.top, box.top + box.height, dtype=np.float32)
    return np.stack(np.meshgrid(x, y), axis=-1)


def _owners(target: Array, mesh: NDArray[np.int32], box: Box) -> NDArray[np.int16]:
    """Return which triangle each node lies in, int16 `[h/2, w/2]`, the last of several; -1 for none."""
    owner = np.full((box.height // STEP, box.width // STEP), -1, np.int16)
    high, wide = owner.shape
    corners = ((target - box.origin - (STEP - 1) / 2) / STEP)[mesh].astype(np.float64)
    order = np.argsort(corners[..., 1], axis=1, kind="stable")
    x, y = (np.take_along_axis(corners[..., axis], order, axis=1).T for axis in (0, 1))
    first = np.ceil(np.clip(y[0] - _TOUCH, 0, high)).astype(np.int32)
    last = np.floor(np.clip(y[2] + _TOUCH, -1, high - 1)).astype(np.int32)
    # A row of a triangle goes from its long side, top to bottom, to one of the two others.
    triangle, row = _counted(first, last - first + 1)
    slope_of = [_slope(x[i], y[i], x[j], y[j]) for i, j in ((0, 2), (0, 1), (1, 2))]
    long_side = x[0, triangle] + (row - y[0, triangle]) * slope_of[0][triangle]
    upper = x[0, triangle] + (row - y[0, triangle]) * slope_of[1][triangle]
    lower = x[1, triangle] + (row - y[1, triangle]) * slope_of[2][triangle]
    other = np.where(row < y[1, triangle], upper, lower)
    left = np.ceil(np.clip(np.minimum(long_side, other) - _TOUCH, 0, wide)).astype(np.int32)
    right = np.floor(np.clip(np.maximum(long_side, other) + _TOUCH, -1, wide - 1)).astype(np.int32)
    span, column = _counted(left, right - left + 1)
    # Of several values for one place the last one stays, as if they were painted one after the other.
    owner.ravel()[row[span] * wide + column] = triangle[span]
    return owner


def _slope(x0: _Places, y0: _Places, x1: _Places, y1: _Places) -> _Places:
    rise = y1 - y0
    return np.divide(x1 - x0, rise, out=np.zeros_like(rise), where=rise > _TOUCH)


def _counted(first: NDArray[np.int32], n: NDArray[np.int32]) -> tuple[NDArray[np.intp], NDArray[np.int32]]:
    """Count from each `first`, `n` numbers each; returns whose each number is, and the numbers."""
    n = np.maximum(n, 0)
    whose = np.repeat(np.arange(len(n)), n)
    shift = first - (np.cumsum(n) - n)
    return whose, (np.arange(len(whose)) + shift[whose]).astype(np.int32)


def _barycentric(triangles: Array, owner: NDArray[np.integer], x: Array, y: Array) -> Array:
    """Return how points are mixed of the corners of the triangles that they lie in, float32 `[n, 3]`.

    What does not depend on the point is worked out once for each triangle: there are twenty points to one.

    Args:
        triangles: float32 `[n_triangles, 3, 2]`.
        owner: `[n]`, the triangle of each point.
        x, y: float32 `[n]`, the points.
    """
    a, b, c = triangles[:, 0], triangles[:, 1], triangles[:, 2]
    ab, ac = b - a, c - a
    area = ab[:, 0] * ac[:, 1] - ab[:, 1] * ac[:, 0]
    # A triangle without area (a closed mouth) may still own nodes on its outline: take a corner.
    safe = np.where(np.abs(area) < 1e-3, np.float32(np.inf), area)[:, None]
    along_b = np.stack([ac[:, 1], -ac[:, 0]], axis=1) / safe
    along_c = np.stack([-ab[:, 1], ab[:, 0]], axis=1) / safe
    starts = [-(along * a).sum(axis=1, keepdims=True) for along in (along_b, along_c)]
    planes = np.concatenate([along_b, starts[0], along_c, starts[1]], axis=1).T
    b_x, b_y, b_start, c_x, c_y, c_start = np.take(planes, owner, axis=1)
    weights = np.empty((len(owner), 3), np.float32)
    weights[:, 1] = np.clip(b_x * x + b_y * y + b_start, 0, 1)
    weights[:, 2] = np.clip(c_x * x + c_y * y + c_start, 0, 1 - weights[:, 1])
    weights[:, 0] = 1 - weights[:, 1] - weights[:, 2]
    return weights
