"""What cannot be used is refused early, with the reason and the remedy."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from clips import ffmpeg, h264, picture, tone
from filming import Talk, film

from herald.errors import BadFootage, UserError
from herald.media import Frame
from lipsync.enrol import enrol
from lipsync.landmarks import FaceLandmarker
from lipsync.survey import check_faces, clock, survey


def beside(one: Frame, other: Frame) -> Frame:
    """Two heads in one picture."""
    return np.concatenate([one[:, 190:450], other[:, 190:450]], axis=1)


def refused(video: Path, landmarker: FaceLandmarker) -> str:
    with pytest.raises(UserError) as caught:
        survey(video, landmarker)
    return str(caught.value)


def test_good_footage_passes(talk: Talk, landmarker: FaceLandmarker) -> None:
    facts, chosen = survey(talk.video, landmarker)
    assert chosen is None
    assert facts.n_frames == len(talk.frames) and facts.has_audio


def test_missing_file(tmp_path: Path, landmarker: FaceLandmarker) -> None:
    assert "No such file" in refused(tmp_path / "none.mp4", landmarker)


def test_folder(tmp_path: Path, landmarker: FaceLandmarker) -> None:
    assert "is a folder" in refused(tmp_path, landmarker)


def test_empty_file(tmp_path: Path, landmarker: FaceLandmarker) -> None:
    (tmp_path / "empty.mp4").touch()
    assert "is empty" in refused(tmp_path / "empty.mp4", landmarker)


def test_text_named_mp4(tmp_path: Path, landmarker: FaceLandmarker) -> None:
    (tmp_path / "text.mp4").write_text("not a video\n" * 1000)
    assert str(tmp_path / "text.mp4") in refused(tmp_path / "text.mp4", landmarker)


def test_sound_named_mp4(tmp_path: Path, landmarker: FaceLandmarker) -> None:
    ffmpeg(*tone(3), "-c:a", "aac", tmp_path / "sound.mp4")
    assert "sound but no pictures" in refused(tmp_path / "sound.mp4", landmarker)


def test_video_that_breaks_off(talk: Talk, tmp_path: Path, landmarker: FaceLandmarker) -> None:
    data = talk.video.read_bytes()
    (tmp_path / "half.mp4").write_bytes(data[: len(data) // 2])
    assert "cut short" in refused(tmp_path / "half.mp4", landmarker)


def test_too_short(talk: Talk, tmp_path: Path, landmarker: FaceLandmarker) -> None:
    short = film(tmp_path / "short.mp4", talk.frames[:40])
    assert "1.60 s long" in refused(short, landmarker)


def test_photograph(talk: Talk, tmp_path: Path, landmarker: FaceLandmarker) -> None:
    ffmpeg("-i", talk.video, "-frames:v", "1", tmp_path / "photo.png")
    assert "s long" in refused(tmp_path / "photo.png", landmarker)


def test_no_face(tmp_path: Path, landmarker: FaceLandmarker) -> None:
    ffmpeg(*picture("25", 3, "320x240"), *h264(), tmp_path / "pattern.mp4")
    assert "no face was found" in refused(tmp_path / "pattern.mp4", landmarker)


def test_two_faces(talk: Talk, tmp_path: Path, landmarker: FaceLandmarker) -> None:
    """From the third second on a second person is there."""
    alone = [beside(frame, np.full_like(frame, 60)) for frame in talk.frames[:75]]
    both = [beside(frame, talk.frames[0]) for frame in talk.frames[75:]]
    message = refused(film(tmp_path / "two.mp4", alone + both), landmarker)
    assert "more than one face" in message and "0:03" in message and "crop" in message


def test_a_passer_by_is_no_reason(talk: Talk, tmp_path: Path, landmarker: FaceLandmarker) -> None:
    frames = [beside(frame, np.full_like(frame, 60)) for frame in talk.frames]
    frames[80:92] = [beside(frame, talk.frames[0]) for frame in talk.frames[80:92]]
    survey(film(tmp_path / "passing.mp4", frames), landmarker)


def test_too_small(talk: Talk, tmp_path: Path, landmarker: FaceLandmarker) -> None:
    small = [np.pad(frame[::2, ::2], ((60, 60), (80, 80), (0, 0)), mode="edge") for frame in talk.frames[:60]]
    message = refused(film(tmp_path / "small.mp4", small), landmarker)
    assert "too small" in message and "Come closer" in message


def test_face_seen_for_a_moment(talk: Talk, tmp_path: Path, landmarker: FaceLandmarker) -> None:
    frames = [frame if i < 30 else np.full_like(frame, 60) for i, frame in enumerate(talk.frames)]
    message = refused(film(tmp_path / "moment.mp4", frames), landmarker)
    assert "only 1." in message


def test_what_the_survey_does_not_see_is_refused_afterwards(
    talk: Talk, tmp_path: Path, landmark_model: Path
) -> None:
    """The face is there in every frame that the survey looks at, and in no other."""
    n = 55
    frames = [
        frame if i % 25 in (5, 6, 7, 18, 19) else np.full_like(frame, 60)
        for i, frame in enumerate(talk.frames[:n])
    ]
    folder = tmp_path / "presenter"
    folder.mkdir()
    with pytest.raises(BadFootage, match="Record at least 2 s"):
        enrol("ada", film(tmp_path / "flicker.mp4", frames), folder, landmark_model)


def test_faces_are_judged_by_size() -> None:
    video = Path("clip.mp4")
    check_faces(video, [[100.0, 40.0]] * 20, Fraction(2))
    with pytest.raises(BadFootage, match="more than one face"):
        check_faces(video, [[100.0, 60.0]] * 20, Fraction(2))


def test_times_are_read_as_players_show_them() -> None:
    assert [clock(s) for s in (0, 9, 65, 3600)] == ["0:00", "0:09", "1:05", "60:00"]
