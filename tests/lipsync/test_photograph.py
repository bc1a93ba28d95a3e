from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from herald.ada.figure import Pose
from herald.ada.painter import Painter
from herald.errors import BadFootage, UserError
from lipsync.animation import Movement, Scene, blinked
from lipsync.landmarks import FaceLandmarker
from lipsync.photograph import MOST_SIDE_PX, enlarged, find_person, is_photograph, read_photograph


@pytest.fixture(scope="module")
def picture(painter: Painter) -> Image.Image:
    return Image.fromarray(painter.draw(Pose()))


def test_photographs_are_told_by_their_names() -> None:
    assert is_photograph(Path("a.JPG")) and is_photograph(Path("b.webp")) and not is_photograph(Path("c.mp4"))


def test_a_turned_photograph_is_turned_back(picture: Image.Image, tmp_path: Path) -> None:
    path = tmp_path / "turned.jpg"
    exif = Image.Exif()
    exif[0x0112] = 6
    picture.rotate(90, expand=True).save(path, exif=exif, quality=95)
    frame = read_photograph(path)
    assert frame.shape == (360, 640, 3)
    assert np.abs(frame.astype(int) - np.asarray(picture)).mean() < 4


def test_large_odd_and_transparent_photographs(tmp_path: Path) -> None:
    path = tmp_path / "large.png"
    Image.new("RGBA", (4001, 3001), (255, 0, 0, 0)).save(path)
    frame = read_photograph(path)
    assert max(frame.shape) == MOST_SIDE_PX and not any(n % 2 for n in frame.shape[:2])
    assert frame.min() > 200, "nothing of what is transparent is seen"


def test_files_that_are_no_photographs(tmp_path: Path) -> None:
    broken = tmp_path / "broken.jpg"
    broken.write_bytes(b"no picture")
    for path in (broken, tmp_path / "none.png"):
        with pytest.raises(UserError, match=path.name):
            read_photograph(path)


def test_photographs_of_nobody_two_and_somebody_small(painter: Painter, landmarker: FaceLandmarker) -> None:
    ada = painter.draw(Pose())
    face = find_person(Path("ada.png"), ada, landmarker)
    x = int(face.landmarks[1, 0])
    near = ada[:, x - 160 : x + 160]
    cases = {
        "no face": np.full((360, 640, 3), 128, np.uint8),
        "more than one face": np.concatenate([near, near], axis=1),
        "too small": np.asarray(Image.fromarray(ada).resize((320, 180))),
        "cut off": ada[: int(face.landmarks[152, 1]) - 3],
    }
    for reason, frame in cases.items():
        with pytest.raises(BadFootage, match=reason):
            find_person(Path("x.png"), np.ascontiguousarray(frame), landmarker)


def test_lids_close_and_only_they_move(painter: Painter, landmarker: FaceLandmarker) -> None:
    ada = painter.draw(Pose())
    face = find_person(Path("ada.png"), ada, landmarker)
    shut = blinked(ada, face.landmarks, 1.0)
    seen = landmarker.detect_on_crop(shut, face.landmarks)
    assert seen is not None and min(seen.blink) > max(face.blink) + 0.2
    changed = np.argwhere((shut != ada).any(axis=2))
    brows, nose = face.landmarks[[70, 300], 1].min(), face.landmarks[1, 1]
    assert brows - 5 < changed[:, 0].min() and changed[:, 0].max() < nose
    assert np.array_equal(blinked(ada, face.landmarks, 0.0), ada)


def test_a_scene_moves_without_holes_and_keeps_its_edges(
    painter: Painter, landmarker: FaceLandmarker
) -> None:
    ada = painter.draw(Pose())
    face = find_person(Path("ada.png"), ada, landmarker)
    scene, movement = Scene(ada, face.landmarks), Movement.natural(100)
    at = int(np.argmax(np.abs(movement.yaw)))
    moved = scene.picture(movement, at)
    assert not np.array_equal(moved, ada)
    for edge in (np.s_[0], np.s_[-1], np.s_[:, 0], np.s_[:, -1]):
        assert np.array_equal(moved[edge], ada[edge])
    again = Scene(ada, face.landmarks).picture(Movement.natural(100), at)
    assert np.array_equal(moved, again)


def test_movements_are_small_and_blink_now_and_then() -> None:
    movement = Movement.natural(350)
    assert np.degrees(np.abs(movement.yaw).max()) < 5.5
    starts = np.flatnonzero(np.diff((movement.closed > 0.5).astype(int)) == 1)
    assert 3 <= len(starts) <= 6 and np.diff(starts).min() > 50


def test_a_small_face_is_given_room() -> None:
    frame = np.zeros((256, 300, 3), np.uint8)
    assert enlarged(frame, 60).shape == (512, 600, 3)
    assert enlarged(frame, 80) is frame
    large = np.zeros((1200, 900, 3), np.uint8)
    assert enlarged(large, 60) is large
