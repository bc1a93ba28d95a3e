"""A text said by itself, as it would be in a script: with its tags, its voices and the lexicon."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Iterator
from pathlib import Path

from herald.casting import Cast, cast
from herald.licensing import check_commercial, licensed
from herald.media import Script, Speech
from herald.speaking import Speaker
from herald.studio import Studio
from herald.timeline import join


def script_of(text: str, language: str) -> Script:
    """Return a text as the script that it would be.

    Args:
        text: Markdown with tags, or SSML.
        language: BCP-47.

    Raises:
        ScriptErrors: with every fault of the text; its path is called TEXT.
    """
    from herald.script.name import Name
    from herald.script.read import read_text
    from herald.script.source import Source

    characters = text.encode("utf-8", "surrogatepass")
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return read_text(
        Source(Path("TEXT"), lines, hashlib.sha256(characters).hexdigest()), Name("text", language)
    )


@contextlib.contextmanager
def speaker_of(
    studio: Studio, script: Script, voice: str | None, speed: float, commercial_only: bool = False
) -> Iterator[Speaker]:
    """Find the voices of a text and have them ready.

    Args:
        studio: the opened workspace.
        script: the text.
        voice: who says what names no other voice; None for the language's default.
        speed: 1 is the voices' own pace.
        commercial_only: refuse voices whose licence forbids commercial use.

    Raises:
        ScriptErrors: the text names a voice that does not exist; every one, at its place.
        UserError: `voice` is unknown or does not speak the language.
    """
    from tts.voices import find_voice

    found: Cast = cast(script, voice, lambda name, spoken: find_voice(name, spoken, studio.workspace.models))
    if commercial_only:
        check_commercial(licensed(list(found.voices), found.models, studio.registry))
    with Speaker(studio, found, script.language, speed) as speaker:
        yield speaker


def say_to_file(speaker: Speaker, script: Script, output: Path, marks: Path | None) -> float:
    """Say a text into a WAV file, and its marks into a JSON file if one is named.

    Returns:
        the length in seconds.
    """
    from herald.files import written_beside
    from herald.marks import write_marks
    from herald.sound import write_wav

    speech = say(speaker, script)
    with written_beside(output) as part:
        write_wav(part, speech.waveform)
    if marks is not None:
        write_marks(speech, marks)
    return float(speech.waveform.seconds)


def say(speaker: Speaker, script: Script) -> Speech:
    """Return a text as speech on the master clock, with the pauses between its sentences."""
    speeches = [speaker.say_sentence(sentence) for sentence in script.sentences]
    return join(speeches, [sentence.pause_after_ms for sentence in script.sentences])
