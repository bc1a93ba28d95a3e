"""Silence that an engine's durations give to phones.

Kokoro and Piper let the last phone before a stop in the text run on into the silence. A network that is told
so learns to hear phones where nothing is.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from tts.recogniser.features import HOP
from tts.recogniser.inventory import PAUSE, phone_number
from tts.recogniser.lesson import Lesson

SILENT_DB = -33
"""Silence is this far under the loud moments (95th percentile)."""

LEAST_FRAMES = 12
"""Of 10 ms: a shorter silence may be the closure of a stop."""

CLOSURE_FRAMES = 6
"""What is left to a stop that ends the silence."""

_STOPS = frozenset(phone_number(phone) for phone in "pbtdkɡʧʤʦʨʥꭧ")


def with_pauses(lesson: Lesson) -> Lesson:
    """Return the lesson with its long silences labelled as pauses; the rest of the labels stays."""
    frames = -(-lesson.waveform.n_samples // HOP)
    padded = np.pad(lesson.waveform.samples, (0, frames * HOP - lesson.waveform.n_samples))
    level_db = 10 * np.log10(np.square(padded.reshape(frames, HOP)).mean(axis=1) + 1e-12)
    silent = level_db < np.percentile(level_db, 95) + SILENT_DB
    owner = np.searchsorted(lesson.edges, np.arange(frames) * HOP + HOP // 2, side="right") - 1
    owner = np.clip(owner, 0, len(lesson.phones) - 1)
    runs = np.flatnonzero(np.diff(np.concatenate([[False], silent, [False]]).astype(np.int8))).reshape(-1, 2)
    phones, edges = list(lesson.phones), list(lesson.edges)
    for first, stop in runs:
        after = int(lesson.phones[owner[min(stop, frames - 1)]])
        last = stop - CLOSURE_FRAMES if after in _STOPS and stop < frames else stop
        if stop - first >= LEAST_FRAMES:
            start, end = int(first) * HOP, min(int(last) * HOP, lesson.waveform.n_samples)
            phones, edges = _cut_out(phones, edges, start, end)
    return replace(lesson, phones=np.array(phones, np.uint8), edges=np.array(edges, np.int32))


def _cut_out(phones: list[int], edges: list[int], start: int, stop: int) -> tuple[list[int], list[int]]:
    """Put a pause over `[start, stop)`, which shortens, splits or removes what was there."""
    spans: list[tuple[int, int, int]] = []
    for phone, begin, end in zip(phones, edges[:-1], edges[1:], strict=True):
        if begin < start:
            spans.append((phone, begin, min(end, start)))
        if begin <= start < end:
            spans.append((phone_number(PAUSE), start, stop))
        if end > stop:
            spans.append((phone, max(begin, stop), end))
    kept = [span for span in spans if span[2] > span[1]]
    return [span[0] for span in kept], [kept[0][1], *(span[2] for span in kept)]
