"""What the footage's own sound tells of the mouth: how loud it is, in which bands, and where it is silent."""

from __future__ import annotations

import functools

import numpy as np
from numpy.typing import NDArray

from herald.media import Waveform

GRID_HZ = 100
"""Steps per second of everything here."""

RATE_HZ = 16_000
"""The sample rate that is analysed."""

SILENCE_MIN_MS = 300
"""Shorter gaps are closures of stops or breaths between words, in which the mouth does not come to rest."""

_WINDOW = RATE_HZ // 40
_N_BANDS = 40
_LEAST_DYNAMIC_DB = 15.0
_SILENT_BELOW = 0.3
_DIGITAL_SILENCE_DB = -70.0

Array = NDArray[np.float64]


def band_levels(sound: Waveform) -> Array:
    """Return log-mel band energies, `[n, 40]`, 50 to 7600 Hz, natural log; row i is about sample i/100 s.

    Args:
        sound: at `RATE_HZ`.
    """
    if sound.rate_hz != RATE_HZ:
        raise ValueError(f"sound is analysed at {RATE_HZ} Hz, not {sound.rate_hz}")
    hop = RATE_HZ // GRID_HZ
    n = max(1, sound.n_samples // hop)
    padded = np.pad(sound.samples.astype(np.float64), (_WINDOW // 2, _WINDOW + hop))
    levels = np.empty((n, _N_BANDS))
    window = np.hanning(_WINDOW)
    for first in range(0, n, 1000):
        starts = np.arange(first, min(first + 1000, n)) * hop
        pieces = padded[starts[:, None] + np.arange(_WINDOW)] * window
        power = np.square(np.abs(np.fft.rfft(pieces, 512)))
        levels[first : first + len(starts)] = np.log(power @ _bank().T + 1e-7)
    return levels


def loudness_db(sound: Waveform) -> Array:
    """Return the level in dB of full scale, `[n]`, over windows of 50 ms every 10 ms."""
    hop = sound.rate_hz // GRID_HZ
    n = sound.n_samples // hop
    if n == 0:
        return np.empty(0)
    power = np.square(sound.samples[: n * hop].astype(np.float64)).reshape(n, hop).mean(axis=1)
    return np.asarray(10 * np.log10(np.convolve(power, np.ones(5) / 5, mode="same") + 1e-12))


def silences(sound: Waveform) -> list[tuple[float, float]]:
    """Return where nobody speaks, as (start, stop) in seconds, each at least `SILENCE_MIN_MS` long.

    A level counts as silent in the lowest part of the range between the quiet and the loud of this
    recording, so room noise does not matter. A recording with little range, such as one with music, has no
    silence that could be told; one without any sound is silent throughout.
    """
    level = loudness_db(sound)
    if len(level) == 0:
        return []
    quiet, loud = np.percentile(level, [3, 95])
    if loud < _DIGITAL_SILENCE_DB:
        return [(0.0, len(level) / GRID_HZ)]
    if loud - quiet < _LEAST_DYNAMIC_DB:
        return []
    silent = level < quiet + _SILENT_BELOW * (loud - quiet)
    edges = np.flatnonzero(np.diff(np.concatenate([[False], silent, [False]]).astype(np.int8)))
    spans = zip(edges[::2] / GRID_HZ, edges[1::2] / GRID_HZ, strict=True)
    return [(float(a), float(b)) for a, b in spans if (b - a) * 1000 >= SILENCE_MIN_MS]


@functools.cache
def _bank() -> Array:
    """Triangles, evenly spaced on the mel scale, over the bins of a 512-point transform."""
    low, high = (2595 * np.log10(1 + f / 700) for f in (50.0, 7600.0))
    edges = 700 * (10 ** (np.linspace(low, high, _N_BANDS + 2) / 2595) - 1)
    bins = np.arange(257) * RATE_HZ / 512
    rise = (bins - edges[:-2, None]) / (edges[1:-1] - edges[:-2])[:, None]
    fall = (edges[2:, None] - bins) / (edges[2:] - edges[1:-1])[:, None]
    return np.maximum(0, np.minimum(rise, fall))
