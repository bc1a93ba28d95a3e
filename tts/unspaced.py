"""Languages without spaces between words: words as a dictionary cuts them, and their punctuation."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator

from tts.aloud import Reading
from tts.by_espeak import kokoro_letters
from tts.english import English
from tts.punctuation import after_word, opens
from tts.spoken import Said, SpokenWord, written_words


class Unspaced(ABC):
    """Reads a language without spaces.

    Args:
        english: says the Latin words in it.
    """

    def __init__(self, english: English) -> None:
        self._english = english

    def spoken(self, reading: Reading) -> tuple[SpokenWord, ...]:
        """Return the words of a text, as the dictionary cuts them, with their letters and punctuation.

        Raises:
            UserError: the packages of the language are not installed.
        """
        words = ((start, stop, letters) for start, stop, letters in self._words(reading.spoken) if letters)
        return written_words(reading, with_marks(reading.spoken, with_given(reading, words)))

    @abstractmethod
    def _words(self, text: str) -> Iterator[tuple[int, int, str]]:
        """Yield where each word starts and stops, and its letters; none if nobody can say it."""


def with_marks(text: str, words: Iterable[tuple[int, int, str]]) -> Iterator[Said]:
    """Give each word the punctuation that stands before and behind it.

    Args:
        text: what is said.
        words: where each word starts and stops in it, and its letters; in order.
    """
    waiting: tuple[int, int, str] | None = None
    before = ""
    position = 0
    for start, stop, letters in words:
        after, following = _shared(text[position:start])
        if waiting is not None:
            yield Said(waiting[0], waiting[1], before, waiting[2], after)
        before = following if waiting is not None else _leading(text[position:start])
        waiting, position = (start, stop, letters), stop
    if waiting is not None:
        yield Said(waiting[0], waiting[1], before, waiting[2], "".join(_shared(text[position:])))


def with_given(reading: Reading, words: Iterable[tuple[int, int, str]]) -> Iterator[tuple[int, int, str]]:
    """Put the phones that script and lexicon give in the places of the words that they are for."""
    given = [span for span in reading.spans if span.phones]
    for start, stop, letters in words:
        while given and given[0].spoken_start <= start:
            span = given.pop(0)
            yield span.spoken_start, span.spoken_stop, kokoro_letters(span.phones)
        if not any(
            span.phones and start < span.spoken_stop and span.spoken_start < stop for span in reading.spans
        ):
            yield start, stop, letters
    for span in given:
        yield span.spoken_start, span.spoken_stop, kokoro_letters(span.phones)


def _shared(gap: str) -> tuple[str, str]:
    """Return Kokoro's marks between two words: those of the first, and those of the second."""
    marks = after_word(gap)
    first = next((i for i, mark in enumerate(marks) if opens(mark)), len(marks))
    return marks[:first], marks[first:]


def _leading(gap: str) -> str:
    """Return the marks before the first word: only what opens something, for a pause comes after words."""
    return "".join(mark for mark in after_word(gap) if opens(mark))
