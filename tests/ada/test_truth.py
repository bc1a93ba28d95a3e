"""MediaPipe must see Ada as she is: her geometry is known, so its error can be measured."""

import itertools
from dataclasses import dataclass, replace

import numpy as np
import pytest

from herald.ada.figure import Figure, Pose
from herald.ada.lips import LipTruth, lip_truth
from herald.ada.painter import Painter
from herald.ada.performance import stills
from lipsync.face import Face
from lipsync.landmarks import FaceLandmarker

TURNS = ((0, 0, 0), (8, 2, -2), (-8, -4, 3))
MOUTHS = tuple(
    {"aperture": aperture, "width": width, "pucker": pucker}
    for aperture in (0.0, 0.12, 0.3, 0.5, 0.75, 1.0)
    for width, pucker in ((0.0, 0.0), (0.8, 0.0), (-0.6, 0.8))
)


@dataclass(frozen=True)
class Seen:
    truth: LipTruth
    face: Face

    def apart(self, first: int, second: int) -> float:
        """Distance of two landmarks, in units of the true distance of the eyes."""
        points = self.face.landmarks[:, :2]
        return float(np.linalg.norm(points[first] - points[second])) / self.truth.eye_distance_px

    @property
    def gap(self) -> float:
        return self.apart(13, 14)

    @property
    def width(self) -> float:
        return self.apart(61, 291)

    def miss(self, landmark: int, place: np.ndarray) -> float:
        away = np.linalg.norm(self.face.landmarks[landmark, :2] - place)
        return float(away) / self.truth.eye_distance_px


def look(painter: Painter, landmarker: FaceLandmarker, pose: Pose) -> Seen:
    frame = painter.draw(pose)
    faces = landmarker.detect(frame, max_faces=4)
    assert len(faces) == 1, f"{len(faces)} faces seen at {pose}"
    face = landmarker.detect_on_crop(frame, faces[0].landmarks)
    assert face is not None
    return Seen(lip_truth(painter.figure, pose), face)


@pytest.fixture(scope="module")
def seen(painter: Painter, landmarker: FaceLandmarker) -> list[Seen]:
    poses = [
        Pose(yaw_deg=yaw, pitch_deg=pitch, roll_deg=roll, **mouth)
        for (yaw, pitch, roll), mouth in itertools.product(TURNS, MOUTHS)
    ]
    return [look(painter, landmarker, pose) for pose in poses]


def test_opening_follows_the_truth(seen: list[Seen]) -> None:
    truth = np.array([s.truth.gap for s in seen])
    found = np.array([s.gap for s in seen])
    assert np.corrcoef(truth, found)[0, 1] > 0.985
    assert abs((found - truth).mean()) < 0.01
    assert np.abs(found - truth).max() < 0.04


def test_width_follows_the_truth(seen: list[Seen]) -> None:
    truth = np.array([s.truth.width for s in seen])
    found = np.array([s.width for s in seen])
    assert np.corrcoef(truth, found)[0, 1] > 0.97
    assert abs((found - truth).mean()) < 0.04


def test_lips_and_chin_are_found_where_they_are(seen: list[Seen]) -> None:
    misses = np.array(
        [
            [
                s.miss(61, s.truth.left_corner),
                s.miss(291, s.truth.right_corner),
                s.miss(13, s.truth.inner_upper),
                s.miss(14, s.truth.inner_lower),
                s.miss(152, s.truth.chin),
            ]
            for s in seen
        ]
    )
    assert (misses.mean(axis=0) < [0.03, 0.03, 0.025, 0.025, 0.04]).all(), misses.mean(axis=0)


def test_closed_lips_are_seen_as_closed(painter: Painter, landmarker: FaceLandmarker) -> None:
    for aperture, yaw in itertools.product((0.2, 0.6), (-7.0, 0.0, 7.0)):
        pose = Pose(aperture=aperture, closed=1.0, yaw_deg=yaw)
        assert look(painter, landmarker, pose).gap < 0.012


def test_shut_eyes_are_seen_as_shut(painter: Painter, landmarker: FaceLandmarker) -> None:
    open_eyes = look(painter, landmarker, Pose())
    shut = look(painter, landmarker, Pose(lids=0.0))
    assert max(open_eyes.face.blink) < 0.15
    assert min(shut.face.blink) > 0.45


def test_every_still_shows_one_face(painter: Painter, landmarker: FaceLandmarker) -> None:
    for name, pose in stills():
        seen = look(painter, landmarker, pose)
        assert abs(seen.gap - seen.truth.gap) < 0.04, name


def test_turning_the_head_moves_the_truth() -> None:
    figure = Figure()
    ahead = lip_truth(figure, Pose())
    turned = lip_truth(figure, replace(Pose(), yaw_deg=8.0))
    # The mouth lies further forward than the eyes, so it moves further.
    eyes = (turned.left_eye + turned.right_eye - ahead.left_eye - ahead.right_eye) / 2
    assert turned.inner_upper[0] - ahead.inner_upper[0] > eyes[0] > 0
    assert turned.eye_distance_px < ahead.eye_distance_px
