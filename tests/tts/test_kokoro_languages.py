"""Kokoro in each of its languages: words, phones and marks, with the sound itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from herald.errors import UserError
from herald.media import Speech, Utterance
from lipsync.visemes import is_known
from tts.aloud import read_aloud
from tts.kokoro import Kokoro
from tts.voices import all_voices, default_voice

TEXTS = {
    "es": "Abre a las 9:30. Cuesta 5 €.",
    "fr": "Il ouvre à 9h30. C'est 5 €.",
    "hi": "सुबह 9:30 बजे। शुल्क ₹50 है।",
    "it": "Apre alle 9.30. Costa 5 €.",
    "ja": "9時30分です。料金は500円です。",
    "pt-br": "Abre às 9h30. Custa R$ 5.",
    "zh": "9:30开门。票价5元。",
}
"""English is in the contract that all engines share."""

N_VOICES = {"en-us": 20, "en-gb": 8, "es": 3, "fr": 1, "hi": 4, "it": 2, "ja": 5, "pt-br": 3, "zh": 8}


@pytest.fixture(scope="module")
def kokoro(model_path: Callable[[str], Path]) -> Iterator[Kokoro]:
    kokoro = Kokoro(model_path)
    yield kokoro
    kokoro.close()


@pytest.fixture(scope="module")
def speech(kokoro: Kokoro, request: pytest.FixtureRequest) -> Speech:
    language: str = request.param
    return kokoro.speak(Utterance(TEXTS[language], language, default_voice(language).name))


def test_there_are_54_voices_in_nine_languages():
    found = {
        language: len([v for v in all_voices(language) if v.engine == "kokoro"]) for language in N_VOICES
    }
    assert found == N_VOICES
    assert sum(found.values()) == 54


@pytest.mark.parametrize("language", N_VOICES)
def test_each_language_has_a_default_voice_of_its_own(language: str):
    voice = default_voice(language)
    assert (voice.engine, voice.language) == ("kokoro", language)


def shown(speech: Speech) -> list[str]:
    return [mark.symbol for mark in speech.words]


@pytest.mark.parametrize("speech", TEXTS, indirect=True)
def test_every_word_is_marked_in_its_place(speech: Speech):
    position = 0
    left = ""
    for word in speech.words:
        start = speech.text.index(word.symbol, position)
        left += speech.text[position:start]
        position = start + len(word.symbol)
    left += speech.text[position:]
    # Nothing but spaces and punctuation is left over.
    assert not any(character.isalnum() for character in left)
    assert len(speech.words) >= 4


@pytest.mark.parametrize("speech", TEXTS, indirect=True)
def test_phones_have_mouth_shapes_and_words_have_sound(speech: Speech):
    assert all(is_known(mark.symbol) for mark in speech.sounds if mark.kind == "phone")
    loudest = float(np.abs(speech.waveform.samples).max())
    assert loudest > 0.1
    for word in speech.words:
        heard = speech.waveform.samples[word.start : word.stop]
        assert np.abs(heard).max() > 0.02 * loudest, word


def letters(kokoro: Kokoro, text: str, language: str) -> list[tuple[str, str]]:
    spoken = kokoro._reader(language).spoken(read_aloud(text, language))
    return [(word.token.text, word.before + word.phones + word.after) for word in spoken]


def test_chinese_is_cut_into_words_and_read_by_them(kokoro: Kokoro):
    assert letters(kokoro, "“银行行长”来了！图书馆开门。", "zh") == [
        ("银行行长", "“i↗nxa↗ŋxa↗ŋꭧa↓ŋ”"),
        ("来", "lai↗"),
        ("了", "lɤ!"),
        ("图书馆", "tʰu↗ʂu→kwa↓n"),
        ("开门", "kʰai→mə↗n."),
    ]


def test_japanese_is_cut_into_words_and_particles_are_read_as_such(kokoro: Kokoro):
    assert letters(kokoro, "東京へは行った。", "ja") == [
        ("東京", "toːkʲoː"),
        ("へ", "e"),
        ("は", "βa"),
        ("行った", "iʔta."),
    ]


@pytest.mark.parametrize(("language", "text"), [("zh", "我们用AI和Linux。"), ("ja", "私はLinuxを使う。")])
def test_latin_words_in_other_scripts_are_english(kokoro: Kokoro, language: str, text: str):
    found = dict(letters(kokoro, text, language))
    assert found["Linux"].strip(".") == "lˈɪnəks"


def test_french_words_are_bound(kokoro: Kokoro):
    found = dict(letters(kokoro, "Les enfants ont un ami.", "fr"))
    assert found["Les"] == "lez"
    assert found["un"] == "œ̃n"


@pytest.mark.parametrize(("language", "package"), [("zh", "pypinyin"), ("ja", "fugashi")])
def test_a_missing_package_is_named_with_the_command(
    model_path: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch, language: str, package: str
):
    import importlib

    real = importlib.import_module

    def without(name: str, *rest: str):
        if name == package:
            raise ImportError(f"No module named '{package}'", name=package)
        return real(name, *rest)

    monkeypatch.setattr(importlib, "import_module", without)
    fresh = Kokoro(model_path)
    with pytest.raises(UserError, match=rf"{package}.*pip install 'herald\[{language}\]'"):
        fresh.speak(Utterance(TEXTS[language], language, default_voice(language).name))
    fresh.close()


def test_a_text_of_another_script_is_refused(kokoro: Kokoro):
    with pytest.raises(UserError, match="cannot say"):
        kokoro.speak(Utterance("Привет", "ja", "jf_alpha"))
