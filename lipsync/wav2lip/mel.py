"""The mel spectrogram that Wav2Lip was trained on, and its windows."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from herald.media import Samples

Array = NDArray[np.float32]

RATE_HZ = 16_000
N_FFT = 800
HOP = 200
N_MELS = 80
LOWEST_HZ, HIGHEST_HZ = 55.0, 7600.0
PREEMPHASIS = 0.97
LEAST_DB, REFERENCE_DB = -100.0, 20.0
MOST = 4.0
"""Values lie between -MOST and MOST."""

WINDOW = 16
"""Steps of a window, 0.2 s."""

MEL_HZ = Fraction(RATE_HZ, HOP)
"""Steps in a second."""


def mel_spectrogram(samples: Samples) -> Array:
    """Return the spectrogram of a sound, float32 `[N_MELS, n]`, 80 steps a second.

    Args:
        samples: mono at RATE_HZ.
    """
    import librosa
    from scipy.signal import lfilter

    emphasised = lfilter([1.0, -PREEMPHASIS], [1.0], samples)
    # The network was trained with a librosa that mirrored the ends of the sound.
    spectrum = np.abs(
        librosa.stft(emphasised, n_fft=N_FFT, hop_length=HOP, win_length=N_FFT, pad_mode="reflect")
    )
    basis = librosa.filters.mel(sr=RATE_HZ, n_fft=N_FFT, n_mels=N_MELS, fmin=LOWEST_HZ, fmax=HIGHEST_HZ)
    level_db = 20 * np.log10(np.maximum(10 ** (LEAST_DB / 20), basis @ spectrum)) - REFERENCE_DB
    scaled = 2 * MOST * (level_db - LEAST_DB) / -LEAST_DB - MOST
    return np.asarray(np.clip(scaled, -MOST, MOST), np.float32)


def windows(mel: Array, fps: Fraction, n_frames: int) -> Array:
    """Return what is heard at each picture, float32 `[n_frames, N_MELS, WINDOW]`.

    A window starts where its picture does; at the end of the sound the last whole window is repeated.

    Args:
        mel: `[N_MELS, n]`.
        fps: of the pictures.
        n_frames: how many there are.
    """
    short = WINDOW - mel.shape[1]
    if short > 0:
        mel = np.pad(mel, ((0, 0), (0, short)), mode="edge")
    last = mel.shape[1] - WINDOW
    starts = [min(int(i * MEL_HZ / fps), last) for i in range(n_frames)]
    parts = [mel[:, start : start + WINDOW] for start in starts]
    return np.asarray(np.array(parts, np.float32).reshape(-1, mel.shape[0], WINDOW), np.float32)
