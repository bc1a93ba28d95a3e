"""What the recogniser learns from: a sound and what is heard in it when."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from herald.media import Waveform


@dataclass(frozen=True)
class Lesson:
    """A sound and what is heard in it.

    Attributes:
        waveform: at the recogniser's rate.
        phones: uint8 `[n]`, numbers in the inventory, pauses among them.
        edges: int32 `[n + 1]`, samples; phone i is heard from edge i to edge i + 1.
        voice: whose it is.
        language: which one was meant.
    """

    waveform: Waveform
    phones: np.ndarray
    edges: np.ndarray
    voice: str
    language: str
