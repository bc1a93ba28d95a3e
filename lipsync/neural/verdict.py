"""Whether a presenter's own network paints them: the figures that decided it, kept with the presenter."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from herald.errors import StageFailed
from herald.files import write_json

FIGURES = "neural/figures.json"
"""The verdict on a presenter's network, in the presenter's folder."""

LEAST_GAIN_DB = 0.2
"""How much nearer to the truth the mouth must come for the network to be worth its time."""

_FORMAT = 1

Figures = Mapping[str, float]


@dataclass(frozen=True)
class Verdict:
    """How a network does beside `footage` on held-out frames.

    Attributes:
        footage, neural: the figures of `Scores`, and `cpu_ms_per_frame`.
        lost: what is worse than with `footage`, in words; empty if nothing is.
        n_trained, n_held_out: frames.
        minutes: of training.
        steps: of training.
        preset, device: of training.
        format: of this record.
    """

    footage: Figures
    neural: Figures
    lost: tuple[str, ...]
    n_trained: int
    n_held_out: int
    minutes: float
    steps: int
    preset: str
    device: str
    format: int = _FORMAT

    @property
    def wins(self) -> bool:
        """Whether the network paints the presenter from now on."""
        return not self.lost

    def save(self, path: Path) -> None:
        """Write the verdict as JSON."""
        write_json(path, {**asdict(self), "wins": self.wins})

    @classmethod
    def load(cls, path: Path) -> Verdict:
        """Read what `save` wrote.

        Raises:
            StageFailed: the file is missing or damaged.
        """
        try:
            stored: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
            stored.pop("wins")
            return cls(**{**stored, "lost": tuple(stored["lost"])})
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise StageFailed(f"{path} cannot be read ({error}); train the presenter again") from error

    def lines(self) -> list[str]:
        """Return the table for a person to read."""
        shown = [f"{'':<22} {'footage':>9} {'neural':>9}"]
        shown += [f"{name:<22} {self.footage[name]:>9.3f} {self.neural[name]:>9.3f}" for name in self.footage]
        shown.append(
            f"{self.n_held_out} frames that neither had seen; trained on {self.n_trained} frames for "
            f"{self.minutes:.1f} minutes, {self.steps} steps, preset {self.preset}, {self.device}"
        )
        shown.append(
            "neural wins and paints this presenter from now on."
            if self.wins
            else f"footage stays the renderer of this presenter: {'; '.join(self.lost)}."
        )
        return shown


def is_won(folder: Path) -> bool:
    """Say whether the presenter in a folder is painted by their own network; one small file is read."""
    path = folder / FIGURES
    if not path.is_file():
        return False
    try:
        stored = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return stored.get("format") == _FORMAT and stored.get("wins") is True


def losses(footage: Figures, neural: Figures) -> tuple[str, ...]:
    """Return in what a network is not good enough to take the place of `footage`; empty if it wins.

    All measures count together, since each alone is easily had: a blurred mouth has a high PSNR.
    """
    lost = []
    gain_db = neural["mouth_psnr_db"] - footage["mouth_psnr_db"]
    if not gain_db >= LEAST_GAIN_DB:
        lost.append(f"the mouth is {gain_db:+.2f} dB nearer to the truth, {LEAST_GAIN_DB} are asked for")
    if not neural["lower_face_ssim"] >= footage["lower_face_ssim"] - 0.002:
        lost.append("the lower face is less like the truth (SSIM)")
    if not neural["lip_pct_iod"] <= 1.03 * footage["lip_pct_iod"] + 0.02:
        lost.append("the lips are further from where they should be")
    for name, low, high in (("sharpness_ratio", 0.85, 1.15), ("flicker_ratio", 0.85, 1.2)):
        ours, theirs = neural[name], footage[name]
        off, was_off = abs(ours - 1), abs(theirs - 1)
        is_good = low <= ours <= high or off <= was_off
        if not is_good or off > was_off + 0.05:
            lost.append(f"{name} is {ours:.2f}, with footage {theirs:.2f}")
    return tuple(lost)
