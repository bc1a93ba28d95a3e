from __future__ import annotations

import importlib.util
import sys
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

from herald.errors import UserError
from herald.media import Speech, Utterance
from herald.models import Registry
from herald.workspace import CHECKOUT
from tts.alignment import Letter
from tts.kokoro import Kokoro
from tts.kokoro_model import MOST_LETTERS
from tts.pieces import pieces


def benchmark(name: str) -> ModuleType:
    """Import a benchmark by its path: other packages install folders of that name too."""
    spec = importlib.util.spec_from_file_location(name, CHECKOUT / "benchmarks" / f"{name}.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


speech_offset = benchmark("speech_offset")

HISSING = "The recent message: faces, vessels, sausages, glasses, dresses, lettuces and offices."
LIPS = "Papa may buy a big map, but maybe mama may keep a pet bee."


@pytest.fixture(scope="module")
def kokoro(model_path: Callable[[str], Path]) -> Iterator[Kokoro]:
    kokoro = Kokoro(model_path)
    yield kokoro
    kokoro.close()


@pytest.fixture(scope="module")
def hissing(kokoro: Kokoro) -> Speech:
    return kokoro.speak(Utterance(HISSING, "en", "af_heart"))


@pytest.fixture(scope="module")
def lips(kokoro: Kokoro) -> Speech:
    return kokoro.speak(Utterance(LIPS, "en-gb", "bm_george"))


def test_every_model_file_is_registered(registry: Registry, kokoro: Kokoro):
    names = {name for voice in kokoro.voices() for name in voice.models}
    assert names <= registry.entries.keys()


def test_marks_are_where_the_sound_is(hissing: Speech):
    late = speech_offset.measured([hissing])
    assert len(late.onsets) >= 4
    assert abs(np.median(late.onsets) + np.median(late.ends)) / 2 < 15
    assert abs(late.spectra) <= 10


def test_s_marks_hold_the_hiss(hissing: Speech):
    level_db = speech_offset.hiss_db(hissing.waveform.samples, 24_000)

    def mean_db(phones: str) -> float:
        marks = [m for m in hissing.sounds if m.symbol and m.symbol in phones]
        return float(np.mean([level_db[m.start // 24 : m.stop // 24].mean() for m in marks]))

    assert mean_db("s") > mean_db("aeæɛəɪʌ") + 12


def test_lips_are_closed_where_p_and_b_are_marked(lips: Speech):
    energy = np.square(lips.waveform.samples)
    quietest = {"pb": [], "vowel": []}
    for before, mark in pairwise(lips.sounds):
        n = 24 * 15
        levels = [energy[i : i + n].mean() for i in range(mark.start, mark.stop - n, 24)]
        if mark.symbol in ("p", "b") and before.kind == "phone" and levels:
            quietest["pb"].append(min(levels))
        elif mark.symbol in ("a", "e", "æ", "ɛ", "ʌ") and levels:
            quietest["vowel"].append(min(levels))
    assert len(quietest["pb"]) >= 6
    assert 10 * np.log10(np.median(quietest["vowel"]) / np.median(quietest["pb"])) > 12


def test_number_of_threads_does_not_matter(lips: Speech, model_path: Callable[[str], Path]):
    kokoro = Kokoro(model_path, n_threads=1)
    again = kokoro.speak(Utterance(LIPS, "en-gb", "bm_george"))
    kokoro.close()
    np.testing.assert_array_equal(again.waveform.samples, lips.waveform.samples)


def test_a_wrong_voice_gets_a_guess(kokoro: Kokoro):
    with pytest.raises(UserError, match="Did you mean 'bm_george'"):
        kokoro.speak(Utterance("hello", "en", "bm_gorge"))


def test_a_text_that_cannot_be_said_in_english(kokoro: Kokoro):
    with pytest.raises(UserError, match="Latin letters"):
        kokoro.speak(Utterance("你好", "en", "af_heart"))


def row(text: str) -> list[Letter]:
    return [Letter(letter, None) for letter in text]


def cut(text: str) -> list[tuple[str, int]]:
    return [
        ("".join(letter.symbol for letter in piece), pause_ms)
        for piece, pause_ms in pieces(row(text), MOST_LETTERS)
    ]


def test_what_fits_is_one_piece():
    text = "a" * MOST_LETTERS
    assert cut(text) == [(text, 0)]


def test_a_long_text_is_cut_after_a_sentence_rather_than_a_comma():
    text = "aaaa, " * 40 + "aaaa. " + "aaaa, " * 60
    pieces = cut(text.strip())
    assert [piece[-1] for piece, _ in pieces] == [".", ","]
    assert pieces[0][1] > 0
    assert pieces[-1][1] == 0
    assert " ".join(piece for piece, _ in pieces) == text.strip()


def test_pieces_of_a_long_text_are_alike_in_length():
    lengths = [len(piece) for piece, _ in cut("aaaa " * 250)]
    assert max(lengths) <= MOST_LETTERS
    assert min(lengths) > 0.7 * max(lengths)


def test_one_endless_word_is_cut_anyway():
    text = "a" * (2 * MOST_LETTERS + 7)
    pieces = cut(text)
    assert "".join(piece for piece, _ in pieces) == text
    assert max(len(piece) for piece, _ in pieces) <= MOST_LETTERS
