"""Written numbers, taken apart."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

SPACES = "\u00a0\u202f\u2009"
"""Spaces that never part words and so may part thousands in any language."""

NEGATIVE = r"(?:(?<![\w.,)%°])[-\u2212](?=[\d$£€¥₹]))?"
"""A sign before a number; a hyphen inside a word or after a number is none."""

BEGINS, ENDS = r"(?<![\w\u0900-\u097f])", r"(?![\w\u0900-\u097f])"
"""Edges of a word; the vowel signs of Devanagari are letters here, as they are not to `re`."""

FRACTION_SIGNS = {
    **{
        "½": (1, 2),
        "⅓": (1, 3),
        "⅔": (2, 3),
        "¼": (1, 4),
        "¾": (3, 4),
        "⅕": (1, 5),
        "⅖": (2, 5),
        "⅗": (3, 5),
    },
    **{"⅘": (4, 5), "⅙": (1, 6), "⅛": (1, 8), "⅜": (3, 8), "⅝": (5, 8), "⅞": (7, 8)},
}


@dataclass(frozen=True)
class Amount:
    """A number as it is written.

    Attributes:
        whole: digits before the decimal mark, thousands marks taken out.
        fraction: digits after it; empty where there is none.
    """

    whole: str
    fraction: str = ""

    @property
    def value(self) -> Decimal:
        """The number itself."""
        return Decimal(f"{self.whole}.{self.fraction}" if self.fraction else self.whole)

    @property
    def is_one(self) -> bool:
        """Whether it is 1, without decimals."""
        return not self.fraction and int(self.whole) == 1


def western_digits(text: str) -> str:
    """Return a text with the digits of any script as 0 to 9."""
    return "".join(str(int(c)) if c.isdecimal() else c for c in text)
