"""How a text is said: what is written, the words for it and their sounds, side by side."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from herald.media import Script, Speech

if TYPE_CHECKING:
    from herald.speaking import Speaker
    from tts.aloud import Reading


@dataclass(frozen=True)
class Explained:
    """One word of a text.

    Attributes:
        written: the very characters of the text.
        spoken: the words that are said for them.
        phones: their sounds in IPA, as they were marked in the voice's own sound.
        changed: whether it is said otherwise than it is written.
    """

    written: str
    spoken: str
    phones: str
    changed: bool


def explain(speaker: Speaker, script: Script) -> tuple[Explained, ...]:
    """Say a text and return how each of its words was said."""
    return tuple(
        row
        for sentence in script.sentences
        for phrase in sentence.phrases
        for row in explained(speaker.say_phrase(phrase), speaker.reading(phrase))
    )


def explained(speech: Speech, reading: Reading) -> tuple[Explained, ...]:
    """Put the words of a speech beside what was read; what is never heard has no row."""
    rows = []
    position = 0
    for word in speech.words:
        start = speech.text.index(word.symbol, position)
        position = start + len(word.symbol)
        spoken = reading.spoken[slice(*reading.spoken_of(start, position))].strip()
        phones = "".join(mark.symbol for mark in speech.sounds if word.start <= mark.start < word.stop)
        changed = any(
            span.changed
            and span.start < position
            and start < span.stop
            and span.spoken_stop > span.spoken_start
            for span in reading.spans
        )
        rows.append(Explained(word.symbol, spoken, phones, changed))
    return tuple(rows)
