"""The mouth over time: what the speech stage's marks ask of the presenter's lips."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class MouthTrack:
    """Wanted mouth shapes, one per video frame, in units of the presenter's own range.

    Attributes:
        fps: frames per second.
        shape: float32 `[n_frames, 3]`: aperture (0 the 3rd, 1 the 97th percentile of the person's inner-lip
            gap), width (0 the person's median, +-1 half the 3rd-97th range away), pucker (0..1).
        rest: float32 `[n_frames]`, 0..1: how far the mouth goes to the presenter's rest shape (long pauses).
        closed: float32 `[n_frames]`, 0..1: how far the lips must touch (p, b, m).
    """

    fps: Fraction
    shape: NDArray[np.float32]
    rest: NDArray[np.float32]
    closed: NDArray[np.float32]

    def __post_init__(self) -> None:
        n_frames = len(self.shape)
        shapes = (self.shape.shape, self.rest.shape, self.closed.shape)
        if shapes != ((n_frames, 3), (n_frames,), (n_frames,)):
            raise ValueError(f"shape, rest and closed do not belong together: {shapes}")

    @property
    def n_frames(self) -> int:
        """Length in frames."""
        return len(self.shape)
