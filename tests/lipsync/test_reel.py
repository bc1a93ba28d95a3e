import itertools
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from clips import drawn, ffmpeg, h264, picture

from herald.errors import BadFootage, StageFailed
from herald.ffmpeg import VideoWriter, probe, read_frames
from herald.media import Frame
from lipsync.reel import Reel
from lipsync.workcopy import GROUP_FRAMES, write_working_copy

N = 61


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The working copy of a clip whose frames are all different, with B-frames and long groups."""
    folder = tmp_path_factory.mktemp("reel")
    camera = folder / "camera.mp4"
    ffmpeg(*picture("24000/1001", N * 1.001 / 24, "160x120"), *h264("-g", "250"), camera)
    assert write_working_copy(camera, folder / "footage.mp4", Fraction(24000, 1001)) == N
    return folder / "footage.mp4"


@pytest.fixture(scope="module")
def truth(copy: Path) -> list[Frame]:
    """All frames, decoded in order by ffmpeg itself."""
    return list(read_frames(copy))


def test_facts(copy: Path) -> None:
    with Reel(copy) as reel:
        assert (reel.n_frames, reel.size_px, reel.fps) == (N, (160, 120), Fraction(24000, 1001))


@pytest.mark.parametrize(
    "indices",
    [
        list(range(N)),
        list(range(N - 1, -1, -1)),
        [*range(20, 45), *range(44, 10, -1), *range(10, 30)],
        [0, 60, 1, 59, 12, 11, 13, 24, 23, 36, 35, 48, 30, 30, 30, 31, 29],
        list(np.random.default_rng(5).integers(0, N, 60)),
    ],
    ids=["forward", "backward", "to and fro", "jumps", "at random"],
)
def test_every_frame_is_the_one_asked_for(copy: Path, truth: list[Frame], indices: list[int]) -> None:
    with Reel(copy) as reel:
        wrong = [
            index
            for index, frame in zip(indices, reel.frames(indices), strict=True)
            if not np.array_equal(frame, truth[index])
        ]
    assert wrong == []


def test_frames_belong_to_the_caller(copy: Path, truth: list[Frame]) -> None:
    with Reel(copy) as reel:
        for frame in reel.frames([30, 29, 28]):
            frame[:] = 0
        assert [np.array_equal(reel.frame(i), truth[i]) for i in (30, 29, 28)] == [True] * 3


def test_memory_holds_one_group(copy: Path) -> None:
    with Reel(copy) as reel:
        held = []
        for _ in reel.frames(range(N - 1, -1, -1)):
            held.append(len(reel._group))
        assert max(held) < GROUP_FRAMES


def test_indices_are_checked(copy: Path) -> None:
    with Reel(copy) as reel:
        for index in (-1, N):
            with pytest.raises(IndexError, match=f"no frame {index}"):
                reel.frame(index)


def test_a_file_that_breaks_off_is_told(copy: Path, tmp_path: Path) -> None:
    """The index stands at the end, but of the pictures only the first third is left."""
    broken = tmp_path / "footage.mp4"
    data = bytearray(copy.read_bytes())
    start = data.index(b"mdat")
    data[start + 4000 : data.index(b"moov") - 4] = bytes(data.index(b"moov") - 4 - start - 4000)
    broken.write_bytes(data)
    with pytest.raises(StageFailed), Reel(broken) as reel:
        list(reel.frames(range(N)))


def test_colours_and_detail_are_kept(tmp_path: Path) -> None:
    """Flat patches of skin, red, blue and grey come back within a level or two."""
    colours = [(224, 172, 140), (90, 56, 37), (200, 30, 30), (20, 40, 160), (128, 128, 128), (250, 250, 245)]
    frame = np.zeros((96, 32 * len(colours), 3), np.uint8)
    for i, colour in enumerate(colours):
        frame[:, 32 * i : 32 * (i + 1)] = colour
    video = tmp_path / "colours.mp4"
    with VideoWriter(video, (frame.shape[1], 96), Fraction(25), crf=1) as writer:
        for _ in range(14):
            writer.write(frame)
    write_working_copy(video, tmp_path / "footage.mp4", Fraction(25))
    with Reel(tmp_path / "footage.mp4") as reel:
        seen = reel.frame(13)
    for i, colour in enumerate(colours):
        middle = seen[20:-20, 32 * i + 10 : 32 * i + 22].reshape(-1, 3).mean(axis=0)
        assert middle == pytest.approx(colour, abs=2)


@pytest.mark.parametrize(
    ("name", "arguments", "size_px", "n_frames"),
    [
        ("film.mkv", ["-r", "24000/1001", "-c:v", "libx264", "-preset", "ultrafast"], (160, 120), 24),
        ("ntsc.mov", ["-r", "30000/1001", "-c:v", "mpeg4", "-q:v", "3"], (160, 120), 30),
        ("odd.avi", ["-vf", "crop=159:119:0:0", "-r", "25", "-c:v", "ffv1"], (158, 118), 25),
        ("web.webm", ["-r", "25", "-c:v", "libvpx", "-b:v", "1M", "-deadline", "realtime"], (160, 120), 25),
        (
            "fields.mpg",
            ["-r", "25", "-vf", "setfield=tff", "-flags", "+ildct", "-c:v", "mpeg2video"],
            (160, 120),
            25,
        ),
    ],
)
def test_any_container_and_codec(
    tmp_path: Path, name: str, arguments: list[str], size_px: tuple[int, int], n_frames: int
) -> None:
    video = tmp_path / name
    ffmpeg(*picture("60", 1, "160x120"), *arguments, video)
    fps = probe(video).fps
    n_written = write_working_copy(video, tmp_path / "footage.mp4", fps)
    with Reel(tmp_path / "footage.mp4") as reel:
        assert (reel.size_px, reel.fps) == (size_px, fps)
        assert reel.n_frames == n_written == probe(video).n_frames == pytest.approx(n_frames, abs=2)
        first, last = reel.frame(0), reel.frame(reel.n_frames - 1)
    assert np.abs(first.astype(int) - last).mean() > 1


def test_phones_hold_the_camera_on_its_side(tmp_path: Path) -> None:
    lying, upright = tmp_path / "lying.mp4", tmp_path / "upright.mp4"
    ffmpeg(*picture("25", 0.4, "160x120"), *h264(), lying)
    ffmpeg("-display_rotation", "90", "-i", lying, "-c", "copy", upright)
    write_working_copy(upright, tmp_path / "footage.mp4", Fraction(25))
    with Reel(tmp_path / "footage.mp4") as reel:
        assert reel.size_px == (120, 160)
        turned = np.rot90(next(read_frames(lying)), 1)
        assert np.abs(reel.frame(0).astype(int) - turned).mean() < 6


def test_a_variable_rate_becomes_even(tmp_path: Path) -> None:
    """Half a second at 25 frames a second, then frames that stay for 120 ms."""
    video = tmp_path / "phone.mkv"
    timing = "setpts='if(lt(N,13),N*40,13*40+(N-13)*120)/1000/TB'"
    ffmpeg(*picture("25", 1, "160x120"), "-vf", timing, "-fps_mode", "vfr", *h264(), video)
    facts = probe(video)
    assert facts.variable_rate
    write_working_copy(video, tmp_path / "footage.mp4", facts.fps)
    with Reel(tmp_path / "footage.mp4") as reel:
        assert reel.fps == 25
        assert reel.n_frames == pytest.approx(13 + 12 * 3, abs=2)
        frames = list(reel.frames(range(reel.n_frames)))
    still = [np.abs(a.astype(int) - b).mean() < 2 for a, b in itertools.pairwise(frames)]
    assert not any(still[:11]) and sum(still[14:]) >= 18


def test_without_frames_there_is_no_copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from lipsync import workcopy

    video = tmp_path / "in.mp4"
    with VideoWriter(video, (64, 48), Fraction(25)) as writer:
        writer.write(drawn(0))
    monkeypatch.setattr(workcopy, "read_frames", lambda *args, **kwargs: iter(()))
    with pytest.raises((BadFootage, StageFailed)):
        write_working_copy(video, tmp_path / "footage.mp4", Fraction(25))
    assert not (tmp_path / "footage.mp4").exists()
