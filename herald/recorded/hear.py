"""What is said in a recording when: by its transcript where there is one, else as far as it can be heard."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from herald.errors import UserError
from herald.media import Mark, Samples, Waveform
from herald.timing import MASTER_RATE_HZ, samples_of_ms

if TYPE_CHECKING:
    from tts.recogniser.recognise import Posteriors

DOUBTFUL = 0.35
"""A sentence of less confidence is doubtful; docs/recogniser.md says what right and wrong ones have."""

UNSURE = 0.4
"""Without a transcript, a sound of less confidence is taken for no speech."""

BREATH_MS = 60
"""Silence that belongs to a sentence before its first and after its last sound."""

_BLOCK = 1 << 18


@dataclass(frozen=True)
class Heard:
    """A recording and when its sentences are said.

    Attributes:
        marks: phones and pauses, which tile the recording, then words; samples at MASTER_RATE_HZ.
        spans: from where to where each sentence is said, in order.
        confidences: how surely, 0..1 each.
    """

    marks: tuple[Mark, ...]
    spans: tuple[tuple[int, int], ...] = ()
    confidences: tuple[float, ...] = ()


def hear(wav: Path, n_samples: int) -> tuple[Heard, float]:
    """Recognise what is said in a mono WAV at MASTER_RATE_HZ, and how surely.

    Nothing is heard in silence and in steady noise, or where the network is too unsure.
    """
    from tts.recogniser.recognise import marks_of

    heard = _listen(wav, even_if_unsure=False)
    return Heard(marks_of(heard, n_samples, MASTER_RATE_HZ)), heard.confidence


def align_sentences(wav: Path, n_samples: int, sentences: Sequence[str], language: str) -> Heard:
    """Find when each sentence is said.

    Args:
        wav: mono, at MASTER_RATE_HZ.
        n_samples: its length.
        sentences: what is said, in order.
        language: of the sentences, BCP-47.

    Raises:
        UserError: there is nothing that can be said, or far too much for the length.
    """
    from tts.recogniser.align import align_heard
    from tts.recogniser.transcript import Transcriber

    with Transcriber(language) as transcriber:
        said = [transcriber.words(sentence) for sentence in sentences]
    words = [word for sentence in said for word in sentence]
    if not words:
        raise UserError("there is nothing in the transcript that can be said.")
    found = align_heard(_listen(wav, even_if_unsure=True), words, n_samples, MASTER_RATE_HZ)
    spans, confidences = [], []
    times = iter(mark for mark in found.marks if mark.kind == "word")
    sure = iter(found.confidences)
    end = 0
    for sentence in said:
        marks = list(itertools.islice(times, len(sentence)))
        shares = [next(sure) for _ in sentence]
        start = marks[0].start if marks else end
        end = marks[-1].stop if marks else end
        spans.append((start, end))
        confidences.append(_mean(shares, [mark.stop - mark.start for mark in marks]))
    return Heard(found.marks, tuple(_with_breath(spans, n_samples)), tuple(confidences))


def confidences_of(said: Iterable[tuple[Waveform, str]], language: str) -> Iterator[float]:
    """Yield how surely each sound says its text, 0..1.

    Args:
        said: sounds and texts.
        language: of the texts, BCP-47; its tables are read once for all.
    """
    from tts.recogniser.align import align
    from tts.recogniser.transcript import Transcriber

    with Transcriber(language) as transcriber:
        for waveform, text in said:
            words = transcriber.words(text)
            try:
                yield align(waveform, words).confidence if words else 1.0
            except UserError:
                # Far too short for its text.
                yield 0.0


def marks_within(marks: Sequence[Mark], start: int, stop: int) -> tuple[Mark, ...]:
    """Return the marks of a span on its own clock; phones at its ends are cut, words left out."""
    inside = [
        replace(m, start=max(m.start, start) - start, stop=min(m.stop, stop) - start)
        for m in marks
        if m.start < stop and m.stop > start and (m.kind != "word" or (start <= m.start and m.stop <= stop))
    ]
    return tuple(inside)


def _mean(shares: Sequence[float], lengths: Sequence[int]) -> float:
    """Return the geometric mean over the time of the words; 1 where there are none."""
    if not shares:
        return 1.0
    logs = np.log(np.maximum(shares, 1e-6))
    return float(np.exp(np.average(logs, weights=np.maximum(lengths, 1))))


def _with_breath(spans: Sequence[tuple[int, int]], n_samples: int) -> Iterator[tuple[int, int]]:
    """Widen spans by a breath, but never beyond the middle of the silence between two."""
    breath = samples_of_ms(BREATH_MS, MASTER_RATE_HZ)
    for i, (start, stop) in enumerate(spans):
        before = (spans[i - 1][1] + start) // 2 if i else 0
        after = (stop + spans[i + 1][0]) // 2 if i + 1 < len(spans) else n_samples
        yield max(before, start - breath), min(after, stop + breath)


def _listen(wav: Path, even_if_unsure: bool) -> Posteriors:
    from tts.recogniser.features import RATE_HZ
    from tts.recogniser.recognise import recognise_blocks

    return recognise_blocks(_blocks_at(wav, RATE_HZ), even_if_unsure)


def _blocks_at(wav: Path, rate_hz: int) -> Iterator[Samples]:
    import soundfile
    import soxr

    with soundfile.SoundFile(wav) as file:
        stream = soxr.ResampleStream(file.samplerate, rate_hz, 1, dtype="float32", quality="VHQ")
        for block in file.blocks(_BLOCK, dtype="float32"):
            yield stream.resample_chunk(block)
        yield stream.resample_chunk(np.empty(0, np.float32), last=True)
