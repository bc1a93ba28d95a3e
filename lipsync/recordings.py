"""The recordings that a presenter was made from: one, or several of one person that were joined."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from fractions import Fraction
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from herald.errors import StageFailed
from herald.files import write_text
from herald.media import Waveform
from lipsync.presenter import RECORDINGS, SOURCE, Presenter


@dataclass(frozen=True)
class Recording:
    """Part of a presenter's footage.

    Attributes:
        name: of the file that it came from.
        first_frame, n_frames: where it is in the footage.
        has_sound: it came with sound.
        is_base: its pictures may lie under painted mouths; one in another framing only gives its mouths.
        apart: how far its face is from those before it, see `identity`; 0 for the first.
    """

    name: str
    first_frame: int
    n_frames: int
    has_sound: bool
    is_base: bool = True
    apart: float = 0.0

    @property
    def frames(self) -> slice:
        """Its frames of the footage."""
        return slice(self.first_frame, self.first_frame + self.n_frames)

    def seconds(self, fps: Fraction) -> tuple[float, float]:
        """When it starts and stops in the footage."""
        return float(self.first_frame / fps), float((self.first_frame + self.n_frames) / fps)

    def part_of(self, sound: Waveform | None, fps: Fraction) -> Waveform | None:
        """Its part of the footage's sound; None if it came without."""
        if sound is None or not self.has_sound:
            return None
        start, stop = (round(moment * sound.rate_hz) for moment in self.seconds(fps))
        return Waveform(sound.samples[start:stop], sound.rate_hz)

    def line(self, fps: Fraction) -> str:
        """As it is told to a person."""
        use = "" if self.is_base else ", in another framing: only its mouths are used"
        sound = "with sound" if self.has_sound else "without sound"
        return f"{self.name}, {float(self.n_frames / fps):.1f} s {sound}{use}"


def save_recordings(recordings: Sequence[Recording], folder: Path) -> None:
    """Write them into a presenter's folder."""
    text = ",\n".join(json.dumps(asdict(recording), ensure_ascii=False) for recording in recordings)
    write_text(folder / RECORDINGS, f"[{text}]\n")


def recordings_of(presenter: Presenter) -> tuple[Recording, ...]:
    """Return a presenter's recordings in order; of one who was enrolled before they were listed, the one.

    Raises:
        StageFailed: the list is damaged.
    """
    path = presenter.folder / RECORDINGS
    if not path.is_file():
        name = next((file.name for file in sorted(presenter.folder.glob(f"{SOURCE}.*"))), SOURCE)
        return (Recording(name, 0, presenter.n_frames, presenter.sound.is_file()),)
    try:
        return tuple(Recording(**values) for values in json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError) as error:
        raise StageFailed(f"{path} cannot be read ({error}); enrol the presenter again") from error


def lying_under(presenter: Presenter, usable: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Of a presenter's usable frames, bool `[n_frames]`, return those that may lie under painted mouths."""
    under = usable.copy()
    for recording in recordings_of(presenter):
        under[recording.frames] &= recording.is_base
    return under


def joined_sound(
    sounds: Sequence[Waveform | None], n_frames: Sequence[int], fps: Fraction, rate_hz: int
) -> Waveform | None:
    """Return the sounds of recordings one after the other, each as long as its pictures; None without any.

    Args:
        sounds: at `rate_hz`; None is silence.
        n_frames: of each recording.
        fps: of all.
        rate_hz: of all.
    """
    if all(sound is None for sound in sounds):
        return None
    ends = [round(float(n / fps) * rate_hz) for n in np.cumsum(n_frames)]
    samples = np.zeros(ends[-1], np.float32)
    for sound, start, stop in zip(sounds, [0, *ends], ends, strict=False):
        if sound is not None:
            n = min(stop - start, sound.n_samples)
            samples[start : start + n] = sound.samples[:n]
    return Waveform(samples, rate_hz)
