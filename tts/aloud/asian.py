"""What Chinese and Japanese share: no spaces, wide digits, and units and dates in signs of their own."""

from __future__ import annotations

import re
from dataclasses import replace

from tts.aloud import addresses, quantities, telephone, words
from tts.aloud.rules import READ, Piece, Rule, Sentence
from tts.aloud.western import Western

_WIDE = {ord("！") + i: ord("!") + i for i in range(94)}
_LIKE = {
    **_WIDE,
    ord("￥"): ord("¥"),
    ord("－"): ord("-"),
    ord("〜"): ord("~"),
    ord("～"): ord("~"),
    0x3000: 0x20,
}
_KEPT = "！，：；？（）"
SAME_AS = {wide: narrow for wide, narrow in _LIKE.items() if chr(wide) not in _KEPT or chr(wide) == "："}
"""Wide letters, digits and signs; punctuation stays what it is, but for the colon of times."""

TO = r"\s?[-\u2010-\u2015~]\s?"
"""What stands between two ends."""

ROMAN_SIGNS = {chr(0x2160 + i): i + 1 for i in range(12)}
"""Roman numerals of one character."""

DATE = re.compile(r"(?<![\d./-])(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?![\d/-]|\.\d)(?:T(?=\d\d:))?")
TIME = r"(\d{1,2}):([0-5]\d)(?::([0-5]\d))?"
FREE = r"(?<![\d.A-Za-z])(?<!\d,)(?<![A-Za-z]-)"
"""Before a number that is no part of a longer one and of no name."""

BEFORE_TIME, AFTER_TIME = r"(?<![\d:.,/-])", r"(?![\d:]|[.,]\d)"


def until_rule(word: str, parts_of_day: str) -> Rule:
    """Return the rule of the dash between two times that name their part of the day, which were read before.

    Args:
        word: what is said for the dash.
        parts_of_day: a pattern of their names.
    """

    def say(match: re.Match[str], sentence: Sentence) -> list[Piece]:
        return [Piece(*match.span(1), word)]

    return Rule("times", re.compile(rf"(?<=[半{READ}])({TO})(?={parts_of_day})"), say, "digit")


class Asian(Western):
    """Base of the two."""

    spaced = False
    same_as = SAME_AS
    decimal = "."
    grouping = ","
    digits_after_point = 0
    number = r"(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:\.\d+(?!\.\d))?"

    def rules(self) -> tuple[Rule, ...]:
        """Return the rules; those shared with the West see letters of the West only."""
        return (
            *_western(addresses.rules(self)),
            *_western(words.account_rules(self)),
            *_western(telephone.rules(self)),
            *self.own_first(),
            *_western(words.code_rules(self)),
            *self.own_last(),
            *_western(quantities.number_rules(self)),
            *_western(words.rules(self)),
        )

    def cardinal_rule(self, form: str) -> str:
        """Numbers have no gender."""
        return "spellout-cardinal"


def _western(rules: tuple[Rule, ...]) -> tuple[Rule, ...]:
    """Let \\w and \\b mean Western letters, so that a character beside a figure is no part of its word."""
    return tuple(
        replace(rule, pattern=re.compile(rule.pattern.pattern, rule.pattern.flags & ~re.UNICODE | re.ASCII))
        for rule in rules
    )
