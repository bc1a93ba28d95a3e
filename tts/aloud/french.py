"""French."""

from __future__ import annotations

import re

from tts.aloud import clock
from tts.aloud import french_words as tables
from tts.aloud.amounts import Amount
from tts.aloud.romance import Romance
from tts.aloud.rules import Piece, Rule, Sentence
from tts.aloud.vocabulary import FEMININE, MASCULINE, Signs
from tts.aloud.words import roman


class French(Romance):
    """French as in France; Belgian and Swiss numbers where the tag asks for them."""

    rbnf = "fr"
    code = "fr"
    locale = "fr"
    digits_after_point = 3
    signs = Signs(
        **{
            "point": "virgule",
            "minus": "moins",
            "plus": "plus",
            "percent": "pour cent",
            "permille": "pour mille",
        },
        **{
            "to": "à",
            "per": "par",
            "at": "arobase",
            "dot": "point",
            "slash": "barre oblique",
            "dash": "tiret",
        },
        **{"underscore": "tiret bas", "colon": "deux points", "hashtag": "hashtag", "number": "numéro"},
        **{"about": "environ", "times": "fois", "equals": "égale", "and_": "et", "by": "sur"},
        **{"plus_or_minus": "plus ou moins", "less_than": "moins de", "more_than": "plus de"},
        **{"degree": "degré", "degrees": "degrés", "section": "paragraphe", "copyright": "copyright"},
        **{"version": "version", "over": "sur", "dot_in_version": "point", "ratio": "à"},
    )
    from_to_days = ("du", "au")
    from_to_times = ("de", "à")
    multiples = tables.MULTIPLES
    of_pattern = "d['’]|de "
    units = tables.FRENCH_UNITS
    unit_names = tables.UNIT_NAMES
    feminine_units = tables.FEMININE_UNITS
    calling = r"\b(?:appelez|appeler|appelle|composez|composer|faites|le|au|numéro|téléphone)"
    national_telephones = (
        r"(?<![\w.,/-])0\d(?:[ .\u00a0-]\d{2}){4}(?![\w-])",
        r"(?<![\w.,/-])0[ .\u00a0]?8\d{2}[ .\u00a0]\d{3}[ .\u00a0]\d{3}(?![\w-])",
    )
    before_names = tables.BEFORE_NAMES
    before_numbers = tables.BEFORE_NUMBERS
    abbreviations = tables.ABBREVIATIONS
    enders = tables.ENDERS
    as_words = tables.AS_WORDS
    spelt = tables.SPELT
    small_words = tables.SMALL_WORDS
    word_pattern = re.compile(
        r"(?=.{4})(?:(?:[BCDFGPTV][LR]|[BCDFGHJKLMNPQRSTVWXZ])?[AEIOUYÉ]{1,2}[LNRSDZCFPTMXB]?)+"
    )
    days_in_small_letters = True
    plural_endings = ("s", "x", "z")
    half_of_unit = ("un demi", "une demi")
    feminine_endings = tables.FEMININE_ENDINGS
    feminine_nouns = tables.FEMININE_NOUNS
    masculine_nouns = tables.MASCULINE_NOUNS
    no_nouns = tables.NO_NOUNS
    numbered = tables.NUMBERED
    regnal = tables.REGNAL
    regnal_feminine = tables.REGNAL_FEMININE
    last_ordinal_of_kings = 1
    of_word = ""
    currencies = tables.CURRENCIES

    def __init__(self, country: str) -> None:
        if country in ("be", "ch"):
            self.rbnf = f"fr_{country.upper()}"

    def is_singular(self, amount: Amount) -> bool:
        """Less than two is singular: "1,5 kilomètre"."""
        return amount.value < 2

    def of(self, noun: str) -> str:
        """Join a noun to "millions"."""
        return (
            f"d'{noun}" if noun[0] in "aeiouéèêhy" and not noun.startswith(("hect", "yen")) else f"de {noun}"
        )

    def telephone_group(self, written: str) -> str:
        """Say pairs as numbers, and what is not a pair digit by digit; 0 in front stays."""
        if len(written) == 4 and not written.startswith("0"):
            return f"{self.telephone_group(written[:2])} {self.telephone_group(written[2:])}"
        if len(written) == 4:
            return f"{self.telephone_group(written[:2])} {self.telephone_group(written[2:])}"
        if len(written) > 3 or written.startswith("0"):
            return self.digits(written)
        return self.cardinal(int(written))

    def money_with_cents(self, main: str, small: str, cents: int, currency: object) -> str:
        """Say "cinq euros vingt"."""
        return (
            f"{main} {small.rpartition(' ')[0]}" if main.endswith(("euro", "euros")) else f"{main} et {small}"
        )

    def fraction(self, top: int, bottom: int) -> str | None:
        """Say "un demi", "deux tiers", "trois quarts"."""
        own = {2: ("demi", "demis"), 3: ("tiers", "tiers"), 4: ("quart", "quarts")}.get(bottom)
        if own is None:
            if bottom > 20 and bottom not in (100, 1000):
                return None
            noun = self.ordinal(bottom)
            own = (noun, noun + "s")
        return f"{self.cardinal(top, MASCULINE)} {own[top > 1]}"

    def mixed(self, whole: int, top: int, bottom: int) -> str | None:
        """Say "deux et demi"."""
        return (
            f"{self.cardinal(whole)} et demi"
            if (top, bottom) == (1, 2)
            else super().mixed(whole, top, bottom)
        )

    def century(self, number: int) -> str:
        """Centuries are always ordinal."""
        return self.ordinal(number)

    def time(self, hours: int, minutes: int, seconds: int | None = None) -> str:
        """Say "neuf heures trente"."""
        said = f"{self.cardinal(hours, FEMININE)} {'heure' if hours < 2 else 'heures'}"
        if minutes or seconds:
            said += f" {self.cardinal(minutes, FEMININE)}"
        if seconds:
            said += f" et {self.cardinal(seconds, FEMININE)} {'seconde' if seconds == 1 else 'secondes'}"
        return said

    def clock_rules(self) -> tuple[Rule, ...]:
        """Return the rules of "14h30", "9 h" and "14:30"."""
        with_h = r"(\d{1,2})[ \u00a0]?h(?:[ \u00a0]?([0-5]\d))?()\b(?:[ \u00a0]?min\b)?"
        return (*clock.time_rules(self, with_h, "", self.time), *_bare_first(self), *clock.rules(self))

    def own_first(self) -> tuple[Rule, ...]:
        """Return the rules of dates in words, ordinals, centuries and Roman numerals."""

        def ordinal(match: re.Match[str], sentence: Sentence) -> str:
            feminine = match[2] in ("re", "ère", "ere")
            plural = "s" if match[2].endswith("s") else ""
            return self.ordinal(int(match[1]), FEMININE if feminine else MASCULINE) + plural

        def roman_ordinal(match: re.Match[str], sentence: Sentence) -> str | None:
            number = roman(match[1])
            if number is None:
                return None
            return self.ordinal(number, FEMININE if match[2] in ("re", "ère") else MASCULINE)

        def century(match: re.Match[str], sentence: Sentence) -> str | None:
            number = roman(match[1])
            stop = "." if sentence.stop_at(match.end()) else ""
            return f"{self.ordinal(number)} siècle{stop}" if number else None

        endings = r"(ers|er|re|ère|ere|èmes|ème|eme|es|e|nde|nd)"
        return (
            Rule("idiom", re.compile(r"\b24\s?h?/(?:24|7j?)\b"), _always, "digit"),
            *self.date_rules(),
            Rule("ordinal", re.compile(rf"(?<![\w.,])(\d{{1,3}}){endings}(?!\w)"), ordinal, "digit"),
            Rule("century", re.compile(r"(?<!\w)([IVX]+)(?:er|e|ème) s\."), century),
            Rule("Roman ordinal", re.compile(r"(?<!\w)([IVX]+)(er|re|ère|ème|e)(?!\w)"), roman_ordinal),
            *self.roman_rules(),
            Rule("saint", re.compile(r"\bSt(e?)-(?=[A-ZÀ-Þ])"), lambda match, sentence: f"Saint{match[1]}-"),
        )


def _always(match: re.Match[str], sentence: Sentence) -> str:
    said = "vingt-quatre heures sur vingt-quatre"
    return said if match[0].endswith("24") else f"{said}, sept jours sur sept"


def _bare_first(language: French) -> tuple[Rule, ...]:
    """Return the rule of "9-17 h" and "9–12h", where only the second hour has its sign."""

    def say(match: re.Match[str], sentence: Sentence) -> list[Piece] | None:
        first, second = int(match[1]), int(match[3])
        if first > 24 or second > 24:
            return None
        before, to = language.from_to(language.from_to_times, sentence.word_before(match.start()))
        return [
            Piece(*match.span(1), before + language.cardinal(first, FEMININE)),
            Piece(*match.span(2), to),
            Piece(match.start(3), match.end(), language.time(second, int(match[4] or 0))),
        ]

    pattern = rf"(?<![\w:.,/-])(\d{{1,2}})\s?({clock.DASH})\s?(\d{{1,2}})[ \u00a0]?h(?:([0-5]\d))?\b"
    return (Rule("times", re.compile(pattern), say, "digit"),)


def language(tag: str) -> French:
    """Return the French of a BCP-47 tag."""
    return French(tag.partition("-")[2].partition("-")[0])
