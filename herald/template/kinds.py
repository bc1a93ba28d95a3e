"""The types that a field may have, and how each is read from what a person has written."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal

from herald.template.values import Money, Percent, Phone, Value, Weekdays

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

_SIGNS = {"€": "EUR", "£": "GBP", "$": "USD", "US$": "USD", "₹": "INR", "₩": "KRW"}
_AMOUNT = r"-?\d{1,12}(?:[.,]\d{1,4})?"


@dataclass(frozen=True)
class Kind:
    """A type that a field may have.

    Attributes:
        name: as schemas write it.
        shown: what it is, for people.
        example: how a value is written.
        read: turns what was written into the value; raises ValueError with a sentence that says why not.
        per_language: a value may differ by language.
        one_each: in a broadcast of several languages each needs a value of its own.
        ordered: values can be compared, so that `min` and `max` apply to them.
    """

    name: str
    shown: str
    example: str
    read: Callable[[str], Value]
    per_language: bool = False
    one_each: bool = False
    ordered: bool = False


def _one_line(written: str) -> str:
    text = " ".join(written.split())
    if not text:
        raise ValueError("there is nothing in it")
    return text


def _as_written(written: str) -> str:
    if not written.strip():
        raise ValueError("there is nothing in it")
    return written


def _decimal(written: str, what: str) -> Decimal:
    text = written.strip()
    if re.fullmatch(r"-?\d{1,3}(?:,\d{3})+(?:\.\d+)?", text):
        raise ValueError(f"'{text}' may be {text.replace(',', '')} or {text.replace(',', '.', 1)}")
    if not re.fullmatch(r"-?\d{1,15}(?:\.\d{1,9})?", text):
        raise ValueError(f"'{text}' is not {what}")
    return Decimal(text)


def _number(written: str) -> Decimal:
    return _decimal(written, "a number")


def _integer(written: str) -> int:
    number = _decimal(written, "a whole number")
    if number != number.to_integral_value():
        raise ValueError(f"'{written.strip()}' is not a whole number")
    return int(number)


def _percent(written: str) -> Percent:
    return Percent(_decimal(written.strip().removesuffix("%"), "a percentage"))


def _money(written: str) -> Money:
    text = written.strip()
    signs = "|".join(re.escape(sign) for sign in sorted(_SIGNS, key=len, reverse=True))
    match = re.fullmatch(
        rf"(?:(?P<before>[A-Z]{{3}}|{signs})\s*)?(?P<amount>{_AMOUNT})\s*(?P<after>[A-Z]{{3}}|{signs})?", text
    )
    if not match:
        raise ValueError(f"'{text}' is not an amount of money")
    found = [unit for unit in (match["before"], match["after"]) if unit]
    if len(found) != 1:
        raise ValueError(
            f"'{text}' does not say which currency it is" if not found else f"'{text}' has two currencies"
        )
    currency = _SIGNS.get(found[0], found[0])
    if not _is_currency(currency):
        raise ValueError(f"there is no currency '{currency}'")
    if re.search(r",\d{3}$", match["amount"]):
        raise ValueError(
            f"'{text}' may be a thousand times as much as another reader thinks; leave out the comma"
        )
    return Money(Decimal(match["amount"].replace(",", ".")), currency)


def _is_currency(code: str) -> bool:
    from babel.numbers import is_currency

    return is_currency(code)


def _date(written: str) -> date:
    text = written.strip()
    if not re.fullmatch(r"\d{4}-\d{1,2}-\d{1,2}", text):
        raise ValueError(f"'{text}' is not a date of the form year-month-day")
    year, month, day = (int(part) for part in text.split("-"))
    try:
        return date(year, month, day)
    except ValueError:
        raise ValueError(f"there is no day {text} in the calendar") from None


def _time(written: str) -> time:
    text = written.strip().lower()
    if text in ("noon", "midnight"):
        return time(12 if text == "noon" else 0)
    match = re.fullmatch(r"(\d{1,2})(?:[:.](\d{2}))?\s*(am|pm|a\.m\.|p\.m\.)?", text)
    if not match or not (match[2] or match[3]):
        raise ValueError(f"'{text}' is not a time of day")
    hour, minute = int(match[1]), int(match[2] or 0)
    if match[3] and not 1 <= hour <= 12:
        raise ValueError(f"there is no {hour} o'clock {match[3]}")
    if match[3]:
        hour = hour % 12 + (12 if match[3].startswith("p") else 0)
    if (hour, minute) == (24, 0):
        hour = 0
    if hour > 23 or minute > 59:
        raise ValueError(f"there is no time {text}")
    return time(hour, minute)


def _phone(written: str) -> Phone:
    text = " ".join(written.split())
    digits = re.sub(r"\D", "", text)
    if not re.fullmatch(r"\+?[\d\s()./-]+", text) or not 2 <= len(digits) <= 15:
        raise ValueError(f"'{text}' is not a telephone number")
    return Phone(text)


def _weekdays(written: str) -> Weekdays:
    days: list[int] = []
    for part in re.split(r"\s*[,;]\s*|\s+and\s+", written.strip().lower()):
        first, _, last = re.sub(r"\s+to\s+|\s*[-–]\s*", "-", part).partition("-")
        start, stop = _weekday(first), _weekday(last or first)
        run = [(start + i) % 7 for i in range((stop - start) % 7 + 1)]
        twice = next((day for day in run if day in days), None)
        if twice is not None:
            raise ValueError(f"'{WEEKDAYS[twice]}' is in it twice")
        days += run
    return Weekdays(tuple(days))


def _weekday(written: str) -> int:
    short = written.strip()[:3]
    full = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
    if short not in WEEKDAYS or not full[WEEKDAYS.index(short)].startswith(written.strip()):
        raise ValueError(f"'{written.strip()}' is not a day of the week")
    return WEEKDAYS.index(short)


def _yes_no(written: str) -> bool:
    text = written.strip().lower()
    if text not in ("yes", "no", "true", "false"):
        raise ValueError(f"'{text}' is neither yes nor no")
    return text in ("yes", "true")


def _slug(written: str) -> str:
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_-]{0,79}", written):
        raise ValueError(
            f"'{written}' cannot name a broadcast: only letters a to z, digits, - and _, at most 80"
        )
    return written


_ALL = (
    Kind("text", "words, in each language", "the lift is out of order", _one_line, True, True),
    Kind("name", "a name, one for all languages or one for each", "Mill Lane Library", _one_line, True),
    Kind("markdown", "paragraphs, in each language", "Bring your card.", _as_written, True, True),
    Kind("integer", "a whole number", "15", _integer, ordered=True),
    Kind("number", "a number", "2.5", _number, ordered=True),
    Kind("percent", "a percentage", "2.5 %", _percent, ordered=True),
    Kind("money", "an amount of money", "12.50 EUR", _money, ordered=True),
    Kind("date", "a date", "2026-10-05", _date, ordered=True),
    Kind("time", "a time of day", "09:30", _time, ordered=True),
    Kind("phone", "a telephone number", "020 7946 0018", _phone, True),
    Kind("weekdays", "days of the week", "mon-fri", _weekdays),
    Kind("yes-no", "yes or no", "yes", _yes_no),
    Kind("choice", "one of several words", "", _one_line),
    Kind("slug", "a short name for files and addresses", "lost-card", _slug),
)

KINDS: dict[str, Kind] = {kind.name: kind for kind in _ALL}
"""The types of single values, by name."""


def order(value: Value) -> Decimal | date | time | None:
    """Return what a value is compared by; None where it has no order."""
    if isinstance(value, (Money, Percent)):
        return value.amount
    if isinstance(value, bool):
        return None
    if isinstance(value, (int, Decimal)):
        return Decimal(value)
    return value if isinstance(value, (date, time)) else None
