"""Voices that take turns, brought to one loudness: engines and their voices differ by up to 12 dB."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from herald.media import Samples, Speech, Waveform

REFERENCE_LUFS = -23.0
"""Where a phrase is brought to; what is published is brought to its own loudness as a whole, later."""

_LEAST_S = 0.5
"""The meter needs 0.4 s; a shorter sound is repeated until it is that long."""


def level_lufs(samples: Samples, rate_hz: int) -> float:
    """Return how loud speech is after ITU-R BS.1770, heard from two loudspeakers; -inf for silence.

    Args:
        samples: mono.
        rate_hz: their rate.
    """
    import pyloudnorm

    if not samples.any():
        return float("-inf")
    least = round(_LEAST_S * rate_hz)
    heard = samples if len(samples) >= least else np.resize(samples, least)
    stereo = np.stack([heard, heard], axis=1).astype(np.float64)
    return float(pyloudnorm.Meter(rate_hz).integrated_loudness(stereo))


def levelled(speech: Speech) -> Speech:
    """Return the speech at REFERENCE_LUFS; what is too soft to be measured stays as it is."""
    level = level_lufs(speech.waveform.samples, speech.waveform.rate_hz)
    if not np.isfinite(level):
        return speech
    gain = np.float32(10 ** ((REFERENCE_LUFS - level) / 20))
    return replace(speech, waveform=Waveform(speech.waveform.samples * gain, speech.waveform.rate_hz))
