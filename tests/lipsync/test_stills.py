"""Frames of the footage, each a picture of its own."""

from fractions import Fraction
from pathlib import Path

import cv2
import numpy as np
import pytest

from herald.errors import StageFailed
from lipsync import planes
from lipsync.reel import Reel
from lipsync.stills import Stills, write_stills
from lipsync.workcopy import write_working_copy
from tests.lipsync.filming import film

N = 30


@pytest.fixture(scope="module")
def footage(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("stills")
    noise = np.random.default_rng(1).integers(0, 255, (N, 5, 8, 3)).astype(np.uint8)
    frames = [cv2.resize(some, (128, 96), interpolation=cv2.INTER_CUBIC) for some in noise]
    write_working_copy(film(folder / "video.mp4", frames), folder / "footage.mp4", Fraction(25))
    write_stills(folder / "footage.mp4", folder / "stills")
    return folder


def test_any_frame_in_any_order_is_that_of_the_working_copy(footage: Path) -> None:
    with Stills(footage / "stills") as stills, Reel(footage / "footage.mp4") as reel:
        assert stills.n_frames == N and stills.size_px == (128, 96)
        for i in (0, 29, 28, 3, 17, 3):
            assert np.abs(planes.rgb(stills.frame(i)).astype(int) - reel.frame(i)).mean() < 3
        assert np.array_equal(stills.frame(5), stills.frame(5))
        with pytest.raises(IndexError):
            stills.frame(N)


def test_what_is_damaged_is_said(footage: Path, tmp_path: Path) -> None:
    with pytest.raises(StageFailed, match="enrol the presenter again"):
        Stills(tmp_path)
    write_stills(footage / "footage.mp4", tmp_path / "cut")
    (tmp_path / "cut" / "pictures.bin").write_bytes(b"x" * 500)
    with Stills(tmp_path / "cut") as stills, pytest.raises(StageFailed, match="frame 2"):
        stills.frame(2)
