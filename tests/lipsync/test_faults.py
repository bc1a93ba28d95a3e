"""Which frames are left out, and how that is told."""

from fractions import Fraction

import cv2
import numpy as np
import pytest
from filming import Talk

from lipsync.face import Face
from lipsync.faults import Fault, costs, moment, remedies, stretches
from lipsync.occlusion import covered, see, strangeness
from lipsync.presenter import Presenter
from lipsync.track import FaceTrack
from lipsync.witness import CUT_LEVELS, CUT_RATIO, Witness, find_breaks

FPS = Fraction(25)


def test_stretches_tell_when_and_why() -> None:
    faults = np.zeros(200, np.uint8)
    faults[10:15] = Fault.NO_FACE
    faults[17:20] = Fault.NO_FACE
    faults[105:152] = Fault.COVERED
    assert [str(stretch) for stretch in stretches(faults, FPS)] == [
        "0:00.4-0:00.8 no face",
        "0:04.2-0:06.1 something before the mouth",
    ]
    assert moment(65.25) == "1:05.2" and moment(600) == "10:00.0"


def moving(n: int, seed: int) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    """Small pictures of something that moves slowly."""
    base = np.random.default_rng(seed).uniform(40, 200, (36, 48))
    return np.stack([np.roll(base, i // 8, axis=1) for i in range(n)])


def test_a_single_frame_is_told_by_one_time() -> None:
    faults = np.zeros(100, np.uint8)
    faults[67] = Fault.CUT
    assert [str(stretch) for stretch in stretches(faults, FPS)] == ["0:02.7 cut to another shot"]


def test_every_fault_has_a_remedy_and_the_costliest_comes_first() -> None:
    faults = np.array([Fault.CUT, *[Fault.TURNED] * 9, *[Fault.LIGHT] * 30, *[Fault.NONE] * 50], np.uint8)
    assert list(costs(faults).items()) == [(Fault.LIGHT, 30), (Fault.TURNED, 9), (Fault.CUT, 1)]
    assert (
        remedies(costs(faults)) == "Lock the exposure and keep the light steady, and look towards the camera"
    )
    assert len({remedies({fault: 1}) for fault in Fault if fault}) == len(Fault) - 1


def test_cuts_and_jumps_of_the_light_are_told_apart() -> None:
    shots = np.concatenate([moving(40, 1), moving(40, 2), 0.7 * moving(40, 2)]).astype(np.uint8)
    cut, lit = find_breaks(shots, FPS)
    assert 40 in np.flatnonzero(cut)
    assert np.flatnonzero(lit).tolist() == [80] or 80 in np.flatnonzero(cut | lit)


def test_what_moved_while_pictures_were_repeated_is_no_cut() -> None:
    """A phone leaves pictures out in the dark; the one before is repeated then."""
    x = np.arange(48)[None, :] + np.zeros((36, 1))
    shown = np.arange(40)
    for start in range(4, 36, 5):
        shown[start : start + 4] = start
    phone = np.array([120 + 80 * np.sin((x + 0.5 * i) / 7) for i in shown]).astype(np.uint8)
    change = np.abs(np.diff(phone.astype(float), axis=0)).mean(axis=(1, 2))
    assert (change > max(CUT_LEVELS, CUT_RATIO * float(np.median(change)))).any()
    cut, lit = find_breaks(phone, FPS)
    assert not cut.any() and not lit.any()


def test_a_cut_after_a_still_is_a_cut() -> None:
    still = np.repeat(moving(1, 1), 40, axis=0)
    cut, _ = find_breaks(np.concatenate([still, moving(40, 2)]).astype(np.uint8), FPS)
    assert cut[40] and not cut[:40].any()


def test_a_calm_picture_has_no_cut() -> None:
    noise = np.random.default_rng(0).normal(0, 2, (100, 36, 48))
    shots = np.clip(120 + 20 * np.sin(np.arange(100) / 9)[:, None, None] + noise, 0, 255).astype(np.uint8)
    cut, lit = find_breaks(shots, FPS)
    assert not cut.any() and not lit.any()


@pytest.fixture(scope="module")
def colours(talk: Talk, ada: Presenter) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    track = FaceTrack.load(ada.track)
    return np.array([see(frame, points) for frame, points in zip(talk.frames, track.landmarks, strict=True)])


def test_a_mouth_that_is_only_moving_is_not_covered(
    colours: np.ndarray[tuple[int, ...], np.dtype[np.float32]],
) -> None:
    assert not covered(colours, np.full(len(colours), 0.005), FPS).any()


def test_a_cup_before_the_mouth_is_seen(talk: Talk, ada: Presenter) -> None:
    track = FaceTrack.load(ada.track)
    rows = []
    for i, (frame, points) in enumerate(zip(talk.frames, track.landmarks, strict=True)):
        picture = frame.copy()
        if 60 <= i < 85:
            x, y = points[13, :2].round().astype(int).tolist()
            cv2.rectangle(picture, (x - 26, y - 12), (x + 26, y + 60), (60, 80, 140), -1)
        rows.append(see(picture, points))
    found = np.flatnonzero(covered(np.array(rows), np.full(len(rows), 0.004), FPS))
    assert set(range(60, 85)) <= set(found.tolist()) <= set(range(56, 89))


def test_a_contrasty_dark_is_another_light_and_no_hand(talk: Talk, ada: Presenter) -> None:
    track = FaceTrack.load(ada.track)
    witness = Witness(len(talk.frames))
    dark = (255 * (np.arange(256) / 255) ** 3).astype(np.uint8)
    for i, (frame, points) in enumerate(zip(talk.frames, track.landmarks, strict=True)):
        picture = frame.copy()
        if 30 <= i < 50:
            x, y = points[13, :2].round().astype(int).tolist()
            cv2.rectangle(picture, (x - 26, y - 12), (x + 26, y + 60), (60, 80, 140), -1)
        picture = dark[picture] if 80 <= i < 110 else picture
        witness.meet(picture, Face(points, 0.0, (0.0, 0.0), 0.004))
    hidden, relit = (set(np.flatnonzero(mask).tolist()) for mask in witness.strange(FPS))
    assert set(range(30, 50)) <= hidden <= set(range(26, 54))
    assert set(range(85, 105)) <= relit <= set(range(76, 114))


def test_one_upright_finger_before_the_mouth_is_seen(talk: Talk, ada: Presenter) -> None:
    track = FaceTrack.load(ada.track)
    rows = []
    for i, (frame, points) in enumerate(zip(talk.frames, track.landmarks, strict=True)):
        picture = frame.copy()
        if 60 <= i < 85:
            x, y = points[13, :2].round().astype(int).tolist()
            skin = frame[points[50, 1].astype(int), points[50, 0].astype(int)].tolist()
            cv2.line(picture, (x + 2, y - 16), (x - 2, y + 60), skin, 11, cv2.LINE_AA)
        rows.append(see(picture, points))
    found = np.flatnonzero(covered(np.array(rows), np.full(len(rows), 0.004), FPS))
    assert set(range(60, 85)) <= set(found.tolist()) <= set(range(56, 89))


def test_no_face_is_not_strange() -> None:
    nothing = np.full((5, 66, 3), np.nan, np.float32)
    assert np.isnan(strangeness(nothing, np.full(5, np.nan))).all()
    assert not covered(nothing, np.full(5, np.nan), FPS).any()
