"""How far a recording's picture is behind its sound, found without knowing what is said.

Two things are asked of every candidate lag. First, how well the sound predicts the mouth: six components of
the sound's spectrum at one moment, a ridge regression to opening, width and pucker, scored on parts of the
clip that it was not fitted on. Second, whether the sound is weak above 700 Hz while the lips are closed.
The first has the sharper peak, the second has no bias from one sound running into the next.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter1d

from herald.media import Waveform
from lipsync.voice import GRID_HZ, band_levels

SEARCH_MS = 240
STEP_MS = 20
LAGS_MS = np.arange(-SEARCH_MS, SEARCH_MS + 1, STEP_MS)

RELIABLE = 0.5
"""From this confidence on an offset is believed. With sound and picture of different people, 0 of 12 pairs
came near it."""

LEAST_SECONDS = 5.0
"""Shorter clips have too few closures."""

_GOOD_SCORE = 1.6
_GOOD_LEAD = 1.0
_PEAK_MS = 100
_COMPONENTS = 6
_RIDGE = 0.1
_SLOW_S = 0.4
_CLOSED = 0.2
_VOICED_BANDS = slice(14, 40)
_CLOSURE_WEIGHT = 2.0
_DYNAMIC_NATS = 6.0
_EDGE_FRAMES = 4

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Offset:
    """The answer.

    Attributes:
        ms: how much later the picture is than the sound; negative where the picture is ahead.
        confidence: 0..1; an offset below `RELIABLE` must not be used.
        scores: float64 `[25]`, one for each of `LAGS_MS`.
    """

    ms: float
    confidence: float
    scores: Array

    @property
    def is_reliable(self) -> bool:
        """Whether the offset may be used."""
        return self.confidence >= RELIABLE


def estimate_offset(sound: Waveform, mouth: NDArray[np.float32], fps: Fraction) -> Offset:
    """Find the lag at which sound and mouth belong together best.

    Args:
        sound: at 16 kHz, from the start of the file.
        mouth: float32 `[n_frames, 3]`, aperture (0..1 of the person's range), width and pucker of each
            frame; nan where no face was found.
        fps: frame rate.

    Returns:
        the best of `LAGS_MS`, in steps of 20 ms. Frames are taken to show the moment at which they appear.
    """
    known = np.isfinite(mouth).all(axis=1)
    if known.sum() < LEAST_SECONDS * fps or sound.n_samples < LEAST_SECONDS * sound.rate_hz:
        return Offset(0.0, 0.0, np.zeros(len(LAGS_MS)))
    levels = _normalised(band_levels(sound))
    parts = _components(levels)
    voiced = levels[:, _VOICED_BANDS].mean(axis=1)
    voiced = np.maximum(voiced, np.percentile(voiced, 20))[:, None]
    closing = np.clip(mouth[:, 0], 0, _CLOSED)
    quick = _without_drift(mouth, known, float(fps))
    scores = np.zeros(len(LAGS_MS))
    for i, lag_ms in enumerate(LAGS_MS):
        moments = np.arange(len(mouth)) / float(fps) - lag_ms / 1000
        heard = known & (moments >= 0) & (moments <= (len(levels) - 1) / GRID_HZ)
        predicted = _cross_validated(_read(parts, moments[heard]), quick[heard])
        scores[i] = sum(_correlation(predicted[:, k], quick[heard, k]) for k in range(quick.shape[1]))
        scores[i] += _CLOSURE_WEIGHT * _correlation(_read(voiced, moments[heard])[:, 0], closing[heard])
    return _best(scores)


def _best(scores: Array) -> Offset:
    best = int(scores.argmax())
    elsewhere = scores[np.abs(LAGS_MS - LAGS_MS[best]) > _PEAK_MS]
    lead = float(scores[best] - elsewhere.max())
    confidence = min(float(scores[best]) / _GOOD_SCORE, lead / _GOOD_LEAD)
    return Offset(float(LAGS_MS[best]), float(np.clip(confidence, 0, 1)), scores)


def _normalised(levels: Array) -> Array:
    """Take out how loud the recording is and how its room colours it."""
    energy = levels.mean(axis=1)
    speech = energy > np.percentile(energy, 95) - _DYNAMIC_NATS
    return np.asarray(np.clip((levels - levels[speech].mean(axis=0)) / 3, -5, 3), np.float64)


def _components(levels: Array) -> Array:
    centred = levels - levels.mean(axis=0)
    _, axes = np.linalg.eigh(centred.T @ centred)
    parts = np.asarray(centred @ axes[:, -_COMPONENTS:], np.float64)
    return np.asarray(parts / (parts.std(axis=0) + 1e-9), np.float64)


def _without_drift(mouth: NDArray[np.float32], known: Any, fps: float) -> Array:
    """Take out what is slower than speech (smiles, attitudes), and scale to one."""
    frames = np.arange(len(mouth))
    filled = np.stack([np.interp(frames, frames[known], column[known]) for column in mouth.T], axis=1)
    # A few frames of an extreme pucker must not outweigh the rest.
    low, high = np.percentile(filled, [3, 97], axis=0)
    filled = np.clip(filled, low - (high - low), high + (high - low))
    quick = filled - gaussian_filter1d(filled, _SLOW_S * fps, axis=0)
    return np.asarray(quick / (quick.std(axis=0) + 1e-9), np.float64)


def _read(rows: Array, moments: Array) -> Array:
    at = np.clip(moments * GRID_HZ, 0, len(rows) - 1)
    below = np.minimum(at.astype(np.int64), max(0, len(rows) - 2))
    part = (at - below)[:, None]
    return np.asarray(rows[below] * (1 - part) + rows[np.minimum(below + 1, len(rows) - 1)] * part)


def _cross_validated(inputs: Array, outputs: Array) -> Array:
    n = len(inputs)
    fold = np.arange(n) * 6 // n
    predicted = np.empty_like(outputs)
    for k in range(6):
        held_out = np.flatnonzero(fold == k)
        fit = np.ones(n, np.bool_)
        # Neighbours of what is held out are nearly the same frames.
        fit[max(0, held_out[0] - _EDGE_FRAMES) : held_out[-1] + 1 + _EDGE_FRAMES] = False
        middle, level = inputs[fit].mean(axis=0), outputs[fit].mean(axis=0)
        x = inputs[fit] - middle
        weights = np.linalg.solve(
            x.T @ x + _RIDGE * len(x) * np.eye(x.shape[1]), x.T @ (outputs[fit] - level)
        )
        predicted[held_out] = (inputs[held_out] - middle) @ weights + level
    return predicted


def _correlation(a: NDArray[Any], b: NDArray[Any]) -> float:
    a, b = a - a.mean(), b - b.mean()
    return float(a @ b) / max(float(np.sqrt((a @ a) * (b @ b))), 1e-9)
