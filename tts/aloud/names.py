"""Names of months, days, units and currencies, from Unicode CLDR by way of Babel (BSD-3-Clause)."""

from __future__ import annotations

from decimal import Decimal
from functools import cache, lru_cache
from typing import Literal, cast

_LONGEST_FORM: tuple[Literal["wide", "abbreviated"], ...] = ("wide", "abbreviated")
_USES: tuple[Literal["format", "stand-alone"], ...] = ("format", "stand-alone")


@cache
def months(locale: str) -> dict[str, int]:
    """Return the number of each month by its name, long or short, in lower case and without a full stop."""
    from babel.dates import get_month_names

    return {
        name.lower().rstrip(".॰"): number
        for width in _LONGEST_FORM
        for use in _USES
        for number, name in get_month_names(width, use, locale).items()
    }


@cache
def month(locale: str, number: int) -> str:
    """Return the name of a month as it stands in a date."""
    from babel.dates import get_month_names

    return str(get_month_names("wide", "format", locale)[number])


@cache
def weekdays(locale: str) -> dict[str, int]:
    """Return the number of each day, Monday 0, by its name, long or short, as in `months`."""
    from babel.dates import get_day_names

    return {
        name.lower().rstrip("."): number
        for width in _LONGEST_FORM
        for use in _USES
        for number, name in get_day_names(width, use, locale).items()
    }


@cache
def weekday(locale: str, number: int) -> str:
    """Return the name of a day, Monday 0."""
    from babel.dates import get_day_names

    return str(get_day_names("wide", "format", locale)[number])


@lru_cache(maxsize=4096)
def unit(locale: str, name: str, amount: Decimal) -> str:
    """Return what a unit is called after an amount.

    Args:
        locale: such as "en_GB".
        name: CLDR's, such as "length-kilometer".
        amount: decides between singular and plural.
    """
    from babel.units import format_unit

    # A pattern of one letter keeps the figure out, so that only the name is left.
    said = format_unit(amount, name, "long", format="''", locale=locale)
    return said.replace("'", "").strip("- ").strip()


@lru_cache(maxsize=1024)
def currency(locale: str, code: str, amount: Decimal) -> str:
    """Return what a currency is called after an amount; the code itself where it has no name."""
    from babel.numbers import get_currency_name

    name = get_currency_name(code, cast(float, amount), locale)
    # Some languages capitalise it as in a list.
    return name if locale.startswith(("en", "de")) else name.lower()


@cache
def currency_codes() -> frozenset[str]:
    """Return the three-letter codes in use."""
    from babel.numbers import list_currencies

    return frozenset(list_currencies())
