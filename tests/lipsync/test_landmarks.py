from pathlib import Path

import numpy as np
import pytest

from herald.ada.figure import Pose
from herald.ada.lips import lip_truth
from herald.ada.painter import Painter
from herald.errors import MissingModel, StageFailed
from herald.media import Frame
from lipsync.face import iod_px
from lipsync.landmarks import FaceLandmarker, crop_box


def on_canvas(picture: Frame, size_px: tuple[int, int], *corners: tuple[int, int]) -> Frame:
    """Put a picture on a grey canvas, once for each (left, top)."""
    canvas = np.full((size_px[1], size_px[0], 3), 110, np.uint8)
    for left, top in corners:
        canvas[top : top + picture.shape[0], left : left + picture.shape[1]] = picture
    return canvas


@pytest.fixture(scope="module")
def portrait(painter: Painter) -> Frame:
    return painter.draw(Pose(aperture=0.5))[:, 190:450]


def test_eyes_are_found_where_they_are_drawn(painter: Painter, landmarker: FaceLandmarker) -> None:
    for yaw in (-6, 0, 6):
        pose = Pose(yaw_deg=yaw, aperture=0.3)
        truth = lip_truth(painter.figure, pose)
        face = landmarker.search(painter.draw(pose))[0]
        assert face.iod_px == pytest.approx(truth.eye_distance_px, rel=0.08)


def test_place_in_the_frame_does_not_matter(portrait: Frame, landmarker: FaceLandmarker) -> None:
    near = landmarker.search(on_canvas(portrait, (700, 500), (40, 60)))[0]
    far = landmarker.search(on_canvas(portrait, (700, 500), (360, 110)))[0]
    shift = np.array([320, 50], np.float32)
    apart = np.linalg.norm(far.landmarks[:, :2] - shift - near.landmarks[:, :2], axis=1)
    assert apart.mean() < 0.01 * near.iod_px


def test_small_faces_in_large_pictures_are_found(portrait: Frame, landmarker: FaceLandmarker) -> None:
    wide = on_canvas(portrait, (2400, 2000), (1900, 1500))
    assert landmarker.detect(wide) == [], "the whole picture should be too coarse for this face"
    [face] = landmarker.search(wide)
    assert 1900 < face.landmarks[4, 0] < 2160 and 1500 < face.landmarks[4, 1] < 1860


def test_faces_come_largest_first(portrait: Frame, landmarker: FaceLandmarker) -> None:
    both = on_canvas(portrait, (900, 420), (20, 30))
    both[100:280, 600:730] = portrait[::2, ::2]
    large, small = landmarker.search(both, max_faces=4)
    assert large.iod_px == pytest.approx(2 * small.iod_px, rel=0.1)
    assert not large.same_as(small) and large.same_as(large)
    assert len(landmarker.search(both, max_faces=1)) == 1


def test_no_face_is_no_error(landmarker: FaceLandmarker) -> None:
    assert landmarker.search(np.full((400, 700, 3), 90, np.uint8), max_faces=4) == []


def test_the_same_picture_gives_the_same_points(portrait: Frame, landmarker: FaceLandmarker) -> None:
    first, second = (landmarker.search(portrait)[0] for _ in range(2))
    assert np.array_equal(first.landmarks, second.landmarks)
    again = landmarker.detect_on_crop(portrait, first.landmarks)
    assert again is not None
    assert np.abs(again.landmarks - first.landmarks)[:, :2].max() < 0.02 * first.iod_px


def test_blinks_and_pouts_are_told(painter: Painter, landmarker: FaceLandmarker) -> None:
    plain = landmarker.search(painter.draw(Pose()))[0]
    shut = landmarker.search(painter.draw(Pose(lids=0.0)))[0]
    pout = landmarker.search(painter.draw(Pose(pucker=1.0)))[0]
    assert min(shut.blink) > max(plain.blink) + 0.2
    assert pout.pucker > plain.pucker + 0.2


def test_crop_stays_in_the_picture() -> None:
    points = np.zeros((478, 3), np.float32)
    points[263, 0] = 100
    points[4, :2] = (-500, 900)
    left, top, right, bottom = crop_box(points, (640, 480))
    assert 0 <= left < right <= 640 and 0 <= top < bottom <= 480
    assert float(iod_px(points)) == 100


def test_a_missing_model_is_named(tmp_path: Path) -> None:
    with pytest.raises(MissingModel, match="models pull"):
        FaceLandmarker(tmp_path / "none.task")


def test_a_damaged_model_is_told_from_the_inputs_fault(tmp_path: Path) -> None:
    model = tmp_path / "bad.task"
    model.write_bytes(b"no model")
    with pytest.raises(StageFailed, match=r"bad\.task"), FaceLandmarker(model):
        pass


def test_loading_the_networks_says_nothing(landmark_model: Path, capfd: pytest.CaptureFixture[str]) -> None:
    with FaceLandmarker(landmark_model) as landmarker:
        landmarker.detect(np.zeros((64, 64, 3), np.uint8))
    assert capfd.readouterr().err == ""
