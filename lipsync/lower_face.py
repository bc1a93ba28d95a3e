"""The lower face of a picture in figures: how sharp, how steady, how seamless, and whose it is.

The same figures are taken of the presenter's footage and of a finished video, so that one can be held
against the other.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from herald.media import Frame
from lipsync.edge import Edge
from lipsync.hog import histograms
from lipsync.mesh import LIPS, LIPS_OUTER
from lipsync.restlessness import Restlessness
from lipsync.scores import gradient_energy, stabilised_matrix
from lipsync.warp import Box

Array = NDArray[np.float32]

_LIKENESS_PX = (64, 48)


@dataclass(frozen=True)
class LowerFace:
    """Figures of the lower face in one picture.

    Attributes:
        detail: gradient energy in the box of the lips, at the picture's own resolution.
        change: mean absolute second difference over time of the stabilised mouth, in grey levels; nan without
            two pictures before it.
        steps: float32 `[N_POINTS]`, difference in luma across the edge of the work region, inside less
            outside.
        edge: where that edge is.
        likeness: float32 `[d]`, unit vector: histograms of oriented gradients of the stabilised lower face;
            the scalar product of two tells how alike they are.
    """

    detail: float
    change: float
    steps: Array
    edge: Edge
    likeness: Array


class LowerFaceGauge:
    """Measures pictures that follow one another.

    Args:
        with_lips: False leaves the lips out of the likeness, for a presenter whose footage shows no speech.
    """

    def __init__(self, with_lips: bool = True) -> None:
        self._with_lips = with_lips
        self._restlessness = Restlessness()

    def miss(self) -> None:
        """Say that the next picture shows no face: it and the two after it have no `change`."""
        self._restlessness.miss()

    def measure(self, frame: Frame, landmarks: Array) -> LowerFace:
        """Measure the next picture.

        Args:
            frame: the whole picture.
            landmarks: float32 `[478, 2 or more]` px of its face.
        """
        edge = Edge.of(landmarks)
        lips = Box.around(landmarks[list(LIPS), :2], 0.08 * edge.iod_px, (frame.shape[1], frame.shape[0]))
        change = self._restlessness.change(frame, landmarks)
        assert self._restlessness.mouth is not None, "it has just seen one"
        return LowerFace(
            gradient_energy(frame[lips.window]),
            change,
            edge.steps(frame)[:, 0],
            edge,
            self._likeness(self._restlessness.mouth, landmarks),
        )

    def _likeness(self, mouth: Array, landmarks: Array) -> Array:
        crop = mouth.astype(np.uint8)
        grey = cv2.cvtColor(crop, cv2.COLOR_RGB2GRAY)
        if not self._with_lips:
            where = _in_crop(landmarks[list(LIPS_OUTER), :2], landmarks)
            hull = cv2.convexHull(np.round(where).astype(np.int32))
            cv2.fillConvexPoly(grey, hull, float(np.median(grey)))
        small = cv2.resize(grey, _LIKENESS_PX, interpolation=cv2.INTER_AREA)
        likeness = histograms(np.asarray(small, np.uint8))
        return likeness / np.float32(max(float(np.linalg.norm(likeness)), 1e-6))


def _in_crop(points: Array, landmarks: Array) -> Array:
    """Return points of the picture in the pixels of `scores.stabilised`."""
    to_picture = stabilised_matrix(landmarks)
    return np.asarray((points - to_picture[:, 2]) @ np.linalg.inv(to_picture[:, :2]).T, np.float32)
