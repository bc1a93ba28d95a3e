"""What people write for a value of each type, and what is refused."""

from __future__ import annotations

from datetime import date, time
from decimal import Decimal

import pytest

from herald.template.kinds import KINDS
from herald.template.values import Money, Percent, Phone, Value, Weekdays


@pytest.mark.parametrize(
    ("kind", "written", "value"),
    [
        ("text", "  two\n words ", "two words"),
        ("name", "NO", "NO"),
        ("markdown", "a\n\nb", "a\n\nb"),
        ("integer", "12", 12),
        ("integer", "12.0", 12),
        ("number", "-2.50", Decimal("-2.50")),
        ("percent", "2.5 %", Percent(Decimal("2.5"))),
        ("percent", "2.5", Percent(Decimal("2.5"))),
        ("money", "12.50 EUR", Money(Decimal("12.50"), "EUR")),
        ("money", "€ 12,50", Money(Decimal("12.50"), "EUR")),
        ("money", "USD 3", Money(Decimal("3"), "USD")),
        ("money", "£3.20", Money(Decimal("3.20"), "GBP")),
        ("date", "2026-10-5", date(2026, 10, 5)),
        ("time", "9:00", time(9)),
        ("time", "9.30 pm", time(21, 30)),
        ("time", "12 am", time(0)),
        ("time", "12 p.m.", time(12)),
        ("time", "noon", time(12)),
        ("time", "24:00", time(0)),
        ("phone", " +44  20 7946 0018", Phone("+44 20 7946 0018")),
        ("weekdays", "mon-fri", Weekdays((0, 1, 2, 3, 4))),
        ("weekdays", "Sat to Mon", Weekdays((5, 6, 0))),
        ("weekdays", "tuesday; thu", Weekdays((1, 3))),
        ("yes-no", "Yes", True),
        ("yes-no", "no", False),
        ("slug", "lost-card", "lost-card"),
    ],
)
def test_what_is_read(kind: str, written: str, value: Value) -> None:
    assert KINDS[kind].read(written) == value


@pytest.mark.parametrize(
    ("kind", "written", "message"),
    [
        ("text", " \n", "nothing in it"),
        ("integer", "2.5", "not a whole number"),
        ("integer", "two", "not a whole number"),
        ("number", "1,250", "may be 1250 or 1.250"),
        ("number", "1e9", "not a number"),
        ("number", "nan", "not a number"),
        ("percent", "half", "not a percentage"),
        ("money", "12.50", "which currency"),
        ("money", "$12 USD", "two currencies"),
        ("money", "12 XYZ", "no currency 'XYZ'"),
        ("money", "1,250 EUR", "leave out the comma"),
        ("money", "a lot", "not an amount"),
        ("date", "05/10/2026", "year-month-day"),
        ("date", "2026-02-30", "no day"),
        ("date", "tomorrow", "year-month-day"),
        ("time", "9", "not a time"),
        ("time", "25:00", "no time"),
        ("time", "9:75", "no time"),
        ("time", "13 pm", "no 13 o'clock"),
        ("phone", "call me", "not a telephone"),
        ("phone", "1" * 20, "not a telephone"),
        ("weekdays", "someday", "not a day"),
        ("weekdays", "mon-wed, tue", "twice"),
        ("yes-no", "maybe", "neither yes nor no"),
        ("slug", "a b", "cannot name"),
    ],
)
def test_what_is_refused(kind: str, written: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        KINDS[kind].read(written)


@pytest.mark.parametrize("kind", [kind for kind in KINDS.values() if kind.example])
def test_the_examples_can_be_read(kind) -> None:
    assert kind.read(kind.example) is not None
