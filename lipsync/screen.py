"""The coloured screen behind a presenter, found at enrolment: its colour and its light."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from herald.media import Frame

Array = NDArray[np.float32]

PLATE_STEP = 8
"""The screen's light changes slowly: one colour for each square of this many px is enough."""

_LEAST_EXCESS = 40.0
"""A screen's green or blue is this far above its other two colours, in levels."""

LEAST_PURITY = 1 / 3
"""A screen's excess is this share of its green or blue at least.

Chroma-key paint has 0.6, and still 0.4 with a fifth of grey glare on it, in any exposure. A blue wall has
0.26: what is before it would be cut out with it, such as a navy blouse.
"""

_LEAST_SHARE = 0.6
_EDGE_SHARE = 0.08
_NEAR_EXCESS = 0.6
_SAMPLES = 24
_NAMES = {1: "green", 2: "blue"}


@dataclass(frozen=True)
class Screen:
    """A screen.

    Attributes:
        channel: 1 for a green one, 2 for a blue one.
        plate: float32 `[ceil(h / 8), ceil(w / 8), 3]`, its colour as it would be seen without the presenter.
    """

    channel: int
    plate: Array

    @property
    def colour(self) -> tuple[int, int, int]:
        """The usual colour, RGB."""
        red, green, blue = np.median(self.plate.reshape(-1, 3), axis=0).round().astype(int).tolist()
        return red, green, blue

    @property
    def name(self) -> str:
        """ "green" or "blue"."""
        return _NAMES[self.channel]

    def save(self, path: Path) -> None:
        """Write a .npy file; the channel is the plate's strongest."""
        np.save(path, self.plate)

    @classmethod
    def load(cls, path: Path) -> Screen | None:
        """Read what `save` wrote; None if there is no such file, since most footage has no screen."""
        if not path.is_file():
            return None
        plate = np.load(path)
        return cls(1 + int(np.median(plate[..., 2] - plate[..., 1]) > 0), plate)


class ScreenFinder:
    """Looks for a screen in pictures that pass by.

    Args:
        n_frames: how many will pass; two dozen of them are looked at.
    """

    def __init__(self, n_frames: int) -> None:
        self._every = max(1, n_frames // _SAMPLES)
        self._samples: list[Array] = []

    def watching(self, frames: Iterable[Frame]) -> Iterator[Frame]:
        """Pass pictures on."""
        import cv2

        for i, frame in enumerate(frames):
            if i % self._every == 0:
                high, wide = (-(-n // PLATE_STEP) for n in frame.shape[:2])
                self._samples.append(
                    cv2.resize(frame, (wide, high), interpolation=cv2.INTER_AREA).astype(np.float32)
                )
            yield frame

    def found(self) -> Screen | None:
        """Return the screen behind what has passed, or None."""
        import cv2

        if not self._samples:
            return None
        samples = np.stack(self._samples)
        for channel in _NAMES:
            excess = excess_of(samples, channel)
            edge = max(1, round(_EDGE_SHARE * samples.shape[2]))
            border, level = _border(excess, edge), _border(samples[..., channel], edge)
            coloured = (border > _LEAST_EXCESS) & (border > LEAST_PURITY * level)
            if coloured.mean() < _LEAST_SHARE:
                continue
            usual = float(np.median(border[coloured]))
            seen = (excess > _NEAR_EXCESS * usual).astype(np.float32)
            weight = seen.mean(axis=0)
            colour = (samples * seen[..., None]).sum(axis=0) / np.maximum(seen.sum(axis=0), 1)[..., None]
            # Cells that the edge of the presenter passes through are mixed colours.
            weight = cv2.erode((weight > 0.3).astype(np.float32), np.ones((3, 3), np.uint8))
            sigma = max(samples.shape[1:3]) / 12
            spread = cv2.GaussianBlur(colour * weight[..., None], (0, 0), sigma)
            total = cv2.GaussianBlur(weight, (0, 0), sigma)
            mean = (colour * weight[..., None]).sum(axis=(0, 1)) / max(float(weight.sum()), 1.0)
            behind = (spread + 1e-3 * mean) / (total + 1e-3)[..., None]
            near = cv2.GaussianBlur(weight, (0, 0), 1.0)[..., None]
            return Screen(channel, np.asarray(near * colour + (1 - near) * behind, np.float32))
        return None


def _border(values: Array, edge: int) -> Array:
    """The values `[n, h, w]` at the top and the upper sides, flat: the presenter stands at the bottom."""
    half = values.shape[1] // 2
    parts = values[:, :edge], values[:, :half, :edge], values[:, :half, -edge:]
    return np.concatenate([part.ravel() for part in parts])


def excess_of(picture: Array, channel: int) -> Array:
    """Return how far a picture's green (1) or blue (2) is above the larger of its other two, float32."""
    others = [picture[..., c] for c in range(3) if c != channel]
    return np.asarray(picture[..., channel] - np.maximum(*others), np.float32)
