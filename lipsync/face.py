"""One face in one picture."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from lipsync.mesh import EYE_CORNERS, NOSE_TIP


@dataclass(frozen=True)
class Face:
    """One face in one picture.

    Attributes:
        landmarks: float32 `[478, 3]` in pixels of the whole frame; z is in the same scale, smaller is nearer.
        pucker: MediaPipe's blendshape `mouthPucker`, 0..1; nan where looks are not asked for.
        blink: blendshapes `eyeBlinkRight` and `eyeBlinkLeft`, 0..1; the person's right and left; likewise.
        spread_iod: where the face was measured on several crops, how far apart they put the lips.
        square: where its points were looked for, float32 `[2, 3]`: from the pixels of a square to those of
            the frame. None for a face that was measured on several crops.
    """

    landmarks: NDArray[np.float32]
    pucker: float
    blink: tuple[float, float]
    spread_iod: float = 0.0
    square: NDArray[np.float32] | None = None

    @property
    def iod_px(self) -> float:
        """Inter-ocular distance."""
        return float(iod_px(self.landmarks))

    def moved(self, x_px: float, y_px: float) -> Face:
        """Return the face as it lies in a picture in which this one's picture begins at a place."""
        square = None if self.square is None else moved(self.square, x_px, y_px)
        return replace(self, landmarks=self.landmarks + np.array([x_px, y_px, 0], np.float32), square=square)

    def same_as(self, other: Face) -> bool:
        """Say whether two finds in one picture are the same face: half an inter-ocular distance apart."""
        apart = self.landmarks[NOSE_TIP, :2] - other.landmarks[NOSE_TIP, :2]
        return bool(np.hypot(*apart) < 0.5 * max(self.iod_px, other.iod_px))


def moved(square: NDArray[np.float32], x_px: float, y_px: float) -> NDArray[np.float32]:
    """Return a square, see `Face.square`, as it lies in a picture that begins so much further out."""
    return square + np.array([[0, 0, x_px], [0, 0, y_px]], np.float32)


def iod_px(landmarks: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the inter-ocular distance: between the outer corners of the eyes, in the picture plane.

    Args:
        landmarks: float32 `[..., 478, 3]` in pixels.

    Returns:
        float32 `[...]`; nan where the landmarks are.
    """
    across = landmarks[..., EYE_CORNERS[1], :2] - landmarks[..., EYE_CORNERS[0], :2]
    distance: NDArray[np.float32] = np.hypot(across[..., 0], across[..., 1])
    return distance
