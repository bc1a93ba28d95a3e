"""Ada, drawn small, filmed once and enrolled once for all tests of lip-sync."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from filming import Talk, drawn, film, speech_like, voice_of
from numpy.typing import NDArray

from herald.ada.painter import Painter
from lipsync.enrol import enrol
from lipsync.landmarks import FaceLandmarker
from lipsync.presenter import Presenter, load
from tests.conftest import MadeOnce

SIZE_PX = (640, 360)


@pytest.fixture(scope="session")
def painter() -> Painter:
    return Painter(SIZE_PX)


@pytest.fixture(scope="session")
def landmarker(landmark_model: Path) -> Iterator[FaceLandmarker]:
    with FaceLandmarker(landmark_model) as opened:
        yield opened


@pytest.fixture(scope="session")
def talk(painter: Painter, tmp_path_factory: pytest.TempPathFactory) -> Talk:
    mouth = speech_like(6)
    frames = drawn(painter, mouth)
    video = film(tmp_path_factory.mktemp("talk") / "talk.mp4", frames, voice_of(mouth))
    return Talk(video, mouth, frames)


@pytest.fixture(scope="session")
def face(talk: Talk, landmarker: FaceLandmarker) -> NDArray[np.float32]:
    """The landmarks of one of the pictures."""
    return landmarker.search(talk.frames[8])[0].landmarks


@pytest.fixture(scope="session")
def ada(talk: Talk, landmark_model: Path, made_once: MadeOnce) -> Presenter:
    """Ada, enrolled from the clip of `talk`."""
    return load(made_once("ada", lambda folder: enrol("ada", talk.video, folder, landmark_model)))
