"""A finished video is seen as a film is: the detector looks at some pictures, and every face is found."""

from __future__ import annotations

import numpy as np
import pytest
from filming import Talk

from herald.media import Frame
from lipsync.face import Face
from lipsync.landmarks import CROP_SIDE_IOD, Box, FaceLandmarker
from lipsync.onlooker import Onlooker
from lipsync.track import Chosen, Follower

SIZE_PX = (640, 360)


def seen(frames: list[Frame], landmarker: FaceLandmarker, chosen: Chosen | None = None) -> list[Face | None]:
    pairs = list(Onlooker(landmarker, SIZE_PX, chosen).all(frames))
    assert all(shown is frame for (shown, _), frame in zip(pairs, frames, strict=True)), "in their order"
    return [face for _, face in pairs]


@pytest.mark.parametrize("n_frames", [0, 1, 2, 3, 4, 11])
def test_points_are_where_a_detector_in_every_picture_puts_them(
    talk: Talk, landmarker: FaceLandmarker, n_frames: int
) -> None:
    frames = talk.frames[:n_frames]
    follower = Follower(landmarker, SIZE_PX, (CROP_SIDE_IOD,))
    for face, usual in zip(seen(frames, landmarker), [follower.next(f) for f in frames], strict=True):
        assert face is not None and usual is not None
        apart = np.linalg.norm(face.landmarks[:, :2] - usual.landmarks[:, :2], axis=1).mean()
        assert apart < 0.015 * usual.iod_px


def test_the_detector_looks_at_every_third_picture(
    talk: Talk, landmarker: FaceLandmarker, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks = []
    detect = landmarker.detect

    def counted(frame: Frame, box: Box | None = None, max_faces: int = 1) -> list[Face]:
        looks.append(frame)
        return detect(frame, box, max_faces)

    monkeypatch.setattr(landmarker, "detect", counted)
    assert all(seen(talk.frames[:13], landmarker))
    # The first is found in the whole picture, then on its crop.
    assert len(looks) == 6


def test_with_a_detector_in_every_picture_nothing_is_guessed(talk: Talk, landmarker: FaceLandmarker) -> None:
    follower = Follower(landmarker, SIZE_PX, (CROP_SIDE_IOD,))
    for frame, face in Onlooker(landmarker, SIZE_PX, talks=False).all(talk.frames[:5]):
        usual = follower.next(frame)
        assert face is not None and usual is not None
        assert np.array_equal(face.landmarks, usual.landmarks)


def test_pictures_without_a_face_are_told_to_the_frame(talk: Talk, landmarker: FaceLandmarker) -> None:
    frames = [frame.copy() for frame in talk.frames[:14]]
    for frame in frames[5:9]:
        frame[:] = 0
    assert [face is not None for face in seen(frames, landmarker)] == [True] * 5 + [False] * 4 + [True] * 5


def test_the_face_is_found_on_both_sides_of_a_cut(talk: Talk, landmarker: FaceLandmarker) -> None:
    frames = [
        frame if i < 5 else np.asarray(np.roll(frame, -120, axis=1))
        for i, frame in enumerate(talk.frames[:12])
    ]
    faces = seen(frames, landmarker)
    noses = [face.landmarks[4, 0] if face else np.nan for face in faces]
    assert noses[:5] == pytest.approx([320] * 5, abs=40)
    assert noses[5:] == pytest.approx([200] * 7, abs=40)


def test_the_chosen_one_of_two_is_followed(talk: Talk, landmarker: FaceLandmarker) -> None:
    frames = [frame.copy() for frame in talk.frames[:8]]
    for frame in frames:
        frame[:, :220] = frame[:, 210:430]
    usual = seen(talk.frames[:1], landmarker)[0]
    assert usual is not None
    left = Chosen(usual.landmarks - np.array([210, 0, 0], np.float32))
    assert all(face and face.landmarks[4, 0] < 200 for face in seen(frames, landmarker, left))
