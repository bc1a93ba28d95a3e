"""Sentences become speech on the master clock, each phrase kept in the store."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from herald.errors import UserError
from herald.inputs import speech_inputs
from herald.media import Sentence, Speech, Utterance, Waveform
from herald.store import Recipe
from herald.studio import Studio
from herald.timeline import LoadSound, join

if TYPE_CHECKING:
    from tts.engine import Synthesizer, Voice

SOUND = "sound.wav"
MARKS = "marks.json"


class Speaker:
    """A voice that speaks through the store: what was said before is read back, not said again.

    Use it as a context manager; the engine's model is loaded by the first phrase that is not in the store.

    Args:
        studio: the opened workspace.
        voice: who speaks.
        language: of the text, BCP-47.
        speed: 1 is the voice's own pace.
    """

    def __init__(self, studio: Studio, voice: Voice, language: str, speed: float) -> None:
        from tts.engine import engine

        self._studio = studio
        self._voice = voice
        self._language = language
        self._speed = speed
        self._inputs = speech_inputs(studio, voice, language, speed)
        self._engine: Synthesizer = engine(voice.engine, studio.model_path, studio.workspace.models)

    def __enter__(self) -> Speaker:
        return self

    def __exit__(self, *exception: object) -> None:
        self._engine.close()

    def say(self, text: str) -> Speech:
        """Return the speech of one phrase at the engine's own rate."""
        from herald.marks import read_speech, write_marks
        from herald.sound import write_wav

        utterance = Utterance(text, self._language, self._voice.name, self._speed)

        def make(folder: Path) -> None:
            speech = self._engine.speak(utterance)
            write_wav(folder / SOUND, speech.waveform)
            write_marks(speech, folder / MARKS)

        folder = self._studio.store.get(self._recipe(utterance), make)
        return read_speech(folder / SOUND, folder / MARKS)

    def say_sentence(self, sentence: Sentence) -> Speech:
        """Return the speech of a sentence with its inner pauses, on the master clock."""
        from herald.sound import resampled_speech

        phrases = [self.say(phrase.text) for phrase in sentence.phrases]
        joined = join(phrases, [phrase.pause_after_ms for phrase in sentence.phrases])
        return resampled_speech(joined)

    def _recipe(self, utterance: Utterance) -> Recipe:
        return Recipe("speech", {**self._inputs, "text": utterance.text})


def speak_all(
    studio: Studio, speaker: Speaker, sentences: Sequence[Sentence]
) -> Iterator[tuple[Sentence, Speech, LoadSound]]:
    """Yield every sentence with its speech on the master clock and a way to read its sound again."""
    studio.progress.begin("speak", sum(len(sentence.text) for sentence in sentences), "letters")
    for sentence in sentences:
        try:
            speech = speaker.say_sentence(sentence)
        except UserError as error:
            place = sentence.place
            raise UserError(f"{place.path}:{place.line}:{place.column}: {error}") from error
        studio.progress.advance(len(sentence.text))
        yield sentence, speech, _Again(speaker, sentence)
    studio.progress.end()


@dataclass(frozen=True)
class _Again:
    """Reads a sentence's sound back from the store."""

    speaker: Speaker
    sentence: Sentence

    def __call__(self) -> Waveform:
        return self.speaker.say_sentence(self.sentence).waveform


def speak_to_file(
    studio: Studio,
    text: str,
    voice: str | None,
    language: str,
    speed: float,
    output: Path,
    marks: Path | None,
) -> float:
    """Say a text into a WAV file, and its marks into a JSON file if one is named.

    Returns:
        the length in seconds.

    Raises:
        UserError: the voice is unknown or the text has nothing that can be said.
    """
    from herald.files import written_beside
    from herald.marks import write_marks
    from herald.sound import write_wav
    from tts.voices import find_voice

    chosen = find_voice(voice, language, studio.workspace.models)
    with Speaker(studio, chosen, language, speed) as speaker:
        speech = speaker.say(text)
        with written_beside(output) as part:
            write_wav(part, speech.waveform)
        if marks is not None:
            write_marks(speech, marks)
    return float(speech.waveform.seconds)
