"""Joining segments, putting sound under them, and the check on the finished file."""

import re
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from clips import drawn, ffmpeg

from herald.errors import StageFailed
from herald.ffmpeg import (
    Joinable,
    VideoWriter,
    encode_sound,
    join_video,
    mux,
    probe,
    read_frames,
    read_sound,
    verify_av,
)
from herald.ffmpeg.join import language_code
from herald.ffmpeg.probe import scan
from herald.media import Waveform
from herald.sound import faded, write_wav
from herald.timing import MASTER_RATE_HZ, sample_at_frame

LENGTHS = (37, 1, 2, 60, 51)


def segments(folder: Path, fps: Fraction) -> list[Path]:
    paths = []
    for number, n_frames in enumerate(LENGTHS):
        # The name has what is special inside ffmpeg's list files.
        paths.append(folder / f"it's {number}.mp4")
        with VideoWriter(paths[-1], (64, 48), fps) as writer:
            for index in range(n_frames):
                writer.write(drawn(index + 7 * number))
    return paths


def sound(path: Path, n_samples: int) -> Waveform:
    t = np.arange(n_samples) / MASTER_RATE_HZ
    waveform = Waveform((0.3 * np.sin(2 * np.pi * (300 * t + 40 * t**2))).astype(np.float32), MASTER_RATE_HZ)
    # A sound that is cut off at full strength is blurred by AAC, faded it is not.
    waveform = faded(waveform)
    write_wav(path, waveform)
    return waveform


@pytest.mark.parametrize("is_encoded", [False, True], ids=["wav", "aac"])
@pytest.mark.parametrize(
    "fps", [Fraction(25), Fraction(30), Fraction(24000, 1001), Fraction(30000, 1001), Fraction(60)]
)
def test_joints_are_exact(tmp_path: Path, fps: Fraction, is_encoded: bool) -> None:
    parts = segments(tmp_path, fps)
    silent, wav, target = tmp_path / "silent.mp4", tmp_path / "sound.wav", tmp_path / "out" / "video.mp4"
    n_frames = join_video(parts, silent, fps)
    assert n_frames == sum(LENGTHS)
    n_samples = sample_at_frame(n_frames, MASTER_RATE_HZ, fps)
    waveform = sound(wav, n_samples)
    if is_encoded:
        encode_sound(wav, tmp_path / "sound.mp4")
        wav = tmp_path / "sound.mp4"
    lengths = mux(silent, wav, target, title="Ein Titel", language="de", is_encoded=is_encoded)
    assert (lengths.n_frames, lengths.n_samples, lengths.fps) == (n_frames, n_samples, fps)

    packets = scan(target)[0][0]
    assert [time * packets.time_base for time in packets.pts] == [i / fps for i in range(n_frames)]
    apart = (frame for part in parts for frame in read_frames(part))
    assert all(np.array_equal(a, b) for a, b in zip(apart, read_frames(target), strict=True))

    heard = read_sound(target, MASTER_RATE_HZ).samples
    assert np.abs(heard - waveform.samples).max() < 0.02, (
        "AAC must neither shift the sound nor change its level"
    )


def test_the_finished_file(tmp_path: Path) -> None:
    fps = Fraction(25)
    silent, wav = tmp_path / "silent.mp4", tmp_path / "sound.wav"
    join_video(segments(tmp_path, fps), silent, fps)
    sound(wav, sample_at_frame(sum(LENGTHS), MASTER_RATE_HZ, fps))
    captions = tmp_path / "captions.vtt"
    captions.write_text("WEBVTT\n\n00:00.500 --> 00:02.000\nOlá\n")
    files = [tmp_path / "a.mp4", tmp_path / "b.mp4"]
    for path in files:
        mux(silent, wav, path, title="A 'title' = ünïcode", language="pt-br", captions=captions)
    data = files[0].read_bytes()
    assert data == files[1].read_bytes()
    assert data.index(b"moov") < data.index(b"mdat"), "it must play before it is loaded"
    said = scan(files[0])[1]
    assert "A 'title' = ünïcode" in said
    assert re.search(r"\(por\): Audio: aac.*stereo", said)
    assert re.search(r"\(por\): Subtitle: mov_text", said)
    assert probe(files[0]).n_audio_channels == 2


def test_both_channels_are_the_same(tmp_path: Path) -> None:
    fps = Fraction(25)
    silent, wav, target = tmp_path / "silent.mp4", tmp_path / "sound.wav", tmp_path / "video.mp4"
    n_frames = join_video(segments(tmp_path, fps), silent, fps)
    rng = np.random.default_rng(3)
    n_samples = sample_at_frame(n_frames, MASTER_RATE_HZ, fps)
    write_wav(wav, Waveform((0.1 * rng.standard_normal(n_samples)).astype(np.float32), MASTER_RATE_HZ))
    mux(silent, wav, target, title="t", language="en")
    side = tmp_path / "side.wav"
    ffmpeg("-i", target, "-vn", "-af", "pan=mono|c0=c0-c1", "-c:a", "pcm_f32le", side)
    assert np.abs(read_sound(side, MASTER_RATE_HZ).samples).max() == 0


def test_segments_of_another_kind_are_refused(tmp_path: Path) -> None:
    fps = Fraction(25)
    good = segments(tmp_path, fps)[:2]
    other_size, other_rate = tmp_path / "size.mp4", tmp_path / "rate.mp4"
    with VideoWriter(other_size, (80, 48), fps) as writer:
        writer.write(drawn(0, (80, 48)))
    with VideoWriter(other_rate, (64, 48), Fraction(30)) as writer:
        for index in range(3):
            writer.write(drawn(index))
    with pytest.raises(StageFailed, match="other settings"):
        join_video([*good, other_size], tmp_path / "x.mp4", fps)
    with pytest.raises(StageFailed, match="25 frames per second"):
        join_video([*good, other_rate], tmp_path / "x.mp4", fps)
    with pytest.raises(StageFailed):
        join_video([*good, tmp_path / "absent.mp4"], tmp_path / "x.mp4", fps)
    cut = tmp_path / "cut.mp4"
    cut.write_bytes(good[0].read_bytes()[:-400])
    with pytest.raises(StageFailed):
        join_video([good[0], cut], tmp_path / "x.mp4", fps)
    assert not (tmp_path / "x.mp4").exists()


@pytest.mark.parametrize("difference_frames", [-3, 3])
def test_sound_that_does_not_fit_fails(tmp_path: Path, difference_frames: int) -> None:
    fps = Fraction(25)
    silent, wav, target = tmp_path / "silent.mp4", tmp_path / "sound.wav", tmp_path / "video.mp4"
    n_frames = join_video(segments(tmp_path, fps), silent, fps)
    sound(wav, sample_at_frame(n_frames + difference_frames, MASTER_RATE_HZ, fps))
    with pytest.raises(StageFailed, match="s of sound"):
        mux(silent, wav, target, title="t", language="en")
    assert not target.exists()


def test_verify_finds_a_late_sound_and_a_missing_one(tmp_path: Path) -> None:
    fps = Fraction(25)
    silent, wav, late = tmp_path / "silent.mp4", tmp_path / "sound.wav", tmp_path / "late.mp4"
    n_frames = join_video(segments(tmp_path, fps), silent, fps)
    sound(wav, sample_at_frame(n_frames, MASTER_RATE_HZ, fps))
    ffmpeg("-i", silent, "-itsoffset", "0.1", "-i", wav, "-c:v", "copy", "-c:a", "aac", late)
    with pytest.raises(StageFailed, match="a sound comes at"):
        verify_av(late)
    with pytest.raises(StageFailed, match="both picture and sound"):
        verify_av(silent)


@pytest.mark.parametrize(
    ("tag", "code"),
    [("en", "eng"), ("pt-br", "por"), ("zh-hant", "zho"), ("de", "deu"), ("xx", "und"), ("und", "und")],
)
def test_language_codes(tag: str, code: str) -> None:
    assert language_code(tag) == code


@pytest.mark.parametrize("fps", [Fraction(25), Fraction(30000, 1001)])
def test_an_hour_of_segments_does_not_drift(tmp_path: Path, fps: Fraction) -> None:
    """Every picture of the hour comes exactly when it must, and its sound ends with it."""
    parts = [Joinable.look(path, fps) for path in segments(tmp_path, fps)]
    n_rounds = round(3600 * fps / sum(LENGTHS))
    silent = tmp_path / "silent.mp4"
    n_frames = join_video(parts * n_rounds, silent, fps)
    assert abs(n_frames / fps - 3600) < 10
    packets = scan(silent)[0][0]
    step = 1 / (fps * packets.time_base)
    assert step == int(step)
    assert packets.pts == tuple(range(0, n_frames * int(step), int(step)))
    # Segments start where their first frame does, so no rounding adds up.
    starts = [sample_at_frame(i, MASTER_RATE_HZ, fps) for i in range(0, n_frames, 37)]
    assert all(abs(start - i * 37 * MASTER_RATE_HZ / fps) < 1 for i, start in enumerate(starts))
