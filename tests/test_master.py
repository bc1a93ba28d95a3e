"""The edition's sound: every piece in its place, one loudness, no peak too high after AAC."""

import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pyloudnorm
import pytest
import soxr
from clips import ffmpeg

from herald.ffmpeg import read_sound
from herald.ffmpeg.join import AAC, BOTH_CHANNELS
from herald.master import MOST_PEAK_DBTP, SILENCE_LUFS, TARGET_LUFS, Piece, make_master, measure_loudness
from herald.media import Samples, Waveform
from herald.sound import faded, read_wav, write_wav
from herald.timing import MASTER_RATE_HZ

RATE = MASTER_RATE_HZ


def babble(seconds: float, seed: int, level: float = 0.1) -> Waveform:
    """Return noise with the spectrum and the syllables of speech, and peaks like those of speech."""
    rng = np.random.default_rng(seed)
    n_samples = round(seconds * RATE)
    spectrum = np.fft.rfft(rng.standard_normal(n_samples))
    frequency = np.fft.rfftfreq(n_samples, 1 / RATE)
    spectrum *= 1 / (1 + (frequency / 600) ** 2) * (frequency > 80)
    noise = np.fft.irfft(spectrum, n_samples)
    syllables = np.abs(np.sin(2 * np.pi * 2.3 * np.arange(n_samples) / RATE)) ** 2
    sound = noise / noise.std() * syllables
    return faded(Waveform((level * np.sign(sound) * np.abs(sound) ** 1.3).astype(np.float32), RATE))


def laid_out(pieces: list[Piece], n_samples: int) -> Samples:
    raw = np.zeros(n_samples, np.float32)
    for piece in pieces:
        raw[piece.start : piece.start + piece.waveform.n_samples] = piece.waveform.samples
    return raw


def talk(level: float = 0.1) -> tuple[list[Piece], int]:
    """Return three pieces, with silence before, between and after them."""
    pieces = [
        Piece(RATE // 2 + i * RATE * 5 // 2 + 137 * i, babble(2, seed=i, level=level)) for i in range(3)
    ]
    return pieces, RATE * 8 + 401


def lag(a: Samples, b: Samples) -> int:
    """Return by how many samples `b` comes after `a`."""
    n = 2 * len(a)
    correlation = np.fft.irfft(np.fft.rfft(b, n) * np.conj(np.fft.rfft(a, n)), n)
    best = int(np.argmax(correlation))
    return best if best < len(a) else best - n


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Samples]:
    """A mastered sound, and what it was made of."""
    path = tmp_path_factory.mktemp("master") / "sound.wav"
    pieces, n_samples = talk()
    make_master(pieces, n_samples, path)
    return path, laid_out(pieces, n_samples)


def test_a_sine_measures_as_the_standard_says(tmp_path: Path) -> None:
    path = tmp_path / "sine.wav"
    t = np.arange(RATE * 3) / RATE
    write_wav(path, Waveform((10 ** (-20 / 20) * np.sin(2 * np.pi * 997 * t)).astype(np.float32), RATE))
    loudness = measure_loudness(path)
    # BS.1770: 997 Hz at 0 dBFS in one channel is -3.01 LUFS; two channels are 3.01 dB more.
    assert abs(loudness.integrated_lufs - -20) < 0.1
    assert abs(loudness.true_peak_dbtp - -20) < 0.1


def test_a_peak_between_samples_is_seen(tmp_path: Path) -> None:
    path = tmp_path / "sine.wav"
    t = np.arange(RATE) / RATE
    sine = Waveform((0.5 * np.sin(2 * np.pi * 12_000 * t + np.pi / 4)).astype(np.float32), RATE)
    write_wav(path, faded(sine, fade_ms=100))
    assert np.abs(read_wav(path).samples[RATE // 4 : -RATE // 4]).max() < 0.36
    assert abs(measure_loudness(path).true_peak_dbtp - 20 * np.log10(0.5)) < 0.1


def test_the_very_end_is_measured(tmp_path: Path) -> None:
    path = tmp_path / "click.wav"
    samples = np.zeros(RATE + 3000, np.float32)
    samples[-20] = 0.5
    write_wav(path, Waveform(samples, RATE))
    assert abs(measure_loudness(path).true_peak_dbtp - 20 * np.log10(0.5)) < 0.5


@pytest.mark.parametrize("level", [0.005, 0.1, 0.6])
def test_the_published_sound_is_on_target(tmp_path: Path, level: float) -> None:
    path, coded = tmp_path / "sound.wav", tmp_path / "sound.mp4"
    pieces, n_samples = talk(level)
    told = make_master(pieces, n_samples, path)
    assert told.is_on_target
    options = [str(part) for key, value in AAC.items() for part in (f"-{key}", value)]
    ffmpeg("-i", path, "-af", BOTH_CHANNELS, *options, coded)
    heard = read_sound(coded, RATE).samples.astype(np.float64)
    meter = pyloudnorm.Meter(RATE)
    assert abs(meter.integrated_loudness(np.stack([heard, heard], axis=1)) - TARGET_LUFS) <= 0.5
    between = soxr.resample(heard, RATE, 8 * RATE, quality="VHQ")
    assert 20 * np.log10(np.abs(between).max()) <= MOST_PEAK_DBTP + 0.05


def test_nothing_moves_and_pauses_stay_silent(published: tuple[Path, Samples]) -> None:
    path, raw = published
    mastered = read_wav(path)
    assert mastered.rate_hz == RATE
    assert mastered.n_samples == len(raw)
    assert lag(raw, mastered.samples) == 0
    silent = np.convolve(raw != 0, np.ones(961), mode="same") == 0
    assert silent.sum() > RATE
    assert np.abs(mastered.samples[silent]).max() < 1e-4


def test_limiting_only_lowers_peaks(published: tuple[Path, Samples]) -> None:
    path, raw = published
    mastered = read_wav(path).samples
    loud = np.abs(raw) > 0.02
    gain_db = 20 * np.log10(np.abs(mastered[loud]) / np.abs(raw[loud]))
    usual = float(np.median(gain_db))
    assert np.percentile(np.abs(gain_db - usual), 75) < 0.5
    assert gain_db.max() < usual + 1


def test_the_same_sound_gives_the_same_bytes(tmp_path: Path) -> None:
    pieces, n_samples = talk()
    for name in ("a.wav", "b.wav"):
        make_master(pieces, n_samples, tmp_path / name)
    assert (tmp_path / "a.wav").read_bytes() == (tmp_path / "b.wav").read_bytes()


@pytest.mark.parametrize(
    ("name", "samples"),
    [
        ("digital silence", np.zeros(RATE, np.float32)),
        ("near silence", (1e-6 * np.random.default_rng(0).standard_normal(RATE)).astype(np.float32)),
        ("one sample", np.array([0.5], np.float32)),
        ("a breath", (0.1 * np.sin(np.arange(2000) / 10)).astype(np.float32)),
        ("clicks", np.where(np.arange(RATE * 2) % (RATE // 2) == 9, 0.9, 0).astype(np.float32)),
    ],
)
def test_odd_sounds_do_not_blow_up(tmp_path: Path, name: str, samples: Samples) -> None:
    path = tmp_path / "sound.wav"
    loudness = make_master([Piece(0, Waveform(samples, RATE))], len(samples), path)
    mastered = read_wav(path).samples
    assert len(mastered) == len(samples)
    assert np.abs(mastered).max() < 0.9
    assert loudness.true_peak_dbtp <= MOST_PEAK_DBTP
    assert loudness.integrated_lufs <= TARGET_LUFS + 0.5
    if "silence" in name:
        assert loudness.integrated_lufs <= SILENCE_LUFS
        assert np.abs(mastered).max() < 1e-5


def test_pieces_must_fit(tmp_path: Path) -> None:
    sound = Waveform(np.zeros(100, np.float32), RATE)
    for pieces in ([Piece(0, sound), Piece(50, sound)], [Piece(950, sound)]):
        with pytest.raises(ValueError, match="is not within"):
            make_master(pieces, 1000, tmp_path / "x.wav")
    with pytest.raises(ValueError, match="samples per second"):
        make_master([Piece(0, Waveform(sound.samples, 24_000))], 1000, tmp_path / "x.wav")
    assert list(tmp_path.iterdir()) == []


def test_memory_does_not_grow_with_length(tmp_path: Path) -> None:
    piece = babble(1, seed=5)

    def peak_bytes(n_pieces: int) -> int:
        def pieces() -> Iterator[Piece]:
            for i in range(n_pieces):
                yield Piece(i * RATE * 3 // 2, Waveform(piece.samples.copy(), RATE))

        tracemalloc.start()
        make_master(pieces(), n_pieces * RATE * 3 // 2, tmp_path / "sound.wav")
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return peak

    peak_bytes(2)
    assert peak_bytes(40) < peak_bytes(5) * 1.5 + 500_000
