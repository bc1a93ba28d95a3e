"""What script and lexicon say of a word is heard from every engine."""

from collections.abc import Callable
from pathlib import Path

import pytest

from herald.media import Given, Speech, Utterance
from tts.aloud import said_as
from tts.engine import engine
from tts.espeak_mnemonics import mnemonics

TEXT = "The herald of Siobhan at the NHS says monsieur."
GIVEN = (
    Given(4, 10, phones="bˈɑːtʃuː"),
    Given(14, 21, spoken="Shivawn"),
    Given(29, 32, read_as="characters"),
    Given(38, 46, language="fr"),
)


def phones_of(speech: Speech, word: str) -> str:
    mark = next(mark for mark in speech.words if mark.symbol == word)
    inside = [m.symbol for m in speech.sounds if mark.start <= m.start and m.stop <= mark.stop]
    return "".join(inside).replace("ː", "")


@pytest.mark.parametrize("voice", ["espeak/en-us", "piper/en_US-joe-medium", "bf_emma"])
def test_every_engine_says_what_is_given(model_path: Callable[[str], Path], voice: str):
    name = {"e": "espeak", "p": "piper", "b": "kokoro"}[voice[0]]
    made = engine(name, model_path)
    speech = made.speak(Utterance(TEXT, "en", voice, 1.0, GIVEN))
    made.close()
    assert [mark.symbol for mark in speech.words] == TEXT.split()
    assert phones_of(speech, "herald") == "bɑʧu"
    assert phones_of(speech, "Siobhan").startswith("ʃɪv")
    assert phones_of(speech, "NHS") == "ɛneɪʧɛs"
    assert phones_of(speech, "monsieur.").startswith("məsj")


def test_the_test_voice_says_what_is_given(model_path: Callable[[str], Path]):
    fake = engine("fake", model_path)
    plain, given = (fake.speak(Utterance(TEXT, "en", "fake", 1.0, stretches)) for stretches in ((), GIVEN))
    assert [mark.symbol for mark in given.words] == [mark.symbol for mark in plain.words] == TEXT.split()
    assert phones_of(given, "Siobhan") != phones_of(plain, "Siobhan")


@pytest.mark.parametrize(
    ("text", "kind", "language", "expected"),
    [
        ("NHS", "characters", "en-gb", "N H S"),
        ("42", "digits", "en", "four two"),
        ("3", "ordinal", "en", "third"),
        ("3", "ordinal", "zh", "第三"),
        ("1234", "cardinal", "de", "eintausendzweihundertvierunddreißig"),
        ("020 7946", "telephone", "en-gb", "oh two oh, seven nine four six"),
        ("3.2.2026", "date:dmy", "en-us", "February third, twenty twenty-six"),
        ("3.2.2026", "date:mdy", "en-us", "March second, twenty twenty-six"),
        ("14:30", "time", "fr", "quatorze heures trente"),
        ("3", "ordinal", "sv", "3"),
    ],
)
def test_what_somebody_says_it_is(text: str, kind: str, language: str, expected: str):
    assert said_as(text, kind, language) == expected


def test_mnemonics_keep_sounds_apart_that_would_be_another_one_together():
    assert mnemonics("ˈhɛɹəld") == "'hE|r|@|ld"
    assert mnemonics("tʃɜːtʃ bɔ̃") == "tS|3:|tS| bO~|"
