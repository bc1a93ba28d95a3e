"""Sizes of network: what a processor can train in minutes, and what a graphics card can."""

from __future__ import annotations

from dataclasses import dataclass

from herald.errors import UserError, did_you_mean
from lipsync.blend import LOW_BAND_IOD


@dataclass(frozen=True)
class Preset:
    """A size of network.

    Attributes:
        side_px: of the square round the mouth that the network sees.
        side_iod: the same in inter-ocular distances.
        widths: channels at each level, finest first; the first level has half of `side_px`.
        batch: examples in a step of training.
    """

    side_px: int
    side_iod: float
    widths: tuple[int, ...]
    batch: int

    @property
    def band_px(self) -> float:
        """Sigma of the gaussian that parts what the network may change from the detail of what was painted.

        The two bands part where those of `footage` do. A network that may change detail too comes 0.6 dB
        nearer to the truth, and is soft: it takes away what it cannot foresee.
        """
        return LOW_BAND_IOD * self.side_px / self.side_iod


PRESETS = {
    "160": Preset(160, 1.1, (24, 48, 96, 128), 4),
    "256": Preset(256, 1.25, (48, 96, 144, 192), 8),
    "512": Preset(512, 1.25, (64, 128, 192, 256), 8),
}
"""By the side of the square in px. The first is for processors, the others are for graphics cards."""

DEFAULT = "160"


def preset(name: str) -> Preset:
    """Return the preset of that name.

    Raises:
        UserError: there is none.
    """
    if name not in PRESETS:
        hint = did_you_mean(name, PRESETS) or f"There are {', '.join(PRESETS)}."
        raise UserError(f"there is no preset '{name}'. {hint}")
    return PRESETS[name]
