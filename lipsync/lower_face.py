"""The lower face of a picture in figures: how sharp, how steady, how seamless, and whose it is.

The same figures are taken of the presenter's footage and of a finished video, so that one can be held
against the other.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from herald.media import Frame
from lipsync.mesh import EYE_CORNERS, LIPS, LIPS_OUTER, MASK
from lipsync.scores import gradient_energy, stabilised, stabilised_matrix
from lipsync.warp import Box

Array = NDArray[np.float32]

N_POINTS = 32
"""Points along the edge of the work region at which steps are looked for."""

_STEP_IOD = 0.09
"""A seam lies within this distance to both sides of the edge of the work region: the renderers' masks fade
over about as much."""

_SAMPLES = 5
_INSIDE_IOD = 0.07
"""The masks are drawn in from the hull by this much."""

_LIKENESS_PX = (64, 48)
_HOG = ((64, 48), (16, 16), (8, 8), (8, 8), 9)


@dataclass(frozen=True)
class LowerFace:
    """Figures of the lower face in one picture.

    Attributes:
        detail: gradient energy in the box of the lips, at the picture's own resolution.
        change: mean absolute second difference over time of the stabilised mouth, in grey levels; nan without
            two pictures before it.
        steps: float32 `[N_POINTS]`, difference in luma across the edge of the work region, inside less
            outside, along the region's outline.
        likeness: float32 `[d]`, unit vector: histograms of oriented gradients (Dalal and Triggs 2005) of the
            stabilised lower face; the scalar product of two tells how alike they are.
    """

    detail: float
    change: float
    steps: Array
    likeness: Array


class LowerFaceGauge:
    """Measures pictures that follow one another.

    Args:
        with_lips: False leaves the lips out of the likeness, for a presenter whose footage shows no speech.
    """

    def __init__(self, with_lips: bool = True) -> None:
        self._with_lips = with_lips
        self._mouths: deque[Array] = deque(maxlen=3)
        self._hog = cv2.HOGDescriptor(*_HOG)

    def miss(self) -> None:
        """Say that the next picture shows no face: it and the two after it have no `change`."""
        self._mouths.clear()

    def measure(self, frame: Frame, landmarks: Array) -> LowerFace:
        """Measure the next picture.

        Args:
            frame: the whole picture.
            landmarks: float32 `[478, 2 or more]` px of its face.
        """
        iod = float(np.linalg.norm(landmarks[EYE_CORNERS[1], :2] - landmarks[EYE_CORNERS[0], :2]))
        lips = Box.around(landmarks[list(LIPS), :2], 0.08 * iod, (frame.shape[1], frame.shape[0]))
        self._mouths.append(stabilised(frame, landmarks))
        change = float("nan")
        if len(self._mouths) == 3:
            before, now, after = self._mouths
            change = float(np.abs(before - 2 * now + after).mean())
        return LowerFace(
            gradient_energy(frame[lips.window]),
            change,
            _steps(frame, landmarks, iod),
            self._likeness(frame, landmarks),
        )

    def _likeness(self, frame: Frame, landmarks: Array) -> Array:
        crop = self._mouths[-1].astype(np.uint8)
        grey = cv2.cvtColor(crop, cv2.COLOR_RGB2GRAY)
        if not self._with_lips:
            where = _in_crop(landmarks[list(LIPS_OUTER), :2], landmarks)
            hull = cv2.convexHull(np.round(where).astype(np.int32))
            cv2.fillConvexPoly(grey, hull, float(np.median(grey)))
        small = cv2.resize(grey, _LIKENESS_PX, interpolation=cv2.INTER_AREA)
        histograms = np.asarray(self._hog.compute(small), np.float32).ravel()
        return histograms / np.float32(max(float(np.linalg.norm(histograms)), 1e-6))


def _steps(frame: Frame, landmarks: Array, iod: float) -> Array:
    """Return the difference in luma across the edge of the work region, `[N_POINTS]`."""
    hull = cv2.convexHull(np.ascontiguousarray(landmarks[list(MASK), :2], np.float32))[:, 0]
    centre = hull.mean(axis=0)
    # From the top of the outline round, so that the same point means the same place in every picture.
    angles = -np.pi / 2 + 2 * np.pi * np.arange(N_POINTS) / N_POINTS
    roll = _roll(landmarks)
    rays = np.stack([np.cos(angles + roll), np.sin(angles + roll)], axis=1)
    edge = _reach(hull - centre, rays) - _INSIDE_IOD * iod
    offsets = _STEP_IOD * iod * (np.arange(_SAMPLES) + 0.5) / _SAMPLES
    inside = centre + rays[:, None] * (edge[:, None] - offsets)[..., None]
    outside = centre + rays[:, None] * (edge[:, None] + offsets)[..., None]
    x, y = np.moveaxis(np.concatenate([inside, outside], axis=1).astype(np.float32), -1, 0)
    how = cv2.INTER_LINEAR
    colours = cv2.remap(np.ascontiguousarray(frame), x, y, how, borderMode=cv2.BORDER_REPLICATE)
    luma = colours.astype(np.float32) @ np.array([0.299, 0.587, 0.114], np.float32)
    return np.asarray(luma[:, :_SAMPLES].mean(axis=1) - luma[:, _SAMPLES:].mean(axis=1), np.float32)


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


def _roll(landmarks: Array) -> float:
    across = landmarks[EYE_CORNERS[1], :2] - landmarks[EYE_CORNERS[0], :2]
    return float(np.arctan2(across[1], across[0]))


def _in_crop(points: Array, landmarks: Array) -> Array:
    """Return points of the picture in the pixels of `scores.stabilised`."""
    to_picture = stabilised_matrix(landmarks)
    return np.asarray((points - to_picture[:, 2]) @ np.linalg.inv(to_picture[:, :2]).T, np.float32)
