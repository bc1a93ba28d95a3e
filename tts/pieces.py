"""Long texts: cut where a pause is natural, and the pieces of sound put together again."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

import numpy as np

from herald.media import Mark, Samples, moved
from herald.timing import samples_of_ms
from tts.alignment import Letter

_BREAKS: tuple[tuple[str, int], ...] = ((".!?…", 350), (";:—", 250), (",", 180))
"""Where a long text is best cut, and the silence that goes there."""

_TAIL_MS = 35
_FAINT = 0.01
"""What is fainter than this share of the loudest sample is breath and hiss at the end of a recording."""


def without_tail(samples: Samples, rate_hz: int) -> Samples:
    """Return sound without the hiss that networks put after the last word."""
    loud = np.flatnonzero(np.abs(samples) > _FAINT * np.abs(samples).max(initial=0))
    return samples[: int(loud[-1]) + samples_of_ms(_TAIL_MS, rate_hz)] if len(loud) else samples


def pieces(
    letters: list[Letter], most: int, clauses: Collection[int] = ()
) -> Iterator[tuple[list[Letter], int]]:
    """Cut a text into what a model takes at once: at punctuation, else before a clause, else at a space.

    Args:
        letters: of the whole text.
        most: how many letters the model takes.
        clauses: numbers of the words that a clause begins with, such as "and".

    Yields:
        the letters of a piece, and the silence after it in milliseconds.
    """
    while len(letters) > most:
        # Pieces of like length sound alike, so the first is not just as long as can be.
        n_pieces = -(-len(letters) // most)
        cut, pause_ms = _best_break(letters, len(letters) // n_pieces, most, clauses)
        yield letters[:cut], pause_ms
        letters = letters[cut:]
        while letters and letters[0].symbol == " ":
            letters = letters[1:]
    yield letters, 0


def _best_break(
    letters: Sequence[Letter], wanted: int, most: int, clauses: Collection[int]
) -> tuple[int, int]:
    """Return how many letters to take, near `wanted`, and the silence after them in milliseconds."""
    spaces = [i for i in range(wanted // 2, most + 1) if letters[i].symbol == " "]
    for ends, pause_ms in _BREAKS:
        found = [i for i in spaces if letters[i - 1].symbol in ends]
        if found:
            return min(found, key=lambda i: abs(i - wanted)), pause_ms
    # A space inside a word is one between the words that it is read as, such as those of a number.
    outer = [i for i in spaces if letters[i].word is None] or spaces
    before = [i for i in outer if i + 1 < len(letters) and letters[i + 1].word in clauses]
    spaces = before or outer
    if spaces:
        return min(spaces, key=lambda i: abs(i - wanted)), 0
    return most, 0


def joined(
    said: Sequence[tuple[Samples, tuple[Mark, ...], int]], rate_hz: int, speed: float
) -> tuple[Samples, tuple[Mark, ...]]:
    """Put pieces of sound one after another.

    Args:
        said: the sound and marks of each piece, and the silence after it in milliseconds at speed 1.
        rate_hz: of the sound.
        speed: by which silences are divided.
    """
    parts: list[Samples] = []
    sounds: list[Mark] = []
    words: list[Mark] = []
    position = 0
    for samples, marks, pause_ms in said:
        parts.append(samples)
        sounds += moved([mark for mark in marks if mark.kind != "word"], position)
        words += moved([mark for mark in marks if mark.kind == "word"], position)
        position += len(samples)
        if pause := samples_of_ms(pause_ms / speed, rate_hz):
            parts.append(np.zeros(pause, np.float32))
            sounds.append(Mark("pause", "", position, position + pause))
            position += pause
    return np.concatenate(parts), (*sounds, *words)
