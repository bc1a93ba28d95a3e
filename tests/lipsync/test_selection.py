from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from filming import Talk, poses

from lipsync.calibration import Calibration, Mouths, measure_mouths
from lipsync.faults import Fault
from lipsync.mesh import MASK
from lipsync.presenter import Presenter
from lipsync.selection import (
    faults_of,
    head_degrees,
    in_company,
    resting_frames,
    talking_seconds,
    usable_frames,
)
from lipsync.track import FaceTrack

FPS = Fraction(25)


@pytest.fixture(scope="module")
def track(ada: Presenter) -> FaceTrack:
    return FaceTrack.load(ada.track)


@pytest.fixture(scope="module")
def mouths(track: FaceTrack) -> Mouths:
    return measure_mouths(track)


def usable(track: FaceTrack) -> list[int]:
    """The frames that are not usable."""
    return np.flatnonzero(~usable_frames(track, measure_mouths(track))).tolist()


def test_good_footage_is_usable(track: FaceTrack) -> None:
    assert usable(track) == []


def test_the_neighbours_of_lost_frames_are_left_out(track: FaceTrack) -> None:
    landmarks, found = track.landmarks.copy(), track.found.copy()
    landmarks[50:52], found[50:52] = np.nan, False
    blur, light = track.blur_px.copy(), track.brightness.copy()
    blur[50:52] = light[50:52] = np.nan
    lost = replace(track, landmarks=landmarks, found=found, blur_px=blur, brightness=light)
    assert usable(lost) == [49, 50, 51, 52]


def test_blurred_frames_are_left_out(track: FaceTrack) -> None:
    blur = track.blur_px.copy()
    blur[30:33] *= 2.5
    assert usable(replace(track, blur_px=blur)) == [30, 31, 32]


def test_frames_with_company_are_left_out(track: FaceTrack) -> None:
    n_faces = track.n_faces.copy()
    n_faces[70:75] = 2
    assert usable(replace(track, n_faces=n_faces)) == [70, 71, 72, 73, 74]


def test_who_comes_and_goes_is_left_out_from_a_second_before_to_a_second_after(track: FaceTrack) -> None:
    n_faces = track.n_faces.copy()
    n_faces[75:100] = 2
    company = in_company(replace(track, n_faces=n_faces))
    assert np.flatnonzero(company).tolist() == list(range(50, 125))
    assert not in_company(track).any()


def test_a_mouth_outside_the_picture_is_left_out(track: FaceTrack) -> None:
    """The picture ends above the chin of the lowest frames."""
    lowest = track.landmarks[:, MASK, 1].max(axis=1)
    height = int(np.percentile(lowest, 90))
    cut = replace(track, size_px=(track.size_px[0], height))
    assert usable(cut) == np.flatnonzero(lowest >= height).tolist()


def test_cuts_and_other_sizes_are_left_out(track: FaceTrack) -> None:
    landmarks = track.landmarks.copy()
    landmarks[100:, :, 0] += 80
    assert usable(replace(track, landmarks=landmarks)) == [100]
    landmarks = track.landmarks.copy()
    landmarks[100:] *= 0.5
    assert set(range(100, track.n_frames)) <= set(usable(replace(track, landmarks=landmarks)))


def test_turned_heads_are_left_out(track: FaceTrack) -> None:
    angle = np.radians(50)
    turn = np.array([[np.cos(angle), 0, np.sin(angle)], [0, 1, 0], [-np.sin(angle), 0, np.cos(angle)]])
    landmarks = track.landmarks.copy()
    centre = landmarks[40:45].mean(axis=1, keepdims=True)
    landmarks[40:45] = (landmarks[40:45] - centre) @ turn.T.astype(np.float32) + centre
    turned = replace(track, landmarks=landmarks)
    assert {40, 41, 42, 43, 44} <= set(usable(turned))
    yaw = head_degrees(measure_mouths(turned))[:, 0]
    assert abs(yaw[42] - yaw[60]) == pytest.approx(50, abs=12)


def turned(track: FaceTrack, degrees: dict[int, float]) -> FaceTrack:
    """The same footage with the head turned in some frames."""
    landmarks = track.landmarks.copy()
    for i, angle in degrees.items():
        cos, sin = np.cos(np.radians(angle)), np.sin(np.radians(angle))
        turn = np.array([[cos, 0, sin], [0, 1, 0], [-sin, 0, cos]], np.float32)
        centre = landmarks[i].mean(axis=0)
        landmarks[i] = (landmarks[i] - centre) @ turn.T + centre
    return replace(track, landmarks=landmarks)


@pytest.mark.parametrize("side", [-1, 1])
def test_a_face_that_is_lost_in_a_turn_is_turned_away_and_not_missing(track: FaceTrack, side: int) -> None:
    away = turned(track, {i: side * (30 - abs(i - 50)) for i in range(35, 66)})
    landmarks, found = away.landmarks.copy(), away.found.copy()
    for gone in (slice(46, 55), slice(100, 110)):
        landmarks[gone], found[gone] = np.nan, False
    lost = replace(away, landmarks=landmarks, found=found)
    strange = np.zeros(track.n_frames, np.bool_)
    strange[40:61] = strange[120:130] = True
    faults = faults_of(lost, measure_mouths(lost), {Fault.COVERED: strange})
    assert set(faults[40:61].tolist()) == {Fault.TURNED}
    assert set(faults[100:110].tolist()) == {Fault.NO_FACE}
    assert set(faults[120:130].tolist()) == {Fault.COVERED}


def test_yaw_counts_from_the_camera(track: FaceTrack) -> None:
    """Footage that is turned throughout is told as turned, although it never moves from its own mean."""
    angle = np.radians(25)
    turn = np.array([[np.cos(angle), 0, np.sin(angle)], [0, 1, 0], [-np.sin(angle), 0, np.cos(angle)]])
    turned = replace(track, landmarks=track.landmarks @ turn.T.astype(np.float32))
    plain_yaw, turned_yaw = (np.median(head_degrees(measure_mouths(t))[:, 0]) for t in (track, turned))
    assert abs(plain_yaw) < 6
    assert abs(turned_yaw - plain_yaw) == pytest.approx(25, abs=4)


def test_yaw_goes_with_the_drawn_head(talk: Talk, track: FaceTrack) -> None:
    """MediaPipe sees about a third of a drawn head's turn, since nothing in a drawing has depth."""
    drawn = np.array([pose.yaw_deg for pose in poses(talk.mouth)])
    yaw = head_degrees(measure_mouths(track))[:, 0]
    assert np.corrcoef(yaw, drawn)[0, 1] > 0.85
    assert 0.2 < np.polyfit(drawn, yaw, 1)[0] < 1.2


def test_talking_is_told_from_smiling(mouths: Mouths, track: FaceTrack) -> None:
    assert talking_seconds(mouths, FPS) == pytest.approx(6 - 0.8, abs=0.8)
    smile = 0.05 + 0.05 * np.sin(np.arange(track.n_frames) / 25).astype(np.float32)
    assert talking_seconds(replace(mouths, gap_iod=smile), FPS) == 0
    jitter = 0.01 + 0.002 * np.random.default_rng(1).standard_normal(track.n_frames).astype(np.float32)
    assert talking_seconds(replace(mouths, gap_iod=jitter), FPS) == 0


def test_rest_is_taken_from_the_pause(talk: Talk, ada: Presenter) -> None:
    calibration = Calibration.load(ada.calibration)
    pause = np.flatnonzero(np.abs(talk.mouth).sum(axis=1) < 0.02)
    resting = np.flatnonzero(calibration.resting)
    assert len(resting) >= 5
    assert np.isin(resting, pause).all()
    assert abs(calibration.rest[0]) < 0.1


def test_without_pauses_quiet_closed_lips_are_rest() -> None:
    n = 200
    lips = np.full(n, 0.2, np.float32)
    units = np.zeros((n, 3), np.float32)
    units[:, 0] = 0.5 + 0.4 * np.sin(np.arange(n))
    units[60:80, 0] = 0.05
    units[120:128, 0], lips[120:128] = 0.0, 0.1  # Pressed, as in a long m.
    units[150:170, :] = (0.1, -1, 1.0)  # Rounded, as in a long w.
    resting = np.flatnonzero(resting_frames(units, lips, np.ones(n, np.bool_), FPS, None))
    assert len(resting) >= 10
    assert ((resting >= 60) & (resting < 80)).all()


def test_some_frame_is_always_rest() -> None:
    """Even of a mouth that never stands still or closes."""
    units = np.zeros((50, 3), np.float32)
    units[:, 0] = 0.7 + 0.3 * np.sin(np.arange(50) * 1.5)
    some = np.zeros(50, np.bool_)
    some[10:40] = True
    resting = resting_frames(units, np.full(50, 0.2, np.float32), some, FPS, [])
    assert resting.any() and not (resting & ~some).any()
