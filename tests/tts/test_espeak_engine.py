import numpy as np
import pytest

from herald.errors import UserError
from herald.media import Utterance
from lipsync.visemes import is_known
from tts.espeak import SaidPhone
from tts.espeak_engine import EspeakVoice
from tts.espeak_languages import espeak_codes, espeak_name, language_of
from tts.ipa import punctuation_after, read_phones, sounds_of
from tts.words import tokens_of, words_of

SENTENCES = {
    "sv": "Kommunen öppnar klockan nio, välkommen!",
    "de": "Das Büro öffnet um 9 Uhr.",
    "pl": "Urząd jest otwarty od dziewiątej.",
    "ru": "Привет, мир!",
    "zh": "公共办公室，九点开门。",
    "ar": "مرحبا بالعالم",
    "sw": "Habari ya asubuhi",
}


@pytest.fixture(scope="module")
def engine():
    made = EspeakVoice()
    yield made
    made.close()


@pytest.mark.parametrize("language", SENTENCES)
def test_speaks_many_languages_with_every_word_marked(engine: EspeakVoice, language: str):
    text = SENTENCES[language]
    voice = next(voice.name for voice in engine.voices() if voice.language == language)
    speech = engine.speak(Utterance(text, language, voice))
    assert speech.waveform.rate_hz == 22_050
    assert np.abs(speech.waveform.samples).max() > 0.1
    assert [mark.symbol for mark in speech.words] == [word.text for word in words_of(text)]
    phones = {mark.symbol for mark in speech.sounds if mark.kind == "phone"}
    assert {phone for phone in phones if not is_known(phone)} <= set("ħʕ")


def test_there_are_more_than_a_hundred_languages_and_all_can_be_loaded(engine: EspeakVoice):
    assert len({voice.language.partition("-")[0] for voice in engine.voices()}) > 100
    names = [espeak_name(code) for code in espeak_codes()]
    assert None not in names
    for name in names:
        assert engine._espeak.phones(["a"], name or "")


def test_words_that_run_together_are_told_apart(engine: EspeakVoice):
    speech = engine.speak(Utterance("One of the best", "en", "espeak/en-us"))
    assert [mark.symbol for mark in speech.words] == ["One", "of", "the", "best"]


def test_an_unknown_voice_is_refused(engine: EspeakVoice):
    with pytest.raises(UserError, match="Did you mean 'espeak/sv'"):
        engine.speak(Utterance("hej", "sv", "espeak/svv"))


@pytest.mark.parametrize(
    ("language", "name"),
    [
        ("en-gb", "en"),
        ("fr-fr", "fr"),
        ("fr-ca", "fr"),
        ("zh-tw", "cmn"),
        ("no", "nb"),
        ("pt-br", "pt-br"),
        ("xx", None),
    ],
)
def test_the_nearest_language_that_espeak_has(language: str, name: str | None):
    found = espeak_name(language)
    assert found == name or (name == "fr" and found in ("fr", "fr-be", "fr-ch"))
    assert language_of("cmn") == "zh"


@pytest.mark.parametrize(
    ("phone", "sounds"),
    [
        ("ˈoʊ", ("o", "ʊ")),
        ("tʃ", ("ʧ",)),
        ("t^ʃ", ("ʧ",)),
        ("ɜː", ("ɜː",)),
        ("ɔ̃", ("ɔ̃",)),
        ("kh", ("kʰ",)),
        ("ˈonɡ", ("o", "ŋ")),
        ("s.", ("ʂ",)),
        ("e-", ("e",)),
        ("", ()),
        ("(en)", ()),
        ("(en", ()),
    ],
)
def test_phones_of_espeak_taken_apart(phone: str, sounds: tuple[str, ...]):
    assert sounds_of(phone) == sounds


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("office", ""),
        ("office,", ","),
        ("“ever”?)", "?"),
        ("what?!", "!"),
        ("…well…", "."),
        ("开。", "."),
        ("it,”", ","),
    ],
)
def test_punctuation_after_a_token(text: str, mark: str):
    assert punctuation_after(tokens_of(text)[-1]) == mark


def test_each_of_many_words_said_as_one_has_a_phone():
    tokens = tokens_of("of the it")
    phones = [SaidPhone(symbol, 0, i) for i, symbol in enumerate("ʌvð")]
    assert [read.token for read in read_phones(phones, tokens)] == [0, 1, 2]
    assert [read.token for read in read_phones(phones[:1], tokens)] in ([0], [1], [2])
    assert read_phones([], tokens) == ()
