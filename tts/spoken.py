"""Words on their way to Kokoro: the written word, and the letters and marks that say it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from tts.aloud import Reading
from tts.words import Token


@dataclass(frozen=True)
class SpokenWord:
    """A token of the text and how it is said.

    Attributes:
        token: where it stands in the text.
        before: Kokoro's punctuation in front of it.
        phones: Kokoro's letters, with a space between words where the token is read as several, and
            punctuation where they are said in groups; may be empty.
        after: Kokoro's punctuation behind it.
    """

    token: Token
    before: str
    phones: str
    after: str


@dataclass(frozen=True)
class Said:
    """One word of the spoken text.

    Attributes:
        start, stop: where it stands in the spoken text.
        before, phones, after: as a SpokenWord has them.
    """

    start: int
    stop: int
    before: str
    phones: str
    after: str


class Reader(Protocol):
    """Turns what is said in one language into Kokoro's letters."""

    def spoken(self, reading: Reading) -> tuple[SpokenWord, ...]:
        """Return the words of a text with their letters and punctuation.

        Raises:
            UserError: the text has words that the language cannot say.
        """


def put_together(token: Token, said: Sequence[tuple[str, str, str]]) -> SpokenWord:
    """Return one written word of all that is said for it: (before, phones, after) in order."""
    if not said:
        return SpokenWord(token, "", "", "")
    phones = ""
    for i, (before, letters, after) in enumerate(said):
        phones += (before if i else "") + letters + (f"{after} " if i + 1 < len(said) else "")
    return SpokenWord(token, said[0][0], phones, said[-1][2])


def written_words(
    reading: Reading, said: Iterable[Said], tokens: Sequence[Token] | None = None
) -> tuple[SpokenWord, ...]:
    """Find the written word of each spoken one; what stands for the same characters is one word.

    Args:
        reading: the text and what is said for it.
        said: the words that are said, in order.
        tokens: the written text cut at its spaces; None for a script without them, whose words are as
            they were found in what is said.
    """
    groups: list[tuple[int, int, list[tuple[str, str, str]]]] = []
    for word in said:
        start, stop = reading.source_of(word.start, word.stop)
        if tokens is not None:
            start, stop = _whole(start, stop, tokens)
        parts = (word.before, word.phones, word.after)
        if groups and (start < groups[-1][1] or start == stop):
            first, last, before = groups[-1]
            groups[-1] = (first, max(last, stop), [*before, parts])
        else:
            groups.append((start, stop, [parts]))
    return tuple(
        put_together(Token(reading.text[start:stop], start, stop), parts) for start, stop, parts in groups
    )


def _whole(start: int, stop: int, tokens: Sequence[Token]) -> tuple[int, int]:
    """Return the stretch of whole tokens that a stretch touches; an empty one stays empty."""
    touched = [token for token in tokens if token.start < stop and start < token.stop]
    return (touched[0].start, touched[-1].stop) if touched else (start, start)
