import numpy as np
import pytest
from filming import Talk
from numpy.typing import NDArray

from herald.media import Frame
from lipsync.landmarks import FaceLandmarker
from lipsync.scores import Scores, gradient_energy, psnr_db, ssim

Array = NDArray[np.float32]


@pytest.fixture(scope="module")
def faces(talk: Talk, landmarker: FaceLandmarker) -> Array:
    return np.stack([landmarker.search(frame)[0].landmarks for frame in talk.frames[:6]])


def scored(
    talk: Talk, faces: Array, made: list[Frame], landmarker: FaceLandmarker | None = None
) -> dict[str, float]:
    scores = Scores(landmarker)
    for i, frame in enumerate(made):
        scores.add(talk.frames[i], frame, faces[i], i)
    return scores.figures


def test_the_truth_itself_is_perfect(talk: Talk, faces: Array, landmarker: FaceLandmarker) -> None:
    figures = scored(talk, faces, talk.frames[:6], landmarker)
    assert figures["mouth_psnr_db"] > 100
    assert figures["lower_face_ssim"] == pytest.approx(1)
    assert figures["sharpness_ratio"] == pytest.approx(1)
    assert figures["flicker_ratio"] == pytest.approx(1)
    # The crop differs a little from the one that the truth was measured on.
    assert figures["lip_pct_iod"] < 0.5


def test_one_frame_for_all_loses_lips_and_flicker(
    talk: Talk, faces: Array, landmarker: FaceLandmarker
) -> None:
    figures = scored(talk, faces, [talk.frames[0]] * 6, landmarker)
    assert figures["flicker_ratio"] < 0.8
    assert figures["lip_pct_iod"] > 1
    assert figures["mouth_psnr_db"] < 40


def test_noise_flickers_and_sharpens(talk: Talk, faces: Array) -> None:
    rng = np.random.default_rng(0)
    noisy = [np.clip(f + rng.normal(0, 12, f.shape), 0, 255).astype(np.uint8) for f in talk.frames[:6]]
    figures = scored(talk, faces, noisy)
    assert figures["flicker_ratio"] > 1.3
    assert figures["sharpness_ratio"] > 1.02


def test_flicker_needs_frames_that_follow_each_other(talk: Talk, faces: Array) -> None:
    scores = Scores()
    for i, frame in enumerate(talk.frames[:6]):
        scores.add(frame, frame, faces[i], 2 * i)
    assert np.isnan(scores.figures["flicker_ratio"])


def test_measures_have_their_known_values() -> None:
    grey = np.full((40, 60, 3), 100, np.uint8)
    assert psnr_db(grey, grey + 10) == pytest.approx(20 * np.log10(25.5), abs=1e-3)
    assert ssim(grey, grey) == pytest.approx(1)
    assert ssim(grey, np.random.default_rng(0).integers(0, 255, grey.shape, np.uint8)) < 0.1
    ramp = np.repeat(np.arange(60, dtype=np.uint8)[None, :, None], 40, axis=0).repeat(3, axis=2)
    # A slope of one level a pixel has a 3x3 Sobel response of 8; the two columns at the border have none.
    assert gradient_energy(ramp) == pytest.approx(64 * 58 / 60)
