"""Voices that say the training's texts and tell when each sound was made.

A teacher is any engine whose sound comes with its own timing. Their timing is corrected by what each engine's
sound was measured to run ahead, so that a label begins where its sound does.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

import numpy as np

from herald.media import Mark, Samples, Waveform, rescaled
from herald.sound import resampled
from herald.timing import samples_of_ms
from tts.alignment import Letter, marks_of
from tts.aloud import read_aloud
from tts.espeak import Espeak
from tts.kokoro import OFFSET_MS
from tts.kokoro_model import MODEL, MOST_LETTERS, KokoroModel, style_file, styles_of
from tts.kokoro_model import RATE_HZ as KOKORO_RATE_HZ
from tts.readers import reader_of
from tts.recogniser.corpus import FOREIGN, has_nonsense, nonsense, sentence
from tts.recogniser.features import RATE_HZ
from tts.recogniser.inventory import phone_number
from tts.recogniser.lesson import Lesson
from tts.recogniser.silences import with_pauses
from tts.spoken import Reader

HELD_OUT = [
    "af_sarah",
    "am_liam",
    "bf_lily",
    "bm_fable",
    "em_alex",
    "hm_psi",
    "pm_alex",
    "jf_nezumi",
    "zm_yunxi",
    "if_sara",
    "im_nicola",
]
"""Kokoro's voices that are never trained on, not even mixed into others."""

NONSENSE_SHARE = 0.2
"""How much of Kokoro's speech is nonsense."""

FOREIGN_SHARE = 0.3
"""How much of it is in languages that it was not made for: its voices then say what they say nowhere else."""

_LANGUAGES = {
    **{"a": "en-us", "b": "en-gb", "e": "es", "f": "fr", "h": "hi", "i": "it", "j": "ja"},
    **{"p": "pt-br", "z": "zh"},
}
"""The language of a Kokoro voice by the first letter of its name."""


_SHARES = "aaabbbeeffhhppjz"
"""How often a language is spoken, by the same letters."""


class Teacher(Protocol):
    """Makes lessons."""

    def lesson(self, rng: np.random.Generator) -> Lesson:
        """Say something; what and how depends on nothing but the generator."""


class KokoroTeacher:
    """Kokoro in all its voices and in voices mixed from two of them.

    Args:
        models: the folder of the model files.
        voices: whose style vectors are used.
        mixed_share: how many utterances have a voice of their own, mixed from two.
    """

    def __init__(self, models: Path, voices: Sequence[str], mixed_share: float = 0.7) -> None:
        self._models = models
        self._voices = list(voices)
        self._mixed_share = mixed_share
        self._initials = [letter for letter in _SHARES if any(voice[0] == letter for voice in voices)]
        self._espeak = Espeak()
        self._readers: dict[str, Reader] = {}
        self._model = KokoroModel(models / MODEL, n_threads=1)

    def lesson(self, rng: np.random.Generator) -> Lesson:
        """Say a sentence or nonsense in a voice or a mixture of two."""
        initial = str(rng.choice(self._initials))
        own = [voice for voice in self._voices if voice[0] == initial]
        voice = str(rng.choice(own))
        language = str(rng.choice(FOREIGN)) if rng.random() < FOREIGN_SHARE else _LANGUAGES[initial]
        style = self._styles(voice)
        if rng.random() < self._mixed_share:
            # A voice of any language: what it gives is its sound, not its accent.
            other = str(rng.choice(self._voices))
            share = rng.uniform(0.3, 0.7)
            style, voice = share * style + (1 - share) * self._styles(other), f"{voice}+{other}"
        letters = self._text(language, rng)
        return self.say(letters, style.astype(np.float32), float(rng.uniform(0.8, 1.25)), voice, language)

    def say_text(self, text: str, voice: str, language: str) -> Lesson:
        """Say a text in an unmixed voice; the language is one of eSpeak's."""
        return self.say(self._letters(text, language), self._styles(voice), 1.0, voice, language)

    def say(self, letters: str, styles: Samples, speed: float, voice: str, language: str) -> Lesson:
        """Say phones.

        Args:
            letters: Kokoro's.
            styles: float32 `[510, 1, 256]`, one vector for each length of text.
            speed: 1 is the voice's own.
            voice, language: only named in the lesson.
        """
        letters = letters[:MOST_LETTERS]
        samples, edges = self._model.say(letters, styles, speed)
        offset = samples_of_ms(OFFSET_MS, KOKORO_RATE_HZ)
        row = [Letter("", None), *(Letter(c, None if c == " " else 0) for c in letters), Letter("", None)]
        samples, marks = marks_of(
            row, [edge - offset for edge in edges], np.clip(samples, -1, 1), KOKORO_RATE_HZ, [letters]
        )
        return _lesson(samples, KOKORO_RATE_HZ, marks, voice, language)

    def _text(self, language: str, rng: np.random.Generator) -> str:
        sounds = "en" if language.startswith("en") else language
        if has_nonsense(sounds) and rng.random() < NONSENSE_SHARE:
            return nonsense(sounds, rng)
        return self._letters(sentence(sounds, rng), language)

    def _letters(self, text: str, language: str) -> str:
        if language not in self._readers:
            self._readers[language] = reader_of(language, self._espeak)
        spoken = self._readers[language].spoken(read_aloud(text, language))
        return " ".join(word.before + word.phones + word.after for word in spoken)

    def _styles(self, voice: str) -> Samples:
        return styles_of(self._models / style_file(voice))


R_VOWELS = {"ɚ": "ə", "ɜ": "ɜ"}
"""What eSpeak writes as one vowel in American English, and the vowel of the two sounds that it is here."""


def _lesson(samples: Samples, rate_hz: int, marks: Sequence[Mark], voice: str, language: str) -> Lesson:
    waveform = resampled(Waveform(samples, rate_hz), RATE_HZ)
    sounds = [mark for mark in marks if mark.kind != "word"]
    sounds = list(rescaled(sounds, rate_hz, RATE_HZ, waveform.n_samples))
    phones = np.array([phone_number(mark.symbol) for mark in sounds], np.uint8)
    edges = np.array([*(mark.start for mark in sounds), waveform.n_samples], np.int32)
    return with_pauses(Lesson(waveform, phones, edges, voice, language))
