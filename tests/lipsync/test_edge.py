from collections.abc import Callable
from dataclasses import replace

import cv2
import numpy as np
import pytest
from filming import Talk

from herald.media import Frame
from lipsync.calibration import Calibration
from lipsync.edge import N_POINTS, Edge, moved_out
from lipsync.face import iod_px
from lipsync.landmarks import FaceLandmarker
from lipsync.lower_face import LowerFace, LowerFaceGauge
from lipsync.mesh import CHIN, EYE_CORNERS, MASK
from lipsync.own_looks import OwnLooks, measure_looks
from lipsync.presenter import Presenter
from lipsync.quality_marks import MARKS
from lipsync.track import FaceTrack


@pytest.fixture(scope="module")
def track(ada: Presenter) -> FaceTrack:
    return FaceTrack.load(ada.track)


@pytest.fixture(scope="module")
def quiet(talk: Talk, ada: Presenter, track: FaceTrack) -> np.ndarray:
    """Frames in which the mouth hardly moves, as all do of somebody who was filmed in silence."""
    still = np.abs(talk.mouth).sum(axis=1) < 0.02
    return np.asarray(still[: track.n_frames] & Calibration.load(ada.calibration).usable)


@pytest.fixture(scope="module")
def looks(
    talk: Talk, ada: Presenter, track: FaceTrack, quiet: np.ndarray, landmarker: FaceLandmarker
) -> OwnLooks:
    calibration = replace(Calibration.load(ada.calibration), usable=quiet)
    return measure_looks(talk.frames, track, calibration, landmarker, talks=False)


def measured(frame: Frame, landmarks: np.ndarray) -> LowerFace:
    return LowerFaceGauge(with_lips=False).measure(frame, landmarks)


def test_the_edge_turns_and_grows_with_the_face(track: FaceTrack) -> None:
    points = track.landmarks[0]
    turn = 1.5 * np.array([[0.8, -0.6, 0], [0.6, 0.8, 0], [0, 0, 1]], np.float32)
    edge, turned = Edge.of(points), Edge.of(points @ turn.T)
    assert turned.iod_px == pytest.approx(1.5 * edge.iod_px, rel=1e-4)
    assert np.abs(moved_out(edge.from_eyes, turned.from_eyes)).max() < 1e-3
    assert np.abs(edge.from_eyes - turned.from_eyes).max() < 1e-3


def test_steps_are_found_where_they_are(track: FaceTrack) -> None:
    points = track.landmarks[0]
    edge = Edge.of(points)
    width, height = track.size_px
    frame = np.full((height, width, 3), 100, np.uint8)
    cv2.fillPoly(frame, [edge.points.round().astype(np.int32)], (130, 130, 130))
    at, inwards = edge.steps(frame, (0.0, -0.3)).T
    assert np.abs(at - 30).max() < 8
    assert np.abs(inwards).max() == 0


def test_an_edge_that_lies_elsewhere_is_no_seam(
    looks: OwnLooks, talk: Talk, track: FaceTrack, quiet: np.ndarray
) -> None:
    """Nothing is painted, but the face is taken to have dropped its jaw: the edge lies across the chin."""
    at = int(np.flatnonzero(quiet)[3])
    frame, points = talk.frames[at], track.landmarks[at].copy()
    assert looks.seam_of(measured(frame, points)) < 0.3
    eyes = points[list(EYE_CORNERS), 1].mean()
    lower = points[:, 1] > (eyes + points[CHIN, 1]) / 2
    points[lower, 1] += 0.06 * iod_px(points)
    moved = measured(frame, points)
    unusual = np.abs(moved.steps - looks.step_mean) / (looks.step_spread + 1.5)
    assert np.median(unusual) > 1, "it is unlike the steps of the closed mouth"
    assert looks.seam_of(moved) < 1


def tinted(frame: Frame, iod: float) -> Frame:
    return np.clip(frame.astype(np.int16) + 6, 0, 255).astype(np.uint8)


def shifted(frame: Frame, iod: float) -> Frame:
    return np.roll(frame, round(0.1 * iod), axis=1)


def lowered(frame: Frame, iod: float) -> Frame:
    return np.roll(frame, round(0.06 * iod), axis=0)


@pytest.mark.parametrize("spoil", [tinted, shifted, lowered])
def test_a_face_that_is_spoilt_has_a_seam(
    spoil: Callable[[Frame, float], Frame],
    looks: OwnLooks,
    talk: Talk,
    track: FaceTrack,
    quiet: np.ndarray,
) -> None:
    mark = MARKS["seam_ratio"]
    for at in np.flatnonzero(quiet)[::8].tolist():
        frame, points = talk.frames[at], track.landmarks[at]
        iod = float(iod_px(points))
        region = np.zeros(frame.shape[:2], np.uint8)
        cv2.fillConvexPoly(region, cv2.convexHull(points[list(MASK), :2].round().astype(np.int32)), 1)
        inside = cv2.erode(region, np.ones((round(0.14 * iod) | 1,) * 2, np.uint8))[..., None]
        seam = looks.seam_of(measured(np.where(inside > 0, spoil(frame, iod), frame), points))
        assert mark.shortfall(seam), seam


def test_footage_with_speech_keeps_no_steps_beside_the_edge(
    talk: Talk, ada: Presenter, track: FaceTrack, landmarker: FaceLandmarker
) -> None:
    calibration = Calibration.load(ada.calibration)
    own = measure_looks(talk.frames[:30], track, calibration, landmarker, talks=True)
    assert own.quiet_steps.shape == (0, N_POINTS, 31)
