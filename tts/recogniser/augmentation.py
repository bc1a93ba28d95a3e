"""What happens to speech between a mouth and a file: rooms, microphones, noise, haste."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from herald.media import Samples, Waveform
from tts.recogniser.features import RATE_HZ
from tts.recogniser.inventory import PAUSE, phone_number
from tts.recogniser.lesson import Lesson

_MOST_SILENCE_S = 0.8


def spoilt(lesson: Lesson, others: Sequence[Lesson], rng: np.random.Generator) -> Lesson:
    """Return a lesson as another voice in another room through another microphone.

    Args:
        lesson: clean speech.
        others: where the babble in the background comes from.
        rng: decides everything.
    """
    lesson = _surrounded(_at_speed(lesson, float(rng.uniform(0.8, 1.28))), rng)
    samples = lesson.waveform.samples
    if rng.random() < 0.4:
        samples = _in_room(samples, rng)
    if rng.random() < 0.6:
        samples = _equalised(samples, rng)
    if rng.random() < 0.25:
        samples = _band_limited(samples, rng)
    if rng.random() < 0.7:
        samples = with_noise(samples, noise(len(samples), others, rng), float(rng.uniform(3, 35)))
    if rng.random() < 0.15:
        limit = np.abs(samples).max() * rng.uniform(0.2, 0.7)
        samples = np.clip(samples, -limit, limit)
    gain = 10 ** (rng.uniform(-25, 0) / 20) / max(float(np.abs(samples).max()), 1e-6)
    return replace(lesson, waveform=Waveform((samples * gain).astype(np.float32), RATE_HZ))


def only_noise(rng: np.random.Generator, seconds: float = 5) -> Lesson:
    """Return a sound in which nobody speaks."""
    n = round(seconds * RATE_HZ)
    samples = _equalised(noise(n, (), rng), rng) * 10 ** rng.uniform(-4, -0.5)
    silent = np.array([phone_number(PAUSE)], np.uint8)
    return Lesson(Waveform(samples.astype(np.float32), RATE_HZ), silent, np.array([0, n], np.int32), "", "")


def with_noise(samples: Samples, added: Samples, snr_db: float) -> Samples:
    """Add noise at a ratio to the mean power of the whole sound."""
    power, added_power = (max(float(np.square(sound).mean()), 1e-12) for sound in (samples, added))
    scale = np.float32(np.sqrt(power / added_power / 10 ** (snr_db / 10)))
    return np.asarray(samples + scale * added, np.float32)


def noise(n: int, others: Sequence[Lesson], rng: np.random.Generator) -> Samples:
    """Return `n` samples of white, coloured or tonal noise or of people talking, in any loudness."""
    kind = rng.choice(["white", "coloured", "tones", "babble"] if others else ["white", "coloured", "tones"])
    if kind == "babble":
        voices = [_stretch(others[int(rng.integers(len(others)))], n, rng) for _ in range(rng.integers(3, 8))]
        return np.asarray(np.sum(voices, axis=0), np.float32)
    if kind == "tones":
        t = np.arange(n) / RATE_HZ
        base_hz = rng.uniform(45, 400)
        tones = [
            rng.uniform(0, 1) / k * np.sin(2 * np.pi * (k * base_hz * t + rng.random()))
            for k in range(1, rng.integers(2, 12))
        ]
        return np.asarray(np.sum(tones, axis=0) + 0.05 * rng.standard_normal(n), np.float32)
    white = rng.standard_normal(n).astype(np.float32)
    return white if kind == "white" else _coloured(white, float(rng.uniform(-2, 0.5)))


def _at_speed(lesson: Lesson, factor: float) -> Lesson:
    """Play faster or slower, pitch and formants with it."""
    import soxr

    samples = soxr.resample(lesson.waveform.samples, RATE_HZ * factor, RATE_HZ, quality="MQ")
    edges = np.minimum(np.round(lesson.edges / factor), len(samples)).astype(np.int32)
    edges[-1] = len(samples)
    return replace(lesson, waveform=Waveform(samples.astype(np.float32), RATE_HZ), edges=edges)


def _surrounded(lesson: Lesson, rng: np.random.Generator) -> Lesson:
    """Put silence before and after."""
    before, after = (round(rng.uniform(0, _MOST_SILENCE_S) * RATE_HZ) for _ in range(2))
    silent = np.array([phone_number(PAUSE)], np.uint8)
    return replace(
        lesson,
        waveform=Waveform(np.pad(lesson.waveform.samples, (before, after)), RATE_HZ),
        phones=np.concatenate([silent, lesson.phones, silent]),
        edges=np.concatenate([[0], lesson.edges + before, [lesson.edges[-1] + before + after]]).astype(
            np.int32
        ),
    )


def _in_room(samples: Samples, rng: np.random.Generator) -> Samples:
    """Let it sound in a room that is made up of decaying noise, the direct sound first."""
    from scipy.signal import oaconvolve

    reverberation_s = rng.uniform(0.1, 0.7)
    n = round(reverberation_s * RATE_HZ)
    tail = rng.standard_normal(n) * np.exp(-6.9 * np.arange(n) / n)
    tail *= 10 ** (rng.uniform(-22, -3) / 20) / np.sqrt(np.square(tail).sum())
    tail[: round(rng.uniform(0.001, 0.01) * RATE_HZ)] = 0
    tail[0] = 1
    return np.asarray(oaconvolve(samples, tail)[: len(samples)], np.float32)


def _equalised(samples: Samples, rng: np.random.Generator) -> Samples:
    """Raise and lower broad bands by up to 9 dB."""
    gains_db = rng.uniform(-9, 9, 7)
    points_hz = (0, 150, 400, 1000, 2500, 5000, 8000)
    return _shaped(samples, lambda hz: 10 ** (np.interp(hz, points_hz, gains_db) / 20))


def _band_limited(samples: Samples, rng: np.random.Generator) -> Samples:
    """Take the lows or the highs away, as a telephone does."""
    low_hz, high_hz = rng.uniform(50, 300), rng.uniform(3200, 7500)
    return _shaped(samples, lambda hz: 1 / (1 + (low_hz / (hz + 1)) ** 6) / (1 + (hz / high_hz) ** 12))


def _coloured(white: Samples, slope: float) -> Samples:
    return _shaped(white, lambda hz: (np.maximum(hz, 40) / 1000) ** slope)


def _shaped(samples: Samples, response) -> Samples:  # type: ignore[no-untyped-def]
    """Filter without delay by a response over frequency, through one transform of the whole sound."""
    from scipy.fft import irfft, next_fast_len, rfft, rfftfreq

    n = next_fast_len(len(samples) + 800, real=True)
    spectrum = rfft(samples, n) * response(rfftfreq(n, 1 / RATE_HZ)).astype(np.float32)
    return np.asarray(irfft(spectrum, n)[: len(samples)], np.float32)


def _stretch(lesson: Lesson, n: int, rng: np.random.Generator) -> Samples:
    """Return `n` samples of a lesson, over and over."""
    samples = lesson.waveform.samples
    return np.resize(np.roll(samples, int(rng.integers(max(1, len(samples))))), n)
