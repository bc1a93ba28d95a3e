"""Facts about files that cameras, phones, editors and the network hand us."""

import os
import random
from fractions import Fraction
from pathlib import Path

import pytest
from clips import ffmpeg, h264, picture, tone

from herald.errors import UserError
from herald.ffmpeg import ffmpeg_exe, probe
from herald.ffmpeg.probe import n_channels
from herald.ffmpeg.rate import steady_rate

NTSC_FILM = Fraction(24000, 1001)


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """48 frames at 24000/1001 with sound."""
    path = tmp_path_factory.mktemp("film") / "film.mp4"
    ffmpeg(*picture("24000/1001", 2), *tone(2), *h264(), "-c:a", "aac", path)
    return path


@pytest.mark.parametrize(
    ("name", "codecs"),
    [
        ("film.mp4", ["-c", "copy"]),
        ("film.mov", ["-c", "copy"]),
        ("film.mkv", ["-c", "copy"]),
        ("film.ts", ["-c", "copy"]),
        ("film.webm", ["-c:v", "libvpx", "-deadline", "realtime", "-c:a", "libopus"]),
        (
            "film.avi",
            [
                "-c:v",
                "mpeg4",
                "-c:a",
                "libmp3lame",
                "-fps_mode",
                "passthrough",
                "-enc_time_base",
                "1001:24000",
            ],
        ),
    ],
)
def test_the_rate_is_exact_in_every_container(
    film: Path, tmp_path: Path, name: str, codecs: list[str]
) -> None:
    path = tmp_path / name
    ffmpeg("-i", film, *codecs, path)
    facts = probe(path)
    assert (facts.fps, facts.n_frames, facts.size_px) == (NTSC_FILM, 48, (128, 96))
    assert facts.has_video and facts.has_audio and facts.n_audio_channels == 1
    assert facts.rotation_degrees == 0 and not facts.interlaced
    if name != "film.avi":  # the encoder of the AVI leaves out a frame at the start
        assert not facts.variable_rate
        assert facts.duration == 48 / NTSC_FILM


@pytest.mark.parametrize(("turn", "clockwise"), [("90", 270), ("-90", 90), ("180", 180)])
def test_a_turned_phone(film: Path, tmp_path: Path, turn: str, clockwise: int) -> None:
    path = tmp_path / "turned.mp4"
    ffmpeg("-display_rotation", turn, "-i", film, "-c", "copy", path)
    facts = probe(path)
    assert facts.rotation_degrees == clockwise
    assert facts.size_px == ((128, 96) if turn == "180" else (96, 128))


def test_pixels_that_are_not_square(tmp_path: Path) -> None:
    wide, tall = tmp_path / "wide.mp4", tmp_path / "tall.mp4"
    ffmpeg(*picture("25", 0.2), "-vf", "setsar=4/3", *h264(), wide)
    ffmpeg(*picture("25", 0.2), "-vf", "setsar=3/4", *h264(), tall)
    assert probe(wide).size_px == (171, 96)
    assert probe(tall).size_px == (128, 128)


def test_pixels_that_are_all_but_square(tmp_path: Path) -> None:
    scaled = tmp_path / "scaled.mp4"
    ffmpeg(*picture("25", 0.2), "-vf", "setsar=1216/1215", *h264(), scaled)
    assert probe(scaled).size_px == (128, 96)


def test_a_variable_rate(tmp_path: Path) -> None:
    path = tmp_path / "phone.mp4"
    dropped = "select='not(between(n,20,35))*not(eq(mod(n,7),3))'"
    ffmpeg(*picture("30", 3), "-vf", dropped, "-fps_mode", "vfr", *h264(), path)
    facts = probe(path)
    assert facts.variable_rate
    assert facts.fps == 30
    assert facts.n_frames < 75
    assert abs(facts.duration - 3) < Fraction(1, 25)


def test_sound_alone_whatever_the_name_says(tmp_path: Path) -> None:
    path = tmp_path / "sound.mp4"
    ffmpeg(*tone(1), "-c:a", "aac", path)
    facts = probe(path)
    assert facts.has_audio and not facts.has_video
    assert facts.duration == 1
    assert facts.size_px == (0, 0)


def test_cover_art_is_no_picture(tmp_path: Path) -> None:
    cover, path = tmp_path / "cover.png", tmp_path / "song.mp3"
    ffmpeg(*picture("25", 0.04), "-frames:v", "1", cover)
    ffmpeg(
        *tone(1),
        "-i",
        cover,
        "-map",
        "0",
        "-map",
        "1",
        "-c:v",
        "copy",
        "-disposition:v:0",
        "attached_pic",
        path,
    )
    assert not probe(path).has_video


def test_a_silent_video_and_surround_sound(tmp_path: Path) -> None:
    silent, surround = tmp_path / "silent.mp4", tmp_path / "surround.mkv"
    ffmpeg(*picture("25", 0.2), *h264(), silent)
    ffmpeg(*tone(0.5), "-af", "pan=5.1|c0=c0|c1=c0|c2=c0|c3=c0|c4=c0|c5=c0", "-c:a", "ac3", surround)
    assert not probe(silent).has_audio
    assert probe(surround).n_audio_channels == 6


def test_fields_and_colour(tmp_path: Path) -> None:
    fields, tagged = tmp_path / "fields.mp4", tmp_path / "tagged.mp4"
    ffmpeg(
        *picture("50", 0.4),
        "-vf",
        "tinterlace=interleave_top,setfield=tff",
        *h264("-flags", "+ilme+ildct"),
        fields,
    )
    tags = "setparams=color_primaries=bt709:color_trc=bt709:colorspace=bt709:range=tv"
    ffmpeg(*picture("25", 0.2), "-vf", tags, *h264(), tagged)
    assert probe(fields).interlaced
    assert probe(fields).colour_matrix == "unknown"
    assert not probe(tagged).interlaced
    assert (probe(tagged).colour_matrix, probe(tagged).colour_transfer) == ("bt709", "bt709")


def test_a_picture_that_starts_late(film: Path, tmp_path: Path) -> None:
    path = tmp_path / "late.mp4"
    ffmpeg("-itsoffset", "0.3", "-i", film, "-i", film, "-map", "0:v", "-map", "1:a", "-c", "copy", path)
    assert abs(probe(path).first_frame_at - Fraction(3, 10)) < Fraction(1, 1000)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (random.Random(1).randbytes(20_000), "no video, or was cut short"),
        (b"These are words and no pictures.\n" * 40, "no video, or was cut short"),
    ],
)
def test_what_is_no_media(tmp_path: Path, content: bytes, reason: str) -> None:
    path = tmp_path / "clip.mp4"
    path.write_bytes(content)
    with pytest.raises(UserError, match=reason):
        probe(path)


def test_a_text_file_a_folder_and_nothing(tmp_path: Path) -> None:
    text = tmp_path / "notes.md"
    text.write_text("# Notes\n")
    with pytest.raises(UserError, match="not a video or sound file"):
        probe(text)
    with pytest.raises(UserError, match="is a folder"):
        probe(tmp_path)
    with pytest.raises(UserError, match="No such file"):
        probe(tmp_path / "absent.mp4")


@pytest.mark.parametrize("container", ["mp4", "faststart", "mkv"])
def test_a_file_that_was_cut_short(film: Path, tmp_path: Path, container: str) -> None:
    whole = tmp_path / ("whole.mkv" if container == "mkv" else "whole.mp4")
    ffmpeg(
        "-i", film, "-c", "copy", *(["-movflags", "+faststart"] if container == "faststart" else []), whole
    )
    part = whole.with_stem("part")
    part.write_bytes(whole.read_bytes()[: whole.stat().st_size * 6 // 10])
    reason = "moov atom" if container == "mp4" else "breaks off"
    with pytest.raises(UserError, match=reason):
        probe(part)


def test_names_that_look_like_something_else(
    film: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("-i.mp4", "concat:a|b.mp4", "it's 100%d.mp4", "é ü.mp4"):
        Path(name).write_bytes(film.read_bytes())
        assert probe(Path(name)).n_frames == 48


def test_a_changed_file_is_probed_again(film: Path, tmp_path: Path) -> None:
    path = tmp_path / "clip.mp4"
    path.write_bytes(film.read_bytes())
    assert probe(path).n_frames == 48
    ffmpeg(*picture("25", 0.2), *h264(), path)
    os.utime(path, ns=(1, 1))
    assert probe(path).n_frames == 5


def test_where_ffmpeg_comes_from(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bundled = ffmpeg_exe()
    own = tmp_path / "my-ffmpeg"
    own.symlink_to(bundled)
    monkeypatch.setenv("HERALD_FFMPEG", str(own))
    assert ffmpeg_exe() == str(own)
    monkeypatch.setenv("HERALD_FFMPEG", str(tmp_path / "absent"))
    with pytest.raises(UserError, match="HERALD_FFMPEG"):
        ffmpeg_exe()


@pytest.mark.parametrize(
    "fps", [Fraction(24), NTSC_FILM, Fraction(25), Fraction(30), Fraction(30000, 1001), Fraction(60)]
)
@pytest.mark.parametrize("tick", [Fraction(1, 1000), Fraction(1, 90000), Fraction(1, 600)])
def test_rates_behind_rounded_times(fps: Fraction, tick: Fraction) -> None:
    pts = [round(i / fps / tick) for i in range(300)]
    rate = steady_rate(pts, tick, Fraction(0))
    assert (rate.fps, rate.variable) == (fps, False)
    gap = [*pts[:100], *(time + round(1 / fps / tick) for time in pts[100:])]
    assert steady_rate(gap, tick, Fraction(0)).variable


@pytest.mark.parametrize(
    ("layout", "n"),
    [("mono", 1), ("stereo", 2), ("5.1(side)", 6), ("7.1", 8), ("quad", 4), ("3 channels", 3), ("5.1.4", 10)],
)
def test_channel_layouts(layout: str, n: int) -> None:
    assert n_channels(layout) == n
