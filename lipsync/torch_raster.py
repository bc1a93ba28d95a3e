"""Meshes drawn and warped in torch, for batches: what `warp.Raster` does for one face."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from lipsync import torch_filters as filters
from lipsync.mesh import triangles
from lipsync.warp import STEP

Array = NDArray[np.float32]

_SMOOTH_STEPS = 1.0
_REACH = 0.5
"""A triangle owns nodes this far outside it, as OpenCV's polygons do."""


@dataclass(frozen=True)
class BatchRaster:
    """The meshes of several faces, each drawn over a box at every second pixel; all boxes have one size.

    Attributes:
        origins: float32 `[b, 2]`, (left, top) of the boxes in the pictures.
        corners: int64 `[b, h * w, 3]`, the mesh points that each node lies between.
        weights: float32 `[b, h * w, 3]`, how much of each; all 0 outside the mesh.
        target: float32 `[b, 514, 2]` px, the meshes that were drawn.
        size: (height, width) in nodes.
    """

    origins: Tensor
    corners: Tensor
    weights: Tensor
    target: Tensor
    size: tuple[int, int]

    @classmethod
    def of(cls, target: Tensor, origins: Tensor, size: tuple[int, int]) -> BatchRaster:
        """Draw meshes.

        Args:
            target: float32 `[b, 514, 2]` px.
            origins: float32 `[b, 2]` px.
            size: (height, width) of the boxes in nodes.
        """
        mesh = torch.from_numpy(triangles().astype(np.int64)).to(target.device)
        grid = (target - origins[:, None] - (STEP - 1) / 2) / STEP
        owner = _owners(grid, mesh, size)  # [b, h * w]
        corners = mesh[owner.clamp(min=0)]
        picked = torch.gather(grid, 1, corners.flatten(1)[..., None].expand(-1, -1, 2))
        picked = picked.reshape(len(target), -1, 3, 2)
        weights = _barycentric(picked, _places(size, target)) * (owner >= 0)[..., None]
        return cls(origins, corners, weights, target, size)

    def part(self, rows: Tensor, offsets: list[tuple[int, int]], size: tuple[int, int]) -> BatchRaster:
        """Return smaller boxes, all of one size.

        Args:
            rows: int64 `[m]`, of which face each is.
            offsets: for each face (top, left) of its smaller box in nodes.
            size: (height, width) of the smaller boxes in nodes.
        """
        h, w = self.size
        index = torch.arange(h * w, device=self.target.device).reshape(h, w)
        inside = torch.stack([index[t : t + size[0], x : x + size[1]].flatten() for t, x in offsets])
        origins = self.origins + STEP * torch.tensor(
            [(x, t) for t, x in offsets], device=self.target.device, dtype=self.target.dtype
        )
        chosen = inside[..., None].expand(-1, -1, 3)
        corners, weights = torch.gather(self.corners, 1, chosen), torch.gather(self.weights, 1, chosen)
        return BatchRaster(origins[rows], corners[rows], weights[rows], self.target[rows], size)

    def shift_to(self, source: Tensor) -> Tensor:
        """Return how far each node's pixel lies from its place in a source picture, `[b, 2, h, w]` px."""
        return self._smooth(source - self.target)

    def map_to(self, source: Tensor, affine: Tensor) -> Tensor:
        """Return where each node's pixel lies in a source picture, `[b, 2, h, w]` px.

        Args:
            source: float32 `[b, 514, 2]` px, the same meshes in the source pictures.
            affine: float32 `[b, 3, 2]` from `best_affine`; the map goes on by it outside the mesh.
        """
        linear, shift = affine[:, :2], affine[:, 2:]
        bent = self._smooth(source - (self.target @ linear + shift))
        nodes = STEP * _places(self.size, self.target) + (STEP - 1) / 2 + self.origins[:, None]
        straight = (nodes @ linear + shift).transpose(1, 2)
        return straight.reshape(bent.shape) + bent

    def _smooth(self, values: Tensor) -> Tensor:
        picked = torch.gather(values, 1, self.corners.flatten(1)[..., None].expand(-1, -1, 2))
        mixed = (picked.reshape(*self.corners.shape, 2) * self.weights[..., None]).sum(dim=2)
        return filters.gaussian_all(mixed.transpose(1, 2).reshape(-1, 2, *self.size), _SMOOTH_STEPS)


def best_affine(target: Array, source: Array) -> Array:
    """Return the affine maps that fit best, float32 `[b, 3, 2]`, from meshes `[b, 514, 2]` to others."""
    ones = np.ones((*target.shape[:2], 1), np.float64)
    lifted = np.concatenate([target.astype(np.float64), ones], axis=2)
    turned = lifted.transpose(0, 2, 1)
    return np.asarray(np.linalg.solve(turned @ lifted, turned @ source.astype(np.float64)), np.float32)


def _places(size: tuple[int, int], like: Tensor) -> Tensor:
    """(x, y) of each node in nodes, `[h * w, 2]`."""
    y, x = torch.meshgrid(
        torch.arange(size[0], device=like.device, dtype=like.dtype),
        torch.arange(size[1], device=like.device, dtype=like.dtype),
        indexing="ij",
    )
    return torch.stack([x.flatten(), y.flatten()], dim=1)


def _owners(grid: Tensor, mesh: Tensor, size: tuple[int, int]) -> Tensor:
    """The last triangle that covers each node, int64 `[b, h * w]`, -1 where there is none."""
    h, w = size
    b, n_triangles = len(grid), len(mesh)
    corners = grid[:, mesh].reshape(-1, 3, 2)  # [b * t, 3, 2]
    limit = torch.tensor([w - 1, h - 1], device=grid.device)
    low = (corners.amin(dim=1) - _REACH).ceil().long().clamp(min=0)
    high = torch.minimum((corners.amax(dim=1) + _REACH).floor().long(), limit)
    extent = (high - low + 1).clamp(min=0)
    area = extent[:, 0] * extent[:, 1]
    drawn = torch.arange(len(area), device=grid.device).repeat_interleave(area)
    first = (area.cumsum(0) - area).repeat_interleave(area)
    at = torch.arange(len(drawn), device=grid.device) - first
    wide = extent[drawn, 0]
    x, y = low[drawn, 0] + at % wide, low[drawn, 1] + torch.div(at, wide, rounding_mode="floor")
    covered = _covers(corners, drawn, torch.stack([x, y], dim=1).to(grid.dtype))
    face = torch.div(drawn, n_triangles, rounding_mode="floor")
    node = (face * h * w + y * w + x)[covered]
    owner = torch.full((b * h * w,), -1, dtype=torch.long, device=grid.device)
    owner.scatter_reduce_(0, node, (drawn % n_triangles)[covered], "amax")
    return owner.reshape(b, h * w)


def _covers(corners: Tensor, drawn: Tensor, places: Tensor) -> Tensor:
    """Whether nodes lie in their triangles or not more than `_REACH` outside, bool `[n]`."""
    ab, ac = corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]
    way = torch.where(ab[:, 0] * ac[:, 1] - ab[:, 1] * ac[:, 0] < 0, -1.0, 1.0)
    inside = torch.ones(len(drawn), dtype=torch.bool, device=corners.device)
    for i in range(3):
        start = corners[:, i]
        along = corners[:, (i + 1) % 3] - start
        normal = torch.stack([-along[:, 1], along[:, 0]], dim=1) * way[:, None]
        normal = normal / along.norm(dim=1, keepdim=True).clamp(min=1e-6)
        inside &= ((places - start[drawn]) * normal[drawn]).sum(dim=1) >= -_REACH
    return inside


def _barycentric(corners: Tensor, places: Tensor) -> Tensor:
    """Weights of the corners `[b, n, 3, 2]` of each node `[n, 2]`, `[b, n, 3]`."""
    a = corners[:, :, 0]
    ab, ac, ap = corners[:, :, 1] - a, corners[:, :, 2] - a, places - a
    area = ab[..., 0] * ac[..., 1] - ab[..., 1] * ac[..., 0]
    # As in `warp`: a triangle without area gives a corner.
    safe = torch.where(area.abs() < 1e-3 / STEP**2, torch.full_like(area, torch.inf), area)
    v = (ap[..., 0] * ac[..., 1] - ap[..., 1] * ac[..., 0]) / safe
    w = (ab[..., 0] * ap[..., 1] - ab[..., 1] * ap[..., 0]) / safe
    weights = torch.stack([1 - v - w, v, w], dim=-1).clamp(0, 1)
    return weights / weights.sum(dim=-1, keepdim=True)
