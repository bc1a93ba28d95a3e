"""What data is made of once it has been read: amounts, shares, numbers to call, days, records."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from decimal import Decimal
from typing import TypeAlias

from herald.media import Place


@dataclass(frozen=True)
class Money:
    """An amount.

    Attributes:
        amount: exact, in whole units of the currency.
        currency: ISO 4217, such as "EUR".
    """

    amount: Decimal
    currency: str


@dataclass(frozen=True)
class Percent:
    """A share; `amount` 2.5 is 2.5 %."""

    amount: Decimal


@dataclass(frozen=True)
class Phone:
    """A telephone number as it was written, with its groups."""

    written: str


@dataclass(frozen=True)
class Weekdays:
    """Days of the week in the order in which they are said; 0 is Monday."""

    days: tuple[int, ...]


@dataclass(frozen=True)
class Passage:
    """Markdown that somebody wrote into a data file.

    Attributes:
        text: the Markdown.
        places: where each of its lines begins.
    """

    text: str
    places: tuple[Place, ...]


@dataclass(frozen=True)
class Record:
    """Values by name.

    Attributes:
        values: None where an optional field is left out.
        facts: the names of the facts that a value was made from.
    """

    values: Mapping[str, Value]
    facts: Mapping[str, frozenset[str]] = field(default_factory=dict)


Value: TypeAlias = (
    "str | int | Decimal | bool | date | time | Money | Percent | Phone | Weekdays | Passage | Record"
    " | tuple[Value, ...] | None"
)
