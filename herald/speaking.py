"""Sentences become speech on the master clock, each phrase kept in the store."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from herald.casting import Cast
from herald.errors import UserError
from herald.inputs import given_for, phrase_inputs, speech_inputs
from herald.media import Phrase, Place, Sentence, Speech, Utterance, Waveform
from herald.store import Recipe
from herald.studio import Studio
from herald.timeline import LoadSound, join

if TYPE_CHECKING:
    from tts.aloud import Reading
    from tts.engine import Synthesizer, Voice

SOUND = "sound.wav"
MARKS = "marks.json"


class Speaker:
    """A voice that speaks through the store: what was said before is read back, not said again.

    Use it as a context manager; the engine's model is loaded by the first phrase that is not in the store.

    Args:
        studio: the opened workspace.
        voice: who speaks, or all who do.
        language: of the text, BCP-47.
        speed: 1 is the voice's own pace.
        n_threads: for a large model; None for one for each core.

    Raises:
        ScriptErrors: the lexicon of the language cannot be understood.
    """

    def __init__(
        self,
        studio: Studio,
        voice: Voice | Cast,
        language: str,
        speed: float,
        n_threads: int | None = None,
    ) -> None:
        from tts.lexicon_file import read_word_list

        self._studio = studio
        self._cast = voice if isinstance(voice, Cast) else Cast(voice)
        self._language = language
        self._speed = speed
        self._n_threads = n_threads
        self._words = read_word_list(studio.workspace.lexicon, language)
        self._engines: dict[str, Synthesizer] = {}

    def __enter__(self) -> Speaker:
        return self

    def __exit__(self, *exception: object) -> None:
        for engine in self._engines.values():
            engine.close()
        self._engines.clear()

    def say(self, text: str) -> Speech:
        """Return the speech of a text at the engine's own rate."""
        return self.say_phrase(Phrase(text, Place(Path("text"), 1, 1)))

    def say_phrase(self, phrase: Phrase) -> Speech:
        """Return the speech of one phrase at the engine's own rate."""
        from herald.marks import read_speech, write_marks
        from herald.sound import write_wav

        voice = self._cast.named(phrase.voice)

        def make(folder: Path) -> None:
            speech = self._engine(voice).speak(self._utterance(phrase))
            write_wav(folder / SOUND, speech.waveform)
            write_marks(speech, folder / MARKS)

        folder = self._studio.store.get(self._recipe(phrase), make)
        return read_speech(folder / SOUND, folder / MARKS)

    def has(self, sentence: Sentence) -> bool:
        """Say whether a sentence is in the store, so that nothing is left to say of it."""
        return all(self._studio.store.has(self._recipe(phrase)) for phrase in sentence.phrases)

    def say_sentence(self, sentence: Sentence) -> Speech:
        """Return the speech of a sentence with its inner pauses, on the master clock.

        Where several voices take turns, all are equally loud.
        """
        from herald.levels import levelled
        from herald.sound import resampled_speech

        # Voices of two engines may have two rates, so each phrase comes to the master clock by itself.
        phrases = [resampled_speech(self.say_phrase(phrase)) for phrase in sentence.phrases]
        if len(self._cast.voices) > 1:
            phrases = [levelled(phrase) for phrase in phrases]
        return join(phrases, [phrase.pause_after_ms for phrase in sentence.phrases])

    def reading(self, phrase: Phrase) -> Reading:
        """Return what is said for a phrase: by the script, by the lexicon, by the rules."""
        from tts.espeak import Espeak
        from tts.pronounce import reading_of
        from tts.voices import reading_language

        language = reading_language(self._language, self._cast.named(phrase.voice))
        with contextlib.closing(Espeak()) as espeak:
            return reading_of(replace(self._utterance(phrase), language=language), espeak)

    def _recipe(self, phrase: Phrase) -> Recipe:
        voice, speed = self._cast.named(phrase.voice), self._utterance(phrase).speed
        inputs = speech_inputs(self._studio, voice, self._language, speed)
        return Recipe("speech", {**inputs, **phrase_inputs(phrase, self._words)})

    def _utterance(self, phrase: Phrase) -> Utterance:
        speed = self._speed if phrase.speed is None else phrase.speed
        voice = self._cast.named(phrase.voice)
        given = given_for(phrase, self._words)
        return Utterance(phrase.text, self._language, voice.name, speed, given)

    def _engine(self, voice: Voice) -> Synthesizer:
        from tts.engine import engine
        from tts.recogniser.letters import find_letters

        if voice.engine not in self._engines:
            self._engines[voice.engine] = engine(
                voice.engine,
                self._studio.model_path,
                self._studio.workspace.models,
                find_letters,
                self._studio.devices[0],
                self._n_threads,
                self._studio.workspace.ready_networks,
            )
        return self._engines[voice.engine]


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
