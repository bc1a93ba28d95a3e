"""What lies between the networks that find a face."""

from pathlib import Path

import numpy as np
import pytest

from herald.errors import StageFailed
from lipsync import face_networks
from lipsync.face_networks import FaceNetworks
from lipsync.landmarks import FaceLandmarker


def guess(left: float, top: float, right: float, bottom: float) -> np.ndarray:
    """A guess of the detector: two corners, then six marks in its middle."""
    middle = [(left + right) / 2, (top + bottom) / 2]
    return np.array([[left, top], [right, bottom], *[middle] * 6], np.float32)


def test_guesses_of_one_face_are_joined_by_their_scores() -> None:
    guesses = np.stack([guess(0.1, 0.1, 0.3, 0.3), guess(0.12, 0.1, 0.32, 0.3), guess(0.7, 0.6, 0.9, 0.8)])
    scores = np.array([0.9, 0.6, 0.7], np.float32)
    first, second = face_networks._best(guesses, scores, most=4)
    assert first[0] == pytest.approx((0.1 + 0.02 * 0.6 / 1.5, 0.1))
    assert np.array_equal(second, guesses[2])
    assert len(face_networks._best(guesses, scores, most=1)) == 1


def test_unlikely_guesses_are_no_face() -> None:
    assert face_networks._best(guess(0.1, 0.1, 0.3, 0.3)[None], np.array([0.49], np.float32), most=4) == []


def test_what_two_boxes_share() -> None:
    box = np.array([[0, 0], [2, 2]], np.float32)
    others = np.array([[[0, 0], [2, 2]], [[1, 0], [3, 2]], [[5, 5], [6, 6]]], np.float32)
    assert face_networks._overlap(box, others) == pytest.approx([1, 1 / 3, 0])


def test_cells_lie_in_rows_on_two_grids() -> None:
    cells = face_networks._cells()
    assert cells.shape == (16 * 16 * 2 + 8 * 8 * 6, 2)
    assert cells[:3].tolist() == [[1 / 32, 1 / 32], [1 / 32, 1 / 32], [3 / 32, 1 / 32]]
    assert cells[-1].tolist() == [15 / 16, 15 / 16]


def test_a_turned_square_is_cut_out_upright() -> None:
    picture = np.zeros((100, 200, 3), np.uint8)
    picture[45:55, 80:120] = 255  # a bar that lies
    square = face_networks._square((100, 50), 60, np.pi / 2, 30)
    seen = face_networks._seen(picture, square, 30, 0)[0, ..., 0]
    rows, columns = np.nonzero(seen > 127)
    assert np.ptp(rows) > 3 * np.ptp(columns), "seen from the side, the bar stands"


def test_an_archive_without_the_networks_is_refused(tmp_path: Path) -> None:
    import zipfile

    model = tmp_path / "empty.task"
    with zipfile.ZipFile(model, "w") as archive:
        archive.writestr("readme.txt", "nothing")
    with pytest.raises(StageFailed, match=r"empty\.task"):
        FaceNetworks(model)


def test_a_landmarker_is_used_inside_its_block(landmark_model: Path) -> None:
    with pytest.raises(ValueError, match="block"):
        FaceLandmarker(landmark_model).detect(np.zeros((64, 64, 3), np.uint8))
