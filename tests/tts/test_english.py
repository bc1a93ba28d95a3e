from __future__ import annotations

from collections.abc import Iterator

import pytest

from herald.errors import UserError
from tts.aloud import read_aloud
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
    words = [
        word.before + word.phones + word.after for word in english.spoken(read_aloud(text, english.language))
    ]
    return " ".join(filter(None, words)).replace("ˈ", "").replace("ˌ", "")


def words_read(english: English, text: str) -> list[str]:
    """What is said for each token."""
    return [
        word.phones.replace("ˈ", "").replace("ˌ", "")
        for word in english.spoken(read_aloud(text, english.language))
    ]


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
    assert [word.phones for word in us.spoken(read_aloud("public record", "en-us"))] == ["pˈʌblɪk", "ɹˈɛkəɹd"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("the end, the start", "ði ɛnd, ðə stɑɹt"),
        ("to open, to close it", "tʊ Opᵊn, tə klOz ɪt"),
        ("a cat. Plan A is it", "ɐ kæt. plæn A ɪz ɪt"),
        ("A cat: A Cat", "ɐ kæt: ɐ kæt"),
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
    ("text", "expected"),
    [
        ("$5", ["fIv dɑləɹz"]),
        ("$3.5 million", ["θɹi pYnt fIv", "mɪljᵊn dɑləɹz"]),
        ("in 2026,", ["ɪn", "twɛnti twɛnti sɪks"]),
        ("20 km", ["twɛnti", "kəlɑməTəɹz"]),
        ("9am-5pm", ["nIn Aɛm tə fIv piɛm"]),
        ("555-0123", ["fIv fIv fIv, zɪɹO wʌn tu θɹi"]),
        ("Dr. Smith", ["dɑktəɹ", "smɪθ"]),
        ("info@city.gov", ["ɪnfO æt sɪTi dɑt ɡʌv"]),
        ("the FBI", ["ði", "ɛfbiI"]),
        ("U.S.", ["juɛs"]),
        ("PDFs and IDs", ["pidiɛfz", "ænd", "Idiz"]),
        ("NASA", ["næsə"]),
        ("A4", ["A fɔɹ"]),
        ("well-known", ["wɛl nOn"]),
        ("Parks & Fun", ["pɑɹks", "ænd", "fʌn"]),
        ("do NOT", ["du", "nɑt"]),
        ("WE ARE OPEN", ["wi", "ɑɹ", "Opᵊn"]),
        ("café", ["kæfA"]),
        ("'quoted'", ["kwOTᵻd"]),
        ("YouTube", ["jutub"]),
        ("OpenStreetMap", ["Opᵊn stɹit mæp"]),
    ],
)
def test_what_is_not_spelt_as_it_is_said(us: English, text: str, expected: list[str]):
    assert words_read(us, text) == expected


def test_british_readings(gb: English):
    assert words_read(gb, "105") == ["wʌn hʌndɹəd and fIv"]
    assert words_read(gb, "5 May") == ["ðə fɪfθ", "ɒv mA"] or words_read(gb, "5 May") == ["ðə fɪfθ ɒv", "mA"]


def test_a_fullstop_of_an_abbreviation_is_no_pause(us: English):
    assert [word.after for word in us.spoken(read_aloud("Dr. Smith left.", "en-us"))] == ["", "", "."]


def test_punctuation_is_kept_for_the_prosody(us: English):
    words = us.spoken(read_aloud('“Really?” she asked — (no); "yes"... wait: [so]!', "en-us"))
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
        for word in english.spoken(read_aloud(text, english.language)):
            ids_of(word.before + word.phones + word.after)


def test_another_script_is_refused_by_name(us: English):
    with pytest.raises(UserError, match="'Привет'"):
        us.spoken(read_aloud("Hello Привет", "en-us"))


def test_espeaks_letters_become_kokoros():
    assert from_espeak("sˈɜːɹ", british=False) == "sˈɜɹ"
    assert from_espeak("ʃˈe^ɪd͡", british=True) == "ʃˈAd"
    assert from_espeak("(de)ˈa^ʊtoː(en)", british=False) == "ˈWtɔ"
    assert from_espeak("bˈʌʔn̩", british=False) == "bˈʌtᵊn"
