"""The edge of the work region of a face, where what a renderer paints ends: a seam would be seen there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from herald.media import Frame
from lipsync.mesh import EYE_CORNERS, MASK

Array = NDArray[np.float32]

N_POINTS = 32
"""Points along the edge at which steps are looked for."""

_STEP_IOD = 0.09
"""A seam lies within this distance to both sides of the edge of the work region: the renderers' masks fade
over about as much."""

_SAMPLES = 5
_INSIDE_IOD = 0.07
"""The masks are drawn in from the hull by this much."""


@dataclass(frozen=True)
class Edge:
    """Points along the edge, from its top once round, so that each means the same place in every picture.

    Attributes:
        points: float64 `[N_POINTS, 2]` px.
        outwards: float64 `[N_POINTS, 2]`, unit vectors.
        from_eyes: float64 `[N_POINTS, 2]`, the points in IOD from between the eyes, which are level.
        iod_px: inter-ocular distance.
    """

    points: NDArray[np.float64]
    outwards: NDArray[np.float64]
    from_eyes: NDArray[np.float64]
    iod_px: float

    @classmethod
    def of(cls, landmarks: Array) -> Edge:
        """Return the edge for landmarks `[478, 2 or more]` px."""
        eyes = landmarks[list(EYE_CORNERS), :2]
        across = eyes[1] - eyes[0]
        iod = float(np.linalg.norm(across))
        roll = float(np.arctan2(across[1], across[0]))
        hull = cv2.convexHull(np.ascontiguousarray(landmarks[list(MASK), :2], np.float32))[:, 0]
        centre = hull.mean(axis=0)
        angles = _angles() + roll
        outwards = np.stack([np.cos(angles), np.sin(angles)], axis=1)
        reach = _reach(hull - centre, outwards) - _INSIDE_IOD * iod
        points = centre + outwards * reach[:, None]
        turn = np.array([[np.cos(roll), -np.sin(roll)], [np.sin(roll), np.cos(roll)]])
        return cls(points, outwards, (points - eyes.mean(axis=0)) @ turn / max(iod, 1e-6), iod)

    def steps(self, frame: Frame, moved_iod: Sequence[float] | NDArray[np.float64] = (0.0,)) -> Array:
        """Return the difference in luma across the edge, inside less outside, `[N_POINTS, len(moved_iod)]`.

        Args:
            frame: uint8 `[h, w, 3]`, RGB.
            moved_iod: how far outwards of the edge to look.
        """
        offsets = _STEP_IOD * (np.arange(_SAMPLES) + 0.5) / _SAMPLES
        sides = np.concatenate([-offsets, offsets])
        far = self.iod_px * (np.asarray(moved_iod)[:, None] + sides).ravel()
        places = self.points[:, None] + self.outwards[:, None] * far[:, None]
        x, y = np.moveaxis(places.astype(np.float32), -1, 0)
        how = cv2.INTER_LINEAR
        colours = cv2.remap(np.ascontiguousarray(frame), x, y, how, borderMode=cv2.BORDER_REPLICATE)
        luma = colours.astype(np.float32) @ np.array([0.299, 0.587, 0.114], np.float32)
        inside, outside = np.moveaxis(luma.reshape(N_POINTS, -1, 2, _SAMPLES).mean(axis=3), -1, 0)
        return np.asarray(inside - outside, np.float32)


def moved_out(since: NDArray[np.floating], now: NDArray[np.floating]) -> Array:
    """Return how far the edge lies further out than it did, IOD.

    Args:
        since, now: `[..., N_POINTS, 2]`, `Edge.from_eyes`.
    """
    level = np.stack([np.cos(_angles()), np.sin(_angles())], axis=1)
    return np.asarray(((now - since) * level).sum(axis=-1), np.float32)


def _angles() -> NDArray[np.float64]:
    return np.asarray(-np.pi / 2 + 2 * np.pi * np.arange(N_POINTS) / N_POINTS, np.float64)


def _reach(hull: Array, rays: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return how far it is from the origin to a convex outline around it, along each unit vector, `[n]`."""
    start = hull.astype(np.float64)
    side = np.roll(start, -1, axis=0) - start
    across = rays[:, :1] * side[:, 1] - rays[:, 1:] * side[:, 0]
    with np.errstate(divide="ignore", invalid="ignore"):
        far = (start[:, 0] * side[:, 1] - start[:, 1] * side[:, 0]) / across
        along = (start[:, 0] * rays[:, 1:] - start[:, 1] * rays[:, :1]) / across
    hit = (far > 0) & (along >= -1e-9) & (along <= 1 + 1e-9)
    return np.asarray(np.where(hit, far, 0.0).max(axis=1), np.float64)
