from __future__ import annotations

from collections.abc import Iterator

import pytest

from herald.errors import UserError
from tts.english import English, from_espeak
from tts.espeak import Espeak
from tts.phones import ids_of


@pytest.fixture(scope="module")
def espeak() -> Iterator[Espeak]:
    espeak = Espeak()
    yield espeak
    espeak.close()


@pytest.fixture(scope="module")
def us(espeak: Espeak) -> English:
    return English(british=False, espeak=espeak)


@pytest.fixture(scope="module")
def gb(espeak: Espeak) -> English:
    return English(british=True, espeak=espeak)


def said(english: English, text: str) -> str:
    """All of Kokoro's letters for a text, without stress."""
    words = [word.before + word.phones + word.after for word in english.spoken(text)]
    return " ".join(filter(None, words)).replace("ˈ", "").replace("ˌ", "")


def words_read(english: English, text: str) -> list[str]:
    """What is said for each token."""
    return [word.phones.replace("ˈ", "").replace("ˌ", "") for word in english.spoken(text)]


@pytest.mark.parametrize(
    ("word", "american", "british"),
    [
        ("water", "wɔTəɹ", "wɔːtə"),
        ("button", "bʌtn", "bʌtᵊn"),
        ("office", "ɔfəs", "ɒfɪs"),
        ("public", "pʌblɪk", "pʌblɪk"),
        ("nine", "nIn", "nIn"),
        ("goat", "ɡOt", "ɡQt"),
        ("bath", "bæθ", "bɑːθ"),
        ("nurse", "nɜɹs", "nɜːs"),
        ("church", "ʧɜɹʧ", "ʧɜːʧ"),
        ("judge", "ʤʌʤ", "ʤʌʤ"),
        ("boy", "bY", "bY"),
        ("house", "hWs", "hWs"),
        ("vision", "vɪʒən", "vɪʒᵊn"),
        ("singing", "sɪŋɪŋ", "sɪŋɪŋ"),
        ("thing", "θɪŋ", "θɪŋ"),
        ("schedule", "skɛʤul", "ʃɛdjuːl"),
        ("visited", "vɪzɪTᵻd", "vɪzɪtɪd"),
        ("offices'", "ɔfəsᵻz", "ɒfɪsɪz"),
        ("caring", "kɛɹɪŋ", "kɛːɹɪŋ"),
    ],
)
def test_words(us: English, gb: English, word: str, american: str, british: str):
    assert said(us, word) == american
    assert said(gb, word) == british


def test_words_that_the_lexicon_lacks_come_from_espeak(us: English, gb: English):
    assert said(us, "Kowalczyk") == "kWɔlkzɪk"
    assert said(gb, "Niamh") == "nIəm"


def test_stress_stands_before_the_vowel(us: English):
    assert [word.phones for word in us.spoken("public record")] == ["pˈʌblɪk", "ɹˈɛkəɹd"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("the end, the start", "ði ɛnd, ðə stɑɹt"),
        ("to open, to close it", "tʊ Opᵊn, tə klOz ɪt"),
        ("a cat. Plan A is it", "ɐ kæt. plæn A ɪz ɪt"),
        ("we read it. we have read it", "wi ɹid ɪt. wi hæv ɹɛd ɪt"),
        ("to record a record", "tə ɹəkɔɹd ɐ ɹɛkəɹd"),
        ("Please close the door", "pliz klOz ðə dɔɹ"),
        ("close to it", "klOs tʊ ɪt"),
        ("you use it. the use of it", "ju juz ɪt. ðə jus ʌv ɪt"),
        ("where you live, a live show", "wɛɹ ju lɪv, ɐ lIv ʃO"),
        ("we used to go. it is used", "wi just tə ɡO. ɪt ɪz juzd"),
        ("a full refund", "ɐ fʊl ɹifʌnd"),
    ],
)
def test_words_that_depend_on_their_neighbours(us: English, text: str, expected: str):
    assert said(us, text) == expected


@pytest.mark.parametrize(
    ("text", "same_as"),
    [
        ("$5", ["five dollars"]),
        ("$1.50", ["one dollar fifty"]),
        ("$3.5 million", ["three point five", "million dollars"]),
        ("£20m", ["twenty million pounds"]),
        ("1,234", ["one thousand two hundred thirty four"]),
        ("in 2026", ["in", "twenty twenty six"]),
        ("1905", ["nineteen oh five"]),
        ("1980s", ["nineteen eighties"]),
        ("3.14", ["three point one four"]),
        ("007", ["zero zero seven"]),
        ("21st", ["twenty first"]),
        ("10%", ["ten percent"]),
        ("-5°C", ["minus five degrees Celsius"]),
        ("20 km", ["twenty", "kilometers"]),
        ("100 km/h", ["one hundred", "kilometers an hour"]),
        ("1/2", ["one half"]),
        ("24/7", ["twenty four seven"]),
        ("9:00", ["nine o'clock"]),
        ("10:05 p.m.", ["ten oh five", "P.M."]),
        ("14:30", ["fourteen thirty"]),
        ("9am-5pm", ["nine A.M. to five P.M."]),
        ("May 5, 2026", ["May", "fifth", "twenty twenty six"]),
        ("2026-11-23", ["November twenty third twenty twenty six"]),
        ("555-0123", ["five five five zero one two three"]),
        ("(555) 010-0199", ["five five five", "zero one zero zero one nine nine"]),
        ("Room 305", ["room", "three oh five"]),
        ("World War II", ["world", "war", "two"]),
        ("Elizabeth II", ["Elizabeth", "the second"]),
        ("Dr. Smith", ["doctor", "Smith"]),
        ("Main St.", ["main", "street"]),
        ("St. Mary", ["saint", "Mary"]),
        ("Mon. or Fri.", ["Monday", "or", "Friday"]),
        ("No. 10", ["number", "ten"]),
        ("e.g. this", ["for example", "this"]),
        ("info@city.gov", ["info at city dot guv"]),
        ("www.example.com", ["W.W.W. dot example dot com"]),
        ("the FBI", ["the", "F.B.I."]),
        ("U.S.", ["U.S."]),
        ("NASA", ["nasa"]),
        ("COVID-19", ["covid nineteen"]),
        ("A4", ["A. four"]),
        ("well-known", ["well known"]),
        ("and/or", ["and or"]),
        ("Parks & Fun", ["parks", "and", "fun"]),
        ("AT&T", ["A.T. and T."]),
        ("do NOT", ["do", "not"]),
        ("WE ARE OPEN", ["we", "are", "open"]),
        ("café", ["cafe"]),
        ("'quoted'", ["quoted"]),
    ],
)
def test_what_is_not_spelt_as_it_is_said(us: English, text: str, same_as: list[str]):
    found, expected = words_read(us, text), [" ".join(words_read(us, words)) for words in same_as]
    assert [group.replace("ɐ", "A") for group in found] == [group.replace("ɐ", "A") for group in expected]


def test_british_readings(gb: English):
    assert words_read(gb, "105") == [" ".join(words_read(gb, "one hundred and five"))]
    assert words_read(gb, "5 May") == [" ".join(words_read(gb, "the fifth of")), "mA"]


def test_a_fullstop_of_an_abbreviation_is_no_pause(us: English):
    assert [word.after for word in us.spoken("Dr. Smith left.")] == ["", "", "."]


def test_punctuation_is_kept_for_the_prosody(us: English):
    words = us.spoken('“Really?” she asked — (no); "yes"... wait: [so]!')
    assert [(word.before, word.after) for word in words] == [
        ("“", "?”"),
        ("", ""),
        ("", ""),
        ("", "—"),
        ("(", ");"),
        ("“", "”…"),
        ("", ":"),
        ("(", ")!"),
    ]


def test_all_letters_are_kokoros(us: English, gb: English):
    text = (
        "Siobhán Nguyễn of Łódź, Xi'an & Zürich: £1,050.07 ~ 3x/week #1 @home √2 50‰ Ω π e=mc2 C++ 123456789"
    )
    for english in (us, gb):
        for word in english.spoken(text):
            ids_of(word.before + word.phones + word.after)


def test_another_script_is_refused_by_name(us: English):
    with pytest.raises(UserError, match="'Привет'"):
        us.spoken("Hello Привет")


def test_espeaks_letters_become_kokoros():
    assert from_espeak("sˈɜːɹ", british=False) == "sˈɜɹ"
    assert from_espeak("ʃˈe^ɪd͡", british=True) == "ʃˈAd"
    assert from_espeak("(de)ˈa^ʊtoː(en)", british=False) == "ˈWtɔ"
    assert from_espeak("bˈʌʔn̩", british=False) == "bˈʌtᵊn"
