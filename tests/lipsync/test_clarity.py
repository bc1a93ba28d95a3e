import cv2
import numpy as np
import pytest
from filming import Talk

from herald.media import Frame
from lipsync.clarity import blur_px, brightness
from lipsync.landmarks import FaceLandmarker


@pytest.fixture(scope="module")
def face(talk: Talk, landmarker: FaceLandmarker) -> tuple[Frame, np.ndarray]:
    frame = talk.frames[0]
    return frame, landmarker.search(frame)[0].landmarks


def test_blur_is_measured_in_pixels(face: tuple[Frame, np.ndarray]) -> None:
    """Blurs add in squares, so the blur that is added must be found again."""
    frame, points = face
    own = blur_px(frame, points)
    assert 0.3 < own < 1.6
    for added in (1.5, 2.5, 4.0):
        seen = blur_px(cv2.GaussianBlur(frame, (0, 0), added), points)
        assert seen == pytest.approx(np.hypot(own, added), rel=0.2)


def test_contrast_and_light_do_not_change_sharpness(face: tuple[Frame, np.ndarray]) -> None:
    frame, points = face
    dim = (frame.astype(np.float32) * 0.4 + 20).astype(np.uint8)
    assert blur_px(dim, points) == pytest.approx(blur_px(frame, points), abs=0.25)


def test_brightness_follows_the_light(face: tuple[Frame, np.ndarray]) -> None:
    frame, points = face
    half = (frame // 2).astype(np.uint8)
    assert brightness(half, points) == pytest.approx(brightness(frame, points) / 2, rel=0.03)
    assert brightness(np.full_like(frame, 77), points) == pytest.approx(77, abs=0.1)


def test_a_face_at_the_edge_is_no_error(face: tuple[Frame, np.ndarray]) -> None:
    frame, points = face
    away = points - np.array([points[1, 0], points[1, 1], 0], np.float32)
    assert blur_px(frame, away) >= 0
    assert brightness(frame, away) >= 0
