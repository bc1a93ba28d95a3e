"""Rules that only German has."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tts.aloud import clock, names
from tts.aloud import german_words as tables
from tts.aloud.calendar import text_date_rule
from tts.aloud.quantities import alternation
from tts.aloud.rules import Piece, Rule, Sentence
from tts.aloud.words import roman

if TYPE_CHECKING:
    from tts.aloud.german import German

_PREPOSITION = re.compile(rf"(?i)\b(?:{alternation(tables.DATIVE)}|auf|während|trotz|wegen|unter) der $")


def clock_rules(language: German) -> tuple[Rule, ...]:
    """Return the rules of "14:30 Uhr", "14.30 Uhr", "9 Uhr", "9-17 Uhr" and "14:30"."""

    def from_to(match: re.Match[str], sentence: Sentence) -> list[Piece] | None:
        start, stop = int(match["a"]), int(match["b"])
        if start > 24 or stop > 24:
            return None
        first = language.time(start, int(match["m"])) if match["m"] else language.cardinal(start)
        return [
            Piece(match.start(), match.start("dash"), first),
            Piece(*match.span("dash"), "bis"),
            Piece(match.start("b"), match.end(), language.time(stop, int(match["n"] or 0))),
        ]

    second = r"(?P<b>\d{1,2})(?:[:.](?P<n>[0-5]\d))?"
    pattern = (
        rf"(?<![\w:.,/-])(?P<a>\d{{1,2}})(?:[:.](?P<m>[0-5]\d))?\s?(?P<dash>{clock.DASH})\s?{second}"
        r"[ \u00a0]?(?:Uhr|h)\b"
    )
    with_hour = r"(\d{1,2})(?:[:.]([0-5]\d))?()"
    return (
        Rule("times", re.compile(pattern), from_to, "digit"),
        *clock.time_rules(language, with_hour, r"[ \u00a0]Uhr\b(?! \d)", language.time),
        *clock.time_rules(language, r"(\d{1,2}):([0-5]\d)()", r"[ \u00a0]?(?:h|Uhr)\b", language.time),
        *clock.rules(language),
    )


def date_rules(language: German) -> tuple[Rule, ...]:
    """Return the rules of "23. November 2026", "3.-5. Mai" and "23.11."."""

    def two_days(match: re.Match[str], sentence: Sentence) -> list[Piece]:
        ending = language.day_ending(sentence.word_before(match.start()))
        written = match["dash"]
        joint = written if written.strip().isalpha() else {"/": " "}.get(written.strip(), "bis")
        return [
            Piece(match.start(), match.end("a") + 1, language.ordinal(int(match["a"]), ending)),
            Piece(*match.span("dash"), joint),
            Piece(match.start("b"), match.end("b") + 1, language.ordinal(int(match["b"]), "en")),
        ]

    def day_month(match: re.Match[str], sentence: Sentence) -> str | None:
        day, month = int(match[1]), int(match[2])
        if not (1 <= day <= 31 and 1 <= month <= 12):
            return None
        said = language.date(day, month, None, sentence.word_before(match.start()))
        return said + ("." if sentence.stop_at(match.end()) else "")

    months = alternation(names.months(language.locale))
    days = (
        r"(?<![\w.,:/-])(?P<a>\d{1,2})\.(?P<dash>\s?[-–/]\s?| bis | und )(?P<b>\d{1,2})\."
        rf"(?= (?i:{months})\b)"
    )
    date = r"(?<![\w,.:/-])(?P<day>\d{1,2}\.) ?MONTH(?: (?P<year>\d{4})(?![\w]|[.,]\d))?"
    month_year = r"\bMONTH (?P<year>\d{4})(?![\w]|[.,]\d)"
    in_figures = r"(?<![\w,.:/-])(\d{1,2})\.[ ]?(\d{1,2})\.(?!\d)"
    return (
        Rule("days of a month", re.compile(days), two_days, "digit"),
        text_date_rule(language, date, language.day, language.year),
        text_date_rule(language, month_year, language.day, language.year),
        Rule("day and month", re.compile(in_figures), day_month, "digit"),
    )


def ordinal_rules(language: German) -> tuple[Rule, ...]:
    """Return the rules of "21. Jahrhundert" and "XX. Jahrhundert"; else a stop ends a sentence."""

    def said(number: int, sentence: Sentence, match: re.Match[str]) -> str | None:
        noun = sentence.word_after(match.end())
        before = sentence.word_before(match.start())
        announced = noun[:1].isupper() and before in tables.ARTICLES
        noun = noun.lower()
        if noun not in tables.ORDINAL_NOUNS and not announced:
            return None
        if before == "der" and _PREPOSITION.search(sentence.text[: match.start()]):
            return language.ordinal(number, "en")
        if before in ("eine", "zur", "einer"):
            return language.ordinal(number, "e" if before == "eine" else "en")
        ending = language.day_ending(before)
        return language.ordinal(number, "e" if ending == "er" and language.is_feminine(noun) else ending)

    def figures(match: re.Match[str], sentence: Sentence) -> str | None:
        return said(int(match[1]), sentence, match)

    def numeral(match: re.Match[str], sentence: Sentence) -> str | None:
        number = roman(match[1])
        return None if number is None else said(number, sentence, match)

    return (
        Rule("ordinal", re.compile(r"(?<![\w,.:/-])(\d{1,4})\.(?= [^\W\d_])"), figures, "digit"),
        Rule("Roman ordinal", re.compile(r"(?<!\w)([IVXLC]+)\.(?= [^\W\d_])"), numeral),
    )


def roman_rules(language: German) -> tuple[Rule, ...]:
    """Return the rule of "Ludwig XIV." and "Kapitel IV"."""

    def king(match: re.Match[str], sentence: Sentence) -> list[Piece] | None:
        number, noun = roman(match["roman"]), match["noun"]
        if number is None:
            return None
        if noun.lower() in tables.NUMBERED:
            return [Piece(*match.span("roman"), language.cardinal(number))]
        feminine = noun in tables.REGNAL_FEMININE
        if noun not in tables.REGNAL and not feminine:
            return None
        if sentence.word_before(match.start()) in tables.DATIVE:
            said = f"{'der' if feminine else 'dem'} {language.ordinal(number, 'en').capitalize()}"
        else:
            said = f"{'die' if feminine else 'der'} {language.ordinal(number, 'e').capitalize()}"
        stop = "." if match["stop"] and sentence.ends_at(match.end()) else ""
        return [Piece(match.start("roman"), match.end(), said + stop)]

    pattern = r"(?<!\w)(?P<noun>[^\W\d_]{3,}) (?P<roman>[IVXLC]+)(?P<stop>\.?)(?![\w'’])"
    return (Rule("Roman numeral", re.compile(pattern), king),)
