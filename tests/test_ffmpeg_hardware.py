"""A graphics card's encoder is believed when it has encoded something, not when it is listed."""

from pathlib import Path

import pytest
from clips import ffmpeg, h264, picture

from herald.ffmpeg import ffmpeg_exe, hardware, run_ffmpeg
from herald.ffmpeg.hardware import NVENC, X264, best_codec, decoder_works, encoder_works
from herald.ffmpeg.write import _as_nvenc


def test_an_encoder_that_works() -> None:
    assert encoder_works(X264)


def test_an_encoder_that_is_not_there() -> None:
    assert not encoder_works("h264_of_nobody")


@pytest.mark.skipif(Path("/dev/nvidiactl").exists(), reason="there is a card here")
def test_an_encoder_that_is_only_listed() -> None:
    listed = run_ffmpeg([ffmpeg_exe(), "-hide_banner", "-encoders"]).stdout.decode()
    assert NVENC in listed, "the build of ffmpeg has its name"
    assert not encoder_works(NVENC)
    best_codec.cache_clear()
    assert best_codec() == X264


def test_a_decoder_that_is_not_there(tmp_path: Path) -> None:
    video = tmp_path / "a.mp4"
    ffmpeg(*picture("25", 0.4), *h264(), video)
    assert not decoder_works(video, "nothing")


def test_lost_frames_are_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    """An encoder that ends well but has swallowed frames is not taken."""
    monkeypatch.setattr(hardware, "scan", lambda path: ({}, {}))
    assert not encoder_works(X264)


def test_the_card_is_asked_for_the_same_quality() -> None:
    assert _as_nvenc({"preset": "veryfast", "crf": 18, "threads": 1, "partitions": "i8x8,i4x4", "g": 50}) == {
        "preset": "p5",
        "rc": "constqp",
        "qp": 18,
        "g": 50,
    }


@pytest.mark.gpu
def test_the_card_encodes() -> None:
    assert encoder_works(NVENC)
