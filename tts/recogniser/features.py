"""Sound to log-mel features: what the recogniser hears."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache

import numpy as np
from numpy.typing import NDArray

from herald.media import Samples, Waveform
from herald.sound import resampled

RATE_HZ = 16_000
HOP = 160
"""Samples from one feature frame to the next: 10 ms."""

N_MELS = 64

STACKED = 6
"""Feature frames that one step of the network sees; two of them are its own 20 ms."""

_WINDOW = 400
_N_FFT = 512
_LOW_HZ, _HIGH_HZ = 50, 7600
_FLOOR = 1e-7
_SPEECH_NATS = 6
"""Frames that are this far under the loud ones tell nothing of the voice or the room."""

_BLOCK = 4096
"""Frames that are transformed at once, so that memory does not grow with the sound."""

Features = NDArray[np.float32]


def log_mel(samples: Samples) -> Features:
    """Return the logarithm of the energy in 64 bands of the mel scale every 10 ms.

    Frame i stands for the samples `[160 i, 160 i + 160)`: its window of 400 samples is centred on them.

    Args:
        samples: at 16 kHz.

    Returns:
        float32 `[n_frames, 64]`, n_frames = ceil(n_samples / 160), in nats.
    """
    n_frames = -(-len(samples) // HOP)
    before = (_WINDOW - HOP) // 2
    after = max(0, (n_frames - 1) * HOP + _WINDOW - before - len(samples))
    padded = np.pad(samples.astype(np.float32, copy=False), (before, after))
    result = np.empty((n_frames, N_MELS), np.float32)
    windows = np.lib.stride_tricks.sliding_window_view(padded, _WINDOW)[::HOP] if n_frames else padded
    for first in range(0, n_frames, _BLOCK):
        block = windows[first : min(first + _BLOCK, n_frames)] * _hann()
        spectrum = np.fft.rfft(block, _N_FFT)
        power = (np.square(spectrum.real) + np.square(spectrum.imag)).astype(np.float32)
        result[first : first + _BLOCK] = np.log(power @ _filters() + _FLOOR)
    return result


def log_mel_of_chunks(chunks: Iterable[Samples]) -> Iterator[Features]:
    """Yield `log_mel` of each chunk of one sound, as if they were transformed at once.

    Args:
        chunks: at 16 kHz, each but the last a whole number of frames long.
    """
    before, chunk = np.zeros(HOP, np.float32), None
    for following in chunks:
        if chunk is not None:
            # One frame more at each side holds all that the windows at the edges reach.
            yield log_mel(np.concatenate([before, chunk, following[:HOP]]))[1 : 1 + len(chunk) // HOP]
            before = chunk[-HOP:]
        chunk = following
    if chunk is not None:
        yield log_mel(np.concatenate([before, chunk]))[1:]


def normalised(mel: Features) -> Features:
    """Take loudness, microphone and room out of log-mel features.

    From each band goes its mean over the frames that are within 6 nats of the loud ones (the 95th percentile
    of the frames' means); then all is divided by 3 and held between -5 and 3.
    """
    if len(mel) == 0:
        return mel
    level = mel.mean(axis=1)
    heard = level > np.percentile(level, 95) - _SPEECH_NATS
    return np.asarray(np.clip((mel - mel[heard].mean(axis=0)) / 3, -5, 3), np.float32)


def features_of(waveform: Waveform) -> Features:
    """Return what the network hears of a sound of any rate, float32 `[n_frames, 64]`, 100 frames a second."""
    return normalised(log_mel(resampled(waveform, RATE_HZ).samples))


def network_input(features: Features) -> Features:
    """Put the six frames around each pair side by side: float32 `[2 n, 64]` to `[n, 384]`."""
    edge = (STACKED - 2) // 2
    pairs = np.pad(features, ((edge, edge), (0, 0))).reshape(-1, 2 * N_MELS)
    n = len(features) // 2
    return np.ascontiguousarray(np.concatenate([pairs[i : i + n] for i in range(STACKED // 2)], axis=1))


@cache
def _hann() -> Samples:
    phase = 2 * np.pi * np.arange(_WINDOW) / _WINDOW
    return np.asarray(0.5 - 0.5 * np.cos(phase), np.float32)


@cache
def _filters() -> NDArray[np.float32]:
    """Return triangles that are even on the mel scale and reach 1, float32 `[257, 64]`."""
    low, high = (2595 * np.log10(1 + hz / 700) for hz in (_LOW_HZ, _HIGH_HZ))
    corners_hz = 700 * (10 ** (np.linspace(low, high, N_MELS + 2) / 2595) - 1)
    bins_hz = np.arange(_N_FFT // 2 + 1) * RATE_HZ / _N_FFT
    rise = (bins_hz[:, None] - corners_hz[:-2]) / (corners_hz[1:-1] - corners_hz[:-2])
    fall = (corners_hz[2:] - bins_hz[:, None]) / (corners_hz[2:] - corners_hz[1:-1])
    return np.asarray(np.maximum(0, np.minimum(rise, fall)), np.float32)
