"""Where the head is in each frame, and the face with the head's movement taken out."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lipsync.mesh import EYE_CORNERS, NOSE_TIP, RIGID

Array = NDArray[np.float32]

_ITERATIONS = 3


@dataclass(frozen=True)
class Pose:
    """Similarity from a face at rest in space to the picture: `px = scale * C @ rotation.T + shift`.

    Attributes:
        scale: float32 `[n]`, px per IOD.
        rotation: float32 `[n, 3, 3]`.
        shift: float32 `[n, 3]` px.
    """

    scale: Array
    rotation: Array
    shift: Array

    def __len__(self) -> int:
        return len(self.scale)

    def __getitem__(self, frames: NDArray[np.integer] | slice) -> Pose:
        return Pose(self.scale[frames], self.rotation[frames], self.shift[frames])

    def canonical(self, landmarks: Array) -> Array:
        """Take the head's movement out of landmarks `[n, p, 3]` px; returns `[n, p, 3]` in IOD."""
        turned = np.matmul(landmarks - self.shift[:, None], self.rotation)
        return np.asarray(turned / self.scale[:, None, None], np.float32)

    def project(self, canonical: Array) -> Array:
        """Put canonical points `[n, p, 3]` (IOD) into the picture; returns `[n, p, 3]` px."""
        turned = np.matmul(canonical, self.rotation.transpose(0, 2, 1))
        return np.asarray(self.scale[:, None, None] * turned + self.shift[:, None], np.float32)

    @property
    def angles(self) -> Array:
        """Yaw, pitch and roll in radians, float32 `[n, 3]`, from the template's own attitude."""
        r = self.rotation
        yaw = np.arctan2(r[:, 0, 2], r[:, 2, 2])
        pitch = np.arcsin(np.clip(-r[:, 1, 2], -1, 1))
        roll = np.arctan2(r[:, 1, 0], r[:, 1, 1])
        return np.stack([yaw, pitch, roll], axis=1).astype(np.float32)


def template_of(landmarks: Array) -> Array:
    """Return the mean rigid shape of a clip, float32 `[24, 3]`: nose tip at 0, mean attitude, IOD 1.

    Args:
        landmarks: float32 `[n, 478, 3]` px of frames where the face was found.
    """
    rigid = landmarks[:, RIGID].astype(np.float64)
    mean = _normalised(landmarks[len(landmarks) // 2])
    for _ in range(_ITERATIONS):
        scale, rotation, shift = _procrustes(mean, rigid)
        aligned = np.einsum("npi,nij->npj", rigid - shift[:, None], rotation) / scale[:, None, None]
        mean = aligned.mean(axis=0)
    # The first frame's attitude is arbitrary: turn to the clip's mean one, so that angles are small.
    u, _, vt = np.linalg.svd(rotation.mean(axis=0))
    mean = mean @ (u @ vt).T
    left, right = (mean[RIGID.index(i)] for i in EYE_CORNERS)
    mean = (mean - mean[RIGID.index(4)]) / np.linalg.norm(left - right)
    return np.asarray(mean, np.float32)


def fit_pose(landmarks: Array, template: Array) -> Pose:
    """Fit the template to each frame in the least squares sense.

    Args:
        landmarks: float32 `[n, 478, 3]` px.
        template: float32 `[24, 3]` from `template_of`.
    """
    scale, rotation, shift = _procrustes(template.astype(np.float64), landmarks[:, RIGID].astype(np.float64))
    return Pose(scale.astype(np.float32), rotation.astype(np.float32), shift.astype(np.float32))


def _normalised(landmarks: Array) -> NDArray[np.float64]:
    points = landmarks.astype(np.float64)
    iod = np.linalg.norm(points[EYE_CORNERS[0]] - points[EYE_CORNERS[1]])
    return np.asarray((points[list(RIGID)] - points[NOSE_TIP]) / iod)


def _procrustes(
    model: NDArray[np.float64], points: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    # Umeyama 1991: scale, rotation and shift that bring `model` [p, 3] nearest to each of `points` [n, p, 3].
    model_mean, mean = model.mean(axis=0), points.mean(axis=1)
    a, b = model - model_mean, points - mean[:, None]
    u, d, vt = np.linalg.svd(np.einsum("npi,pj->nij", b, a))
    sign = np.ones_like(d)
    sign[:, 2] = np.sign(np.linalg.det(u @ vt))
    rotation = (u * sign[:, None, :]) @ vt
    scale = (d * sign).sum(axis=1) / np.square(a).sum()
    shift = mean - scale[:, None] * np.einsum("nij,j->ni", rotation, model_mean)
    return scale, rotation, shift
