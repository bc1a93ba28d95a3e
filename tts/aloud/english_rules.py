"""Rules that only English has."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tts.aloud import clock, names
from tts.aloud import english_words as tables
from tts.aloud.amounts import Amount
from tts.aloud.quantities import alternation
from tts.aloud.rules import Piece, Rule, Sentence

if TYPE_CHECKING:
    from tts.aloud.english import English


def meridiem_rules(language: English) -> tuple[Rule, ...]:
    """Return the rules of "9 a.m.", "9.30pm" and "9-11 a.m."."""
    half = r"([ap])\.?\s?m\b\.?|([AP])\.?M\b\.?"
    time = r"(\d{1,2})(?:[:.]([0-5]\d))?"

    def said(hours: str, minutes: str | None) -> str:
        return language.time(int(hours), int(minutes or 0), alone=False)

    def meridiem(letter: str, match: re.Match[str], sentence: Sentence, stop: int) -> str:
        full_stop = "." if match.string[stop - 1] == "." and sentence.stop_at(stop) else ""
        return f"{letter.upper()} M{full_stop}"

    def one(match: re.Match[str], sentence: Sentence) -> list[Piece] | None:
        if int(match[1]) > 24:
            return None
        last = match.end(2) if match[2] else match.end(1)
        letter = match[4] or match[5]
        return [
            Piece(match.start(), last, said(match[1], match[2])),
            Piece(match.start("half"), match.end(), meridiem(letter, match, sentence, match.end())),
        ]

    def two(match: re.Match[str], sentence: Sentence) -> list[Piece] | None:
        if int(match[1]) > 24 or int(match["h"]) > 24:
            return None
        first = said(match[1], match[2])
        if match["half1"]:
            first += f" {match['half1'][0].upper()} M"
        letter = match["half"][0]
        end_of_second = match.end("m") if match["m"] else match.end("h")
        return [
            Piece(match.start(), match.start("dash"), first),
            Piece(*match.span("dash"), "to"),
            Piece(match.start("h"), end_of_second, said(match["h"], match["m"])),
            Piece(match.start("half"), match.end(), meridiem(letter, match, sentence, match.end())),
        ]

    second = r"(?P<h>\d{1,2})(?:[:.](?P<m>[0-5]\d))?"
    return (
        Rule(
            "times",
            re.compile(
                rf"(?<![\w:.,/]){time}\s?(?P<half1>(?i:[ap]\.?m\.?))?\s?(?P<dash>{clock.DASH})\s?{second}"
                r"\s?(?P<half>(?i:[ap]\.?m\b\.?))(?!\w)"
            ),
            two,
            "digit",
        ),
        Rule("time", re.compile(rf"(?<![\w:.,/]){time}\s?(?P<half>{half})(?!\w)"), one, "digit"),
    )


def hours_rules(language: English) -> tuple[Rule, ...]:
    """Return the rule of "14:30 hrs" gone by, and of British "at 9.30"."""

    def dotted(match: re.Match[str], sentence: Sentence) -> list[Piece] | None:
        if not language.british or int(match[1]) > 24:
            return None
        return [Piece(match.start(1), match.end(2), language.time(int(match[1]), int(match[2])))]

    counted = r"per|million|billion|m|km|kg|points?|metres|percent|degrees|litres|seconds|minutes|hours"
    pattern = (
        r"(?i:\b(?:at|from|until|till|between|before|after|by)) (\d{1,2})\.([0-5]\d)"
        rf"(?![\w%]|[.,:]\d| ?(?:{counted})\b)"
    )
    return (Rule("time", re.compile(pattern), dotted, "digit"),)


def postal_rules(language: English) -> tuple[Rule, ...]:
    """Return the rules of British postcodes and of American ZIP codes."""

    def british(match: re.Match[str], sentence: Sentence) -> list[Piece]:
        return [
            Piece(*match.span(1), language.letters(match[1]) + ","),
            Piece(*match.span(2), language.letters(match[2])),
        ]

    def american(match: re.Match[str], sentence: Sentence) -> list[Piece] | None:
        if match[1] not in tables.US_STATES:
            return None
        said = [
            Piece(*match.span(1), tables.US_STATES[match[1]]),
            Piece(*match.span(2), language.digits(match[2])),
        ]
        if match[3]:
            said[-1] = Piece(match.start(2), match.end(3), f"{said[-1].spoken}, {language.digits(match[3])}")
        return said

    def state(match: re.Match[str], sentence: Sentence) -> str | None:
        return None if language.british else tables.US_STATES.get(match[1])

    return (
        Rule("state", re.compile(r"(?<=[a-z], )([A-Z]{2})(?! \d{5})(?!\w)"), state, "capitals"),
        Rule("postcode", re.compile(r"\b([A-Z]{1,2}\d[A-Z\d]?) (\d[A-Z]{2})\b"), british, "digit"),
        Rule("ZIP code", re.compile(r"(?<=, )([A-Z]{2}) (\d{5})(-\d{4})?(?![\w-])"), american, "digit"),
    )


def date_range_rules(language: English) -> tuple[Rule, ...]:
    """Return the rules of "3-5 May" and "May 3-5"."""
    months = alternation([*names.months(language.locale), *language.short_months])
    ends = r"(?P<a>\d{1,2})(?:st|nd|rd|th)?(?P<dash>\s?[-–]\s?)(?P<b>\d{1,2})(?:st|nd|rd|th)?"

    def said(match: re.Match[str], first: str, second: str) -> list[Piece]:
        return [
            Piece(match.start("a"), match.start("dash"), first),
            Piece(*match.span("dash"), "to"),
            Piece(match.start("b"), match.end("last"), second),
        ]

    def in_order(match: re.Match[str]) -> bool:
        return 0 < int(match["a"]) < int(match["b"]) <= 31

    def day_first(match: re.Match[str], sentence: Sentence) -> list[Piece] | None:
        first = language.day(int(match["a"]), sentence.word_before(match.start())).removesuffix(" of")
        return said(match, first, f"the {language.ordinal(int(match['b']))} of") if in_order(match) else None

    def month_first(match: re.Match[str], sentence: Sentence) -> list[Piece] | None:
        month = names.months(language.locale).get(match["month"].lower().rstrip("."))
        ends = [language.ordinal(int(match[name])) for name in "ab"]
        if not in_order(match) or month is None:
            return None
        return [Piece(*match.span("month"), names.month(language.locale, month)), *said(match, *ends)]

    before = rf"(?<![\w/.,:-]){ends}(?P<last>)(?= (?i:{months})\b)"
    after = rf"(?P<month>\b(?i:{months})\b\.?) {ends}(?P<last>)(?![\w:/.-]\d|\w| ?[ap]\.?m)"
    return (
        Rule("days of a month", re.compile(before), day_first, "digit"),
        Rule("days of a month", re.compile(after), month_first, "digit"),
    )


def short_date_rules(language: English) -> tuple[Rule, ...]:
    """Return the rule of "on 11/3"; elsewhere that is a fraction."""

    def say(match: re.Match[str], sentence: Sentence) -> list[Piece] | None:
        day, month = (2, 1) if language.day_first is False else (1, 2)
        if not (1 <= int(match[month]) <= 12 and 1 <= int(match[day]) <= 31):
            return None
        said = language.date(int(match[day]), int(match[month]), None, sentence.word_before(match.start(1)))
        return [Piece(match.start(1), match.end(2), said)]

    pattern = (
        r"(?i:\b(?:on|by|until|till|before|after|since|from|through)) (\d{1,2})/(\d{1,2})(?![\w/]|[.,]\d)"
    )
    return (Rule("date", re.compile(pattern), say, "digit"),)


def ordinal_rules(language: English) -> tuple[Rule, ...]:
    """Return the rule of "21st"."""

    def say(match: re.Match[str], sentence: Sentence) -> str:
        return language.ordinal(int(match[1].replace(",", "")))

    return (
        Rule("ordinal", re.compile(r"(?<![\w.,])(\d{1,3}(?:,\d{3})+|\d+)(?:st|nd|rd|th)\b"), say, "digit"),
    )


def year_rules(language: English) -> tuple[Rule, ...]:
    """Return the rules of decades and of pairs of years."""

    def plural(said: str) -> str:
        return said[:-1] + "ies" if said.endswith("y") else said + "s"

    def decade(match: re.Match[str], sentence: Sentence) -> str:
        digits = match[1]
        return plural(language.year(int(digits)) if len(digits) == 4 else language.cardinal(int(digits)))

    def pair(match: re.Match[str], sentence: Sentence) -> list[Piece] | None:
        first, second = match["a"], match["b"]
        if len(second) == 2 and int(second) != (int(first) + 1) % 100 and match["dash"].strip() == "/":
            return None
        last = language.year(int(second)) if len(second) == 4 else language.cardinal(int(second))
        if len(second) == 2 and second.startswith("0"):
            last = f"oh {language.cardinal(int(second))}"
        joint = " " if match["dash"].strip() == "/" else "to"
        return [
            Piece(*match.span("a"), language.year(int(first))),
            Piece(*match.span("dash"), joint),
            Piece(*match.span("b"), last),
        ]

    year = r"1[1-9]\d\d|20\d\d"
    years = rf"(?<![\w/.,:-])(?P<a>{year})(?P<dash>\s?[-–/]\s?)(?P<b>{year}|\d\d)(?![\w/-]|[.,]\d)"
    return (
        Rule("decade", re.compile(r"(?<![\w.,$£€])['’]?((?:1[1-9]|20)\d0|[2-9]0)['’]?s\b"), decade, "digit"),
        Rule("years", re.compile(years), pair, "digit"),
    )


def adjective_rules(language: English) -> tuple[Rule, ...]:
    """Return the rules of "a $20 fee" and "a 5 km walk", where the noun stays in the singular."""
    number = language.number

    def money(match: re.Match[str], sentence: Sentence) -> list[Piece] | None:
        currency = language.currency(match["sign"])
        amount = language.amount(match["a"])
        if currency is None or (amount.fraction and not match["multiple"]):
            return None
        said = language.quantity(amount)
        if match["multiple"]:
            power = language.multiples[match["multiple"]].many
            return [
                Piece(match.start("sign"), match.end("a"), said),
                Piece(match.start("multiple"), match.end("multiple"), f"{power} {currency.one}"),
            ]
        return [Piece(match.start("sign"), match.end("a"), f"{said}-{currency.one}")]

    def measure(match: re.Match[str], sentence: Sentence) -> list[Piece]:
        one = language.unit(language.units[match["unit"]], Amount("1"))
        said = language.quantity(language.amount(match["a"]))
        pieces = [Piece(match.start("a"), match.end("a"), said), Piece(*match.span("unit"), one)]
        if match["b"]:
            second = language.quantity(language.amount(match["b"]))
            pieces[1:1] = [Piece(*match.span("by"), " by "), Piece(*match.span("b"), second)]
        return pieces

    sign, units = alternation(language.currencies), alternation(language.units)
    second = rf"(?:(?P<by>\s?[x×]\s?)(?P<b>{number}))?"
    powers = alternation(language.multiples)
    noun = (
        r"(?= (?!(?:a|an|and|or|to|in|on|at|for|per|each|is|was|more|less|is|from|by|with|off)\b)[a-z]{3,})"
    )
    return (
        Rule(
            "price of a thing",
            re.compile(
                rf"(?i:\b(?:an?)) (?P<sign>{sign})(?P<a>{number})(?:[ ]?(?P<multiple>{powers})\b)?{noun}"
            ),
            money,
            "digit",
        ),
        Rule(
            "measure of a thing",
            re.compile(rf"(?i:\b(?:an?)) (?P<a>{number}){second}[ -]?(?P<unit>{units})(?![\w/²³]){noun}"),
            measure,
            "digit",
        ),
    )
