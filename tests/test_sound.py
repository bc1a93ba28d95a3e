"""Waveforms: what is written comes back, resampling shifts nothing, fades touch only the ends."""

from pathlib import Path

import numpy as np
import pytest

from herald.errors import UserError
from herald.media import Mark, Speech, Waveform
from herald.sound import faded, read_wav, resampled, resampled_speech, write_wav, write_wav_blocks
from herald.timing import MASTER_RATE_HZ


def chirp(n_samples: int, rate_hz: int) -> Waveform:
    t = np.arange(n_samples) / rate_hz
    envelope = np.sin(np.pi * t * rate_hz / n_samples) ** 2
    return Waveform((0.5 * envelope * np.sin(2 * np.pi * (100 + 300 * t) * t)).astype(np.float32), rate_hz)


def test_written_and_read_again(tmp_path: Path) -> None:
    waveform = chirp(24_001, 24_000)
    write_wav(tmp_path / "a.wav", waveform)
    write_wav(tmp_path / "b.wav", waveform)
    again = read_wav(tmp_path / "a.wav")
    assert again.rate_hz == 24_000
    assert np.abs(again.samples - waveform.samples).max() <= 2**-23
    assert (tmp_path / "a.wav").read_bytes() == (tmp_path / "b.wav").read_bytes()


def test_a_stretch_of_a_file(tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    whole = chirp(1000, 48_000)
    n_samples = write_wav_blocks(path, (whole.samples[i : i + 300] for i in range(0, 1000, 300)), 48_000)
    assert n_samples == 1000
    assert np.array_equal(read_wav(path, 100, 250).samples, read_wav(path).samples[100:250])
    with pytest.raises(UserError, match="1000 samples"):
        read_wav(path, 900, 1001)


def test_what_is_no_sound(tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    path.write_text("words")
    with pytest.raises(UserError, match="cannot be read as sound"):
        read_wav(path)


@pytest.mark.parametrize("from_hz", [16_000, 22_050, 24_000, 44_100])
def test_resampling_shifts_nothing(from_hz: int) -> None:
    after = resampled(chirp(from_hz, from_hz), MASTER_RATE_HZ)
    assert after.n_samples == MASTER_RATE_HZ
    assert np.abs(after.samples - chirp(MASTER_RATE_HZ, MASTER_RATE_HZ).samples).max() < 1e-3


def test_speech_keeps_its_marks() -> None:
    waveform = chirp(24_001, 24_000)
    marks = (
        Mark("pause", "", 0, 5_001),
        Mark("phone", "a", 5_001, 20_000),
        Mark("pause", "", 20_000, 24_001),
        Mark("word", "ah", 5_001, 20_000),
    )
    speech = resampled_speech(Speech("ah", waveform, marks))
    assert speech.waveform.rate_hz == MASTER_RATE_HZ
    assert [mark.start for mark in speech.marks] == [0, 10_002, 40_000, 10_002]
    assert speech.sounds[-1].stop == speech.waveform.n_samples


def test_fades_touch_only_the_ends() -> None:
    waveform = Waveform(np.full(4_800, 0.5, np.float32), 48_000)
    soft = faded(waveform)
    assert soft.samples[0] == 0
    assert soft.samples[-1] < 0.001
    assert np.array_equal(soft.samples[240:-240], waveform.samples[240:-240])
    assert np.abs(np.diff(soft.samples)).max() < 0.005
    assert waveform.samples[0] == 0.5


@pytest.mark.parametrize("n_samples", [0, 1, 2, 3, 100])
def test_a_sound_shorter_than_its_fades(n_samples: int) -> None:
    soft = faded(Waveform(np.ones(n_samples, np.float32), 48_000))
    assert soft.n_samples == n_samples
    assert np.isfinite(soft.samples).all() and np.abs(soft.samples).max(initial=0) <= 1
