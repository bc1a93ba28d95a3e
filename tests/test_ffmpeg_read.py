"""Frames and sound out of files: upright, in colour, in time, and never silently short."""

import itertools
import subprocess
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from clips import ffmpeg, h264, picture, tone

from herald.errors import UserError
from herald.ffmpeg import probe, read_frames, read_sound, read_sound_blocks

COLOURS = [
    (255, 0, 0),
    (0, 255, 0),
    (0, 0, 255),
    (255, 255, 255),
    (16, 16, 16),
    (128, 128, 128),
    (200, 150, 120),
]


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three seconds at 25 fps with B-frames and sound, index in front."""
    path = tmp_path_factory.mktemp("clip") / "clip.mp4"
    coding = h264("-g", "30", "-movflags", "+faststart", "-c:a", "aac")
    ffmpeg(*picture("25", 3), *tone(3), *coding, path)
    return path


@pytest.fixture
def patches(tmp_path: Path) -> Path:
    """A PNG with a patch of each colour, 64 pixels wide."""
    import cv2

    path = tmp_path / "patches.png"
    row = np.repeat(np.array(COLOURS, np.uint8)[None, :, ::-1], 64, axis=1)
    cv2.imwrite(str(path), np.repeat(row, 128, axis=0))
    return path


@pytest.mark.parametrize(
    ("matrix", "tags", "more"),
    [
        ("bt709", "colorspace=bt709:range=tv", ["-pix_fmt", "yuv420p"]),
        ("bt601", "colorspace=smpte170m:range=tv", ["-pix_fmt", "yuv420p"]),
        ("bt601", "range=tv", ["-pix_fmt", "yuv420p"]),
        ("bt709", "colorspace=bt709:range=pc", ["-pix_fmt", "yuv444p"]),
    ],
)
def test_colours_come_back(patches: Path, tmp_path: Path, matrix: str, tags: str, more: list[str]) -> None:
    path = tmp_path / "clip.mkv"
    out_range = tags[-2:]
    convert = f"scale=out_color_matrix={matrix}:out_range={out_range}:flags=accurate_rnd+full_chroma_int"
    layout = more[1]
    chain = f"{convert},format={layout},setparams={tags}"
    ffmpeg(
        "-loop",
        "1",
        "-i",
        patches,
        "-frames:v",
        "3",
        "-vf",
        chain,
        "-c:v",
        "libx264",
        "-qp",
        "2",
        *more,
        path,
    )
    frame = list(read_frames(path))[1]
    seen = [tuple(int(v) for v in frame[64, 64 * i + 32]) for i in range(len(COLOURS))]
    assert np.abs(np.array(seen) - np.array(COLOURS)).max() <= 3


@pytest.mark.parametrize("transfer", ["arib-std-b67", "smpte2084"])
def test_hdr_keeps_faces_as_they_are(patches: Path, tmp_path: Path, transfer: str) -> None:
    path = tmp_path / "hdr.mp4"
    chain = (
        "format=gbrp,setparams=color_primaries=bt709:color_trc=bt709:colorspace=gbr:range=pc,"
        "zscale=transfer=linear:npl=203,format=gbrpf32le,"
        f"zscale=primaries=bt2020:transfer={transfer}:matrix=bt2020nc:range=limited:npl=203,format=yuv420p10le"
    )
    coding = ["-c:v", "libx265", "-x265-params", "log-level=none", "-preset", "ultrafast", "-crf", "6"]
    ffmpeg("-loop", "1", "-i", patches, "-frames:v", "2", "-vf", chain, *coding, path)
    frame = next(read_frames(path))
    assert np.abs(frame[64, 64 * 5 + 32].astype(int) - 128).max() <= 4
    assert np.abs(frame[64, 64 * 6 + 32].astype(int) - np.array(COLOURS[6])).max() <= 5


def test_upright(clip: Path, tmp_path: Path) -> None:
    path = tmp_path / "turned.mp4"
    ffmpeg("-display_rotation", "-90", "-i", clip, "-c", "copy", path)
    stored, seen = next(read_frames(clip)), next(read_frames(path))
    assert probe(path).rotation_degrees == 90
    assert np.abs(np.rot90(stored, -1).astype(int) - seen).mean() < 4


def test_any_stretch_is_the_same_as_in_the_whole(clip: Path) -> None:
    whole = list(read_frames(clip))
    assert len(whole) == 75
    for start in (0, 1, 29, 30, 31, 74):
        part = list(read_frames(clip, start_frame=start, n_frames=min(2, 75 - start)))
        assert all(np.array_equal(a, b) for a, b in zip(part, whole[start:], strict=False))
        assert len(part) == min(2, 75 - start)


def test_another_rate_and_size(clip: Path) -> None:
    whole = list(read_frames(clip, fps=Fraction(30000, 1001), size_px=(40, 30)))
    assert abs(len(whole) - 90) <= 1
    assert whole[0].shape == (30, 40, 3)
    part = list(read_frames(clip, fps=Fraction(30000, 1001), size_px=(40, 30), start_frame=50, n_frames=3))
    assert all(np.array_equal(a, b) for a, b in zip(part, whole[50:53], strict=True))


def test_a_late_picture_waits_when_resampled(clip: Path, tmp_path: Path) -> None:
    path = tmp_path / "late.mp4"
    ffmpeg("-itsoffset", "0.4", "-i", clip, "-i", clip, "-map", "0:v", "-map", "1:a", "-c", "copy", path)
    assert len(list(read_frames(path))) == 75
    assert len(list(read_frames(path, fps=Fraction(25)))) == 85


def test_a_late_sound_waits(clip: Path, tmp_path: Path) -> None:
    path = tmp_path / "late.mkv"
    ffmpeg(
        "-i",
        clip,
        "-itsoffset",
        "0.5",
        *tone(1),
        "-map",
        "0:v",
        "-map",
        "1:a",
        "-c:v",
        "copy",
        "-c:a",
        "flac",
        path,
    )
    sound = read_sound(path, 48_000)
    onset = int(np.argmax(np.abs(sound.samples) > 0.01))
    assert abs(onset - 24_000) < 50


def test_sound_is_mixed_resampled_and_streamed(tmp_path: Path) -> None:
    path = tmp_path / "surround.mkv"
    ffmpeg(*tone(2), "-af", "pan=5.1|c0=c0|c1=c0|c2=c0|c3=c0|c4=c0|c5=c0", "-c:a", "ac3", path)
    sound = read_sound(path, 16_000)
    assert sound.rate_hz == 16_000
    assert abs(sound.n_samples - 32_000) < 1600
    assert 0.11 < np.abs(sound.samples).max() < 0.14
    blocks = list(read_sound_blocks(path, 16_000, block_samples=1000))
    assert {len(block) for block in blocks[:-1]} == {1000}
    assert np.array_equal(np.concatenate(blocks), sound.samples)


def test_a_frequency_keeps_its_place_and_length(clip: Path) -> None:
    sound = read_sound(clip, 48_000)
    assert sound.n_samples == 3 * 48_000
    spectrum = np.abs(np.fft.rfft(sound.samples))
    assert abs(int(spectrum.argmax()) / 3 - 440) < 1


@pytest.mark.parametrize("suffix", [".mp4", ".mkv", ".ts"])
def test_a_file_that_breaks_off_raises(clip: Path, tmp_path: Path, suffix: str) -> None:
    whole = tmp_path / f"whole{suffix}"
    ffmpeg("-i", clip, "-c", "copy", *(["-movflags", "+faststart"] if suffix == ".mp4" else []), whole)
    part = whole.with_stem("part")
    part.write_bytes(whole.read_bytes()[: whole.stat().st_size * 6 // 10])
    with pytest.raises(UserError, match=r"breaks off|damaged"):
        list(read_frames(part))


def test_damage_in_the_middle_raises(clip: Path, tmp_path: Path) -> None:
    data = bytearray(clip.read_bytes())
    data[len(data) // 2 : len(data) // 2 + 2000] = bytes(2000)
    path = tmp_path / "hurt.mp4"
    path.write_bytes(data)
    with pytest.raises(UserError, match="damaged"):
        list(read_frames(path))


def test_more_than_there_is_raises(clip: Path) -> None:
    with pytest.raises(UserError, match="only 75 frames, not 80"):
        list(read_frames(clip, start_frame=70, n_frames=10))


def test_what_is_not_in_the_file_raises(clip: Path, tmp_path: Path) -> None:
    silent, sound = tmp_path / "silent.mp4", tmp_path / "sound.mp4"
    ffmpeg("-i", clip, "-an", "-c", "copy", silent)
    ffmpeg("-i", clip, "-vn", "-c", "copy", sound)
    with pytest.raises(UserError, match="no sound"):
        read_sound(silent, 48_000)
    with pytest.raises(UserError, match="no pictures"):
        next(read_frames(sound))


def test_closing_early_ends_the_process(clip: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    probe(clip)
    started: list[subprocess.Popen[bytes]] = []
    real = subprocess.Popen

    def spy(*args: object, **kwargs: object) -> subprocess.Popen[bytes]:
        started.append(real(*args, **kwargs))  # type: ignore[call-overload]
        return started[-1]

    monkeypatch.setattr("herald.ffmpeg.tool.subprocess.Popen", spy)
    frames = read_frames(clip, size_px=(1280, 960))
    assert len(list(itertools.islice(frames, 2))) == 2
    assert started[0].poll() is None
    frames.close()
    assert started[0].poll() is not None
