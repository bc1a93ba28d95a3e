"""Kokoro-82M, int8, run with onnxruntime: the default voice of Herald.

The model takes phone letters and gives sound at 24 kHz; its own durations are the marks.
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import os
from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path

import numpy as np

from herald.errors import UserError, did_you_mean
from herald.media import Mark, Samples, Speech, Utterance, Waveform
from herald.sound import faded
from herald.timing import samples_of_ms
from tts.alignment import Letter, marks_of
from tts.clauses import begins_clause
from tts.engine import ModelPath, Voice, check_speed
from tts.espeak import Espeak
from tts.kokoro_model import MODEL, MOST_LETTERS, RATE_HZ, KokoroModel, style_file, styles_of
from tts.pieces import joined, pieces
from tts.pronounce import reading_of
from tts.readers import reader_of
from tts.spoken import Reader, SpokenWord
from tts.words import words_of

OFFSET_MS = 60
"""How far the sound runs ahead of the durations; measured by benchmarks/speech_offset.py."""

HUM_HZ = 60

_VOICES: dict[str, str] = {
    "en-us": "af_heart af_alloy af_aoede af_bella af_jessica af_kore af_nicole af_nova af_river af_sarah "
    "af_sky am_adam am_echo am_eric am_fenrir am_liam am_michael am_onyx am_puck am_santa",
    "en-gb": "bf_emma bf_alice bf_isabella bf_lily bm_daniel bm_fable bm_george bm_lewis",
    "es": "ef_dora em_alex em_santa",
    "fr": "ff_siwis",
    "hi": "hf_alpha hf_beta hm_omega hm_psi",
    "it": "if_sara im_nicola",
    "ja": "jf_alpha jf_gongitsune jf_nezumi jf_tebukuro jm_kumo",
    "pt-br": "pf_dora pm_alex pm_santa",
    "zh": "zf_xiaobei zf_xiaoni zf_xiaoxiao zf_xiaoyi zm_yunjian zm_yunxi zm_yunxia zm_yunyang",
}
"""The voices of each language; the first is the one that is taken where none is asked for."""

_HEARD: dict[str, dict[str, str]] = {
    "hi": {"c": "ʧ", "ɟ": "ʤ"},
    "pt-br": {"y": "i"},
}
"""Where the letters that a language was trained with are not the sounds that are heard and seen."""


class Kokoro:
    """The Kokoro engine.

    Args:
        model_path: gives the local path of a model file.
        n_threads: for the model; None for one for each core.
        ready: folders for a copy of the model that loads faster, see `tts.ready_network`.
    """

    name = "kokoro"
    version = 8

    def __init__(
        self, model_path: ModelPath, n_threads: int | None = None, ready: Sequence[Path] = ()
    ) -> None:
        self._model_path = model_path
        self._n_threads = n_threads or os.cpu_count() or 1
        self._ready = ready
        self._espeak = Espeak()
        self._model: KokoroModel | None = None
        self._styles: dict[str, Samples] = {}
        self._readers: dict[str, Reader] = {}

    def voices(self) -> tuple[Voice, ...]:
        """Return every voice; reads no model."""
        return tuple(self._voices.values())

    def speak(self, utterance: Utterance) -> Speech:
        """Say one utterance.

        Raises:
            UserError: the voice is unknown, the speed is out of reach, or the text has no letter or digit.
        """
        voice = self._voices.get(utterance.voice)
        if voice is None:
            hint = did_you_mean(utterance.voice, self._voices)
            raise UserError(f"Kokoro has no voice '{utterance.voice}'. {hint}".rstrip())
        check_speed(utterance.speed)
        words_of(utterance.text)
        spoken = self._spoken(utterance, voice)
        letters = _letters(spoken)
        if not any(letter.word is not None for letter in letters):
            raise UserError(f"the voice '{voice.name}' cannot say '{utterance.text.strip()}'.")
        words = [word.token.text for word in spoken]
        clauses = frozenset(i for i, word in enumerate(words) if begins_clause(word, voice.language))
        said = [
            (*self._say(piece, words, voice, utterance.speed), pause_ms)
            for piece, pause_ms in pieces(letters, MOST_LETTERS, clauses)
        ]
        samples, marks = joined(said, RATE_HZ, utterance.speed)
        return Speech(utterance.text, Waveform(samples, RATE_HZ), marks)

    def close(self) -> None:
        """Let go of the model and of the eSpeak process."""
        self._model = None
        self._styles.clear()
        self._readers.clear()
        self._espeak.close()
        _give_memory_back()

    @cached_property
    def _voices(self) -> dict[str, Voice]:
        genders = {"f": "female", "m": "male"}
        return {
            name: Voice(name, self.name, language, genders[name[1]], "Apache-2.0", (MODEL, style_file(name)))
            for language, names in _VOICES.items()
            for name in names.split()
        }

    def _spoken(self, utterance: Utterance, voice: Voice) -> tuple[SpokenWord, ...]:
        """Return the words of an utterance with Kokoro's letters."""
        # Where the text does not name its country, the voice's decides how a date is read.
        named = "-" in utterance.language or "-" not in voice.language
        language = utterance.language if named else voice.language
        reading = reading_of(replace(utterance, language=language), self._espeak)
        return self._reader(voice.language).spoken(reading)

    def _reader(self, language: str) -> Reader:
        if language not in self._readers:
            self._readers[language] = reader_of(language, self._espeak)
        return self._readers[language]

    def _styles_of(self, voice: Voice) -> Samples:
        if voice.name not in self._styles:
            self._styles[voice.name] = styles_of(self._model_path(style_file(voice.name)))
        return self._styles[voice.name]

    def _say(
        self, letters: Sequence[Letter], words: Sequence[str], voice: Voice, speed: float
    ) -> tuple[Samples, tuple[Mark, ...]]:
        if self._model is None:
            self._model = KokoroModel(self._model_path(MODEL), self._n_threads, self._ready)
        symbols = "".join(letter.symbol for letter in letters)
        audio, edges = self._model.say(symbols, self._styles_of(voice), speed)
        offset = samples_of_ms(OFFSET_MS, RATE_HZ)
        padding = Letter("", None)
        heard = _HEARD.get(voice.language, {})
        row = [padding, *(Letter(heard.get(x.symbol, x.symbol), x.word) for x in letters), padding]
        samples, marks = marks_of(row, [edge - offset for edge in edges], _without_hum(audio), RATE_HZ, words)
        return faded(Waveform(samples, RATE_HZ)).samples, marks


def _letters(spoken: Sequence[SpokenWord]) -> list[Letter]:
    """Put words, spaces and punctuation in one row."""
    letters: list[Letter] = []
    for i, word in enumerate(spoken):
        if not (word.before or word.phones or word.after):
            continue
        if letters:
            letters.append(Letter(" ", None))
        letters += [Letter(c, None) for c in word.before]
        letters += [Letter(c, i) for c in word.phones]
        letters += [Letter(c, None) for c in word.after]
    return letters


def _without_hum(audio: Samples) -> Samples:
    """Return the sound without what lies below any voice: some voices hum there, 25 dB under their speech."""
    # Silence behind it, since the ends of what is transformed meet. A Butterworth filter of the fourth order,
    # forward and backward; scipy has it too, but takes a second of every build to be imported.
    n = 1 << (len(audio) + RATE_HZ // 4).bit_length()
    spectrum = np.fft.rfft(audio.astype(np.float64), n)
    octaves = np.fft.rfftfreq(n, 1 / RATE_HZ) / HUM_HZ
    spectrum *= octaves**8 / (1 + octaves**8)
    voice = np.fft.irfft(spectrum, n)[: len(audio)]
    return np.clip(voice, -1, 1).astype(np.float32)


def _give_memory_back() -> None:
    """Return what the model held to the system: the C library would keep 140 MB."""
    gc.collect()
    with contextlib.suppress(OSError, AttributeError):
        # There on Linux with glibc; elsewhere the memory is kept, and nothing is lost but that.
        ctypes.CDLL("libc.so.6").malloc_trim(0)
