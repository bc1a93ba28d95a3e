"""How a text is said: what is written, the words for it and their sounds, side by side."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from herald.media import Speech
from herald.studio import Studio

if TYPE_CHECKING:
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


def explain_text(
    studio: Studio, text: str, voice: str | None, language: str, speed: float = 1.0
) -> tuple[Explained, ...]:
    """Say a text and return how each of its words was said.

    Raises:
        UserError: the voice is unknown or the text has nothing that can be said.
    """
    from herald.speaking import Speaker
    from tts.aloud import read_aloud
    from tts.voices import find_voice, reading_language

    chosen = find_voice(voice, language, studio.workspace.models)
    with Speaker(studio, chosen, language, speed) as speaker:
        speech = speaker.say(text)
    return explained(speech, read_aloud(text, reading_language(language, chosen)))


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
