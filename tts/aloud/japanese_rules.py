"""Rules that only Japanese has."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from tts.aloud import japanese_numbers as kana
from tts.aloud import japanese_words as tables
from tts.aloud.amounts import FRACTION_SIGNS
from tts.aloud.asian import AFTER_TIME, BEFORE_TIME, DATE, FREE, ROMAN_SIGNS, TIME, TO, Asian, until_rule
from tts.aloud.japanese_numbers import Counter
from tts.aloud.quantities import alternation
from tts.aloud.rules import Piece, Rule, Said, Sentence
from tts.aloud.words import roman

if TYPE_CHECKING:
    from tts.aloud.japanese import Japanese

_NUMBER = Asian.number
_MINUS = r"(?:(?<![\dA-Za-z)年月日時])[-\u2212])?"
_POWERED = rf"{_NUMBER}(?:[兆億万千](?:{_NUMBER})?)*"
"""A number with powers of ten in kanji: 3万5000."""


def rules(language: Japanese) -> tuple[Rule, ...]:
    """Return the rules of everything that has a figure in it, the particular first."""
    return (
        *_telephone_rules(language),
        *_calendar_rules(language),
        *_time_rules(language),
        *_money_rules(language),
        *_measure_rules(language),
        *_counter_rules(language),
        *_ratio_rules(language),
        *_number_rules(language),
    )


def _said(language: Japanese, written: str, counter: Counter | None = None) -> str:
    """Say a number with powers of ten, and what it counts."""
    parts = re.findall(rf"({_NUMBER})([兆億万千]?)", written)
    said = ""
    for i, (digits, power) in enumerate(parts):
        amount = language.amount(digits)
        last = i + 1 == len(parts)
        if power:
            kind = "t" if power == "兆" else "s" if power == "千" else ""
            # 3千 and 8千 are as in 3000 and 8000.
            if power == "千" and amount.whole in ("3", "8") and not amount.fraction:
                said += kana.number(int(amount.whole) * 1000)
            else:
                said += language.counted(amount, Counter(tables.POWERS[power], kind))
            if last and counter:
                said += kana.counted(10_000, counter).removeprefix(kana.number(10_000))
        elif last and counter:
            said += language.counted(amount, counter)
        else:
            said += language.quantity(amount)
    return said


def _telephone_rules(language: Japanese) -> tuple[Rule, ...]:
    def short(match: re.Match[str], sentence: Sentence) -> Said:
        return tables.SHORT_TELEPHONES.get(match[1], language.digits(match[1])) + ("バン" if match[2] else "")

    def dialled(match: re.Match[str], sentence: Sentence) -> Said:
        return [Piece(*match.span(1), tables.SHORT_TELEPHONES.get(match[1], language.digits(match[1])))]

    def post_code(match: re.Match[str], sentence: Sentence) -> Said:
        said = "の".join(map(language.digits, match.group(2, 3)))
        sign = [Piece(*match.span(1), "郵便番号")] if match[1] else []
        return [*sign, Piece(match.start(2), match.end(), said)]

    def address(match: re.Match[str], sentence: Sentence) -> Said:
        return "の".join(kana.number(int(number)) for number in match[0].split("-"))

    ends = r"(?![\d-]|[.,]\d|[人名個日月時分円歳階回年週本枚台件点%℃A-Za-z])"
    return (
        Rule(
            "post code",
            re.compile(r"(?:(〒) ?)?(?<![\d.,/-])(\d{3})-(\d{4})(?![\d-])"),
            post_code,
            "digit",
        ),
        Rule("address", re.compile(rf"(?<=[区市町村丁目])\d{{1,3}}-\d{{1,4}}{ends}"), address, "digit"),
        Rule("address", re.compile(rf"(?<![\d.,/-])\d{{1,3}}-\d{{1,3}}-\d{{1,4}}{ends}"), address, "digit"),
        Rule(
            "idiom",
            re.compile(r"(?<!\d)24/7(?!\d)"),
            lambda match, sentence: "ニジュウヨジカン年中無休",
            "digit",
        ),
        Rule("short telephone", re.compile(r"(?<!\d)(11[0-9]|171|188|189)(番)(?!線|目|地)"), short, "digit"),
        Rule(
            "short telephone",
            re.compile(r"電話[はが：: ]*(\d{3,4})(?![\d-])(?!円|人|回|件|台)"),
            dialled,
            "digit",
        ),
    )


def _calendar_rules(language: Japanese) -> tuple[Rule, ...]:
    def date(match: re.Match[str], sentence: Sentence) -> Said:
        return _date(language, int(match[1]), int(match[3]), int(match[4]))

    def month_day(match: re.Match[str], sentence: Sentence) -> Said:
        return _date(language, None, int(match[1]), int(match[2]))

    def long_day(match: re.Match[str], sentence: Sentence) -> Said:
        return kana.counted(int(match[1]), tables.DAYS_LONG)

    def days(match: re.Match[str], sentence: Sentence) -> Said:
        return [
            Piece(*match.span(1), match[1] + "曜"),
            Piece(*match.span(2), "から"),
            Piece(*match.span(3), match[3] + "曜"),
        ]

    def weekday_in_brackets(match: re.Match[str], sentence: Sentence) -> Said:
        # What stands before is looked up in the sentence, where a date that was read still stands.
        if not re.search(r"[日\d] ?$", sentence.text[: match.start()]):
            return None
        holiday = [Piece(*match.span(2), "祝日")] if match[2] else []
        return [Piece(*match.span(1), match[1] + "曜日"), *holiday]

    weekday = "[月火水木金土日]"
    return (
        Rule("date", DATE, date, "digit"),
        Rule(
            "date", re.compile(rf"(?<![\d./])(\d{{1,2}})/(\d{{1,2}})(?= ?[(（]{weekday})"), month_day, "digit"
        ),
        Rule(
            "weekday",
            re.compile(rf"[(（]({weekday})(?:曜日?)?(?:[・･](祝)日?)?(?=[)）])"),
            weekday_in_brackets,
        ),
        # 1日 is the first of a month unless it is said how often or how long.
        Rule(
            "day",
            re.compile(r"(?<![\d月])(1)日(?=\d|に\d|中|あたり|当たり|一|平均|の(?:うち|流れ|終わり)|券|\d)"),
            long_day,
            "digit",
        ),
        Rule("days", re.compile(rf"(?<![一-龥])({weekday})({TO})({weekday})(?!曜)(?![一-龥])"), days),
    )


def _date(language: Japanese, year: int | None, month: int, day: int) -> str | None:
    try:
        datetime.date(year or 2024, month, day)
    except ValueError:
        return None
    return language.date(day, month, year, "")


def _time_rules(language: Japanese) -> tuple[Rule, ...]:
    def said(hours: str, minutes: str, seconds: str | None) -> str | None:
        if int(hours) > 29:
            return None
        return language.time(int(hours), int(minutes), int(seconds) if seconds else None)

    def after_day(match: re.Match[str], sentence: Sentence) -> str:
        return "、" if re.search(r"[曜土日金]\s?$", sentence.text[: match.start()]) else ""

    def one(match: re.Match[str], sentence: Sentence) -> Said:
        time = said(match[1], match[2], match[3])
        return after_day(match, sentence) + time if time else None

    def two(match: re.Match[str], sentence: Sentence) -> Said:
        first, second = said(match[1], match[2], match[3]), said(match[5], match[6], match[7])
        if first is None or second is None:
            return None
        return [
            Piece(match.start(), match.start(4), after_day(match, sentence) + first),
            Piece(*match.span(4), "から"),
            Piece(match.start(5), match.end(), second),
        ]

    return (
        Rule("times", re.compile(rf"{BEFORE_TIME}{TIME}({TO}){TIME}{AFTER_TIME}"), two, "digit"),
        Rule("time", re.compile(rf"{BEFORE_TIME}{TIME}{AFTER_TIME}"), one, "digit"),
    )


def _spread(
    language: Japanese, match: re.Match[str], counter: Counter, before: str = "", stop: int | None = None
) -> list[Piece]:
    """Say one number or two with "from ... to", and the counter after the last."""
    minus = "マイナス" if match["minus"] else ""
    stop = match.end() if stop is None else stop
    if not match["b"]:
        return [Piece(match.start(), stop, before + minus + _said(language, match["a"], counter))]
    joint = "かける" if re.search("[x×]", match["to"]) else "から"
    return [
        Piece(match.start(), match.end("a"), before + minus + _said(language, match["a"])),
        Piece(*match.span("to"), joint),
        Piece(match.start("b"), stop, _said(language, match["b"], counter)),
    ]


def _money_rules(language: Japanese) -> tuple[Rule, ...]:
    def money(match: re.Match[str], sentence: Sentence) -> Said:
        return _spread(language, match, tables.CURRENCIES[match["sign"]])

    sign = alternation(tables.CURRENCIES)
    spread = rf"(?:(?P<to>{TO}(?:(?P=sign))?)(?P<b>{_POWERED}))?"
    before = rf"(?P<minus>{_MINUS})(?P<sign>{sign}) ?(?P<a>{_POWERED}){spread}(?:円(?=[^形]|$))?"
    after = (
        rf"(?P<minus>{_MINUS}){FREE}(?P<a>{_POWERED})(?:(?P<to>{TO})(?P<b>{_POWERED}))? ?"
        rf"(?P<sign>{sign})(?![A-Za-z])"
    )
    return (
        Rule("money", re.compile(before), money, "digit"),
        Rule("money", re.compile(after), money, "digit"),
    )


def _measure_rules(language: Japanese) -> tuple[Rule, ...]:
    def measure(match: re.Match[str], sentence: Sentence) -> Said:
        unit = match["unit"]
        if unit in tables.SPEEDS:
            word, counter = tables.SPEEDS[unit]
            told = re.search(r"[時秒風]速\w?$", sentence.text[: match.start()])
            return _spread(language, match, counter, before="" if told else word)
        return _spread(language, match, tables.UNITS[unit])

    units = alternation({**tables.UNITS, **tables.SPEEDS})
    spread = rf"(?:(?P<to>%?{TO}|\s?[x×]\s?)(?P<b>{_POWERED}))?"
    pattern = rf"(?P<minus>{_MINUS}){FREE}(?P<a>{_POWERED}){spread} ?(?P<unit>{units})(?![A-Za-z²³])"
    return (Rule("measure", re.compile(pattern), measure, "digit"),)


def _counter_rules(language: Japanese) -> tuple[Rule, ...]:
    def count(match: re.Match[str], sentence: Sentence) -> Said:
        counter = tables.COUNTERS[match["counter"]]
        # 第3階 does not exist, but 第1回 does: the words of their own are for what is counted only.
        if sentence.text[: match.start()].endswith("第"):
            counter = replace(counter, whole={})
        return _spread(language, match, counter)

    pattern = (
        rf"(?P<minus>{_MINUS}){FREE}(?P<a>{_POWERED})(?:(?P<to>{TO})(?P<b>{_POWERED}))? ?"
        rf"(?P<counter>{alternation(tables.COUNTERS)})(?!隔)"
    )
    return (Rule("counter", re.compile(pattern), count, "digit"),)


def _ratio_rules(language: Japanese) -> tuple[Rule, ...]:
    def fraction(match: re.Match[str], sentence: Sentence) -> Said:
        top, bottom = int(match[1]), int(match[2])
        return f"{kana.number(bottom)}ブンノ{kana.number(top)}" if bottom else None

    def sign(match: re.Match[str], sentence: Sentence) -> Said:
        top, bottom = FRACTION_SIGNS[match[2]]
        whole = f"{kana.number(int(match[1]))}ト" if match[1] else ""
        return f"{whole}{kana.number(bottom)}ブンノ{kana.number(top)}"

    def joined(word: str) -> Callable[[re.Match[str], Sentence], Said]:
        return lambda match, sentence: f"{kana.number(int(match[1]))}{word}{kana.number(int(match[2]))}"

    ends = r"(?![\d:/]|[.,]\d)"
    return (
        Rule("fraction", re.compile(rf"(?<![\d/.])(\d{{1,3}})/(\d{{1,3}}){ends}"), fraction, "digit"),
        Rule("fraction", re.compile(rf"(?<![\d.])(\d+)?([{''.join(FRACTION_SIGNS)}])"), sign, "digit"),
        Rule("ratio", re.compile(rf"(?<![\d:/.])(\d{{1,3}})[:対](\d{{1,3}}){ends}"), joined("タイ"), "digit"),
    )


def _number_rules(language: Japanese) -> tuple[Rule, ...]:
    def roman_ordinal(match: re.Match[str], sentence: Sentence) -> Said:
        number = ROMAN_SIGNS.get(match[1]) or roman(match[1])
        return kana.number(number) if number else None

    def two(match: re.Match[str], sentence: Sentence) -> Said:
        joint = "かける" if re.search("[x×]", match["to"]) else "から"
        return [
            Piece(*match.span("a"), _said(language, match["a"])),
            Piece(*match.span("to"), joint),
            Piece(*match.span("b"), _said(language, match["b"])),
        ]

    def one(match: re.Match[str], sentence: Sentence) -> Said:
        return f"{'マイナス' if match['minus'] else ''}{_said(language, match['number'])}"

    spread = rf"{FREE}(?P<a>{_POWERED})(?P<to>{TO}|\s?[x×]\s?)(?P<b>{_POWERED})(?![\d-]|[.,]\d)"
    bare = rf"(?P<minus>{_MINUS}){FREE}(?P<number>(?>{_POWERED}))(?![A-Za-z]|\.\d|-[A-Za-z])"

    def numbered(match: re.Match[str], sentence: Sentence) -> Said:
        return f"ナンバー{_said(language, match[1])}"

    return (
        until_rule("から", "午前|午後|正午|翌|朝|昼|夕方|夜|深夜"),
        Rule("number", re.compile(rf"(?<![A-Za-z])N[oO]\. ?({_NUMBER})"), numbered, "digit"),
        Rule("Roman numeral", re.compile(r"(?<=第)([IVX]+|[Ⅰ-Ⅻ])"), roman_ordinal),
        Rule("range", re.compile(spread), two, "digit"),
        Rule("number", re.compile(bare), one, "digit"),
    )
