"""Sentences laid out on the frame clock: one segment of picture for each, whole frames long.

    | lead | words ............ | tail |  lead | words ... | tail |
    ^ segment starts at rest          ^ and ends at rest

Every segment starts and ends in silence with the mouth at rest, so that it can be made again, longer or
shorter, without touching its neighbours.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from herald.media import Mark, Sentence, Speech, Waveform, moved
from herald.timing import MASTER_RATE_HZ, frame_at_sample, frame_count, sample_at_frame, samples_of_ms

LEAD_MS = 200
"""Silence before the words of a segment: time for the mouth to leave its rest and anticipate a sound."""

LEAST_TAIL_MS = 160
"""Silence after the words of a segment, at least: time for the mouth to come to rest."""

OPENING_MS = 500
"""Silence before the first word of an edition."""

CLOSING_MS = 900
"""Silence after its last word, at least."""


@dataclass(frozen=True)
class Segment:
    """One sentence's place in the edition.

    Attributes:
        sentence: what is said; None for sound that came without a script.
        speech: how it is said, at MASTER_RATE_HZ, with silence at both ends so that it fills its frames.
        first_frame: where it begins in the edition.
        n_frames: how long it is.
    """

    sentence: Sentence | None
    speech: Speech
    first_frame: int
    n_frames: int

    def first_sample(self, fps: Fraction) -> int:
        """Return where its sound begins in the edition."""
        return sample_at_frame(self.first_frame, MASTER_RATE_HZ, fps)


def lay_out(spoken: Iterable[tuple[Sentence, Speech]], fps: Fraction) -> tuple[Segment, ...]:
    """Place sentences one after another, each on whole frames.

    The pause that a sentence asks for is the tail of its own segment and the lead of the next.

    Args:
        spoken: sentences with their speech at MASTER_RATE_HZ.
        fps: of the picture.
    """
    pairs = list(spoken)
    segments: list[Segment] = []
    frame = 0
    for i, (sentence, speech) in enumerate(pairs):
        lead_ms = OPENING_MS if i == 0 else LEAD_MS
        last = i == len(pairs) - 1
        tail_ms = max(LEAST_TAIL_MS, sentence.pause_after_ms - LEAD_MS, CLOSING_MS if last else 0)
        segment = _segment(sentence, speech, lead_ms, tail_ms, frame, fps)
        segments.append(segment)
        frame += segment.n_frames
    return tuple(segments)


def lay_out_recording(speech: Speech, fps: Fraction, longest_s: float = 8.0) -> tuple[Segment, ...]:
    """Cut one long sound into segments in the middle of its pauses, where the mouth is at rest.

    Pieces are joined until the next one would pass `longest_s`, so that there is work for several
    processes but no needless joint. No silence is added at the joints: the sound stays as it was.
    """
    n_frames = frame_count(speech.waveform.n_samples, MASTER_RATE_HZ, fps)
    cuts = [0, *_cuts(speech, fps, n_frames, longest_s), n_frames]
    return tuple(_cut(speech, a, b, fps) for a, b in itertools.pairwise(cuts) if b > a)


def join(speeches: Sequence[Speech], gaps_ms: Sequence[int]) -> Speech:
    """Join speeches of one rate into one, with a silence after each but the last.

    Args:
        speeches: at least one.
        gaps_ms: silence after each speech; as many as there are speeches, the last one is not used.
    """
    rate_hz = speeches[0].waveform.rate_hz
    sounds: list[Mark] = []
    words: list[Mark] = []
    pieces = []
    position = 0
    for i, (speech, gap_ms) in enumerate(zip(speeches, gaps_ms, strict=True)):
        pieces.append(speech.waveform.samples)
        sounds.extend(moved(speech.sounds, position))
        words.extend(moved(speech.words, position))
        position += speech.waveform.n_samples
        gap = samples_of_ms(gap_ms, rate_hz) if i < len(speeches) - 1 else 0
        if gap:
            pieces.append(np.zeros(gap, np.float32))
            sounds.append(Mark("pause", "", position, position + gap))
            position += gap
    text = " ".join(speech.text for speech in speeches)
    return Speech(text, Waveform(np.concatenate(pieces), rate_hz), (*sounds, *words))


def padded(speech: Speech, before: int, after: int) -> Speech:
    """Return the speech with so many samples of silence before and after it."""
    n = speech.waveform.n_samples
    samples = np.concatenate(
        [np.zeros(before, np.float32), speech.waveform.samples, np.zeros(after, np.float32)]
    )
    sounds = list(moved(speech.sounds, before))
    if before:
        sounds.insert(0, Mark("pause", "", 0, before))
    if after:
        sounds.append(Mark("pause", "", before + n, before + n + after))
    return Speech(
        speech.text, Waveform(samples, speech.waveform.rate_hz), (*sounds, *moved(speech.words, before))
    )


def _segment(
    sentence: Sentence | None, speech: Speech, lead_ms: int, tail_ms: int, first_frame: int, fps: Fraction
) -> Segment:
    lead = samples_of_ms(lead_ms, MASTER_RATE_HZ)
    wanted = lead + speech.waveform.n_samples + samples_of_ms(tail_ms, MASTER_RATE_HZ)
    n_frames = frame_count(wanted, MASTER_RATE_HZ, fps)
    # Counted from zero and not from first_frame, so that the segment is the same wherever it stands.
    n_samples = sample_at_frame(n_frames, MASTER_RATE_HZ, fps)
    tail = n_samples - lead - speech.waveform.n_samples
    return Segment(sentence, padded(speech, lead, tail), first_frame, n_frames)


def _cuts(speech: Speech, fps: Fraction, n_frames: int, longest_s: float) -> list[int]:
    pauses = [m for m in speech.sounds if m.kind == "pause" and m.stop - m.start >= MASTER_RATE_HZ * 0.4]
    middles = [frame_at_sample((m.start + m.stop) // 2, MASTER_RATE_HZ, fps) for m in pauses]
    longest = max(1, round(longest_s * float(fps)))
    cuts: list[int] = []
    last, candidate = 0, 0
    for middle in [*middles, n_frames]:
        if middle - last > longest and candidate > last:
            cuts.append(candidate)
            last = candidate
        candidate = middle
    return cuts


def _cut(speech: Speech, start_frame: int, stop_frame: int, fps: Fraction) -> Segment:
    start = sample_at_frame(start_frame, MASTER_RATE_HZ, fps)
    stop = sample_at_frame(stop_frame, MASTER_RATE_HZ, fps)
    samples = speech.waveform.samples[start:stop]
    missing = stop - start - len(samples)
    marks = [
        Mark(m.kind, m.symbol, max(m.start, start) - start, min(m.stop, stop) - start)
        for m in speech.marks
        if m.start < stop and m.stop > start
    ]
    if missing:
        marks.append(Mark("pause", "", len(samples), len(samples) + missing))
        samples = np.concatenate([samples, np.zeros(missing, np.float32)])
    sounds = [m for m in marks if m.kind != "word"]
    words = [m for m in marks if m.kind == "word"]
    text = " ".join(m.symbol for m in words)
    piece = Speech(text, Waveform(samples, MASTER_RATE_HZ), (*sounds, *words))
    return Segment(None, piece, start_frame, stop_frame - start_frame)
