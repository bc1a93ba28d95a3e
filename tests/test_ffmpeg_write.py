"""The video writer: exact times, exact colours, the same bytes each time, whole or not there."""

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from clips import drawn

from herald.errors import StageFailed, ToolFailed
from herald.ffmpeg import VideoWriter, even_size, probe, read_frames
from herald.ffmpeg.probe import scan
from herald.files import written_beside

SIZE = (64, 48)


def write(path: Path, n_frames: int, fps: Fraction, **options: object) -> None:
    with VideoWriter(path, SIZE, fps, **options) as writer:  # type: ignore[arg-type]
        for index in range(n_frames):
            writer.write(drawn(index))


@pytest.mark.parametrize(
    "fps", [Fraction(25), Fraction(30), Fraction(24000, 1001), Fraction(30000, 1001), Fraction(50)]
)
def test_times_are_exact(tmp_path: Path, fps: Fraction) -> None:
    path = tmp_path / "video.mp4"
    write(path, 61, fps)
    packets = scan(path)[0][0]
    assert [time * packets.time_base for time in packets.pts] == [i / fps for i in range(61)]
    facts = probe(path)
    assert (facts.fps, facts.n_frames, facts.duration) == (fps, 61, 61 / fps)
    assert (facts.colour_matrix, facts.colour_transfer, facts.video_codec) == ("bt709", "bt709", "h264")


def test_the_same_frames_give_the_same_bytes_without_a_trace_of_the_encoder(tmp_path: Path) -> None:
    for name in ("a.mp4", "b.mp4"):
        write(tmp_path / name, 20, Fraction(25))
    data = (tmp_path / "a.mp4").read_bytes()
    assert data == (tmp_path / "b.mp4").read_bytes()
    assert b"x264 - core" not in data
    assert b"Lavf" not in data


def test_colours_survive(tmp_path: Path) -> None:
    path = tmp_path / "video.mp4"
    colours = np.array(
        [(255, 0, 0), (0, 255, 0), (0, 0, 255), (200, 150, 120), (16, 16, 16), (255, 255, 255)], np.uint8
    )
    frame = np.repeat(np.repeat(colours[None], 32, axis=1), 64, axis=0)
    with VideoWriter(path, (192, 64), Fraction(25), crf=4) as writer:
        for _ in range(3):
            writer.write(frame)
    seen = list(read_frames(path))[2]
    middles = seen[32, 16::32].astype(int)
    assert np.abs(middles - colours).max() <= 3


def test_pictures_are_near_what_was_written(tmp_path: Path) -> None:
    path = tmp_path / "video.mp4"
    write(path, 10, Fraction(25))
    for index, frame in enumerate(read_frames(path)):
        assert np.abs(frame.astype(int) - drawn(index)).mean() < 3


def test_filling_another_shape_crops_evenly(tmp_path: Path) -> None:
    path = tmp_path / "upright.mp4"
    frame = np.zeros((90, 160, 3), np.uint8)
    frame[:, 60:100] = (0, 200, 0)
    with VideoWriter(path, (80, 90), Fraction(25), source_size_px=(160, 90)) as writer:
        writer.write(frame)
    seen = next(read_frames(path))
    assert seen.shape == (90, 80, 3)
    green = seen[45, :, 1] > 100
    assert abs(int(green.argmax()) - 20) <= 1
    assert abs(int(green.sum()) - 40) <= 2


def test_odd_sizes_lose_a_row_or_column(tmp_path: Path) -> None:
    path = tmp_path / "odd.mp4"
    with VideoWriter(path, (65, 49), Fraction(25)) as writer:
        writer.write(drawn(0, (65, 49)))
    assert writer.size_px == even_size((65, 49)) == probe(path).size_px == (64, 48)
    assert np.abs(next(read_frames(path)).astype(int) - drawn(0, (65, 49))[:48, :64]).mean() < 3


def test_frames_must_fit(tmp_path: Path) -> None:
    with (
        pytest.raises(ValueError, match="a frame must be"),
        VideoWriter(tmp_path / "v.mp4", SIZE, Fraction(25)) as writer,
    ):
        writer.write(np.zeros((10, 10, 3), np.uint8))
    assert not (tmp_path / "v.mp4").exists()


def test_nothing_is_left_when_the_work_fails(tmp_path: Path) -> None:
    target = tmp_path / "video.mp4"

    def fail() -> None:
        with written_beside(target) as part, VideoWriter(part, SIZE, Fraction(25)) as writer:
            writer.write(drawn(0))
            raise RuntimeError("the renderer failed")

    with pytest.raises(RuntimeError):
        fail()
    assert list(tmp_path.iterdir()) == []


def test_no_frames_are_no_video(tmp_path: Path) -> None:
    with (
        pytest.raises(StageFailed, match="no frames"),
        VideoWriter(tmp_path / "video.mp4", SIZE, Fraction(25)),
    ):
        pass
    assert list(tmp_path.iterdir()) == []


def test_a_dying_ffmpeg_is_told(tmp_path: Path) -> None:
    def fail() -> None:
        with VideoWriter(tmp_path / "video.mp4", SIZE, Fraction(25), preset="no-such-preset") as writer:
            for index in range(2000):
                writer.write(drawn(index % 50))

    with pytest.raises(ToolFailed, match=r"preset") as caught:
        fail()
    assert caught.value.returncode != 0
    assert list(tmp_path.iterdir()) == []
