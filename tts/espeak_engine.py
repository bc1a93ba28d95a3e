"""eSpeak NG itself as an engine: a robot's voice, in more than a hundred languages, for want of a better one.

The library runs in a process of its own (see espeak_worker.py) and says where each phone begins.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from herald.errors import UserError, did_you_mean
from herald.media import Speech, Utterance, Waveform
from herald.sound import faded
from tts.alignment import Letter, marks_of
from tts.engine import Voice, check_speed
from tts.espeak import Espeak, Said
from tts.espeak_languages import espeak_codes, espeak_name, language_of
from tts.espeak_mnemonics import mnemonics
from tts.ipa import read_phones, shares, sounds_of
from tts.pronounce import SaidToken, reading_of, said_tokens
from tts.words import Token, tokens_of, words_of

PREFIX = "espeak/"
_ENDS = ".,;:!?…\"'”’»)]}—–、。，！？।؟"


class EspeakVoice:
    """The eSpeak NG engine. Its sound is plain, its marks are exact."""

    name = "espeak"
    version = 2

    def __init__(self) -> None:
        self._espeak = Espeak()

    def voices(self) -> tuple[Voice, ...]:
        """Return a voice for each language that eSpeak's data has."""
        return tuple(
            Voice(PREFIX + code, self.name, language_of(code), "", "GPL-3.0-or-later", ())
            for code in espeak_codes()
        )

    def speak(self, utterance: Utterance) -> Speech:
        """Say one utterance.

        Raises:
            UserError: the voice is unknown, the speed is out of reach, or the text has nothing that can be
                said in that language.
        """
        code = utterance.voice.removeprefix(PREFIX)
        if not utterance.voice.startswith(PREFIX) or code not in espeak_codes():
            hint = did_you_mean(utterance.voice, (PREFIX + code for code in espeak_codes()))
            raise UserError(f"eSpeak NG has no voice '{utterance.voice}'. {hint}".rstrip())
        check_speed(utterance.speed)
        words_of(utterance.text)
        tokens = tokens_of(utterance.text)
        reading = reading_of(utterance, self._espeak)
        words = said_tokens(reading, tokens)
        text, starts = _in_brackets(reading.spoken, words)
        brackets = any(word.phones for word in words)
        said = self._espeak.say(text, espeak_name(code) or code, utterance.speed, brackets)
        letters, edges = _letters(said, words, starts)
        if not any(letter.word is not None for letter in letters):
            raise UserError(f"eSpeak NG cannot say '{utterance.text.strip()}' in '{code}'.")
        written = [token.text for token in tokens]
        samples, marks = marks_of(letters, edges, said.samples, said.rate_hz, written)
        return Speech(utterance.text, faded(Waveform(samples, said.rate_hz)), marks)

    def close(self) -> None:
        """End the eSpeak process."""
        self._espeak.close()


def _in_brackets(spoken: str, words: Sequence[SaidToken]) -> tuple[str, list[int]]:
    """Return the text for eSpeak, with given phones in double brackets, and where each word begins in it."""
    text, starts, position = "", [], 0
    for word in words:
        text += spoken[position : word.token.start]
        starts.append(len(text))
        written = word.token.text
        end = written[len(written.rstrip(_ENDS)) :]
        text += f"[[{mnemonics(word.phones)}]]{end}" if word.phones else written
        position = word.token.stop
    return text, starts


def _letters(
    said: Said, words: Sequence[SaidToken], word_starts: Sequence[int]
) -> tuple[list[Letter], list[int]]:
    """Return the sounds with silences between them, and where each begins and the last one stops."""
    starts = [*(phone.start for phone in said.phones), len(said.samples)]
    # A word's brackets may be longer than the word; it reaches to the next one.
    stops = [*word_starts[1:], len(said.samples)]
    tokens = [
        Token(word.token.text, start, stop)
        for word, start, stop in zip(words, word_starts, stops, strict=True)
    ]
    read = iter(read_phones(said.phones, tokens))
    letters, edges = [Letter("", None)], [0]
    for phone, (start, stop) in zip(said.phones, itertools.pairwise(starts), strict=True):
        sounds = sounds_of(phone.symbol)
        if not sounds:
            # A comma lets the pause begin where the silence does.
            letters.append(Letter(",", None))
            edges.append(start)
            continue
        token = words[next(read).token].of
        letters += [Letter(sound, token) for sound in sounds]
        edges += [start + round((stop - start) * share) for share in shares(len(sounds))[:-1]]
    letters.append(Letter("", None))
    return letters, [*edges, len(said.samples), len(said.samples)]
