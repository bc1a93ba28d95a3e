"""English numbers, dates, times and amounts as words. The spelling of numbers is num2words's."""

from __future__ import annotations

import re

from num2words import num2words

Words = tuple[str, ...]

_WORDS = re.compile(r"[a-z]+", re.IGNORECASE)

MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)

CURRENCIES: dict[str, tuple[str, str, str, str]] = {
    "$": ("dollar", "dollars", "cent", "cents"),
    "£": ("pound", "pounds", "penny", "pence"),
    "€": ("euro", "euros", "cent", "cents"),
    "¥": ("yen", "yen", "sen", "sen"),
    "₹": ("rupee", "rupees", "paisa", "paise"),
}

MULTIPLES = {"k": "thousand", "m": "million", "bn": "billion", "b": "billion", "tn": "trillion"}


def words(text: str) -> Words:
    """Return the words of a text of letters, hyphens and commas."""
    return tuple(_WORDS.findall(text))


def cardinal(digits: str, british: bool) -> Words:
    """Read "1,234.5" as a quantity; "007" and numbers past a thousand million million digit by digit."""
    whole, _, fraction = digits.replace(",", "").partition(".")
    if (len(whole) > 1 and whole.startswith("0")) or len(whole) > 15:
        said = digit_by_digit(whole)
    else:
        said = words(num2words(int(whole or "0")))
        if not british:
            said = tuple(word for word in said if word != "and")
    return (*said, "point", *digit_by_digit(fraction)) if fraction else said


def ordinal(digits: str, british: bool) -> Words:
    """Read "21" as "twenty first"."""
    said = words(num2words(int(digits.replace(",", "")), to="ordinal"))
    return said if british else tuple(word for word in said if word != "and")


def digit_by_digit(digits: str) -> Words:
    """Read "0123" as "zero one two three"."""
    return tuple(num2words(int(digit)) for digit in digits if digit.isdecimal())


def year(digits: str, british: bool) -> Words:
    """Read "1905" as "nineteen oh five" and "2026" as "twenty twenty six"."""
    said = words(num2words(int(digits), to="year"))
    return said if british else tuple(word for word in said if word != "and")


def plural(said: Words) -> Words:
    """Put the last word in the plural: "nineteen eighty" becomes "nineteen eighties"."""
    *rest, last = said
    return (*rest, last[:-1] + "ies" if last.endswith("y") else last + "s")


def in_pairs(digits: str) -> Words:
    """Read a room, flight or route number: "305" as "three oh five", "2140" as "twenty one forty"."""
    if len(digits) not in (3, 4) or digits.startswith("0"):
        return cardinal(digits, british=False) if len(digits) < 3 else digit_by_digit(digits)
    head, tail = digits[:-2], digits[-2:]
    if tail == "00":
        return (*words(num2words(int(head))), "hundred") if int(head) % 10 else cardinal(digits, False)
    low = ("oh", num2words(int(tail))) if tail.startswith("0") else words(num2words(int(tail)))
    return (*words(num2words(int(head))), *low)


def time_of_day(hours: int, minutes: int, alone: bool) -> Words:
    """Read a clock time.

    Args:
        hours: 0 to 24.
        minutes: 0 to 59.
        alone: whether no "am", "pm" or "o'clock" follows.
    """
    hour = words(num2words(hours))
    if minutes:
        return (*hour, *(("oh",) if minutes < 10 else ()), *words(num2words(minutes)))
    if not alone:
        return hour
    return (*hour, "o'clock") if 0 < hours <= 12 else (*hour, "hundred")


def date(year_digits: str, month: int, day: int, british: bool) -> Words:
    """Read a calendar date in the order of the accent."""
    of_month, of_day = MONTHS[month - 1], ordinal(str(day), british)
    in_year = year(year_digits, british)
    if british:
        return ("the", *of_day, "of", of_month, *in_year)
    return (of_month, *of_day, *in_year)


def amount(sign: str, digits: str, british: bool) -> tuple[Words, Words]:
    """Read an amount of money, "$5.50", as "five" + "dollars fifty".

    Returns:
        the number, and the currency with the small change, between which "million" may come.
    """
    one, many, one_cent, many_cents = CURRENCIES[sign]
    whole, _, change = digits.replace(",", "").partition(".")
    if len(change) != 2:
        return cardinal(digits, british), (one if digits == "1" else many,)
    cents = () if change == "00" else cardinal(str(int(change)), british)
    if int(whole or "0") == 0 and cents:
        return cents, (one_cent if int(change) == 1 else many_cents,)
    unit = one if int(whole or "0") == 1 else many
    # Below ten the bare "five dollars five" is not understood.
    tail = ("and", *cents, one_cent if int(change) == 1 else many_cents) if 0 < int(change) < 10 else cents
    return cardinal(whole, british), (unit, *tail)


def fraction(top: int, bottom: int, british: bool) -> Words:
    """Read "1/2" as "one half" and "3/4" as "three quarters"."""
    names = {2: ("half", "halves"), 4: ("quarter", "quarters")}
    one, many = names.get(bottom) or (" ".join(ordinal(str(bottom), british)), "")
    name = words(one) if top == 1 else words(many) or plural(words(one))
    return (*cardinal(str(top), british), *name)
