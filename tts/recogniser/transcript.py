"""A transcript to the words that the aligner looks for: each with the phones that its language gives it."""

from __future__ import annotations

import itertools

from tts.aloud import read_aloud
from tts.espeak import Espeak
from tts.espeak_languages import espeak_name
from tts.graphemes import graphemes_of
from tts.ipa import read_phones, sounds_of
from tts.readers import LANGUAGES, reader_of
from tts.recogniser.align import Word
from tts.words import tokens_of


class Transcriber:
    """Reads text in any language: as the Kokoro voices where they have it, else as eSpeak NG.

    Use it as a context manager: eSpeak runs in a process of its own.

    Args:
        language: BCP-47. One that eSpeak does not have is read letter by letter.
    """

    def __init__(self, language: str) -> None:
        self._language = language.lower()
        self._espeak = Espeak()
        self._voice = espeak_name(language)
        base = self._language.partition("-")[0]
        own = [known for known in LANGUAGES if known == self._language or known.partition("-")[0] == base]
        exact = [known for known in own if known == self._language]
        self._reader = reader_of((exact or own)[0], self._espeak) if own else None

    def __enter__(self) -> Transcriber:
        return self

    def __exit__(self, *exception: object) -> None:
        self._espeak.close()

    def words(self, text: str) -> tuple[Word, ...]:
        """Return the words of a text in order; what cannot be spoken is left out.

        Raises:
            UserError: the text has words that its language cannot say.
        """
        if self._reader is not None:
            spoken = self._reader.spoken(read_aloud(text, self._language))
            words = [Word.of_letters(said.token.text, said.phones) for said in spoken]
        elif self._voice is not None:
            words = self._read(text, self._voice)
        else:
            words = [
                Word(token.text, tuple(c for _, phones in graphemes_of(token.text) for c in phones))
                for token in tokens_of(text)
            ]
        return tuple(word for word in words if word.phones)

    def _read(self, text: str, voice: str) -> list[Word]:
        tokens = tokens_of(text)
        if not any(token.is_word for token in tokens):
            return []
        read = read_phones(self._espeak.read(text, voice), tokens)
        return [
            Word(tokens[i].text, tuple(sound for said in group for sound in sounds_of(said.phone.symbol)))
            for i, group in itertools.groupby(read, key=lambda said: said.token)
        ]
