"""The mesh and the warp over it, on Ada's face."""

from pathlib import Path

import cv2
import numpy as np
import pytest
from filming import Talk
from numpy.typing import NDArray

from lipsync.mesh import INNER_LOWER, INNER_UPPER, LIPS, LIPS_OUTER, MASK, N_LANDMARKS, triangles, with_ring
from lipsync.warp import STEP, Box, Raster, doubled, nodes, sampled

Array = NDArray[np.float32]


@pytest.fixture(scope="module")
def mesh_points(face: Array) -> Array:
    return with_ring(face)


def test_the_mesh_has_the_triangles_of_the_recipe() -> None:
    mesh = triangles()
    assert mesh.shape == (852 + 18 + 72, 3)
    assert mesh.min() == 0 and mesh.max() == N_LANDMARKS + 36 - 1
    assert all(len(set(triangle)) == 3 for triangle in mesh.tolist())
    assert len(set(LIPS)) == 40 and len(set(LIPS_OUTER)) == 20


def test_every_point_of_the_lower_face_lies_in_exactly_one_triangle(mesh_points: Array) -> None:
    corners = mesh_points[triangles()].astype(np.float64)
    hull = cv2.convexHull(mesh_points[list(MASK)])[:, 0]
    rng = np.random.default_rng(1)
    low, high = hull.min(axis=0), hull.max(axis=0)
    points = [
        p for p in rng.uniform(low, high, (1500, 2)) if cv2.pointPolygonTest(hull, p.tolist(), False) > 0
    ]
    counts = np.array([inside(corners, point).sum() for point in points])
    # Landmarks of a drawn face may cross by a fraction of a pixel at the lips and the nose.
    assert (counts == 1).mean() > 0.99
    assert counts.min() >= 1


def inside(corners: NDArray[np.float64], point: NDArray[np.float64]) -> NDArray[np.bool_]:
    signs = []
    for i in range(3):
        a, b = corners[:, i], corners[:, (i + 1) % 3]
        signs.append((b[:, 0] - a[:, 0]) * (point[1] - a[:, 1]) - (b[:, 1] - a[:, 1]) * (point[0] - a[:, 0]))
    stacked = np.stack(signs)
    return np.asarray((stacked > 0).all(axis=0) | (stacked < 0).all(axis=0))


def test_the_identity_warp_returns_the_picture(talk: Talk, mesh_points: Array) -> None:
    frame = talk.frames[8]
    box = Box.around(mesh_points[list(MASK)], 6, (frame.shape[1], frame.shape[0]))
    raster = Raster.of(mesh_points, box)
    assert np.abs(raster.shift_to(mesh_points)).max() == 0
    same = sampled(frame, doubled(raster.map_to(mesh_points)), cv2.INTER_CUBIC).astype(int)
    # Doubling a map repeats its outermost half pixel; inside nothing may change.
    difference = np.abs(same - frame[box.window])[STEP:-STEP, STEP:-STEP]
    assert difference.max() <= 1


def test_a_warp_moves_every_landmark_to_its_place(mesh_points: Array) -> None:
    moved = mesh_points.copy()
    rng = np.random.default_rng(2)
    moved[:N_LANDMARKS] += rng.normal(size=2).astype(np.float32) * 4 + 0.05 * (
        mesh_points[:N_LANDMARKS] - 300
    )
    box = Box.around(mesh_points[list(MASK)], 4, (640, 360))
    where = doubled(Raster.of(mesh_points, box).map_to(moved))
    for i in MASK:
        x, y = np.round(mesh_points[i] - box.origin).astype(int)
        offset = mesh_points[i] - (box.origin + [x, y])
        assert np.abs(where[y, x] + offset - moved[i]).max() < 0.6


def test_a_closed_mouth_takes_nothing_from_between_the_lips(mesh_points: Array) -> None:
    """The mouth's triangles have no area in a closed target; lips lie over whatever they still own."""
    closed = mesh_points.copy()
    middle = (closed[list(INNER_UPPER)] + closed[list(INNER_LOWER)]) / 2
    closed[list(INNER_UPPER)] = closed[list(INNER_LOWER)] = middle
    box = Box.around(closed[list(LIPS)], 4, (640, 360))
    raster = Raster.of(closed, box)
    n_mouth = 18
    assert (raster.owner < n_mouth).sum() - (raster.owner < 0).sum() <= 0.01 * raster.owner.size
    assert np.isfinite(raster.map_to(mesh_points)).all()


def test_the_ring_can_stay_where_another_face_has_it(face: Array) -> None:
    lifted = face - np.array([0, 7, 0], np.float32)
    assert np.array_equal(with_ring(lifted, ring_of=face)[N_LANDMARKS:], with_ring(face)[N_LANDMARKS:])
    assert np.array_equal(with_ring(lifted)[:N_LANDMARKS], lifted[:, :2])


def test_every_node_lies_in_its_triangle(mesh_points: Array) -> None:
    box = Box.around(mesh_points[list(MASK)], 40, (640, 360))
    raster = Raster.of(mesh_points, box)
    places = nodes(box).reshape(-1, 2)
    weights = raster.mix @ mesh_points
    owner = raster.owner.ravel()
    # A node is the mix of the corners of its triangle, and none of them counts less than nothing.
    assert np.abs(weights - places)[owner >= 0].max() < 0.05
    assert raster.mix.data.min() >= 0
    corners = mesh_points[triangles()]
    for i in np.random.default_rng(3).choice(len(places), 300, replace=False):
        around = np.flatnonzero(inside(corners.astype(np.float64), places[i].astype(np.float64)))
        assert owner[i] == (around[-1] if len(around) else -1), "of several triangles the last one counts"


@pytest.mark.parametrize("size_px", [(640, 360), (101, 77)])
def test_boxes_are_even_and_inside_the_picture(size_px: tuple[int, int]) -> None:
    for points in ([[-20, -9], [30, 40]], [[90, 70], [400, 300]], [[50, 50], [50, 50]]):
        box = Box.around(np.array(points, np.float32), 3, size_px)
        assert all(v % STEP == 0 for v in (box.left, box.top, box.width, box.height))
        assert box.left >= 0 and box.top >= 0 and box.width > 0 and box.height > 0
        assert box.left + box.width <= size_px[0] and box.top + box.height <= size_px[1]


def test_a_part_of_a_raster_is_what_the_raster_has_there(mesh_points: Array) -> None:
    whole_box = Box.around(mesh_points[list(MASK)], 30, (640, 360))
    box = Box.around(mesh_points[list(LIPS)], 4, (640, 360))
    whole = Raster.of(mesh_points, whole_box)
    rows, columns = (slice(s.start // STEP, s.stop // STEP) for s in box.within(whole_box))
    assert np.array_equal(whole.part(box).owner, whole.owner[rows, columns])
    source = mesh_points + np.float32(3)
    assert np.abs(whole.part(box).map_to(source) - whole.map_to(source)[rows, columns]).max() < 0.01


def test_importing_the_mesh_needs_no_networks() -> None:
    import subprocess
    import sys

    code = "import sys, lipsync.mesh, lipsync.pose, lipsync.warp; sys.exit('ai_edge_litert' in sys.modules)"
    root = Path(__file__).resolve().parent.parent.parent
    assert subprocess.run([sys.executable, "-c", code], cwd=root, check=False).returncode == 0
