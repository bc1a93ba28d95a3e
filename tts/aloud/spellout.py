"""Numbers as words, by the rules of Unicode CLDR (unicode-rbnf, MIT; its data Unicode-3.0)."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from unicode_rbnf import RbnfEngine

MOST_DIGITS = 15
"""A number of more digits is read digit by digit."""


@cache
def _engine(language: str) -> RbnfEngine:
    from unicode_rbnf import RbnfEngine

    return RbnfEngine.for_language(language)


@lru_cache(maxsize=4096)
def spelled(language: str, number: int, ruleset: str) -> str:
    """Return a number in words.

    Args:
        language: CLDR's name of it, such as "en".
        number: of at most MOST_DIGITS digits.
        ruleset: CLDR's name of the kind of number, such as "spellout-cardinal-feminine".
    """
    return _engine(language).format_number(number, ruleset_names=[ruleset]).text
