import numpy as np
import pytest

from herald.ada.figure import GAP_MM, Figure, Pose
from herald.ada.lips import lip_curves, lip_truth
from herald.ada.painter import Painter


def test_same_pose_gives_the_same_bytes(painter: Painter) -> None:
    first, other = Pose(yaw_deg=3.0, aperture=0.4), Pose(roll_deg=-2.0, lids=0.2)
    before = painter.draw(first).tobytes()
    painter.draw(other)
    assert painter.draw(first).tobytes() == before
    assert Painter((640, 360)).draw(first).tobytes() == before


def test_frames_are_rgb_and_not_shared(painter: Painter) -> None:
    rest = painter.draw(Pose())
    kept = rest.copy()
    painter.draw(Pose(aperture=1.0, yaw_deg=5.0))
    assert rest.shape == (360, 640, 3) and rest.dtype == np.uint8
    assert (rest == kept).all()
    # Her blazer is red and the studio blue, which tells RGB from BGR.
    blazer, wall = rest[350, 220].astype(int), rest[20, 100].astype(int)
    assert blazer[0] > blazer[2] + 20 and wall[2] > wall[0] + 20


@pytest.mark.parametrize(
    "change",
    [
        {"aperture": 0.6},
        {"pucker": 1.0},
        {"width": 0.8},
        {"closed": 1.0},
        {"aperture": 0.15, "tuck": 1.0},
        {"aperture": 0.35, "tongue": 1.0},
        {"lids": 0.3},
        {"brows": 0.8},
        {"gaze_deg": (6.0, 0.0)},
        {"yaw_deg": 4.0},
        {"breath": 1.0},
    ],
    ids=lambda change: "+".join(change),
)
def test_every_part_of_a_pose_shows(painter: Painter, change: dict[str, float]) -> None:
    base = {name: change[name] for name in ("aperture",) if len(change) > 1}
    changed = np.abs(painter.draw(Pose(**change)).astype(int) - painter.draw(Pose(**base)))
    assert (changed.max(axis=2) > 25).sum() > 15


def test_mouth_moves_leave_the_upper_half_alone(painter: Painter) -> None:
    wide = painter.draw(Pose(aperture=1.0))
    assert (wide[:115] == painter.draw(Pose())[:115]).all()
    assert (wide[:, :220] == painter.draw(Pose())[:, :220]).all()


def test_sizes_show_the_same_picture(painter: Painter) -> None:
    import cv2

    large, small = painter.draw(Pose()), Painter((320, 180)).draw(Pose())
    shrunk = cv2.resize(large, (320, 180), interpolation=cv2.INTER_AREA)
    assert np.abs(shrunk.astype(int) - small).mean() < 2.5


@pytest.mark.parametrize("aperture", [0.0, 0.25, 0.5, 1.0])
def test_gap_is_what_the_aperture_says(aperture: float) -> None:
    curves = lip_curves(Pose(aperture=aperture))
    middle = len(curves.inner_upper) // 2
    gap = curves.inner_lower[middle, 1] - curves.inner_upper[middle, 1]
    assert gap == pytest.approx(GAP_MM * aperture)


def test_range_of_the_mouth_is_a_persons() -> None:
    figure = Figure()
    widest = lip_truth(figure, Pose(aperture=1.0))
    assert 0.22 < widest.gap < 0.28
    assert lip_truth(figure, Pose(aperture=1.0, closed=1.0)).gap < 0.002
    narrow, wide = (lip_truth(figure, Pose(width=w)).width for w in (-1.0, 1.0))
    assert wide > narrow * 1.2
    assert 110 < widest.eye_distance_px < 140


@pytest.mark.parametrize("aperture", [0.0, 0.3, 1.0])
@pytest.mark.parametrize("pucker", [0.0, 1.0])
def test_lip_curves_do_not_cross(aperture: float, pucker: float) -> None:
    curves = lip_curves(Pose(aperture=aperture, pucker=pucker, width=0.5))
    heights = [c[2:-2, 1] for c in (curves.outer_upper, curves.inner_upper, curves.inner_lower)]
    assert (heights[1] - heights[0] > 0).all()
    assert (heights[2] - heights[1] >= -1e-9).all()
    assert (curves.outer_lower[2:-2, 1] - heights[2] > 0).all()
