"""What the filters write is read by the voices as people say it."""

from __future__ import annotations

import pytest

from herald.template.kinds import KINDS
from herald.template.speech import speech_of
from tts.aloud import read_aloud


@pytest.mark.parametrize(
    ("language", "kind", "written", "heard"),
    [
        ("en", "money", "12.50 EUR", "twelve euros and fifty cents"),
        ("es", "money", "12.50 EUR", "doce euros con cincuenta céntimos"),
        ("fr", "money", "12.50 EUR", "douze euros cinquante"),
        ("de", "money", "12.50 EUR", "zwölf Euro fünfzig"),
        ("zh", "money", "12.50 EUR", "十二点五欧元"),
        ("en", "money", "1 EUR", "one euro"),
        ("es", "money", "1 EUR", "un euro"),
        ("fr", "money", "1 EUR", "un euro"),
        ("de", "money", "1 EUR", "ein Euro"),
        ("zh", "money", "3.20 CNY", "三点二元"),
        ("en", "time", "9:30", "nine thirty A M"),
        ("es", "time", "13:15", "la una y cuarto de la tarde"),
        ("fr", "time", "9:30", "neuf heures trente"),
        ("de", "time", "9:30", "neun Uhr dreißig"),
        ("zh", "time", "19:30", "晚上七点半"),
        ("en-gb", "date", "2026-10-05", "Monday, the fifth of October twenty twenty-six"),
        ("es", "date", "2026-10-05", "lunes cinco de octubre de dos mil veintiséis"),
        ("fr", "date", "2027-01-01", "vendredi premier janvier deux mille vingt-sept"),
        ("de", "date", "2026-10-05", "Montag, fünfter Oktober zweitausendsechsundzwanzig"),
        ("zh", "date", "2026-10-05", "二零二六年十月五日星期一"),
        ("en", "percent", "20", "twenty percent"),
        ("es", "percent", "20", "veinte por ciento"),
        ("fr", "percent", "20", "vingt pour cent"),
        ("de", "percent", "20", "zwanzig Prozent"),
        ("zh", "percent", "20", "百分之二十"),
    ],
)
def test_values_as_they_are_heard(language: str, kind: str, written: str, heard: str) -> None:
    said = speech_of(language).say(KINDS[kind].read(written))
    assert read_aloud(said, language).spoken.rstrip(".") == heard


@pytest.mark.parametrize(
    ("language", "sentence", "number", "heard"),
    [
        ("en", "Call {}.", "212 555 0142", "two one two, five five five, zero one four two"),
        ("es", "Llame al {}.", "91 123 45 67", "nueve uno, uno dos tres, cuatro cinco, seis siete"),
        ("fr", "Appelez le {}.", "01 23 45 67 89", "zéro un, vingt-trois, quarante-cinq"),
        (
            "de",
            "Rufen Sie uns an: {}.",
            "030 1234567",
            "null drei null, eins zwei drei vier fünf sechs sieben",
        ),
        ("zh", "请致电{}。", "010 6505 1234", "零幺零，六五零五，幺二三四"),
    ],
)
def test_telephone_numbers_are_heard_by_their_digits(
    language: str, sentence: str, number: str, heard: str
) -> None:
    said = speech_of(language).phone(KINDS["phone"].read(number))
    assert heard in read_aloud(sentence.format(said), language).spoken
