"""Sentences laid out on the frame clock: one segment of picture for each, whole frames long.

    | lead | words ............ | tail |  lead | words ... | tail |
    ^ segment starts at rest          ^ and ends at rest

Every segment starts and ends in silence with the mouth at rest, so that it can be made again, longer or
shorter, without touching its neighbours. A segment knows its marks and where its sound is to be had; the
sound itself stays on disk, so that an hour takes no more memory than a minute.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np

from herald.media import Mark, Sentence, Speech, Waveform, moved
from herald.sound import faded
from herald.timing import MASTER_RATE_HZ, frame_at_sample, frame_count, sample_at_frame, samples_of_ms

LEAD_MS = 200
"""Silence before the words of a segment: time for the mouth to leave its rest and anticipate a sound."""

LEAST_TAIL_MS = 160
"""Silence after the words of a segment, at least: time for the mouth to come to rest."""

OPENING_MS = 500
"""Silence before the first word of an edition."""

CLOSING_MS = 900
"""Silence after its last word, at least."""

LONGEST_CUT_S = 8.0
"""A recording is cut into segments of about this length, so that there is work for several processes."""

LEAST_CUT_PAUSE_MS = 400
"""Only pauses of this length are cut: in shorter ones the mouth does not come to rest."""

LoadSound = Callable[[], Waveform]
"""Reads a sound at MASTER_RATE_HZ from where it is kept."""


@dataclass(frozen=True)
class Segment:
    """One sentence's place in the edition.

    Attributes:
        sentence: what is said; None for sound that came without a script.
        marks: phones and pauses, which tile the segment, then words; samples at MASTER_RATE_HZ that
            count from the segment's start.
        first_frame: where it begins in the edition.
        n_frames: how long it is.
        sound_at: the sample of the segment at which its sound begins; before and after it is silence.
        load_sound: reads that sound.
    """

    sentence: Sentence | None
    marks: tuple[Mark, ...]
    first_frame: int
    n_frames: int
    sound_at: int
    load_sound: LoadSound

    @property
    def sounds(self) -> tuple[Mark, ...]:
        """Phones and pauses, in order."""
        return tuple(mark for mark in self.marks if mark.kind != "word")

    @property
    def words(self) -> tuple[Mark, ...]:
        """Words, in order."""
        return tuple(mark for mark in self.marks if mark.kind == "word")

    def first_sample(self, fps: Fraction) -> int:
        """Return where the segment begins in the edition's sound."""
        return sample_at_frame(self.first_frame, MASTER_RATE_HZ, fps)


def lay_out(
    spoken: Iterable[tuple[Sentence, Speech, LoadSound]], fps: Fraction, pause_before_ms: int = 0
) -> tuple[Segment, ...]:
    """Place sentences one after another, each on whole frames.

    The pause that a sentence asks for is the tail of its own segment and the lead of the next.

    Args:
        spoken: sentences with their speech at MASTER_RATE_HZ and a way to read its sound again.
        fps: of the picture.
        pause_before_ms: silence before the first sentence, beyond OPENING_MS.
    """
    sentences = tuple(spoken)
    return tuple(laid_out(sentences, len(sentences), fps, pause_before_ms))


def laid_out(
    spoken: Iterable[tuple[Sentence, Speech, LoadSound]],
    n_sentences: int,
    fps: Fraction,
    pause_before_ms: int = 0,
) -> Iterator[Segment]:
    """Yield the segments of `lay_out`, each as soon as its sentence is spoken; there are `n_sentences`."""
    frame = 0
    for i, (sentence, speech, load_sound) in enumerate(spoken):
        lead = samples_of_ms(LEAD_MS if i else OPENING_MS + pause_before_ms, MASTER_RATE_HZ)
        closing_ms = CLOSING_MS if i == n_sentences - 1 else 0
        tail_ms = max(LEAST_TAIL_MS, sentence.pause_after_ms - LEAD_MS, closing_ms)
        n_words = speech.waveform.n_samples
        wanted = lead + n_words + samples_of_ms(tail_ms, MASTER_RATE_HZ)
        n_frames = frame_count(wanted, MASTER_RATE_HZ, fps)
        # Counted from zero and not from `frame`, so that a segment is the same wherever it stands.
        n_samples = sample_at_frame(n_frames, MASTER_RATE_HZ, fps)
        marks = _padded(speech.marks, lead, n_words, n_samples)
        yield Segment(sentence, marks, frame, n_frames, lead, load_sound)
        frame += n_frames


def lay_out_recording(
    marks: Sequence[Mark], n_samples: int, load_span: Callable[[int, int], Waveform], fps: Fraction
) -> tuple[Segment, ...]:
    """Cut one long sound into segments in the middle of its pauses, where the mouth is at rest.

    No silence is added: the sound stays as it was.

    Args:
        marks: phones and pauses, which tile the sound, then words.
        n_samples: length of the sound at MASTER_RATE_HZ.
        load_span: reads the samples `[start, stop)` of the sound.
        fps: of the picture.
    """
    n_frames = frame_count(n_samples, MASTER_RATE_HZ, fps)
    edges = [0, *_cuts(marks, fps, n_frames), n_frames]
    segments = []
    for start_frame, stop_frame in itertools.pairwise(edges):
        start = sample_at_frame(start_frame, MASTER_RATE_HZ, fps)
        stop = sample_at_frame(stop_frame, MASTER_RATE_HZ, fps)
        heard = min(stop, n_samples)
        inside = [
            replace(m, start=max(m.start, start) - start, stop=min(m.stop, heard) - start)
            for m in marks
            if m.start < heard and m.stop > start
        ]
        load = _Span(load_span, start, heard)
        padded = _padded(inside, 0, heard - start, stop - start)
        segments.append(Segment(None, padded, start_frame, stop_frame - start_frame, 0, load))
    return tuple(segments)


def join(speeches: Sequence[Speech], gaps_ms: Sequence[int]) -> Speech:
    """Join speeches of one rate into one, with a silence after each but the last; no joint clicks.

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
        pieces.append(faded(speech.waveform).samples)
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


@dataclass(frozen=True)
class _Span:
    """Reads one span of a longer sound."""

    load: Callable[[int, int], Waveform]
    start: int
    stop: int

    def __call__(self) -> Waveform:
        return self.load(self.start, self.stop)


def _padded(marks: Sequence[Mark], before: int, n_sound: int, n_total: int) -> tuple[Mark, ...]:
    """Return marks of a sound that has `before` samples of silence in front and is `n_total` long in all."""
    sounds = [m for m in moved(marks, before) if m.kind != "word"]
    words = [m for m in moved(marks, before) if m.kind == "word"]
    if before:
        sounds.insert(0, Mark("pause", "", 0, before))
    if n_total > before + n_sound:
        sounds.append(Mark("pause", "", before + n_sound, n_total))
    return tuple(merged_pauses(sounds)) + tuple(words)


def merged_pauses(sounds: Sequence[Mark]) -> list[Mark]:
    """Make one pause of pauses that touch: whether a mouth comes to rest depends on the whole of it."""
    merged: list[Mark] = []
    for mark in sounds:
        if merged and mark.kind == "pause" and merged[-1].kind == "pause":
            merged[-1] = Mark("pause", "", merged[-1].start, mark.stop)
        else:
            merged.append(mark)
    return merged


def _cuts(marks: Sequence[Mark], fps: Fraction, n_frames: int) -> list[int]:
    """Return the frames at which a recording is cut, each the last good place before it gets too long."""
    least = samples_of_ms(LEAST_CUT_PAUSE_MS, MASTER_RATE_HZ)
    longest = max(1, round(LONGEST_CUT_S * float(fps)))
    places = [
        frame_at_sample((m.start + m.stop) // 2, MASTER_RATE_HZ, fps)
        for m in marks
        if m.kind == "pause" and m.stop - m.start >= least
    ]
    cuts: list[int] = []
    last = candidate = 0
    for place in [*places, n_frames]:
        if place - last > longest and candidate > last:
            cuts.append(candidate)
            last = candidate
        candidate = place
    return [cut for cut in cuts if 0 < cut < n_frames]
