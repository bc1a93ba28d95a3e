"""What the tables of a language are made of."""

from __future__ import annotations

from dataclasses import dataclass

MASCULINE, FEMININE, NEUTER = "m", "f", "n"


def word_set(words: str) -> frozenset[str]:
    """Return the words of a text with spaces between them."""
    return frozenset(words.split())


@dataclass(frozen=True)
class Currency:
    """What money is called.

    Attributes:
        one, many: the unit after 1 and after other numbers.
        cent, cents: its hundredth; empty where it has none in use.
        form, cent_form: grammatical gender of each.
    """

    one: str
    many: str
    cent: str = ""
    cents: str = ""
    form: str = ""
    cent_form: str = ""


@dataclass(frozen=True)
class Multiple:
    """A power of ten written behind a number: "million", "Mrd.".

    Attributes:
        one, many: what is said after 1 and after other numbers.
        form: grammatical gender.
        of: whether a noun joins it with "of".
    """

    one: str
    many: str
    form: str = ""
    of: bool = False


@dataclass(frozen=True)
class Signs:
    """Words for signs that are read wherever they stand."""

    point: str
    minus: str
    plus: str
    percent: str
    permille: str
    to: str
    per: str
    at: str
    dot: str
    slash: str
    dash: str
    underscore: str
    colon: str
    hashtag: str
    number: str
    about: str
    times: str
    equals: str
    and_: str
    plus_or_minus: str
    less_than: str
    more_than: str
    degree: str
    degrees: str
    section: str
    copyright: str
    version: str
    over: str
    dot_in_version: str
    by: str
    ratio: str
