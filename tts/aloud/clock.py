"""Times of day."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from tts.aloud.rules import Piece, Rule, Sentence

if TYPE_CHECKING:
    from tts.aloud.western import Western

DASH = r"[\-\u2010-\u2015\u2212]"
COLON_TIME = r"(\d{1,2}):([0-5]\d)(?::([0-5]\d))?"

SayTime = Callable[[int, int, int | None], str]


def rules(language: Western) -> tuple[Rule, ...]:
    """Return the rules of times with a colon, alone and in pairs."""
    return time_rules(language, COLON_TIME, "", language.time)


def time_rules(language: Western, time: str, behind: str, say: SayTime) -> tuple[Rule, ...]:
    """Return the rules of one way to write times, alone and in pairs.

    Args:
        language: says "to".
        time: a pattern with three groups: hours, minutes, seconds. All may be missing but the hours.
        behind: a pattern of what follows one time, or the second of two, such as a unit.
        say: says a time together with what is behind it.
    """

    def said(groups: tuple[str | None, ...]) -> str | None:
        hours, minutes, seconds = (int(g) if g else None for g in groups)
        if hours is None or hours > 24 or (minutes or 0) > 59:
            return None
        return say(hours, minutes or 0, seconds)

    def one(match: re.Match[str], sentence: Sentence) -> str | None:
        return said(match.groups()[:3])

    def two(match: re.Match[str], sentence: Sentence) -> list[Piece] | None:
        groups = match.groups()
        first, second = said(groups[:3]), said(groups[4:7])
        if first is None or second is None:
            return None
        before, to = language.from_to(language.from_to_times, sentence.word_before(match.start()))
        return [
            Piece(match.start(1), match.start(4), before + first),
            Piece(match.start(4), match.end(4), to),
            Piece(match.start(5), match.end(), second),
        ]

    before, after = r"(?<![\w:,/.])(?<!\d[-–])", r"(?![\w:]|[.,]\d)"
    return (
        Rule("times", re.compile(rf"{before}{time}\s?({DASH})\s?{time}{behind}{after}"), two, "digit"),
        Rule("time", re.compile(rf"{before}{time}{behind}{after}"), one, "digit"),
    )
