"""A recording that somebody brings: sound on the master clock, and what is said in it when.

What is said comes from a file of marks, from a transcript, or from listening.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from herald.errors import UserError
from herald.ffmpeg import probe, read_sound_blocks
from herald.marks import read_marks
from herald.media import Mark, Waveform, rescaled
from herald.recorded.clean import Cleaned, Cleaning, clean
from herald.recorded.hear import DOUBTFUL, align_sentences, hear
from herald.script.name import Name
from herald.script.read import read_text
from herald.script.source import read_source
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
        notes: what was done and found, a line each.
    """

    wav: Path
    n_samples: int
    marks: tuple[Mark, ...]
    notes: tuple[str, ...] = ()

    def load(self, start: int, stop: int) -> Waveform:
        """Read the samples `[start, stop)`."""
        return read_wav(self.wav, start, stop)

    def segments(self, fps: Fraction) -> tuple[Segment, ...]:
        """Lay the recording out on the frame clock."""
        return lay_out_recording(self.marks, self.n_samples, self.load, fps)


def open_marked(audio: Path, marks_file: Path, scratch: Path) -> Recording:
    """Read sound and marks and check that they belong together; the sound is left as it is.

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


def open_transcribed(
    audio: Path, transcript: Path, language: str, cleaning: Cleaning, scratch: Path
) -> Recording:
    """Clean a recording and find its transcript in it.

    Args:
        audio: any sound file that ffmpeg reads.
        transcript: what is said: plain text, or Markdown as scripts have it.
        language: of the transcript, BCP-47.
        cleaning: the steps that are wanted.
        scratch: a folder for the sound on the master clock.

    Raises:
        UserError: a file cannot be read, or the transcript is of another recording.
    """
    script = read_text(read_source(transcript), Name("transcript", language))
    wav = scratch / "recording.wav"
    cleaned = clean(audio, wav, cleaning)
    texts = [sentence.text for sentence in script.sentences]
    found = align_sentences(wav, cleaned.n_samples, texts, language)
    doubts = [
        f"doubtful: line {sentence.place.line}, '{shortened(sentence.text)}' ({confidence:.2f})"
        for sentence, confidence in zip(script.sentences, found.confidences, strict=True)
        if confidence < DOUBTFUL
    ]
    return Recording(wav, cleaned.n_samples, found.marks, (*notes_of(cleaned), *doubts))


def open_unknown(audio: Path, cleaning: Cleaning, scratch: Path) -> Recording:
    """Clean a recording and listen to what is said in it."""
    wav = scratch / "recording.wav"
    cleaned = clean(audio, wav, cleaning)
    found, confidence = hear(wav, cleaned.n_samples)
    sure = f"heard without a transcript, confidence {confidence:.2f}"
    if not any(mark.kind == "phone" for mark in found.marks):
        sure = f"no speech is heard (confidence {confidence:.2f}): the mouth will stay at rest"
    return Recording(wav, cleaned.n_samples, found.marks, (*notes_of(cleaned), sure))


def notes_of(cleaned: Cleaned) -> tuple[str, ...]:
    """Return what was done to a recording and what is wrong with it, a line each."""
    return (*cleaned.done, *(f"warning: {warning}" for warning in cleaned.condition.warnings()))


def shortened(text: str, n_letters: int = 50) -> str:
    """Return the beginning of a text that is too long for a line."""
    return text if len(text) <= n_letters else f"{text[: n_letters - 1]}…"
