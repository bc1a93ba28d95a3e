"""Two landmark engines behind one protocol. FAN's weights are random here: the plumbing is looked at."""

import os
import pickle
from pathlib import Path

import numpy as np
import pytest
import torch
from filming import Talk
from weights import face_alignment_weights

from herald.errors import UserError
from herald.progress import Silent
from lipsync import points68
from lipsync.calibration import Calibration
from lipsync.landmark_engine import ENGINES, FACE_ALIGNMENT, MEDIAPIPE, landmark_engine
from lipsync.landmarks import FaceLandmarker
from lipsync.points68 import FROM_MEDIAPIPE, N_POINTS
from lipsync.presenter import Presenter
from lipsync.ruler import measure_with, range_of
from lipsync.track import FaceTrack


@pytest.fixture(scope="module")
def weights(tmp_path_factory: pytest.TempPathFactory, landmark_model: Path) -> Path:
    """A folder of models with random weights of FAN and S3FD under their published names."""
    folder = tmp_path_factory.mktemp("models")
    face_alignment_weights(folder)
    (folder / ENGINES[MEDIAPIPE][0]).symlink_to(landmark_model)
    return folder


def test_the_sixty_eight_points_are_where_they_should_be(ada: Presenter) -> None:
    track, calibration = FaceTrack.load(ada.track), Calibration.load(ada.calibration)
    points = track.landmarks[:, list(FROM_MEDIAPIPE)]
    assert len(set(FROM_MEDIAPIPE)) == N_POINTS
    assert np.allclose(points68.iod_px(points), track.iod_px)
    # Jaw from the left of the picture to the right; lips inside it; eyes above the mouth.
    # Beside the ears the jaw's outline stands upright, to a fraction of a pixel.
    assert (np.diff(points[0, :17, 0]) > -0.01 * track.iod_px[0]).all()
    assert points[0, 36:48, 1].max() < points[0, 48:68, 1].min() < points[0, 8, 1]
    units = calibration.units(track.landmarks, track.pucker)
    assert np.corrcoef(points68.gap_iod(points), units[:, 0])[0, 1] > 0.98
    assert np.corrcoef(points68.width_iod(points), units[:, 1])[0, 1] > 0.9


def test_a_tilted_head_opens_no_mouth() -> None:
    points = np.zeros((68, 2), np.float32)
    points[36], points[45], points[48], points[54] = (-50, 0), (50, 0), (-30, 80), (30, 80)
    points[[61, 62, 63], 1], points[[65, 66, 67], 1] = 78, 84
    points[[61, 67], 0], points[[63, 65], 0] = -10, 10
    angle = np.deg2rad(35)
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]], np.float32)
    for seen in (points, points @ turn.T):
        assert points68.gap_iod(seen) == pytest.approx(0.06, abs=1e-4)
        assert points68.width_iod(seen) == pytest.approx(0.6, abs=1e-4)


def test_mediapipe_behind_the_protocol(weights: Path, talk: Talk, landmarker: FaceLandmarker) -> None:
    with landmark_engine(MEDIAPIPE, lambda name: weights / name) as engine:
        (box,) = engine.boxes(talk.frames[8])
        points = engine.points(talk.frames[8], box)
    assert points is not None and points.shape == (68, 3)
    face = landmarker.search(talk.frames[8])[0]
    assert np.abs(points - face.landmarks[list(FROM_MEDIAPIPE)])[:, :2].max() < 2


def test_face_alignment_behind_the_protocol(
    weights: Path, talk: Talk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Weights are read from the registry's folder: nothing is looked for in a network."""

    def no_network(*arguments: object, **named: object) -> None:
        raise AssertionError("it wanted to download something")

    monkeypatch.setattr(torch.hub, "download_url_to_file", no_network)
    height, width = talk.frames[8].shape[:2]
    with landmark_engine(FACE_ALIGNMENT, lambda name: weights / name) as engine:
        first = engine.points(talk.frames[8], (200, 60, 420, 320))
        again = engine.points(talk.frames[8], (200, 60, 420, 320))
        small = np.ascontiguousarray(talk.frames[8][::4, ::4])
        boxes = engine.boxes(small)
        assert boxes and all(len(box) == 4 for box in boxes)
    assert first is not None and first.shape == (68, 3) and np.isnan(first[:, 2]).all()
    assert np.array_equal(first, again, equal_nan=True), "the same picture and box give the same points"
    assert np.isfinite(first[:, :2]).all() and (np.abs(first[:, :2]) < 2 * max(height, width)).all()


class _Evil:
    def __reduce__(self) -> tuple[object, tuple[str]]:
        return os.mkdir, ("hacked",)


@pytest.mark.parametrize("wrong", ["cut", "other", "evil"])
def test_wrong_weights_are_refused(
    weights: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, wrong: str
) -> None:
    monkeypatch.chdir(tmp_path)
    network, detector = ENGINES[FACE_ALIGNMENT]
    (tmp_path / detector).symlink_to(weights / detector)
    if wrong == "cut":
        (tmp_path / network).write_bytes((weights / network).read_bytes()[:100_000])
    elif wrong == "other":
        torch.save({"a": torch.zeros(2)}, tmp_path / network)
    else:
        (tmp_path / network).write_bytes(pickle.dumps(_Evil()))
    with pytest.raises(UserError, match=r"2DFAN4"):
        landmark_engine(FACE_ALIGNMENT, lambda name: tmp_path / name)
    assert not (tmp_path / "hacked").exists()


def test_another_finder_helps_where_mediapipe_finds_no_face(landmark_model: Path, talk: Talk) -> None:
    """MediaPipe is made blind for faces in pictures that are larger than its crop."""
    frame = talk.frames[8]
    with FaceLandmarker(landmark_model) as plain:
        (known,) = plain.search(frame)
    low, high = known.landmarks[:, :2].min(axis=0), known.landmarks[:, :2].max(axis=0)
    box = (int(low[0]), int(low[1]), int(high[0]), int(high[1]))
    for finder, n_found in ((None, 0), (lambda picture: [box], 1)):
        with FaceLandmarker(landmark_model, finder) as landmarker:
            detect = landmarker.detect
            largest = 2 * (box[3] - box[1]) + 2
            landmarker.detect = lambda picture, part=None, max_faces=1, see=detect, most=largest: (
                [] if part is None or part[3] - part[1] > most else see(picture, part, max_faces)
            )
            landmarker.detect_on_crop = lambda picture, previous: None
            assert len(landmarker.search(frame)) == n_found


def test_an_unknown_engine() -> None:
    with pytest.raises(UserError, match="Did you mean 'face-alignment'"):
        landmark_engine("face-alignmen", lambda name: Path(name))


def test_a_ruler_measures_in_the_presenters_units(weights: Path, talk: Talk, ada: Presenter) -> None:
    """Any engine can be the ruler; this one is right, so what it reads is known."""
    with landmark_engine(MEDIAPIPE, lambda name: weights / name) as engine:
        seen = measure_with(engine, talk.video, ada, Silent())
    track, calibration = FaceTrack.load(ada.track), Calibration.load(ada.calibration)
    known = calibration.units(track.landmarks, track.pucker)
    n = min(len(known), len(seen.shape))
    assert np.corrcoef(seen.shape[:n, 0], known[:n, 0])[0, 1] > 0.97
    assert np.abs(seen.shape[:n, 0] - known[:n, 0]).mean() < 0.1
    assert np.isnan(seen.looks).all(), "the looks of the face are not judged"
    assert np.array_equal(seen.rest, calibration.rest)


def test_the_range_of_a_stranger_is_that_of_the_video() -> None:
    measured = np.stack([np.linspace(0.02, 0.2, 50), np.linspace(0.5, 0.7, 50)], axis=1).astype(np.float32)
    measured[7] = np.nan
    units = range_of(measured).units(measured)
    assert np.isnan(units[7]).all()
    assert np.nanpercentile(units[:, 0], [3, 97]) == pytest.approx([0, 1], abs=0.02)
    assert np.nanpercentile(units[:, 1], [3, 97]) == pytest.approx([-1, 1], abs=0.04)
