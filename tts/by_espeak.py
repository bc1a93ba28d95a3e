"""Text to Kokoro's letters by eSpeak NG: Spanish, French, Hindi, Italian and Portuguese.

Kokoro learnt these languages from eSpeak's phones of whole sentences, so whole sentences are asked for:
French words are bound to the next one, and vowels change beside others.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from tts.aloud import Reading
from tts.espeak import Espeak
from tts.phones import SIGNS, STRESSES, TOKEN_IDS
from tts.punctuation import after_word, before_word
from tts.sharing import shared
from tts.spoken import Said, SpokenWord, written_words
from tts.words import Token, tokens_of

_EDGES = re.compile(r"([^\w]*)(.*?)([^\w\u0900-\u0963]*)", re.DOTALL)
_LANGUAGE_CHANGE = re.compile(r"\([a-z^-]+\)")

_ONE_LETTER = (
    *(("a^ɪ", "I"), ("a^ʊ", "W"), ("e^ɪ", "A"), ("o^ʊ", "O"), ("ə^ʊ", "Q"), ("ɔ^ɪ", "Y")),
    *(("tʃ", "ʧ"), ("dʒ", "ʤ")),
    *(("d^z", "ʣ"), ("d^ʒ", "ʤ"), ("s^s", "S"), ("t^s", "ʦ"), ("t^ʃ", "ʧ")),
    *(
        ("^", ""),
        ("-", ""),
        ("g", "ɡ"),
        ("ɦ", "h"),
        ("ɫ", "l"),
        ("ɭ", "l"),
        ("ʏ", "y"),
        ("ɱ", "m"),
        ("ʰʰ", "ʰ"),
    ),
)
"""What eSpeak writes as two letters and Kokoro as one, and what Kokoro has no letter for."""


class ByEspeak:
    """Reads a language as eSpeak does.

    Args:
        voice: eSpeak's name of the language, such as "fr".
        espeak: the process that knows.
    """

    def __init__(self, voice: str, espeak: Espeak) -> None:
        self._voice = voice
        self._espeak = espeak

    def spoken(self, reading: Reading) -> tuple[SpokenWord, ...]:
        """Return the words of a text with their letters and punctuation."""
        tokens = tokens_of(reading.spoken)
        groups = _LANGUAGE_CHANGE.sub("", self._espeak.phones([reading.spoken], self._voice)[0]).split()
        positions = _starts(
            [phone.position for phone in self._espeak.read(reading.spoken, self._voice) if phone.symbol]
        )
        letters = _letters_of(groups, positions, tokens)
        for span in reading.spans:
            inside = [
                i for i, token in enumerate(tokens) if span.spoken_start <= token.start < span.spoken_stop
            ]
            if span.phones and inside:
                given = _divided(kokoro_letters(span.phones), [len(tokens[i].text) for i in inside])
                letters |= dict(zip(inside, given, strict=True))
        said = []
        for i, token in enumerate(tokens):
            match = _EDGES.fullmatch(token.text)
            assert match is not None
            before, _, after = match.groups()
            said.append(
                Said(token.start, token.stop, before_word(before), letters.get(i, ""), after_word(after))
            )
        return written_words(reading, said, tokens_of(reading.text))


def kokoro_letters(ipa: str) -> str:
    """Turn eSpeak's IPA, with ^ inside diphthongs and affricates, into Kokoro's letters."""
    for old, new in _ONE_LETTER:
        ipa = ipa.replace(old, new)
    return "".join(letter for letter in ipa if letter in TOKEN_IDS)


def _starts(positions: Sequence[int]) -> list[int]:
    """Return where each word that eSpeak makes of a text begins in it."""
    return [position for position, _ in itertools.groupby(positions)]


def _letters_of(groups: Sequence[str], positions: Sequence[int], tokens: Sequence[Token]) -> dict[int, str]:
    """Give each token its letters.

    Args:
        groups: eSpeak's phones, word by word; it runs some words together.
        positions: where each group begins in the text, if there are as many; else they are shared out.
        tokens: of the text.
    """
    words = [i for i, token in enumerate(tokens) if token.is_word]
    if len(groups) == len(words):
        return {i: kokoro_letters(group) for i, group in zip(words, groups, strict=True)}
    letters: dict[int, str] = {}
    if len(groups) != len(positions):
        lengths = [len(tokens[i].text) for i in words]
        owners = [words[k] for k in shared(len(groups), lengths)]
        for i, group in zip(owners, groups, strict=True):
            letters[i] = f"{letters.get(i, '')} {kokoro_letters(group)}".strip()
        return letters
    edges = [*positions[1:], tokens[-1].stop]
    for group, start, stop in zip(groups, positions, edges, strict=True):
        run = [i for i in words if tokens[i].stop > start and tokens[i].start < stop]
        # The second word of a name such as "uve doble" stands at the space behind its letter.
        run = run or [i for i in words if tokens[i].start <= start][-1:] or words[:1]
        for i, part in zip(
            run, _divided(kokoro_letters(group), [len(tokens[i].text) for i in run]), strict=True
        ):
            letters[i] = f"{letters.get(i, '')} {part}".strip()
    return letters


def _divided(letters: str, lengths: Sequence[int]) -> list[str]:
    """Cut the letters of words that were run together, by the words' lengths."""
    if len(lengths) == 1:
        return [letters]
    sounds: list[str] = []
    for letter in letters:
        if sounds and (letter in SIGNS or sounds[-1] in STRESSES):
            sounds[-1] += letter
        else:
            sounds.append(letter)
    parts = [""] * len(lengths)
    for sound, part in zip(sounds, shared(len(sounds), lengths), strict=True):
        parts[part] += sound
    return parts
