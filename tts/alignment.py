"""Durations of an engine's letters to marks on its sound."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from herald.media import Mark, Samples, Waveform
from herald.sound import faded
from herald.timing import samples_of_ms
from tts.phones import FIRST_OF_DIPHTHONG, SIGNS, STRESSES, ipa_of, is_sound

SILENCE_DB = -38
"""A stretch between two words is silent where it is this far under the loudest moment."""

SILENT_SHARE = 0.6
"""The share of a stretch between two words that must be silent to make it a pause."""

LEAST_PAUSE_MS = 60
"""A shorter silence is the closure of a stop, not a pause."""

BREATH_MS = 40
"""Silence that is left at both ends of an utterance, at most."""

LEAST_PHONE_MS = 30
"""What is left to a phone when the silence after it is taken away."""

CLOSURE_MS = 60
"""How long before it is heard a stop closes the lips or the tongue, where silence comes before it."""

_STOPS = frozenset("pbtdkɡʧʤ")

_ENDS_DB = -42
"""What counts as silence at the ends, where a faint f or s must not be cut off."""

_FRAME_MS = 5

_BEFORE_MS, _AFTER_MS = 60, 80
"""How far from the first and last phone there may be speech; what is further out is noise of the engine."""


@dataclass(frozen=True)
class Letter:
    """One of the letters that the engine was given.

    Attributes:
        symbol: a sound, a stress mark, a sign, a space or a punctuation mark; "" for padding.
        word: number of the word that it belongs to, or None between words.
    """

    symbol: str
    word: int | None


@dataclass
class _Span:
    """A sound or a gap between sounds, in samples; a gap may hold punctuation."""

    symbol: str
    word: int | None
    start: int
    stop: int
    punctuated: bool = False


def marks_of(
    letters: Sequence[Letter], edges: Sequence[int], samples: Samples, rate_hz: int, words: Sequence[str]
) -> tuple[Samples, tuple[Mark, ...]]:
    """Trim the sound and mark its phones, pauses and words.

    Args:
        letters: what was said, with padding at both ends.
        edges: where each letter starts and the last one stops, in samples of `samples`, corrected by the
            engine's offset; one more than there are letters.
        samples: the sound as it came from the engine.
        rate_hz: its rate.
        words: the text of each word, by number.

    Returns:
        the sound without needless silence at its ends, and marks that tile it.
    """
    spans = _spans(letters, edges, len(samples))
    samples = _muted(samples, spans[1].start, spans[-2].stop, rate_hz)
    level = _levels_db(samples, rate_hz)
    spans = _shared_gaps(spans, level, rate_hz)
    start, stop = _ends(spans, level, len(samples), rate_hz)
    sounds = [
        mark
        for span in spans
        for mark in _expanded(span, max(span.start, start) - start, min(span.stop, stop) - start)
    ]
    return samples[start:stop], (*sounds, *_word_marks(spans, start, stop, words))


def _muted(samples: Samples, first: int, last: int, rate_hz: int) -> Samples:
    """Return the sound without what is far from its first and last phone: slow voices add vowels there."""
    start = max(0, first - samples_of_ms(_BEFORE_MS, rate_hz))
    stop = min(len(samples), last + samples_of_ms(_AFTER_MS, rate_hz))
    muted = np.zeros_like(samples)
    muted[start:stop] = faded(Waveform(samples[start:stop], rate_hz)).samples
    return muted


def _levels_db(samples: Samples, rate_hz: int) -> np.ndarray:
    """Return the level of each frame against the loudest one, in decibels, at most 0."""
    hop = samples_of_ms(_FRAME_MS, rate_hz)
    energy = np.square(samples.astype(np.float64))
    padded = np.concatenate([energy, np.zeros(-len(energy) % hop)]).reshape(-1, hop).mean(axis=1)
    # Two frames at a time, since one is shorter than a period of a deep voice.
    smooth = (padded + np.concatenate([padded[1:], padded[-1:]])) / 2
    loudest = max(float(smooth.max()), 1e-20)
    return np.asarray(10 * np.log10(np.maximum(smooth, loudest * 1e-12) / loudest))


def _spans(letters: Sequence[Letter], edges: Sequence[int], n_samples: int) -> list[_Span]:
    """Join stress marks to the sound after them, signs to the one before, and all else into gaps."""
    spans: list[_Span] = []
    begun: int | None = None
    for letter, (start, stop) in zip(letters, itertools.pairwise(edges), strict=True):
        start, stop = (int(min(max(edge, 0), n_samples)) for edge in (start, stop))
        if letter.symbol and letter.symbol in STRESSES:
            begun = start if begun is None else begun
        elif letter.symbol and letter.symbol in SIGNS and spans and spans[-1].symbol:
            spans[-1].stop = stop
        elif letter.symbol and is_sound(letter.symbol):
            spans.append(_Span(letter.symbol, letter.word, start if begun is None else begun, stop))
            begun = None
        else:
            if not spans or spans[-1].symbol:
                spans.append(_Span("", None, start, stop))
            spans[-1].stop = stop
            spans[-1].punctuated |= letter.symbol not in ("", " ")
    # The first gap begins with the sound and the last one ends with it, wherever the offset put them.
    if spans and spans[0].symbol:
        spans.insert(0, _Span("", None, 0, spans[0].start))
    if spans[-1].symbol:
        spans.append(_Span("", None, spans[-1].stop, n_samples))
    spans[0].start, spans[-1].stop = 0, n_samples
    return spans


def _shared_gaps(spans: Sequence[_Span], level_db: np.ndarray, rate_hz: int) -> list[_Span]:
    """Give each gap inside the sound to its neighbours, but for the silence that it holds."""
    kept = [spans[0]]
    for gap, after in itertools.pairwise(spans[1:]):
        if gap.symbol:
            kept.append(gap)
            continue
        before = kept[-1]
        pause = _pause(before, gap, after, level_db, rate_hz)
        if pause is None:
            before.stop = after.start = (gap.start + gap.stop) // 2
            continue
        before.stop, after.start = pause
        if after.symbol in _STOPS:
            closure = samples_of_ms(CLOSURE_MS, rate_hz)
            # After a full stop or a comma the half of a short silence is a pause all the same.
            after.start -= min(closure, (after.start - before.stop) // 2) if gap.punctuated else closure
        if not gap.punctuated and after.start - before.stop < samples_of_ms(LEAST_PAUSE_MS, rate_hz):
            after.start = before.stop
        else:
            kept.append(_Span("", None, before.stop, after.start))
    return [*kept, spans[-1]]


def _pause(
    before: _Span, gap: _Span, after: _Span, level_db: np.ndarray, rate_hz: int
) -> tuple[int, int] | None:
    """Return the silence in a gap, or None if there is none to speak of.

    At punctuation the engine lets the last phone run on into the silence, so it is looked for there too, and
    in the stop after it, whose closure is as silent. At a mere space it must fill most of the gap: it may be
    that closure.
    """
    hop = samples_of_ms(_FRAME_MS, rate_hz)
    least = samples_of_ms(LEAST_PHONE_MS, rate_hz)
    first, last = gap.start, gap.stop
    if gap.punctuated:
        first = min(first, before.start + least)
        last = max(last, after.stop - least) if after.symbol in _STOPS else last
    silent = level_db[first // hop : last // hop] < SILENCE_DB
    if not gap.punctuated and np.count_nonzero(silent) <= SILENT_SHARE * len(silent):
        return None
    runs = np.flatnonzero(np.diff(np.concatenate([[False], silent, [False]]).astype(np.int8))).reshape(-1, 2)
    if len(runs) == 0:
        return None
    start, stop = (int(frame) for frame in runs[np.argmax(runs[:, 1] - runs[:, 0])])
    if (stop - start) * _FRAME_MS < LEAST_PAUSE_MS:
        return None
    return max(first, (first // hop + start) * hop), min(last, (first // hop + stop) * hop)


def _ends(spans: Sequence[_Span], level_db: np.ndarray, n_samples: int, rate_hz: int) -> tuple[int, int]:
    """Return where to cut the sound, and move the first and last sound to where they are heard."""
    hop = samples_of_ms(_FRAME_MS, rate_hz)
    breath = samples_of_ms(BREATH_MS, rate_hz)
    first, last = spans[1], spans[-2]
    heard = np.flatnonzero(level_db > _ENDS_DB)
    least = samples_of_ms(LEAST_PHONE_MS, rate_hz)
    onset = min(int(heard[0]) * hop, max(0, first.stop - least))
    offset = min(n_samples, max((int(heard[-1]) + 2) * hop, last.start + least))
    start, stop = max(0, onset - breath), min(n_samples, offset + breath)
    first.start = max(start, min(first.start, onset)) if first.symbol in _STOPS else onset
    last.stop = offset
    spans[0].stop, spans[-1].start = first.start, last.stop
    return start, stop


def _expanded(span: _Span, start: int, stop: int) -> list[Mark]:
    """Return the marks of one span: none if nothing is left of it, two for a diphthong."""
    if stop <= start:
        return []
    if not span.symbol:
        return [Mark("pause", "", start, stop)]
    phones = ipa_of(span.symbol)
    middle = start + round((stop - start) * FIRST_OF_DIPHTHONG)
    if len(phones) == 1 or not start < middle < stop:
        return [Mark("phone", phones[0], start, stop)]
    return [Mark("phone", phones[0], start, middle), Mark("phone", phones[1], middle, stop)]


def _word_marks(spans: Sequence[_Span], start: int, stop: int, words: Sequence[str]) -> list[Mark]:
    """Return a mark for each word that is heard, from its first sound to its last."""
    marks = []
    for word, group in itertools.groupby((s for s in spans if s.word is not None), key=lambda s: s.word):
        sounds = list(group)
        from_sample, to_sample = max(sounds[0].start, start), min(sounds[-1].stop, stop)
        if word is not None and to_sample > from_sample:
            marks.append(Mark("word", words[word], from_sample - start, to_sample - start))
    return marks
