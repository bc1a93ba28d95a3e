"""Forced alignment: a sound and what is said in it to when each phone is said."""

from __future__ import annotations

import itertools
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from herald.errors import UserError
from herald.media import Mark, Waveform
from herald.timing import rescale_sample
from tts.phones import ipa_of, is_sound
from tts.recogniser.features import HOP, RATE_HZ
from tts.recogniser.inventory import GROUP_OF, LOOKALIKES, PAUSE, PHONES, phone_number
from tts.recogniser.recognise import Posteriors, recognise

LEAST_PHONE = 2
"""Frames of 10 ms that a phone lasts at least."""

LEAST_PAUSE = 4
"""Frames that a pause lasts at least, where there is one."""

BAND = 4000
"""States that are followed at once: 100 s of fast speech."""

_IN_MEMORY = 64_000_000
"""Bytes of the way back that are kept in memory; what is longer goes to a file for the time being, 400 kB for
each second of a sound of more than 100 s."""

_PHONE_SHARE, _GROUP_SHARE, _FLOOR = 0.65, 0.35, 3e-4

Scores = NDArray[np.float32]


@dataclass(frozen=True)
class Word:
    """A word and how it is said.

    Attributes:
        text: the very characters of the transcript.
        phones: IPA, one for each sound; a diphthong is two.
    """

    text: str
    phones: tuple[str, ...]

    @classmethod
    def of_letters(cls, text: str, letters: str) -> Word:
        """Return the word that Kokoro's letters say; stress, signs and punctuation are left out."""
        return cls(text, tuple(phone for letter in letters if is_sound(letter) for phone in ipa_of(letter)))


@dataclass(frozen=True)
class Alignment:
    """When each phone and word is said, and how sure that is.

    Attributes:
        marks: phones and pauses, which tile the sound, then words, as a `Speech` has them.
        confidences: for each word 0..1: what it scores against the likeliest phones at its time, as the
            geometric mean over its frames. A word without phones has 1.
        confidence: the same over the whole sound, pauses too, so that speech which the transcript lacks
            lowers it.
    """

    marks: tuple[Mark, ...]
    confidences: tuple[float, ...]
    confidence: float


@dataclass(frozen=True)
class _Piece:
    """A phone of a word, or an optional pause between words (`word` is None)."""

    phone: int
    word: int | None


def align(waveform: Waveform, words: Sequence[Word]) -> Alignment:
    """Find when each phone of a transcript is said.

    Args:
        waveform: of any rate; silence before, between and after the words is found.
        words: what is said, in order; at least one with phones.

    Raises:
        UserError: the transcript has too many sounds for the length of the sound, or does not fit at all.
        ValueError: there is nothing to align.
    """
    heard = recognise(waveform, even_if_unsure=True)
    return align_heard(heard, words, waveform.n_samples, waveform.rate_hz)


def align_heard(heard: Posteriors, words: Sequence[Word], n_samples: int, rate_hz: int) -> Alignment:
    """Do the same for a sound that was recognised before.

    Args:
        heard: what `recognise` or `recognise_blocks` gave, with `even_if_unsure`.
        words: as for `align`.
        n_samples, rate_hz: of the sound; the marks are on this clock.
    """
    pieces = _pieces(words)
    scores = frame_scores(heard.probabilities)
    minimum = LEAST_PHONE * sum(piece.word is not None for piece in pieces)
    if len(scores) < minimum:
        raise UserError(
            f"the sound lasts {n_samples / rate_hz:.1f} s, too short for the {minimum // LEAST_PHONE} "
            "sounds of its transcript. Give the transcript of this recording."
        )
    owner = align_frames(scores, [piece.phone for piece in pieces], [p.word is None for p in pieces])
    return _alignment((n_samples, rate_hz), words, pieces, scores, owner)


def frame_scores(probabilities: NDArray[np.float32]) -> Scores:
    """Return the score of each phone in each 10 ms, float32 `[2 n, len(PHONES)]`, in nats.

    A third of it is the score of the phone's lookalikes: where the network takes a p for a b, the p is near.
    """
    membership = np.zeros((len(PHONES), len(LOOKALIKES)), np.float32)
    membership[np.arange(len(PHONES)), GROUP_OF] = 1
    sizes = membership.sum(axis=0)
    groups = (probabilities @ membership / sizes)[:, GROUP_OF]
    mixed = _PHONE_SHARE * probabilities + _GROUP_SHARE * groups
    if len(mixed) == 0:
        return np.empty((0, len(PHONES)), np.float32)
    # The middles of the 10 ms lie a quarter of a step before and after those of the 20 ms.
    before = np.concatenate([mixed[:1], mixed[:-1]])
    after = np.concatenate([mixed[1:], mixed[-1:]])
    halves = np.stack([0.75 * mixed + 0.25 * before, 0.75 * mixed + 0.25 * after], axis=1)
    return np.asarray(np.log(halves.reshape(-1, len(PHONES)) + _FLOOR), np.float32)


def align_frames(
    scores: Scores, phones: Sequence[int], optional: Sequence[bool], band: int = BAND
) -> NDArray[np.intp]:
    """Return which piece each frame belongs to, so that the sum of scores is greatest (Viterbi).

    Args:
        scores: `[n_frames, n_phones]`.
        phones: the phone of each piece.
        optional: which pieces may be left out; never two in a row. These last `LEAST_PAUSE` frames at least
            where they are there, the others `LEAST_PHONE`.
        band: how many states around the best one are followed.

    Raises:
        UserError: no way through the band leads to the end.
    """
    lengths = np.where(optional, LEAST_PAUSE, LEAST_PHONE)
    owner = np.repeat(np.arange(len(phones)), lengths)
    emitted = np.asarray(phones)[owner]
    lasts = np.cumsum(lengths) - 1
    firsts = lasts - lengths + 1
    n_states, before = len(owner), LEAST_PAUSE + 1
    # A state is come to from two others at most, and from the first of them where both are as good. A
    # piece's last state may be stayed in; a first one may follow the piece before a pause that is left out;
    # all others follow the state before them only. `before` states, from which nothing can come, stand first.
    states = np.arange(n_states) + before
    sources = np.stack([states - 1, np.zeros_like(states)])
    sources[:, lasts] = states[lasts], states[lasts] - 1
    after_optional = [firsts[i] for i in range(2, len(phones)) if optional[i - 1]]
    sources[1, after_optional] = states[after_optional] - before
    width = min(band, n_states)
    row = np.full(before + n_states, -np.inf, np.float32)
    begins = [0] + ([int(firsts[1])] if optional[0] and len(phones) > 1 else [])
    row[states[begins]] = scores[0, emitted[begins]]
    back = _room((len(scores), width))
    lows = np.zeros(len(scores), np.intp)
    low = 0
    for i in range(1, len(scores)):
        if width < n_states:
            # The band only moves on, so that it cannot lose what it has passed.
            best = low + int(np.argmax(row[before + low : before + low + width]))
            lows[i] = max(low, min(best - width // 2, n_states - width))
        passed, low = low, int(lows[i])
        here = slice(low, low + width)
        first, second = row.take(sources[0, here]), row.take(sources[1, here])
        np.greater(second, first, out=back[i])
        row[before + passed : before + low] = -np.inf
        row[before + low : before + low + width] = np.maximum(first, second) + scores[i].take(emitted[here])
    ends = [int(lasts[-1])] + ([int(lasts[-2])] if optional[-1] and len(phones) > 1 else [])
    state = max(ends, key=lambda end: row[before + end])
    if not np.isfinite(row[before + state]):
        raise UserError("the transcript does not fit the sound. Is it the one of this recording?")
    path = np.empty(len(scores), np.intp)
    path[-1] = state
    for i in range(len(scores) - 1, 0, -1):
        state = int(sources[int(back[i, state - lows[i]]), state]) - before
        path[i - 1] = state
    return np.asarray(owner[path], np.intp)


def _room(shape: tuple[int, int]) -> NDArray[np.bool_]:
    """Return False for all, in a nameless file if they are many."""
    if shape[0] * shape[1] <= _IN_MEMORY:
        return np.zeros(shape, bool)
    with tempfile.TemporaryFile() as file:
        # The mapping keeps the file until it is gone itself.
        return np.memmap(file, bool, "w+", shape=shape)


def _pieces(words: Sequence[Word]) -> list[_Piece]:
    """Put optional pauses before, between and after the words."""
    pause = _Piece(phone_number(PAUSE), None)
    pieces = [pause]
    for i, word in enumerate(words):
        if word.phones:
            pieces += [*(_Piece(phone_number(phone), i) for phone in word.phones), pause]
    if len(pieces) == 1:
        raise ValueError("no word has phones")
    return pieces


def _alignment(
    length: tuple[int, int],
    words: Sequence[Word],
    pieces: Sequence[_Piece],
    scores: Scores,
    owner: NDArray[np.intp],
) -> Alignment:
    symbols = iter(phone for word in words for phone in word.phones)
    names = [next(symbols) if piece.word is not None else PAUSE for piece in pieces]
    word_of = np.array([-1 if piece.word is None else piece.word for piece in pieces])[owner]
    phone_of = np.array([piece.phone for piece in pieces])[owner]
    lost = scores[np.arange(len(scores)), phone_of] - scores.max(axis=1)
    edges = _edges(owner, phone_of, scores)
    sounds = tuple(
        Mark("pause" if pieces[i].word is None else "phone", names[i], start, stop)
        for i, start, stop in _runs(owner, edges, *length)
    )
    spans = tuple(
        Mark("word", words[i].text, start, stop)
        for i, start, stop in _runs(word_of, edges, *length)
        if i >= 0
    )
    confidences = tuple(
        float(np.exp(lost[word_of == i].mean())) if word.phones else 1.0 for i, word in enumerate(words)
    )
    return Alignment((*sounds, *spans), confidences, float(np.exp(lost.mean())))


def _edges(owner: NDArray[np.intp], phone_of: NDArray[np.intp], scores: Scores) -> NDArray[np.intp]:
    """Return where each frame begins, samples at `RATE_HZ`, `[n_frames + 1]`.

    A frame at which a piece begins is moved by up to half a frame, to where the scores of the phone that ends
    and of the one that begins cross.
    """
    begins = np.arange(len(owner) + 1, dtype=np.float64)
    first = np.flatnonzero(np.diff(owner)) + 1
    ending, beginning = phone_of[first - 1], phone_of[first]
    before = scores[first - 1, ending] - scores[first - 1, beginning]
    after = scores[first, beginning] - scores[first, ending]
    crosses = (before > 0) & (after > 0)
    begins[first[crosses]] += before[crosses] / (before[crosses] + after[crosses]) - 0.5
    return np.asarray(np.round(begins * HOP), np.intp)


def _runs(
    values: NDArray[np.intp], edges: NDArray[np.intp], n_samples: int, rate_hz: int
) -> Iterator[tuple[int, int, int]]:
    """Yield each run of equal values with its span in samples."""
    changes = [0, *(np.flatnonzero(np.diff(values)) + 1), len(values)]
    for first, stop in itertools.pairwise(changes):
        start, end = (min(rescale_sample(int(edges[i]), RATE_HZ, rate_hz), n_samples) for i in (first, stop))
        if stop == len(values):
            end = n_samples
        if end > start:
            yield int(values[first]), start, end
