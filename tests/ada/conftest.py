from collections.abc import Iterator
from pathlib import Path

import pytest

from herald.ada.painter import Painter
from lipsync.landmarks import FaceLandmarker

SIZE_PX = (640, 360)


@pytest.fixture(scope="session")
def painter() -> Painter:
    return Painter(SIZE_PX)


@pytest.fixture(scope="session")
def landmark_model() -> Path:
    model = Path(__file__).resolve().parents[2] / "models" / "face_landmarker.task"
    assert model.is_file(), f"{model} is not there; set-up fetches it with `herald models pull`"
    return model


@pytest.fixture(scope="session")
def landmarker(landmark_model: Path) -> Iterator[FaceLandmarker]:
    with FaceLandmarker(landmark_model) as opened:
        yield opened
