"""What Spanish, Portuguese, Italian and French share: gender, and kings and centuries that are counted."""

from __future__ import annotations

import re
from collections.abc import Mapping

from tts.aloud import names
from tts.aloud.amounts import Amount
from tts.aloud.calendar import text_date_rule
from tts.aloud.rules import Piece, Rule, Sentence
from tts.aloud.vocabulary import FEMININE, MASCULINE
from tts.aloud.western import Western
from tts.aloud.words import numbered_pieces, roman

_NOUN = re.compile(r"[^\W\d_]{2,}")
_ONE = re.compile(r"(?<![\d.,])1\Z")


class Romance(Western):
    """Base of the four."""

    feminine_endings: tuple[str, ...]
    feminine_nouns: frozenset[str] = frozenset()
    """Feminine though they do not end like it."""
    plural_endings: tuple[str, ...] = ("s",)
    """What is counted by more than one ends like this: "1998 dura" counts nothing."""
    masculine_nouns: frozenset[str] = frozenset()
    """Masculine though they end like a feminine."""
    no_nouns: frozenset[str]
    """Small words and verbs that follow a number without being counted by it."""
    articles: frozenset[str] = frozenset()
    feminine_articles: frozenset[str] = frozenset()
    """Before a number with no noun behind it: "las 21" is an hour."""

    half_of_unit: tuple[str, str]
    """What half of a masculine and of a feminine unit is called."""

    numbered: frozenset[str] = frozenset()
    """Nouns that a Roman numeral numbers."""
    centuries: frozenset[str] = frozenset()
    century_abbreviations: Mapping[str, str] = {}
    regnal: frozenset[str] = frozenset()
    regnal_feminine: frozenset[str] = frozenset()
    """Names of kings, queens and popes."""
    events: frozenset[str] = frozenset()
    """Nouns that have a Roman numeral before them: "II Congreso"."""
    last_ordinal_of_kings = 10
    last_ordinal_of_centuries = 10

    def form_before(self, sentence: Sentence, position: int) -> str:
        """Guess the gender of the noun behind a number by its ending."""
        noun = sentence.word_after(position)
        is_one = _ONE.search(sentence.text[:position])
        counted = _NOUN.fullmatch(noun) and (is_one or noun.lower().endswith(self.plural_endings))
        if not counted or noun.lower() in self.no_nouns:
            match = re.search(r"(\w+) [\d.]+\Z", sentence.text[:position])
            return FEMININE if match and match[1].lower() in self.feminine_articles else ""
        return self.gender(noun.lower())

    def gender(self, noun: str) -> str:
        """Return the likely gender of a noun."""
        if noun in self.masculine_nouns:
            return MASCULINE
        if noun in self.feminine_nouns or noun.endswith(self.feminine_endings):
            return FEMININE
        return MASCULINE

    def part_of_unit(self, top: int, bottom: int, name: str) -> str | None:
        """Say "medio kilo", "tres cuartos de kilo"."""
        unit = self.unit(name, Amount("1"))
        if (top, bottom) == (1, 2):
            return f"{self.half_of_unit[self.form_of_unit(name) == FEMININE]} {unit}"
        part = self.fraction(top, bottom)
        return f"{part} {self.of(unit)}" if part else None

    def means_degrees(self, sign: str, sentence: Sentence, start: int, stop: int) -> bool:
        """Whether a ring after a number is a degree and not the "o" of an ordinal."""
        number = int(re.sub(r"\D", "", sentence.text[start:stop]))
        if sign != "°" and not (sign == "º" and number >= 10):
            return False
        noun = sentence.word_after(stop).lower()
        counted = bool(noun) and noun not in self.no_nouns and noun not in ("c", "f", "celsius")
        return not counted and sentence.word_before(start) not in self.articles

    def king(self, number: int, feminine: bool) -> str:
        """Say the number of a king or a pope."""
        if number > self.last_ordinal_of_kings:
            return self.cardinal(number)
        return self.ordinal(number, FEMININE if feminine else MASCULINE)

    def century(self, number: int) -> str:
        """Say the number of a century."""
        if number > self.last_ordinal_of_centuries:
            return self.cardinal(number)
        return self.ordinal(number)

    def ordinal_before(self, number: int, form: str) -> str:
        """Say an ordinal that stands before its noun."""
        return self.ordinal(number, form)

    def roman_rules(self) -> tuple[Rule, ...]:
        """Return the rules of Roman numerals after and before a noun."""

        def after(match: re.Match[str], sentence: Sentence) -> list[Piece] | None:
            number = roman(match["roman"])
            noun = self.before_numbers.get(match["noun"].lower(), match["noun"])
            if number is None:
                return None
            if noun.lower() in self.centuries:
                said = self.century(number)
            elif noun.lower() in self.numbered:
                said = self.cardinal(number)
            elif noun in self.regnal or noun in self.regnal_feminine:
                said = self.king(number, noun in self.regnal_feminine)
            else:
                return None
            return numbered_pieces(match, noun, said)

        def before(match: re.Match[str], sentence: Sentence) -> list[Piece] | None:
            number = roman(match["roman"])
            if number is None or match["noun"].lower() not in self.events:
                return None
            return [
                Piece(*match.span("roman"), self.ordinal_before(number, self.gender(match["noun"].lower())))
            ]

        def abbreviated(match: re.Match[str], sentence: Sentence) -> list[Piece] | None:
            number = roman(match["roman"])
            if number is None:
                return None
            noun = self.century_abbreviations[match["noun"].lower()]
            return [Piece(*match.span("noun"), noun), Piece(*match.span("roman"), self.century(number))]

        short = "|".join(map(re.escape, self.century_abbreviations)) or "(?!)"
        numeral = r"(?P<roman>[IVXLCM]+)(?![\w'’]|\.\w)"
        return (
            Rule("century", re.compile(rf"(?<!\w)(?P<noun>(?i:{short}))[ \u00a0]{numeral}"), abbreviated),
            Rule(
                "Roman numeral", re.compile(rf"(?<!\w)(?P<noun>[^\W\d_]{{3,}}\.?)[ \u00a0]{numeral}"), after
            ),
            Rule(
                "Roman numeral",
                re.compile(r"(?<!\w)(?P<roman>[IVXLCM]+)[ \u00a0](?P<noun>[^\W\d_]{4,})"),
                before,
                "capitals",
            ),
        )

    def first_of_month(self) -> str:
        """Return what the first day of a month is called."""
        return self.ordinal(1)

    def day(self, day: int, before: str = "") -> str | None:
        """Say the day of a month."""
        if not 1 <= day <= 31:
            return None
        return self.first_of_month() if day == 1 else self.cardinal(day)

    of_word = "de "

    def date(self, day: int, month: int, year: int | None, before: str) -> str:
        """Say "veintitrés de noviembre de dos mil veintiséis", in the language's words."""
        in_year = f" {self.of_word}{self.year(year)}" if year else ""
        return f"{self.day(day)} {self.of_word}{names.month(self.locale, month)}{in_year}"

    def date_rules(self) -> tuple[Rule, ...]:
        """Return the rules of dates with the name of the month, with and without "of"."""
        of = self.of_word.strip()
        day, year = r"(?<![\w,.:/-])(?P<day>\d{1,2}(?:[.]?[ºo°]|er)?)", r"(?P<year>\d{4})(?![\w]|[.,]\d)"
        if of:
            linked = rf"{day} {of} MONTH(?: {of}l? {year})?"
            bare = rf"{day}[ -]MONTH(?:[ -]{year})?"
            return (
                text_date_rule(self, linked, self.day, self.year),
                text_date_rule(
                    self,
                    bare,
                    lambda day, before: f"{said} {of}" if (said := self.day(day)) else None,
                    lambda year: f"{of} {self.year(year)}",
                ),
            )
        return (text_date_rule(self, rf"{day} MONTH(?: {year})?", self.day, self.year),)
