"""Rules that only Chinese has."""

from __future__ import annotations

import datetime
import re
from typing import TYPE_CHECKING

from tts.aloud import chinese_words as tables
from tts.aloud.amounts import FRACTION_SIGNS
from tts.aloud.asian import AFTER_TIME, BEFORE_TIME, DATE, FREE, ROMAN_SIGNS, TIME, TO, Asian, until_rule
from tts.aloud.quantities import alternation
from tts.aloud.rules import Piece, Rule, Said, Sentence
from tts.aloud.words import roman

if TYPE_CHECKING:
    from tts.aloud.chinese import Chinese

_NUMBER = Asian.number
_MINUS = r"(?:(?<![\dA-Za-z)年月日])[-\u2212])?"
_POWER = r"[百千万亿兆]{1,2}"
_DAY = re.compile(rf"(?:周|星期|礼拜)[{tables.DAYS}]\s?$")


def rules(language: Chinese) -> tuple[Rule, ...]:
    """Return the rules of everything that has a figure in it, the particular first."""
    return (
        *_telephone_rules(language),
        *_calendar_rules(language),
        *_time_rules(language),
        *_money_rules(language),
        *_measure_rules(language),
        *_ratio_rules(language),
        *_number_rules(language),
    )


def _telephone_rules(language: Chinese) -> tuple[Rule, ...]:
    def short(match: re.Match[str], sentence: Sentence) -> Said:
        return [Piece(*match.span(1), language.telephone_group(match[1]))]

    dialled = r"(?:拨打|拨|致电|电话|热线|呼叫|联系|打)[：: ]*"
    return (
        Rule("post code", re.compile(r"(?:邮编|邮政编码)[为是：: ]*(\d{6})(?!\d)"), short, "digit"),
        Rule("short telephone", re.compile(r"(?<![\d.,])(\d{5})(?=[^\W\d]{0,4}热线)"), short, "digit"),
        Rule("short telephone", re.compile(rf"{dialled}({tables.SHORT_TELEPHONES})(?!\d)"), short, "digit"),
        Rule(
            "short telephone",
            re.compile(r"(?<![\d.])(110|119|120|122)(?!\d|[\u4e00-\u9fff]*[元个人名位米公年])"),
            short,
            "digit",
        ),
        Rule("idiom", re.compile(r"(?<!\d)24/7(?!\d)"), lambda match, sentence: "全天候", "digit"),
    )


def _calendar_rules(language: Chinese) -> tuple[Rule, ...]:
    def date(match: re.Match[str], sentence: Sentence) -> Said:
        try:
            datetime.date(int(match[1]), int(match[3]), int(match[4]))
        except ValueError:
            return None
        return language.date(int(match[4]), int(match[3]), int(match[1]), "")

    def years(match: re.Match[str], sentence: Sentence) -> Said:
        return [
            Piece(*match.span(1), language.digits(match[1])),
            Piece(*match.span(2), "到"),
            Piece(*match.span(3), language.digits(match[3])),
        ]

    def year(match: re.Match[str], sentence: Sentence) -> Said:
        return language.digits(match[0])

    def named(match: re.Match[str], sentence: Sentence) -> Said:
        return language.cardinal(int(match[0]))

    def days(match: re.Match[str], sentence: Sentence) -> Said:
        return [Piece(*match.span(1), "到")]

    return (
        Rule("date", DATE, date, "digit"),
        Rule("years", re.compile(rf"(?<!\d)([12]\d{{3}})(年?{TO})([12]\d{{3}})(?=年)"), years, "digit"),
        Rule("year", re.compile(r"(?<!\d)(?:[12]\d{3}|(?<!\d)9\d)(?=年(?!代|级))"), year, "digit"),
        Rule(
            "month or day",
            re.compile(r"(?<![\d.])\d{1,2}(?=月|日|号(?!线|楼)|楼|路|班|年级)"),
            named,
            "digit",
        ),
        Rule(
            "days",
            re.compile(rf"(?<=[周期拜][{tables.DAYS}])({TO})(?=(?:周|星期|礼拜)?[{tables.DAYS}])"),
            days,
        ),
    )


def _time_rules(language: Chinese) -> tuple[Rule, ...]:
    def said(hours: str, minutes: str, seconds: str | None) -> str | None:
        if int(hours) > 24:
            return None
        return language.time(int(hours), int(minutes), int(seconds) if seconds else None)

    def after_day(match: re.Match[str], sentence: Sentence) -> str:
        # 周六10:00 is no sixty o'clock.
        return "，" if _DAY.search(sentence.text[: match.start()]) else ""

    def one(match: re.Match[str], sentence: Sentence) -> Said:
        time = said(match[1], match[2], match[3])
        return after_day(match, sentence) + time if time else None

    def two(match: re.Match[str], sentence: Sentence) -> Said:
        first, second = said(match[1], match[2], match[3]), said(match[5], match[6], match[7])
        if first is None or second is None:
            return None
        return [
            Piece(match.start(), match.start(4), after_day(match, sentence) + first),
            Piece(*match.span(4), "到"),
            Piece(match.start(5), match.end(), second),
        ]

    def clock(match: re.Match[str], sentence: Sentence) -> Said:
        hours = after_day(match, sentence) + language.cardinal(int(match[1]), "counted")
        pieces = [Piece(*match.span(1), hours)]
        if match[2]:
            zero = "零" if int(match[2]) < 10 else ""
            pieces.append(Piece(*match.span(2), zero + language.cardinal(int(match[2]))))
        return pieces

    return (
        Rule("times", re.compile(rf"{BEFORE_TIME}{TIME}({TO}){TIME}{AFTER_TIME}"), two, "digit"),
        Rule("time", re.compile(rf"{BEFORE_TIME}{TIME}{AFTER_TIME}"), one, "digit"),
        Rule(
            "time",
            re.compile(
                r"(?<![\d.,])(\d{1,2})(?=[点时](?!间|候|代|\d*[一二三四五六七八九]))(?:[点时](\d{1,2})(?=分))?"
            ),
            clock,
            "digit",
        ),
    )


def _money_rules(language: Chinese) -> tuple[Rule, ...]:
    def money(match: re.Match[str], sentence: Sentence) -> Said:
        name = tables.CURRENCIES[match["sign"]]
        power = match["power"] or ""

        def number(written: str) -> str:
            if "." in written:
                written = written.rstrip("0").rstrip(".")
            return language.counted(written, power or name)

        if not match["b"]:
            return f"{'负' if match['minus'] else ''}{number(match['a'])}{power}{name}"
        return [
            Piece(match.start(), match.end("a"), number(match["a"])),
            Piece(*match.span("to"), "到"),
            Piece(match.start("b"), match.end(), f"{number(match['b'])}{power}{name}"),
        ]

    sign = alternation(tables.CURRENCIES)
    spread = rf"(?:(?P<to>{TO}(?:(?P=sign))?)(?P<b>{_NUMBER}))?"
    before = (
        rf"(?P<minus>{_MINUS})(?P<sign>{sign}) ?(?P<a>{_NUMBER}){spread} ?(?P<power>{_POWER})?(?:元(?!\w))?"
    )
    after = (
        rf"(?P<minus>{_MINUS}){FREE}(?P<a>{_NUMBER})(?:(?P<to>{TO})(?P<b>{_NUMBER}))? ?"
        rf"(?P<power>{_POWER})? ?(?P<sign>{sign})(?![A-Za-z])"
    )
    return (
        Rule("money", re.compile(before), money, "digit"),
        Rule("money", re.compile(after), money, "digit"),
    )


def _measure_rules(language: Chinese) -> tuple[Rule, ...]:
    def percent(match: re.Match[str], sentence: Sentence) -> Said:
        part = "百分之" if match["unit"] == "%" else "千分之"
        if match["a"] == "100" and part == "百分之" and not match["b"]:
            return f"{'负' if match['minus'] else ''}百分之百"
        first = f"{'负' if match['minus'] else ''}{part}{language.counted(match['a'], '')}"
        if not match["b"]:
            return first
        return [
            Piece(match.start(), match.start("to"), first),
            Piece(*match.span("to"), "到"),
            Piece(match.start("b"), match.end(), part + language.counted(match["b"], "")),
        ]

    def measure(match: re.Match[str], sentence: Sentence) -> Said:
        unit = match["unit"]
        name = tables.UNITS.get(unit) or tables.DEGREES.get(unit) or tables.SPEEDS[unit]
        minus = ("零下" if unit in tables.DEGREES or unit == "°" else "负") if match["minus"] else ""
        speed = ""
        if unit in tables.SPEEDS:
            told = sentence.text[: match.start()].endswith(("时速", "每小时", "每秒"))
            speed = "" if told else "每小时" if unit.endswith(("/h", "mph")) else "每秒"
        first = speed + minus + language.counted(match["a"], name)
        pieces = [Piece(match.start(), match.end("a"), first)]
        if match["b"]:
            pieces.append(Piece(*match.span("to"), "乘" if re.search("[x×]", match["to"]) else "到"))
            pieces.append(Piece(*match.span("b"), language.counted(match["b"], name)))
        return [*pieces, Piece(*match.span("unit"), name)]

    spread = rf"(?:(?P<to>{TO}|%{TO}|\s?[x×]\s?)(?P<b>{_NUMBER}))?"
    units = alternation({**tables.UNITS, **tables.DEGREES, **tables.SPEEDS})
    head = rf"(?P<minus>{_MINUS}){FREE}(?P<a>{_NUMBER}){spread} ?"
    return (
        Rule("percentage", re.compile(rf"{head}(?P<unit>[%‰])"), percent, "digit"),
        Rule("measure", re.compile(rf"{head}(?P<unit>{units})(?![A-Za-z²³])"), measure, "digit"),
    )


def _ratio_rules(language: Chinese) -> tuple[Rule, ...]:
    def fraction(match: re.Match[str], sentence: Sentence) -> Said:
        return language.fraction(int(match[1]), int(match[2])) if int(match[2]) else None

    def sign(match: re.Match[str], sentence: Sentence) -> Said:
        part = language.fraction(*FRACTION_SIGNS[match[2]])
        return f"{language.cardinal(int(match[1]))}又{part}" if match[1] else part

    def ratio(match: re.Match[str], sentence: Sentence) -> Said:
        return f"{language.cardinal(int(match[1]))}比{language.cardinal(int(match[2]))}"

    ends = r"(?![\d:/]|[.,]\d)"
    return (
        Rule("fraction", re.compile(rf"(?<![\d/.])(\d{{1,3}})/(\d{{1,3}}){ends}"), fraction, "digit"),
        Rule("fraction", re.compile(rf"(?<![\d.])(\d+)?([{''.join(FRACTION_SIGNS)}])"), sign, "digit"),
        Rule("ratio", re.compile(rf"(?<![\d:/.])(\d{{1,3}})[:∶](\d{{1,3}}){ends}"), ratio, "digit"),
        Rule("score", re.compile(rf"(?<=[胜负平败分以])(\d{{1,2}})[-–](\d{{1,2}}){ends}"), ratio, "digit"),
    )


def _number_rules(language: Chinese) -> tuple[Rule, ...]:
    def room(match: re.Match[str], sentence: Sentence) -> Said:
        return language.telephone_group(match[0])

    def ordinal(match: re.Match[str], sentence: Sentence) -> Said:
        second = (
            [Piece(*match.span(2), "到"), Piece(*match.span(3), language.cardinal(int(match[3])))]
            if match[3]
            else []
        )
        return [Piece(*match.span(1), language.cardinal(int(match[1]))), *second]

    def roman_ordinal(match: re.Match[str], sentence: Sentence) -> Said:
        number = ROMAN_SIGNS.get(match[1]) or roman(match[1])
        return language.cardinal(number) if number else None

    def two(match: re.Match[str], sentence: Sentence) -> Said:
        after = sentence.text[match.end() :].lstrip()
        return [
            Piece(match.start(), match.end("a"), language.counted(match["a"], after)),
            Piece(*match.span("to"), "乘" if re.search("[x×]", match["to"]) else "到"),
            Piece(*match.span("b"), language.counted(match["b"], after)),
        ]

    def one(match: re.Match[str], sentence: Sentence) -> Said:
        if match["number"].startswith("0") and match["number"].isdecimal() and len(match["number"]) > 1:
            return language.telephone_group(match["number"])
        written, after = match["number"], sentence.text[match.end() :].lstrip()
        if "." in written and after.startswith(("元", "块", "美元", "欧元")):
            # Nobody says the nought of 12.50.
            written = written.rstrip("0").rstrip(".")
        said = language.counted(written, after)
        return f"{'负' if match['minus'] else ''}{said}"

    spread = rf"{FREE}(?P<a>{_NUMBER})(?P<to>{TO}|\s?[x×]\s?)(?P<b>{_NUMBER})(?![\d-]|[.,]\d)"
    return (
        until_rule("到", "凌晨|早上|早晨|上午|中午|下午|傍晚|晚上|次日"),
        Rule(
            "room",
            re.compile(r"(?<![\d.,])\d{3,4}(?=室|房|号房|号线|航班|会议室|教室|国道|省道)"),
            room,
            "digit",
        ),
        Rule("ordinal", re.compile(rf"(?<=第)(\d+)(?:({TO})(\d+))?"), ordinal, "digit"),
        Rule("Roman numeral", re.compile(r"(?<=第)([IVX]+|[Ⅰ-Ⅻ])"), roman_ordinal),
        Rule("range", re.compile(spread), two, "digit"),
        Rule(
            "number",
            re.compile(rf"(?P<minus>{_MINUS}){FREE}(?P<number>(?>{_NUMBER}))(?![A-Za-z]|\.\d|-[A-Za-z])"),
            one,
            "digit",
        ),
    )
