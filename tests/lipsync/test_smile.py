"""A photographed smile that is taken back, rounded lips, and the unit of footage without speech."""

from dataclasses import replace

import cv2
import numpy as np
import pytest
from filming import Talk
from numpy.typing import NDArray

from lipsync import shape
from lipsync.articulation import TypicalFace, moved
from lipsync.calibration import Calibration
from lipsync.face import iod_px
from lipsync.landmarks import FaceLandmarker
from lipsync.mesh import INNER_LOWER, INNER_UPPER, MOUTH_CORNERS, UPPER_LIP_TOP
from lipsync.own_looks import QUIET_STRANGENESS, own_looks
from lipsync.presenter import Presenter
from lipsync.smile import sharpen_lips, soften_folds, taken_back
from lipsync.track import FaceTrack

Array = NDArray[np.float32]


@pytest.fixture(scope="module")
def closed(ada: Presenter) -> TypicalFace:
    return TypicalFace.of(FaceTrack.load(ada.track), Calibration.load(ada.calibration))


@pytest.fixture(scope="module")
def smiling(ada: Presenter, closed: TypicalFace) -> TypicalFace:
    """Of a photograph with the corners up, the teeth bared and the sides as far open as the middle."""
    track, calibration = FaceTrack.load(ada.track), Calibration.load(ada.calibration)
    landmarks = track.landmarks.copy()
    iod = iod_px(landmarks)[:, None]
    landmarks[:, list(INNER_LOWER[1:-1]), 1] += 0.06 * iod
    landmarks[:, list(INNER_UPPER[1:-1]), 1] -= 0.02 * iod
    landmarks[:, list(MOUTH_CORNERS), 1] -= 0.08 * iod
    return TypicalFace.of(replace(track, landmarks=landmarks), calibration, at_rest=False)


def gaps(face: Array) -> Array:
    return np.asarray(face[list(INNER_LOWER), 1] - face[list(INNER_UPPER), 1], np.float32)


def test_rounded_lips_are_a_hole_and_not_a_slit(closed: TypicalFace) -> None:
    face, ones = closed.neutral, np.ones(1, np.float32)
    slit, hole = (face + moved(face, 0.06 * ones, -0.08 * ones, pucker * ones)[0] for pucker in (0.0, 1.0))
    wide_open = [(gaps(shown) > 0.4 * gaps(shown).max()).sum() for shown in (slit, hole)]
    assert wide_open[1] < wide_open[0]
    corners = list(MOUTH_CORNERS)
    assert hole[corners, 1].mean() > slit[corners, 1].mean() + 0.01, "the corners hang"
    assert hole[13, 1] > slit[13, 1], "the upper lip is not raised"
    assert hole[13, 1] - hole[UPPER_LIP_TOP, 1] > slit[13, 1] - slit[UPPER_LIP_TOP, 1], "lips are thicker"


def test_the_lips_of_a_smile_meet_all_along_and_lie_level(smiling: TypicalFace, closed: TypicalFace) -> None:
    assert np.abs(gaps(smiling.neutral)).max() < 0.012
    line = (smiling.neutral[13, 1] + smiling.neutral[14, 1]) / 2
    raised = line - smiling.neutral[list(MOUTH_CORNERS), 1].mean()
    assert raised < 0.02
    assert shape.width(smiling.neutral[None])[0] == pytest.approx(float(smiling.width_iod[1]), abs=0.02)


def test_closed_lips_come_down_over_the_teeth(smiling: TypicalFace) -> None:
    def line(face: Array) -> float:
        return float(face[13, 1] + face[14, 1]) / 2

    was = line(smiling.neutral)
    lower = smiling.with_lips_over(was + 0.05)
    assert line(lower.neutral) == pytest.approx(was + 0.05, abs=0.005)
    assert np.array_equal(lower.rest, lower.neutral)
    assert np.abs(lower.neutral[[1, 33, 263]] - smiling.neutral[[1, 33, 263]]).max() < 1e-6, (
        "no nose, no eyes"
    )
    assert np.array_equal(smiling.with_lips_over(was - 0.05).neutral, smiling.neutral), "never up"


def test_a_smile_is_taken_back_as_the_mouth_gets_narrower(closed: TypicalFace) -> None:
    face = np.repeat(closed.neutral[None], 3, axis=0)
    narrower = face.copy()
    narrower[:, MOUTH_CORNERS[0], 0] += np.array([-0.03, 0.05, 0.3], np.float32)
    assert taken_back(face, narrower) == pytest.approx([0, 0.5, 1], abs=0.02)


def test_a_fold_is_filled_and_pores_stay(face: Array) -> None:
    """A furrow from the wing of the nose to beside the mouth, on skin with pores."""
    skin = np.random.default_rng(3).normal(160, 3, (360, 640)).clip(0, 255)
    iod = float(iod_px(face))
    start, stop = face[129, :2] + np.array([-0.08 * iod, 0.06 * iod]), face[57, :2] - np.array([0.1 * iod, 0])
    furrow = np.zeros((360, 640), np.float32)
    cv2.line(
        furrow, tuple(np.round(start).astype(int)), tuple(np.round(stop).astype(int)), 1.0, 2, cv2.LINE_AA
    )
    furrow = cv2.GaussianBlur(furrow, (0, 0), 0.02 * iod)
    folded = np.repeat((skin - 40 * furrow / furrow.max())[..., None], 3, axis=2).round().astype(np.uint8)
    softened = folded.copy()
    soften_folds(softened, face, 1.0)
    middle = furrow > 0.6 * furrow.max()
    depth = [float(160 - picture[middle].mean()) for picture in (folded, softened)]
    assert depth[1] < 0.6 * depth[0]
    changed = (softened != folded).any(axis=2)
    assert 0 < changed.mean() < 0.1, "only the cheeks"
    beside = changed & (furrow < 0.02 * furrow.max())
    pores = [float(picture[..., 0][beside].std()) for picture in (folded, softened)]
    assert pores[1] > 0.8 * pores[0]
    untouched = folded.copy()
    soften_folds(untouched, face, 0.0)
    sharpen_lips(untouched, face, folded, face, 0.0)
    assert np.array_equal(untouched, folded)


def test_lips_that_were_blurred_get_detail_back(talk: Talk, face: Array) -> None:
    sharp = talk.frames[8]
    blurred = np.asarray(cv2.GaussianBlur(sharp, (0, 0), 1.0), np.uint8)
    mended = blurred.copy()
    sharpen_lips(mended, face, sharp, face, 1.0)
    near = np.abs(np.indices(sharp.shape[:2])[::-1].transpose(1, 2, 0) - face[13, :2]).max(
        axis=2
    ) < 0.1 * iod_px(face)
    off = [float(np.abs(picture.astype(float) - sharp)[near].mean()) for picture in (blurred, mended)]
    assert off[1] < off[0]


def test_footage_without_speech_is_judged_in_units_of_speech(
    ada: Presenter, landmarker: FaceLandmarker
) -> None:
    own = own_looks(ada, landmarker)
    quiet = own.of_quiet_footage()
    assert quiet.strangeness >= np.float32(QUIET_STRANGENESS)
    another = np.roll(own.likenesses[0].astype(np.float32), 7)
    assert quiet.strangeness_of(another) < own.strangeness_of(another), "speech moves a face"
    assert np.array_equal(quiet.likenesses, own.likenesses)
