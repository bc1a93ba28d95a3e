"""What the network is trained on at one step: five seconds of each of 16 spoilt lessons.

A lesson is spoilt as a sound (augmentation.py), which takes time, and each time that it is used once more as
features, which takes almost none: other throats, paces and microphones for the same words.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from tts.recogniser.augmentation import only_noise, spoilt
from tts.recogniser.features import HOP, N_MELS, Features, log_mel, normalised
from tts.recogniser.lesson import Lesson

CROP_STEPS = 250
"""Five seconds."""

BATCH = 16

NOISE_SHARE = 0.04
"""Lessons in which nobody speaks."""

_PACES = (0.85, 1.18)
_THROATS = (0.93, 1.07)
"""By how much the bands are drawn apart: a longer or shorter vocal tract."""

_MOST_BANDS_OFF = 1.5
_EQUALISED = 0.2
"""Standard deviation of the gain at five bands, in the features' unit of 3 nats."""


@dataclass
class Version:
    """A spoilt lesson, ready for the network.

    Attributes:
        features: float16 `[2 n, 64]`.
        targets: uint8 `[n]`.
    """

    features: np.ndarray
    targets: np.ndarray


def version_of(taught: Sequence[Lesson], i: int, rng: np.random.Generator) -> Version:
    """Spoil a lesson anew, or make one of noise, and bring it to the network's form."""
    lesson = only_noise(rng) if rng.random() < NOISE_SHARE else spoilt(taught[i], taught, rng)
    mel = normalised(log_mel(lesson.waveform.samples))
    n = len(mel) // 2
    return Version(mel[: 2 * n].astype(np.float16), targets_of(lesson, n))


def targets_of(lesson: Lesson, n_steps: int) -> np.ndarray:
    """Return the phone in the middle of each 20 ms, uint8 `[n_steps]`."""
    middles = np.arange(n_steps) * 2 * HOP + HOP
    owner = np.searchsorted(lesson.edges, middles, side="right") - 1
    return np.asarray(lesson.phones[np.clip(owner, 0, len(lesson.phones) - 1)], np.uint8)


def batch_of(
    pool: Sequence[Version], slots: Sequence[int], rng: np.random.Generator
) -> tuple[Tensor, Tensor]:
    """Cut five seconds out of each of these versions; short ones are repeated.

    Returns:
        float32 `[len(slots), 2 CROP_STEPS, 64]` features, int64 `[len(slots), CROP_STEPS]` phones.
    """
    features = np.zeros((len(slots), 2 * CROP_STEPS, N_MELS), np.float32)
    targets = np.zeros((len(slots), CROP_STEPS), np.int64)
    for row, slot in enumerate(slots):
        cut, targets[row] = _cut(pool[slot], rng)
        features[row] = _other_voice(cut, rng)
        _mask(features[row], rng)
    return torch.from_numpy(features), torch.from_numpy(targets)


def _cut(version: Version, rng: np.random.Generator) -> tuple[Features, np.ndarray]:
    """Cut five seconds out at another pace."""
    pace = rng.uniform(*_PACES)
    n_frames = len(version.features)
    start = rng.uniform(0, max(1.0, n_frames - 2 * CROP_STEPS * pace))
    # Frame i stands for [i, i + 1), so its middle is at i + 0.5.
    places = start + (np.arange(2 * CROP_STEPS) + 0.5) * pace - 0.5
    first = np.floor(places).astype(int)
    share = (places - first).astype(np.float32)[:, None]
    before, after = version.features[first % n_frames], version.features[(first + 1) % n_frames]
    middles = start + (2 * np.arange(CROP_STEPS) + 1) * pace
    steps = np.floor(middles / 2).astype(int) % len(version.targets)
    return before * (1 - share) + after * share, version.targets[steps]


def _other_voice(features: Features, rng: np.random.Generator) -> Features:
    """Draw the bands apart or together, equalise them, and raise or lower the contrast."""
    bands = np.arange(N_MELS) * rng.uniform(*_THROATS) + rng.uniform(-_MOST_BANDS_OFF, _MOST_BANDS_OFF)
    bands = np.clip(bands, 0, N_MELS - 1)
    first = np.minimum(bands.astype(int), N_MELS - 2)
    share = (bands - first).astype(np.float32)
    moved = features[:, first] * (1 - share) + features[:, first + 1] * share
    gains = np.interp(np.arange(N_MELS), np.linspace(0, N_MELS - 1, 5), rng.normal(0, _EQUALISED, 5))
    contrast = rng.uniform(0.85, 1.15)
    return np.asarray(moved * contrast + gains, np.float32)


def _mask(features: Features, rng: np.random.Generator) -> None:
    """Hide a few bands and moments, so that no single one is relied on."""
    for _ in range(2):
        width = int(rng.integers(0, 9))
        low = int(rng.integers(N_MELS - width))
        features[:, low : low + width] = 0
        length = int(rng.integers(0, 12))
        first = int(rng.integers(len(features) - length))
        features[first : first + length] = 0
