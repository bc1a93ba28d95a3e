from dataclasses import fields
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from filming import FPS, Talk, film

from herald.errors import BadFootage
from herald.ffmpeg import VideoWriter
from lipsync import reenactment
from lipsync.library import Library, build_library
from lipsync.reenactment import reenact


def test_ada_is_made_again(talk: Talk, landmark_model: Path) -> None:
    figures = reenact(talk.video, landmark_model)
    assert figures["n_enrolled"] == 97 and figures["n_tested"] == 53 and figures["n_lost"] == 0
    assert figures["lip_pct_iod"] < 2
    assert figures["mouth_psnr_db"] > figures["naive_mouth_psnr_db"]
    assert figures["lower_face_ssim"] > 0.9
    assert 0.8 < figures["sharpness_ratio"] < 1.2
    assert 0 < figures["cpu_ms_per_frame"] < 200
    assert 40 < figures["iod_px"] < 120


def test_the_held_out_frames_teach_nothing(
    talk: Talk, landmark_model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is enrolled is the same, byte for byte, when other frames are held out."""
    made: list[Library] = []

    def kept(*args: Any, **named: Any) -> Library:
        made.append(build_library(*args, **named))
        return made[-1]

    monkeypatch.setattr(reenactment, "build_library", kept)
    n_enrolled = int(0.65 * len(talk.frames))
    for name, tail in (("own.mp4", talk.frames[n_enrolled:]), ("other.mp4", talk.frames[: 150 - n_enrolled])):
        clip = film(tmp_path / name, [*talk.frames[:n_enrolled], *tail], crf=0)
        reenact(clip, landmark_model)
    first, second = made
    for field in fields(Library):
        if field.name != "crops":
            assert np.array_equal(getattr(first, field.name), getattr(second, field.name)), field.name


def test_a_clip_without_a_face_is_refused(tmp_path: Path, landmark_model: Path) -> None:
    video = tmp_path / "grey.mp4"
    with VideoWriter(video, (320, 240), FPS) as writer:
        for level in range(40):
            writer.write(np.full((240, 320, 3), level, np.uint8))
    with pytest.raises(BadFootage, match="shows a face in 0 of its 40 frames"):
        reenact(video, landmark_model)
