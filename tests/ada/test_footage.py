from pathlib import Path

import pytest

from herald.ada.footage import film_ada, write_poster
from herald.ada.performance import Performance
from herald.ffmpeg import probe, read_frames, verify_av
from herald.media import Speech, Utterance
from lipsync.landmarks import FaceLandmarker
from tts.fake import FakeVoice

SIZE_PX = (640, 360)


@pytest.fixture(scope="module")
def speech() -> Speech:
    return FakeVoice().speak(Utterance("My mother moved five boats.", "en", "fake"))


@pytest.fixture(scope="module")
def film(speech: Speech, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Performance]:
    path = tmp_path_factory.mktemp("ada") / "ada.mp4"
    return path, film_ada(path, speech, size_px=SIZE_PX)


def test_picture_and_sound_are_whole(film: tuple[Path, Performance]) -> None:
    path, performance = film
    lengths = verify_av(path)
    assert lengths.n_frames == len(performance.poses)
    facts = probe(path)
    assert facts.fps == 25 and facts.size_px == SIZE_PX


def test_every_frame_shows_exactly_one_face(
    film: tuple[Path, Performance], landmarker: FaceLandmarker
) -> None:
    path, performance = film
    counts = [len(landmarker.detect(frame, max_faces=4)) for frame in read_frames(path)]
    assert counts == [1] * len(performance.poses)


def test_same_speech_gives_the_same_file(
    speech: Speech, film: tuple[Path, Performance], tmp_path: Path
) -> None:
    again = tmp_path / "ada.mp4"
    film_ada(again, speech, size_px=SIZE_PX)
    assert again.read_bytes() == film[0].read_bytes()


def test_poster_is_a_picture(tmp_path: Path) -> None:
    import cv2

    poster = tmp_path / "ada.png"
    write_poster(poster, SIZE_PX)
    assert cv2.imread(str(poster)).shape == (360, 640, 3)
