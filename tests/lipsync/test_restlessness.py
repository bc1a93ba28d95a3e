"""A mouth that nobody moves is as restless as its footage, and one that flickers is not."""

from fractions import Fraction

import cv2
import numpy as np
import pytest
from filming import Talk

from herald.media import Frame
from lipsync.landmarks import FaceLandmarker
from lipsync.onlooker import Onlooker
from lipsync.quality_marks import MARKS
from lipsync.restlessness import Restlessness, UsualRestlessness
from lipsync.track import FaceTrack, track_faces

FPS = Fraction(25)


@pytest.fixture(scope="module")
def quiet(talk: Talk) -> list[Frame]:
    """A face that sways, and whose mouth stays as it is."""
    picture = talk.frames[8]
    size_px = picture.shape[1], picture.shape[0]
    ways = [(1.5 * np.sin(i / 9), np.cos(i / 13)) for i in range(50)]
    return [
        np.asarray(cv2.warpAffine(picture, np.array([[1, 0, x], [0, 1, y]]), size_px), np.uint8)
        for x, y in ways
    ]


@pytest.fixture(scope="module")
def track(quiet: list[Frame], landmarker: FaceLandmarker) -> FaceTrack:
    return track_faces(quiet, FPS, (quiet[0].shape[1], quiet[0].shape[0]), landmarker)


def usual(frames: list[Frame], track: FaceTrack, landmarker: FaceLandmarker, usable: np.ndarray) -> float:
    restlessness = UsualRestlessness(track, usable, landmarker)
    for i, frame in enumerate(frames):
        restlessness.see(i, frame)
    return restlessness.mean()


def as_checked(frames: list[Frame], track: FaceTrack, landmarker: FaceLandmarker) -> float:
    restlessness = Restlessness()
    seen = Onlooker(landmarker, track.size_px).all(frames)
    found = [(frame, face) for frame, face in seen if face is not None]
    return float(np.nanmean([restlessness.change(frame, face.landmarks) for frame, face in found]))


def test_footage_is_as_restless_as_itself(
    quiet: list[Frame], track: FaceTrack, landmarker: FaceLandmarker
) -> None:
    own = usual(quiet, track, landmarker, np.ones(len(quiet), np.bool_))
    assert as_checked(quiet, track, landmarker) / own == pytest.approx(1, abs=0.2)


def test_flicker_is_found(quiet: list[Frame], track: FaceTrack, landmarker: FaceLandmarker) -> None:
    own = usual(quiet, track, landmarker, np.ones(len(quiet), np.bool_))
    lower = np.arange(len(quiet[0]))[:, None, None] > track.landmarks[0, 1, 1]
    flickering = [
        np.where(lower, np.clip(frame * (1 + 0.02 * (-1) ** i), 0, 255), frame).astype(np.uint8)
        for i, frame in enumerate(quiet)
    ]
    assert MARKS["flicker_ratio"].shortfall(as_checked(flickering, track, landmarker) / own)


def test_what_is_not_usable_does_not_count(
    quiet: list[Frame], track: FaceTrack, landmarker: FaceLandmarker
) -> None:
    usable = np.ones(len(quiet), np.bool_)
    usable[20:] = False
    spoilt = quiet[:20] + [np.asarray(255 - frame, np.uint8) for frame in quiet[20:]]
    assert usual(spoilt, track, landmarker, usable) == usual(quiet, track, landmarker, usable) > 0


def test_nothing_usable_has_no_change(
    quiet: list[Frame], track: FaceTrack, landmarker: FaceLandmarker
) -> None:
    assert usual(quiet, track, landmarker, np.zeros(len(quiet), np.bool_)) == 0


def test_change_needs_pictures_that_follow_one_another(quiet: list[Frame], track: FaceTrack) -> None:
    restlessness = Restlessness()
    changes = []
    for i in (0, 1, 2, None, 3, 4, 5):
        if i is None:
            restlessness.miss()
        else:
            changes.append(restlessness.change(quiet[i], track.landmarks[i]))
    assert np.isfinite(changes).tolist() == [False, False, True, False, False, True]
