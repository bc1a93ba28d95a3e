"""Dates in figures, and the names of days that are cut short."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from tts.aloud import names
from tts.aloud.amounts import BEGINS, ENDS
from tts.aloud.quantities import alternation
from tts.aloud.rules import READ, Piece, Rule, Sentence

if TYPE_CHECKING:
    from tts.aloud.western import Western

_ISO = re.compile(r"(?<![\w-])(\d{4})-(\d{2})-(\d{2})(?:T(?=\d\d:)|(?![\w-]))")
_FIGURES = re.compile(r"(?<![\w/.,:-])(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|\d{2})(?![\w/-]|[.,]\d)")
_DASH = r"[\-\u2010-\u2015]"


def rules(language: Western) -> tuple[Rule, ...]:
    """Return the rules of dates in figures and of days."""

    def iso(match: re.Match[str], sentence: Sentence) -> str | None:
        return _date(language, sentence, match, match[1], match[2], match[3])

    def figures(match: re.Match[str], sentence: Sentence) -> str | None:
        first, second = (1, 3) if language.day_first else (3, 1)
        said = _date(language, sentence, match, match[4], match[second], match[first])
        # 11/23/2026 can only be meant the other way round.
        return said or _date(language, sentence, match, match[4], match[first], match[second])

    return (
        Rule("date", _ISO, iso, "digit"),
        Rule("date", _FIGURES, figures, "digit"),
        *day_rules(language),
    )


def _date(
    language: Western, sentence: Sentence, match: re.Match[str], year: str, month: str, day: str
) -> str | None:
    number = int(year) if len(year) == 4 else full_year(int(year))
    try:
        datetime.date(number, int(month), int(day))
    except ValueError:
        return None
    said = language.date(int(day), int(month), number, sentence.word_before(match.start()))
    return f"{said}," if match[0].endswith("T") else said


def full_year(two_digits: int) -> int:
    """Return the year that two digits stand for: 1950 to 2049."""
    return two_digits + (2000 if two_digits < 50 else 1900)


def day_rules(language: Western) -> tuple[Rule, ...]:
    """Return the rules of short names of days: "Mon-Fri", "Sat."."""
    short = {
        name: number
        for name, number in names.weekdays(language.locale).items()
        if name != names.weekday(language.locale, number).lower()
    }
    every = {**names.weekdays(language.locale), **language.short_days}
    short.update(language.short_days)

    def named(written: str) -> str:
        return names.weekday(language.locale, every[written.lower().rstrip(".")])

    def both(match: re.Match[str], sentence: Sentence) -> list[Piece] | None:
        if not match[1][0].isupper() and not language.days_in_small_letters:
            return None
        comma = "," if re.match(r"\s\d", sentence.text[match.end() :]) else ""
        before, to = language.from_to(language.from_to_days, sentence.word_before(match.start()))
        said = f"{before}{named(match[1])} {to} {named(match[2])}{comma}"
        return [Piece(match.start(), match.end(), said)]

    def one(match: re.Match[str], sentence: Sentence) -> str | None:
        if match[1][0].islower() and not match[2]:
            return None
        if language.days_in_small_letters and sentence.word_after(match.end())[:1].isupper():
            # "Dom Pedro II" is no Sunday.
            return None
        stop = "." if match[2] and sentence.ends_at(match.end()) else ""
        return named(match[1]) + stop

    longest = "|".join(sorted(map(re.escape, every), key=len, reverse=True))
    # Alone it must stand beside a figure or another day, or have its stop: "sat" and "sun" are words.
    beside = rf"(?=\s*,?\s*[\d{READ}]|\s*{_DASH}|\s*[,&/+]\s*(?:{longest}){ENDS})|(?<=\d\s)(?!\w)"
    shorts = "|".join(sorted(map(re.escape, short), key=len, reverse=True))
    return (
        Rule(
            "days",
            re.compile(rf"(?i){BEGINS}({longest})\.?\s?{_DASH}\s?({longest}){ENDS}(?:\.(?=\s*[\d,:]))?"),
            both,
        ),
        Rule(
            "day",
            re.compile(rf"{BEGINS}(?i:({shorts}))(?:(\.)(?=,|\s*[\d{READ}]|\s*{_DASH})|{ENDS}(?:{beside}))"),
            one,
        ),
    )


def month_range_rule(language: Western) -> Rule:
    """Return the rule of "Jan–Mar"."""
    months = {**names.months(language.locale), **language.short_months}

    def say(match: re.Match[str], sentence: Sentence) -> list[Piece]:
        first, second = (
            names.month(language.locale, months[match[group].lower().rstrip(".")]) for group in (1, 3)
        )
        return [
            Piece(*match.span(1), first),
            Piece(*match.span(2), language.signs.to),
            Piece(*match.span(3), second),
        ]

    month = rf"((?i:{alternation(months)}){ENDS}\.?)"
    return Rule("months", re.compile(rf"{BEGINS}{month}(\s?[-–]\s?){month}(?!\s\d{{1,2}}{ENDS})"), say)


def text_date_rule(
    language: Western,
    pattern: str,
    say_day: Callable[[int, str], str | None],
    say_year: Callable[[int], str],
    month_name: Callable[[int], str] | None = None,
) -> Rule:
    """Return the rule of dates with the name of the month.

    Args:
        language: has the names of the months.
        pattern: has groups "day", "month" and "year", of which day and year may be missing; MONTH in it
            stands for any name of a month.
        say_day: says the day of the month; gets the word before the date too. None to decline.
        say_year: says the year.
        month_name: what a month is called; where None, as in CLDR.
    """
    months = {**names.months(language.locale), **language.short_months}
    full = {names.month(language.locale, number).lower() for number in range(1, 13)}
    long, short = (
        alternation(n for n in months if (n in full) == wanted) or "(?!)" for wanted in (True, False)
    )
    name_pattern = rf"(?P<month>(?i:(?:{short}){ENDS}[.॰]?|(?:{long}){ENDS}))"

    def say(match: re.Match[str], sentence: Sentence) -> list[Piece] | None:
        found = match.groupdict()
        written = found["month"]
        number = months[written.lower().rstrip(".")]
        name = month_name(number) if month_name else names.month(language.locale, number)
        pieces = [(match.span("month"), written if written.lower() == name.lower() else name)]
        if found.get("day"):
            said = say_day(int(re.sub(r"\D", "", found["day"])), sentence.word_before(match.start()))
            if said is None:
                return None
            pieces.append((match.span("day"), said))
        if found.get("year"):
            pieces.append((match.span("year"), say_year(int(found["year"]))))
        return [Piece(start, stop, said) for (start, stop), said in sorted(pieces)]

    return Rule("date", re.compile(pattern.replace("MONTH", name_pattern)), say, "digit")
