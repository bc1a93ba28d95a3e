"""Which sounds are heard around a moment: what teeth and tongue are told by, besides the lips' shape."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

from herald.files import write_text
from herald.media import Mark
from lipsync.visemes import VISEMES, viseme_of

Array = NDArray[np.float32]

OFFSETS_S = (-0.12, -0.08, -0.04, 0.0, 0.04, 0.08, 0.12)
"""The tongue is on its way to the next sound long before it is heard."""

SIZE = len(OFFSETS_S) * len(VISEMES)

_SOFT_S = 0.02
"""Where one sound ends and the next begins is known no better: sigma of a gaussian."""

_REACH_S = 4 * _SOFT_S


def heard_around(sounds: Sequence[Mark], rate_hz: int, moments: NDArray[Any]) -> Array:
    """Return how far each class of sounds is heard at moments and around them, float32 `[n, SIZE]`, 0..1.

    Args:
        sounds: phones and pauses in order, in samples; where there are none it is silent.
        rate_hz: the samples' rate.
        moments: seconds, rising, `[n]`.
    """
    index = {viseme.name: i for i, viseme in enumerate(VISEMES)}
    phones = [mark for mark in sounds if mark.kind == "phone"]
    present = np.zeros((len(OFFSETS_S), len(moments), len(VISEMES)), np.float32)
    for offset_s, rows in zip(OFFSETS_S, present, strict=True):
        times = moments + offset_s
        for mark in phones:
            start, stop = mark.start / rate_hz, mark.stop / rate_hz
            first, last = np.searchsorted(times, (start - _REACH_S, stop + _REACH_S))
            near = times[first:last]
            share = ndtr((near - start) / _SOFT_S) - ndtr((near - stop) / _SOFT_S)
            rows[first:last, index[viseme_of(mark.symbol).name]] += share.astype(np.float32)
        rows[:, 0] = np.maximum(1 - rows[:, 1:].sum(axis=1), 0)
    return np.ascontiguousarray(present.transpose(1, 0, 2).reshape(len(moments), -1))


def save_sounds(sounds: Sequence[Mark], path: Path) -> None:
    """Write phones and pauses as JSON, one a line."""
    write_text(path, "[" + ",\n".join(json.dumps(mark.record()) for mark in sounds) + "]\n")
