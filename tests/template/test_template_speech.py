"""Values as people say them, in each language that has forms of its own, and in some that have none."""

# ruff: noqa: E501 - tables are easier to read with one case on each line

from __future__ import annotations

import pytest

from herald.template.kinds import KINDS
from herald.template.speech import Speech, Unspeakable, speech_of
from herald.template.values import Value


def read(kind: str, written: str) -> Value:
    return KINDS[kind].read(written)


@pytest.mark.parametrize(
    ("language", "style", "said"),
    [
        ("en", "full", "Monday, October 5, 2026"),
        ("en-us", "long", "October 5, 2026"),
        ("en-gb", "full", "Monday, 5 October 2026"),
        ("en-gb", "day", "Monday, 5 October"),
        ("en", "day", "Monday, October 5"),
        ("en", "short", "October 5"),
        ("en", "weekday", "Monday"),
        ("en", "month", "October"),
        ("en", "year", "2026"),
        ("es", "full", "lunes 5 de octubre de 2026"),
        ("es", "day", "lunes 5 de octubre"),
        ("fr", "full", "lundi 5 octobre 2026"),
        ("de", "full", "Montag, 5. Oktober 2026"),
        ("de", "day", "Montag, 5. Oktober"),
        ("zh", "full", "2026年10月5日星期一"),
        ("zh", "day", "10月5日星期一"),
        ("zh-cn", "short", "10月5日"),
        ("pt-br", "day", "segunda-feira, 5 de outubro"),
        ("ko", "day", "10월 5일 월요일"),
        ("ru", "day", "понедельник, 5 октября"),
        ("sv", "full", "måndag 5 oktober 2026"),
    ],
)
def test_dates(language: str, style: str, said: str) -> None:
    assert speech_of(language).date(read("date", "2026-10-05"), style) == said


def test_the_first_of_a_month_in_french() -> None:
    assert speech_of("fr").date(read("date", "2027-01-01")) == "vendredi 1er janvier 2027"
    assert speech_of("fr").date(read("date", "2027-01-01"), "year") == "2027"


@pytest.mark.parametrize(
    ("language", "times"),
    [
        ("en", {"9:00": "9 a.m.", "19:30": "7:30 p.m.", "12:00": "noon", "0:00": "midnight", "12:05": "12:05 p.m."}),
        ("es", {"9:00": "las 9 de la mañana", "13:15": "la una y cuarto de la tarde", "12:00": "las 12 del mediodía"}),
        ("es", {"0:30": "las 12 y media de la noche", "2:00": "las 2 de la madrugada", "21:05": "las 9 y 5 de la noche"}),
        ("fr", {"9:00": "9 heures", "19:30": "19 heures 30", "12:30": "midi et demi", "0:00": "minuit", "1:00": "une heure"}),
        ("de", {"9:00": "9 Uhr", "19:30": "19:30 Uhr", "0:00": "Mitternacht", "1:00": "1 Uhr"}),
        ("zh", {"9:00": "上午9点", "19:30": "晚上7点半", "12:00": "中午12点", "13:05": "下午1点05分", "0:00": "午夜12点"}),
        ("it", {"9:00": "09:00"}),
    ],
)  # fmt: skip
def test_times(language: str, times: dict[str, str]) -> None:
    assert {written: speech_of(language).time(read("time", written)) for written in times} == times


@pytest.mark.parametrize(
    ("language", "amounts"),
    [
        ("en", {"12.50 EUR": "€12.50", "12 EUR": "€12", "1.05 USD": "$1.05", "1200 JPY": "¥1,200"}),
        ("en", {"1250 CHF": "1,250 Swiss francs", "5.5 SEK": "5.50 Swedish kronor"}),
        ("en-gb", {"3 GBP": "£3", "1200 JPY": "1,200 Japanese yen"}),
        ("es", {"12.50 EUR": "12,50 €", "1 EUR": "1 €", "3 USD": "3 US$", "1 GBP": "1 libra esterlina"}),
        ("fr", {"12.50 EUR": "12,50 €", "1250 EUR": "1 250 €", "2 USD": "2 dollars des États-Unis"}),
        ("de", {"12.50 EUR": "12,50 €", "1250 CHF": "1.250 CHF", "3.20 CNY": "3,20 Renminbi Yuan"}),
        ("zh", {"12.50 EUR": "12.5欧元", "3.20 CNY": "3.2元", "12 USD": "12美元", "1200 JPY": "1,200日元"}),
        ("it", {"12.50 EUR": "12,50 €"}),
        ("ko", {"12.50 EUR": "€12.50", "3 USD": "3 미국 달러"}),
    ],
)
def test_money(language: str, amounts: dict[str, str]) -> None:
    assert {written: speech_of(language).money(read("money", written)) for written in amounts} == amounts


def test_money_with_its_sign() -> None:
    assert speech_of("zh").money(read("money", "12.50 EUR"), "sign") == "€12.50"


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", ["Monday to Thursday", "Saturdays", "Mondays, Wednesdays and Fridays", "Fridays and Saturdays"]),
        ("es", ["de lunes a jueves", "los sábados", "los lunes, miércoles y viernes", "los viernes y sábados"]),
        ("fr", ["du lundi au jeudi", "le samedi", "le lundi, le mercredi et le vendredi", "le vendredi et le samedi"]),
        ("de", ["montags bis donnerstags", "samstags", "montags, mittwochs und freitags", "freitags und samstags"]),
        ("zh", ["星期一至星期四", "星期六", "星期一、星期三和星期五", "星期五和星期六"]),
        ("it", ["lunedì, martedì, mercoledì e giovedì", "sabato", "lunedì, mercoledì e venerdì", "venerdì e sabato"]),
    ],
)  # fmt: skip
def test_days_of_the_week(language: str, said: list[str]) -> None:
    written = ("mon-thu", "sat", "Monday, wed and friday", "fri, sat")
    assert [speech_of(language).days(read("weekdays", days)) for days in written] == said


def test_days_across_the_end_of_the_week() -> None:
    assert speech_of("en").days(read("weekdays", "fri-mon")) == "Friday to Monday"


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "2.5%"), ("es", "2,5 %"), ("fr", "2,5 %"), ("de", "2,5 %"), ("zh", "2.5%")],
)
def test_shares(language: str, said: str) -> None:
    assert speech_of(language).percent(read("percent", "2.5 %")) == said


@pytest.mark.parametrize(
    ("language", "number", "said"),
    [
        ("en", "020 7946 0018", "020 7946 0018"),
        ("de", "030 1234567", "030 1234567"),
        ("zh", "+86 10 6505 1234", "+86 10 6505 1234"),
        ("ko", "+82 2 1234", "+8 2, 2, 1 2 3 4"),
        ("pl", "112", "1 1 2"),
    ],
)
def test_telephone_numbers(language: str, number: str, said: str) -> None:
    assert speech_of(language).phone(read("phone", number)) == said
    assert speech_of(language).phone(read("phone", number), "written") == number


@pytest.mark.parametrize(
    ("language", "items", "joint", "said"),
    [
        ("en-gb", ("tea", "coffee", "water"), "and", "tea, coffee and water"),
        ("en", ("tea", "coffee"), "or", "tea or coffee"),
        ("es", ("agua", "hielo"), "and", "agua y hielo"),
        ("es", ("padres", "hijos"), "and", "padres e hijos"),
        ("es", ("siete", "ocho"), "or", "siete u ocho"),
        ("fr", ("thé", "café"), "and", "thé et café"),
        ("de", ("Tee", "Kaffee", "Wasser"), "or", "Tee, Kaffee oder Wasser"),
        ("zh", ("茶", "咖啡", "水"), "and", "茶、咖啡和水"),
        ("en", ("tea",), "and", "tea"),
        ("en", (), "and", ""),
    ],
)
def test_lists(language: str, items: tuple[str, ...], joint: str, said: str) -> None:
    assert speech_of(language).listed(items, joint) == said


@pytest.mark.parametrize(
    ("language", "count", "forms", "said"),
    [
        ("en", 1, {"one": "day", "other": "days"}, "1 day"),
        ("en", 0, {"one": "day", "other": "days"}, "0 days"),
        ("fr", 0, {"one": "jour", "other": "jours"}, "0 jour"),
        ("es", 1, {"one": "un día", "other": "# días"}, "un día"),
        ("es", 1200, {"one": "un día", "other": "# días"}, "1.200 días"),
        ("ru", 3, {"one": "день", "few": "дня", "many": "дней", "other": "дня"}, "3 дня"),
        ("zh", 3, {"one": "天"}, "3天"),
        ("en", ("a", "b"), {"one": "item", "other": "items"}, "2 items"),
    ],
)
def test_plurals(language: str, count: Value, forms: dict[str, str], said: str) -> None:
    assert speech_of(language).plural(count, **forms) == said


@pytest.mark.parametrize(
    ("language", "number", "said"),
    [
        ("en", "12345.5", "12,345.5"),
        ("de", "12345.5", "12.345,5"),
        ("fr", "12345", "12 345"),
        ("zh", "7", "7"),
    ],
)
def test_numbers(language: str, number: str, said: str) -> None:
    assert speech_of(language).number(read("number", number)) == said


@pytest.mark.parametrize(
    ("language", "text", "said"),
    [
        ("en", "the lift is out", "The lift is out."),
        ("en", "why?", "Why?"),
        ("en", "“Yes.”", "“Yes.”"),
        ("zh", "电梯停运", "电梯停运。"),
        ("zh", "电梯停运。", "电梯停运。"),
        ("de", "übermorgen", "Übermorgen."),
    ],
)
def test_whole_sentences(language: str, text: str, said: str) -> None:
    assert speech_of(language).sentence(text) == said


@pytest.mark.parametrize(
    ("method", "value"),
    [
        ("date", "words"),
        ("time", 5),
        ("money", 5),
        ("phone", "112"),
        ("days", "mon"),
        ("listed", "words"),
        ("number", True),
        ("percent", "half"),
        ("say", None),
        ("say", False),
    ],
)
def test_what_is_not_said(method: str, value: Value) -> None:
    with pytest.raises(Unspeakable):
        getattr(speech_of("en"), method)(value)


def test_a_style_that_there_is_not() -> None:
    with pytest.raises(Unspeakable, match="there are full, long"):
        speech_of("en").date(read("date", "2026-10-05"), "brief")


def test_a_language_that_nobody_knows() -> None:
    with pytest.raises(Unspeakable, match="'qqq'"):
        Speech("qqq")


def test_one_language_does_not_change_another() -> None:
    # Babel once handed the names of months of the language asked for last to the next one.
    day = read("date", "2026-10-05")
    for language in ("zh", "pt", "it", "zh", "en"):
        speech_of(language).date(day, "month")
    assert Speech("it").date(day, "month") == "ottobre"
    assert Speech("pt").date(day, "month") == "outubro"
