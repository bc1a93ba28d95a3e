import numpy as np
from numpy.typing import NDArray

from lipsync.pose import Pose, fit_pose, template_of

Array = NDArray[np.float32]


def turned(yaw: float, pitch: float, roll: float) -> NDArray[np.float64]:
    cy, sy, cp, sp, cr, sr = (
        np.cos(yaw),
        np.sin(yaw),
        np.cos(pitch),
        np.sin(pitch),
        np.cos(roll),
        np.sin(roll),
    )
    about_y = np.array([[cy, 0, sy], [0, 1, 0], [-sy, 0, cy]])
    about_x = np.array([[1, 0, 0], [0, cp, -sp], [0, sp, cp]])
    about_z = np.array([[cr, -sr, 0], [sr, cr, 0], [0, 0, 1]])
    return np.asarray(about_z @ about_x @ about_y)


def heads(n: int = 40) -> tuple[Array, Array, Array]:
    """A rigid head in many attitudes: landmarks, its true angles, its true scales."""
    rng = np.random.default_rng(0)
    head = rng.normal(size=(478, 3))
    angles = rng.uniform(-0.3, 0.3, (n, 3))
    angles -= angles.mean(axis=0)
    scales = rng.uniform(80, 120, n)
    rotations = np.stack([turned(*a) for a in angles])
    points = scales[:, None, None] * np.einsum("nij,pj->npi", rotations, head) + rng.uniform(
        0, 500, (n, 1, 3)
    )
    return points.astype(np.float32), angles.astype(np.float32), scales.astype(np.float32)


def test_projecting_the_canonical_face_gives_the_landmarks_back() -> None:
    landmarks, _, _ = heads()
    pose = fit_pose(landmarks, template_of(landmarks))
    assert np.abs(pose.project(pose.canonical(landmarks)) - landmarks).max() < 0.01


def test_a_rigid_head_has_one_canonical_shape_of_unit_size() -> None:
    landmarks, _, _ = heads()
    template = template_of(landmarks)
    canonical = fit_pose(landmarks, template).canonical(landmarks)
    assert np.abs(canonical - canonical[0]).max() < 1e-3
    assert abs(float(np.linalg.norm(canonical[0, 33] - canonical[0, 263])) - 1) < 1e-3


def test_angles_and_scale_follow_the_head() -> None:
    landmarks, true_angles, true_scales = heads()
    pose = fit_pose(landmarks, template_of(landmarks))
    for axis in range(3):
        assert np.corrcoef(pose.angles[:, axis], true_angles[:, axis])[0, 1] > 0.97
    assert np.ptp(pose.scale / true_scales) < 1e-3
    assert np.abs(pose.angles.mean(axis=0)).max() < 0.05


def test_a_mirrored_head_is_still_only_turned() -> None:
    landmarks, _, _ = heads(3)
    mirrored = landmarks * np.array([-1, 1, 1], np.float32)
    pose: Pose = fit_pose(mirrored, template_of(landmarks))
    assert np.allclose(np.linalg.det(pose.rotation), 1, atol=1e-4)
