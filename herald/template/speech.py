"""Values as words of one language: what a newsreader would say and an editor would write."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Sequence
from datetime import date, time
from decimal import Decimal
from typing import TYPE_CHECKING

from herald.template.idioms import IDIOMS, OTHER
from herald.template.values import Money, Percent, Phone, Value, Weekdays

if TYPE_CHECKING:
    from babel import Locale

DATE_STYLES = ("full", "long", "day", "short", "weekday", "month", "year")
"""With the weekday and the year, without the weekday, without the year, without both, and single parts."""

_NO_YEAR = (
    # 2026年10月5日, 2026년 10월 5일
    (re.compile(r"^y+[^A-Za-z]*"), ""),
    # ..., 2026; ... de 2026; ... 2026 г.
    (re.compile(r"[\s,]*(?:'[^']*'\s*)?y+(?:[^A-Za-z']*'[^']*'\.?)?[^A-Za-z]*$"), ""),
)


class Unspeakable(ValueError):
    """A value cannot be said in the way that was asked for; the message says why."""


class Speech:
    """The words of one language.

    Args:
        language: BCP-47, lower case.

    Raises:
        Unspeakable: nothing is known about the language.
    """

    def __init__(self, language: str) -> None:
        self.language = language
        self.base = language.split("-")[0]
        self._locale = _locale(language)
        self._idiom = IDIOMS.get(self.base, OTHER)

    def say(self, value: Value) -> str:
        """Say a value in the way that is right most of the time."""
        match value:
            case bool() | None:
                raise Unspeakable("yes or no cannot be said; ask for it: {% if ... %}")
            case str():
                return value
            case int() | Decimal():
                return self.number(value)
            case Money():
                return self.money(value)
            case Percent():
                return self.percent(value)
            case date():
                return self.date(value)
            case time():
                return self.time(value)
            case Phone():
                return self.phone(value)
            case Weekdays():
                return self.days(value)
            case tuple() | list():
                return self.listed(value)
        raise Unspeakable(f"{shown(value)} cannot be said as it is")

    def date(self, value: Value, style: str = "full") -> str:
        """Say a date: "Monday, October 5, 2026"."""
        from babel.dates import format_date

        if not isinstance(value, date):
            raise Unspeakable(f"this needs a date, not {shown(value)}")
        if style not in DATE_STYLES:
            raise Unspeakable(f"there is no style '{style}'; there are {', '.join(DATE_STYLES)}")
        said = _spaced(format_date(value, _date_pattern(self._locale, style), locale=self._locale))
        if self.base == "fr" and value.day == 1 and "d" in _date_pattern(self._locale, style):
            said = re.sub(r"\b1\b", "1er", said, count=1)
        return said

    def time(self, value: Value, style: str = "spoken") -> str:
        """Say a time of day: "9:30 a.m."; "clock" writes it as timetables do."""
        from babel.dates import format_time

        if not isinstance(value, time):
            raise Unspeakable(f"this needs a time of day, not {shown(value)}")
        if style not in ("spoken", "clock"):
            raise Unspeakable(f"there is no style '{style}'; there are spoken, clock")
        if self._idiom.time and style == "spoken":
            return self._idiom.time(value)
        return _spaced(format_time(value, "short", locale=self._locale))

    def money(self, value: Value, style: str = "spoken") -> str:
        """Say an amount: "$12.50", "1,250 Swiss francs"; "sign" always writes the sign."""
        from babel.numbers import format_currency, get_currency_symbol

        if not isinstance(value, Money):
            raise Unspeakable(f"this needs an amount of money, not {shown(value)}")
        if style not in ("spoken", "sign"):
            raise Unspeakable(f"there is no style '{style}'; there are spoken, sign")
        amount, code = value.amount, value.currency
        if style == "spoken" and self._idiom.money:
            return self._idiom.money(self.number(amount.normalize()), self._currency(code, amount))
        # Nobody says ".00".
        whole = amount == amount.to_integral_value()
        if style == "sign" or get_currency_symbol(code, locale=self._locale) in self._idiom.signs:
            pattern = self._locale.currency_formats["standard"].pattern
            pattern = re.sub(r"0\.0+", "0", pattern) if whole else pattern
            said = format_currency(amount, code, pattern, locale=self._locale, currency_digits=not whole)
        else:
            number = "#,##0" if whole else None
            said = format_currency(
                amount, code, number, locale=self._locale, currency_digits=not whole, format_type="name"
            )
        return _spaced(said)

    def _currency(self, code: str, amount: Decimal) -> str:
        from babel.numbers import get_currency_name

        return self._idiom.currencies.get(code) or get_currency_name(code, amount, locale=self._locale)

    def number(self, value: Value) -> str:
        """Write a number with the language's own signs: "1,250.5", "1.250,5"."""
        from babel.numbers import format_decimal

        if isinstance(value, bool) or not isinstance(value, (int, Decimal)):
            raise Unspeakable(f"this needs a number, not {shown(value)}")
        return _spaced(format_decimal(value, locale=self._locale, decimal_quantization=False))

    def percent(self, value: Value) -> str:
        """Write a share: "2.5%", "2,5 %"."""
        from babel.numbers import format_percent

        if isinstance(value, (int, Decimal)) and not isinstance(value, bool):
            value = Percent(Decimal(value))
        if not isinstance(value, Percent):
            raise Unspeakable(f"this needs a percentage, not {shown(value)}")
        said = format_percent(value.amount / 100, locale=self._locale, decimal_quantization=False)
        return _spaced(said)

    def phone(self, value: Value, style: str = "spoken") -> str:
        """Write a telephone number so that its digits are read one by one; "written" leaves it alone."""
        if not isinstance(value, Phone):
            raise Unspeakable(f"this needs a telephone number, not {shown(value)}")
        if style not in ("spoken", "written"):
            raise Unspeakable(f"there is no style '{style}'; there are spoken, written")
        return self._idiom.phone(value.written) if style == "spoken" else value.written

    def days(self, value: Value) -> str:
        """Say the days of every week: "Monday to Friday", "Saturdays"."""
        if not isinstance(value, Weekdays):
            raise Unspeakable(f"this needs days of the week, not {shown(value)}")
        names = [self._locale.days["format"]["wide"][day] for day in value.days]
        in_a_row = len(names) > 2 and all(
            (first + 1) % 7 == second for first, second in zip(value.days, value.days[1:], strict=False)
        )
        return self._idiom.days(names, in_a_row) if self._idiom.days else self.listed(names)

    def listed(self, value: Value | Sequence[Value], joint: str = "and") -> str:
        """Join things with commas and "and", or with "or"."""
        from babel.lists import format_list

        if isinstance(value, str) or not isinstance(value, (tuple, list)):
            raise Unspeakable(f"this needs a list, not {shown(value)}")
        if joint not in ("and", "or"):
            raise Unspeakable(f"there is no '{joint}' for a list; there are and, or")
        said = [self.say(item) for item in value]
        if len(said) < 2:
            return "".join(said)
        styles = self._locale.list_patterns
        style = "or" if joint == "or" and "or" in styles else "standard"
        text = format_list(said, style=style, locale=self._locale)  # type: ignore[arg-type]
        before, last = text[: -len(said[-1])], said[-1]
        return self._idiom.joint(before, last) + last if text.endswith(last) else text

    def plural(self, value: Value, one: str, other: str | None = None, **forms: str) -> str:
        """Say a number of things: plural("book", "books"); a # in a form stands for the number.

        Args:
            value: how many.
            one: for one; for any number in languages without a plural.
            other: for many.
            forms: zero, two, few and many, in languages that have them.
        """
        number_of = len(value) if isinstance(value, tuple) else value
        number = self.number(number_of)
        assert isinstance(number_of, (int, Decimal))
        known = {"one": one, "other": other if other is not None else one, **forms}
        category = self._locale.plural_form(abs(Decimal(number_of)))
        form = known.get(category, known["other"])
        if "#" in "".join(known.values()):
            return form.replace("#", number)
        return f"{number}{'' if self.base in ('zh', 'ja', 'th') else ' '}{form}"

    def capital(self, value: Value) -> str:
        """Say a value as the beginning of a sentence."""
        said = self.say(value)
        return said[:1].upper() + said[1:]

    def sentence(self, value: Value) -> str:
        """Say a value as a whole sentence, with the stop that it may lack."""
        said = self.capital(value).rstrip()
        stop = "。" if self.base in ("zh", "ja") else "."
        return said if not said or _ENDS.search(said) else said + stop


_ENDS = re.compile(r"[.!?…:;。！？：；][\"'”’»)」』）]*\Z")


FILTERS: dict[str, Callable[..., str]] = {
    "date": Speech.date,
    "time": Speech.time,
    "money": Speech.money,
    "number": Speech.number,
    "percent": Speech.percent,
    "phone": Speech.phone,
    "days": Speech.days,
    "listed": Speech.listed,
    "plural": Speech.plural,
    "capital": Speech.capital,
    "sentence": Speech.sentence,
}
"""What a template may write behind a | to say a value in another way."""


@functools.cache
def speech_of(language: str) -> Speech:
    """Return the words of a language; the same object for every call.

    Raises:
        Unspeakable: nothing is known about the language.
    """
    return Speech(language)


@functools.cache
def _locale(language: str) -> Locale:
    from babel import Locale, UnknownLocaleError

    # Kokoro and its like say en-us; CLDR knows it by that name as well as by the language alone.
    for tag in (language, language.split("-")[0]):
        try:
            return Locale.parse(tag, sep="-")
        except (UnknownLocaleError, ValueError):
            continue
    raise Unspeakable(f"how '{language}' writes numbers and dates is not known")


@functools.cache
def _date_pattern(locale: Locale, style: str) -> str:
    single = {"weekday": "EEEE", "month": "MMMM", "year": "y"}
    if style in single:
        return single[style]
    pattern: str = locale.date_formats["full" if style in ("full", "day") else "long"].pattern
    if locale.language == "es":
        # "el lunes 5 de octubre": after an article there is no comma.
        pattern = pattern.replace("EEEE, ", "EEEE ")
    if style in ("day", "short"):
        for year, nothing in _NO_YEAR:
            shorter, found = year.subn(nothing, pattern)
            if found:
                return shorter.strip()
    return pattern


def _spaced(text: str) -> str:
    """Put ordinary spaces for those that are narrow or do not break."""
    return text.replace("\u202f", " ").replace("\xa0", " ")


def shown(value: object) -> str:
    """Return what a value is, for a message."""
    names = {
        str: "words",
        int: "a number",
        Decimal: "a number",
        bool: "yes or no",
        date: "a date",
        time: "a time of day",
        Money: "an amount of money",
        Percent: "a percentage",
        Phone: "a telephone number",
        Weekdays: "days of the week",
        tuple: "a list",
        list: "a list",
        type(None): "nothing",
    }
    return names.get(type(value), "a record with several values")
