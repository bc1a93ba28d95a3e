"""The test voice: tones instead of words, with exact marks, in no time. It ships as `--voice fake`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from herald.errors import UserError
from herald.media import Mark, Samples, Speech, Utterance, Waveform
from herald.timing import samples_of_ms
from tts.engine import Voice, check_speed
from tts.graphemes import graphemes_of
from tts.pronounce import SaidToken, reading_of, said_tokens
from tts.words import tokens_of, words_of

RATE_HZ = 24_000

_VOWEL_MS, _CONSONANT_MS = 86, 62
"""English text is two fifths vowels, which makes fourteen phones a second."""

_PAUSE_MS = {",": 200, ";": 250, ":": 250, "—": 250, "–": 250, "…": 400, ".": 350, "!": 350, "?": 350}
_PAUSE_MS.update(
    {"،": 200, "、": 200, "，": 200, "；": 250, "：": 250, "。": 350, "！": 350, "？": 350, "।": 350}
)

_PITCH_HZ = 120
_FORMANTS_HZ = {
    "a": (800, 1200, 2500),
    "e": (450, 2000, 2600),
    "i": (300, 2300, 3000),
    "o": (450, 850, 2500),
    "u": (320, 800, 2300),
    "m": (240, 1000, 2200),
    "n": (240, 1500, 2400),
    "l": (360, 1100, 2600),
    "ɹ": (360, 1200, 1600),
    "w": (320, 700, 2200),
    "j": (300, 2200, 2900),
}
_NOISES_HZ = {
    "s": (5000, 9500),
    "z": (4500, 9000),
    "ʃ": (2200, 6000),
    "f": (1500, 9000),
    "v": (1200, 6000),
    "θ": (2500, 9500),
    "h": (600, 3000),
}
_BURSTS_HZ = {
    "p": (300, 1500),
    "b": (200, 900),
    "t": (3000, 7000),
    "d": (2000, 5000),
    "k": (1200, 3000),
    "ɡ": (900, 2500),
    "ʧ": (2500, 6500),
    "ʤ": (2000, 5500),
}
_VOWELS = "aeiou"
_PHONES = (*_FORMANTS_HZ, *_NOISES_HZ, *_BURSTS_HZ)


class FakeVoice:
    """Speaks any text of any language in tones, the same on every machine, far faster than real time."""

    name = "fake"
    version = 2

    def voices(self) -> tuple[Voice, ...]:
        """Return the one voice; "mul" is the BCP-47 subtag of "any language"."""
        return (Voice("fake", self.name, "mul", "", "CC0-1.0", ()),)

    def speak(self, utterance: Utterance) -> Speech:
        """Say one utterance.

        Raises:
            UserError: the voice is unknown or the text has no letter or digit.
        """
        if utterance.voice != "fake":
            raise UserError(f"the test engine has one voice, 'fake', not '{utterance.voice}'.")
        check_speed(utterance.speed)
        words_of(utterance.text)
        sounds: list[Mark] = []
        words: list[Mark] = []
        position = 0
        word = -1
        tokens = tokens_of(utterance.text)
        for phones, token, pause_ms in _phrases(said_tokens(reading_of(utterance), tokens)):
            start = position
            for phone in phones:
                ms = _VOWEL_MS if phone in _VOWELS else _CONSONANT_MS
                stop = position + samples_of_ms(ms / utterance.speed, RATE_HZ)
                sounds.append(Mark("phone", phone, position, stop))
                position = stop
            if phones and words and token == word:
                # Several words are said for one that is written.
                words[-1] = replace(words[-1], stop=position)
            elif phones:
                words.append(Mark("word", tokens[token].text, start, position))
                word = token
            if pause_ms:
                stop = position + samples_of_ms(pause_ms / utterance.speed, RATE_HZ)
                sounds.append(Mark("pause", "", position, stop))
                position = stop
        samples = np.concatenate([_sound(mark) for mark in sounds])
        return Speech(utterance.text, Waveform(samples, RATE_HZ), (*sounds, *words))

    def close(self) -> None:
        """Nothing is held."""


def _phrases(said: tuple[SaidToken, ...]) -> Iterator[tuple[str, int, int]]:
    """Yield phones, number of the written token and the pause after it; none is at either end."""
    last = max(i for i, one in enumerate(said) if one.token.is_word)
    begun = False
    for i, one in enumerate(said[: last + 1]):
        token = one.token
        begun = begun or token.is_word
        tail = re.search(r"[^\w]*$", token.text)
        marks = tail.group() if tail else ""
        pause_ms = max((_PAUSE_MS.get(c, 0) for c in marks), default=0)
        yield _phones(one.phones or token.text), one.of, pause_ms if begun and i < last else 0


def _phones(text: str) -> str:
    """Return phones of a word as its letters suggest, of those that have a sound here."""
    phones = ""
    for phone in "".join(phones_of_letter for _, phones_of_letter in graphemes_of(text)):
        if phone in _PHONES:
            phones += phone
        else:
            # A consonant and a vowel, so that any script moves the mouth and closes the lips at times.
            consonants = _PHONES[len(_VOWELS) :]
            phones += consonants[ord(phone) % len(consonants)] + _VOWELS[ord(phone) % len(_VOWELS)]
    return phones


def _sound(mark: Mark) -> Samples:
    """Return the tone or noise of one mark, faded at both ends so that marks join without a click."""
    n = mark.stop - mark.start
    if mark.kind == "pause":
        return np.zeros(n, np.float32)
    if mark.symbol in _FORMANTS_HZ:
        level = 0.25 if mark.symbol in _VOWELS else 0.12
        wave = level * _chord(n, _FORMANTS_HZ[mark.symbol])
    elif mark.symbol in _NOISES_HZ:
        wave = 0.4 * _noise(n, _NOISES_HZ[mark.symbol])
    else:
        wave = 0.6 * _noise(n, _BURSTS_HZ[mark.symbol])
        # Lips or tongue are closed for the first half of a stop.
        wave[: n // 2] *= 0.05
    n_fade = min(samples_of_ms(4, RATE_HZ), n // 2)
    ramp = np.linspace(0, 1, n_fade, dtype=np.float32)
    wave[:n_fade] *= ramp
    wave[n - n_fade :] *= ramp[::-1]
    return wave.astype(np.float32)


def _chord(n: int, formants_hz: tuple[int, ...]) -> Samples:
    t = np.arange(n) / RATE_HZ
    # Harmonics of one pitch, the nearest to each formant, so that a phone has a colour but all one voice.
    harmonics = [round(hz / _PITCH_HZ) for hz in (_PITCH_HZ, *formants_hz)]
    waves = [np.sin(2 * np.pi * _PITCH_HZ * k * t) / (i + 1) for i, k in enumerate(harmonics)]
    chord: Samples = (np.sum(waves, axis=0) / 2).astype(np.float32)
    return chord


def _noise(n: int, band_hz: tuple[int, int]) -> Samples:
    # Sines at incommensurable steps sound like noise; a random generator's stream changes with its version.
    t = np.arange(n) / RATE_HZ
    low, high = band_hz
    k = np.arange(24)
    hz = low + (high - low) * ((k * 0.6180339887498949) % 1)
    phase = 2 * np.pi * ((k * 0.7548776662466927) % 1)
    waves = np.sin(2 * np.pi * hz[:, None] * t + phase[:, None])
    noise: Samples = (waves.sum(axis=0) / len(k)).astype(np.float32)
    return noise
