"""A recording whose phones are known: sound and marks, checked to belong together."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from herald.errors import UserError
from herald.ffmpeg import probe, read_sound_blocks
from herald.marks import read_marks
from herald.media import Mark, Waveform, rescaled
from herald.sound import read_wav, write_wav_blocks
from herald.timeline import Segment, lay_out_recording
from herald.timing import MASTER_RATE_HZ, seconds_at_sample

MOST_DIFFERENCE_S = Fraction(1, 20)
"""Sound and marks may differ in length by this much: encoders add a little silence at the ends."""


@dataclass(frozen=True)
class Recording:
    """Sound on the master clock with its marks.

    Attributes:
        wav: the sound as mono WAV at MASTER_RATE_HZ.
        n_samples: its length.
        marks: phones and pauses, which tile it, then words.
    """

    wav: Path
    n_samples: int
    marks: tuple[Mark, ...]

    def load(self, start: int, stop: int) -> Waveform:
        """Read the samples `[start, stop)`."""
        return read_wav(self.wav, start, stop)

    def segments(self, fps: Fraction) -> tuple[Segment, ...]:
        """Lay the recording out on the frame clock."""
        return lay_out_recording(self.marks, self.n_samples, self.load, fps)


def open_recording(audio: Path, marks_file: Path, scratch: Path) -> Recording:
    """Read sound and marks and check that they belong together.

    Args:
        audio: any sound file that ffmpeg reads.
        marks_file: as `herald speak --marks` writes it.
        scratch: a folder for the sound on the master clock.

    Raises:
        UserError: a file cannot be read, has no sound, or the two differ in length.
    """
    marked = read_marks(marks_file)
    if not probe(audio).has_audio:
        raise UserError(f"{audio} has no sound.")
    wav = scratch / "recording.wav"
    n_samples = write_wav_blocks(wav, read_sound_blocks(audio, MASTER_RATE_HZ), MASTER_RATE_HZ)
    heard = seconds_at_sample(n_samples, MASTER_RATE_HZ)
    told = seconds_at_sample(marked.n_samples, marked.rate_hz)
    if abs(heard - told) > MOST_DIFFERENCE_S:
        raise UserError(
            f"{marks_file} is about a sound of {float(told):.2f} s, but {audio} is {float(heard):.2f} s "
            "long. Give the marks that were made with this sound."
        )
    return Recording(wav, n_samples, rescaled(marked.marks, marked.rate_hz, MASTER_RATE_HZ, n_samples))
