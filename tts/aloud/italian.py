"""Italian."""

from __future__ import annotations

import re

from tts.aloud import clock
from tts.aloud import italian_words as tables
from tts.aloud.quantities import alternation
from tts.aloud.romance import Romance
from tts.aloud.rules import Piece, Rule, Sentence
from tts.aloud.vocabulary import FEMININE, MASCULINE, Signs

_NEEDS_UNO = re.compile(r"s[^aeiou]|z|gn|ps|pn|x|y|i[aeou]", re.IGNORECASE)


class Italian(Romance):
    """Italian."""

    rbnf = "it"
    code = "it"
    locale = "it"
    signs = Signs(
        **{
            "point": "virgola",
            "minus": "meno",
            "plus": "più",
            "percent": "per cento",
            "permille": "per mille",
        },
        **{"to": "a", "per": "per", "at": "chiocciola", "dot": "punto", "slash": "barra", "dash": "trattino"},
        **{"underscore": "trattino basso", "colon": "due punti", "hashtag": "hashtag", "number": "numero"},
        **{"about": "circa", "times": "per", "equals": "uguale", "and_": "e", "by": "per"},
        **{"plus_or_minus": "più o meno", "less_than": "meno di", "more_than": "più di"},
        **{"degree": "grado", "degrees": "gradi", "section": "paragrafo", "copyright": "copyright"},
        **{"version": "versione", "over": "barra", "dot_in_version": "punto", "ratio": "a"},
    )
    from_to_days = ("dal", "al")
    from_to_times = ("dalle", "alle")
    no_from_after = ("dalla", "dal", "da")
    multiples = tables.MULTIPLES
    of_pattern = "di "
    units = tables.ITALIAN_UNITS
    unit_names = tables.UNIT_NAMES
    feminine_units = tables.FEMININE_UNITS
    top_domains = tables.TOP_DOMAINS
    calling = r"\b(?:chiamare|chiami|chiamate|chiama|il|al|numero|comporre|componete|telefono)"
    national_telephones = (
        r"(?<![\w.,/-])0\d{1,3}[ ./-]\d{5,8}(?![\w-])",
        r"(?<![\w.,/-])0\d{1,3}(?:[ .-]\d{2,4}){2,4}(?![\w-])",
        r"(?<![\w.,/-])3\d{2}[ .-]?\d{3}[ .-]?\d{3,4}(?![\w-])",
        r"(?<![\w.,/-])8\d{2}[ .-]\d{3}[ .-]\d{3}(?![\w-])",
    )
    before_names = tables.BEFORE_NAMES
    before_numbers = tables.BEFORE_NUMBERS
    abbreviations = tables.ABBREVIATIONS
    enders = tables.ENDERS
    as_words = tables.AS_WORDS
    spelt = tables.SPELT
    small_words = tables.SMALL_WORDS
    word_pattern = re.compile(r"(?:(?:[BCDFGPTS][LR]|[BCDFGHJKLMNPQRSTVWXZ])?[AEIOU]{1,2}[LNRSDZCFPTMXB]?)+")
    days_in_small_letters = True
    plural_endings = ("",)
    half_of_unit = ("mezzo", "mezza")
    feminine_endings = ("a", "tà", "tù", "zione", "sione", "gione", "udine", "trice")
    feminine_nouns = tables.FEMININE_NOUNS
    masculine_nouns = tables.MASCULINE_NOUNS
    no_nouns = tables.NO_NOUNS
    articles = frozenset({"il", "lo", "la", "al", "del", "nel", "dal", "sul", "alla", "della", "nella"})
    numbered = tables.NUMBERED
    centuries = frozenset({"secolo", "secoli"})
    century_abbreviations = tables.CENTURY
    regnal = tables.REGNAL
    regnal_feminine = tables.REGNAL_FEMININE
    events = tables.EVENTS
    last_ordinal_of_kings = 40
    last_ordinal_of_centuries = 40
    of_word = ""
    currencies = tables.CURRENCIES

    def cardinal(self, number: int, form: str = "") -> str:
        """Only one itself agrees with its noun: "un libro", "una casa", but "ventuno case"."""
        return super().cardinal(number, form if number == 1 else "")

    def of(self, noun: str) -> str:
        """Join a noun to "milioni"."""
        return f"di {noun}"

    def money_with_cents(self, main: str, small: str, cents: int, currency: object) -> str:
        """Say "cinque euro e venti"."""
        return f"{main} e {small.rpartition(' ')[0] if cents > 1 else small}"

    def fraction(self, top: int, bottom: int) -> str | None:
        """Say "un mezzo", "due terzi", "tre quarti"."""
        if bottom == 2:
            noun, plural = "mezzo", "mezzi"
        elif bottom <= 20 or bottom in (100, 1000):
            noun = self.ordinal(bottom)
            plural = noun[:-1] + "i"
        else:
            return None
        return f"{self.cardinal(top, MASCULINE)} {noun if top == 1 else plural}"

    def mixed(self, whole: int, top: int, bottom: int) -> str | None:
        """Say "due e mezzo"."""
        return (
            f"{self.cardinal(whole)} e mezzo"
            if (top, bottom) == (1, 2)
            else super().mixed(whole, top, bottom)
        )

    def time(self, hours: int, minutes: int, seconds: int | None = None) -> str:
        """Say "quattordici e trenta"."""
        hour = "una" if hours == 1 else self.cardinal(hours)
        if seconds:
            return f"{hour}, {self.cardinal(minutes)} minuti e {self.cardinal(seconds)} secondi"
        return f"{hour} e {self.cardinal(minutes)}" if minutes else hour

    def clock_rules(self) -> tuple[Rule, ...]:
        """Return the rules of "14:30", "alle 14.30" and "dalle 9.00 alle 17.00"."""
        dotted = r"(\d{1,2})\.([0-5]\d)()"
        before = r"(?i:(?<=alle )|(?<=dalle )|(?<=le )|(?<=ore )|(?<=h )|(?<=all'))"
        return (
            *clock.time_rules(self, r"(\d{1,2})[:.]([0-5]\d)()", r"[ \u00a0]?(?:h|ore)\b", self.time),
            *clock.rules(self),
            *clock.time_rules(self, before + dotted, "", self.time),
            Rule("hours", re.compile(r"\bh (?=[\d\ue000])"), lambda match, sentence: "ore "),
        )

    def own_first(self) -> tuple[Rule, ...]:
        """Return the rules of dates in words, ordinals, elisions and Roman numerals."""
        always = "ventiquattr'ore su ventiquattro, sette giorni su sette"
        ring = r"(?<![\w.,])(\d{1,3})(º|ª|°(?! ?[CF]\b)|a(?= [a-z]))(?!\w)"
        hour = r"(?<![\w.,:/-])1[ \u00a0]?(?:h|ora)\b(?!/)(?![.:]\d)"
        no_unit = rf"(?!(?:{alternation(self.units)})(?![^\W_]))"
        one = rf"(?<![\w.,:/-])1 {no_unit}(?!(?i:e|o|a)\b)(?P<noun>[^\W\d_]{{3,}})"
        return (
            Rule("idiom", re.compile(r"\b24/7\b"), lambda match, sentence: always, "digit"),
            *self.date_rules(),
            Rule("decade", re.compile(r"['’](\d{2}|\d00)(?![\d'’])"), self._decade, "digit"),
            Rule("thousands", re.compile(r"(?<![\w.,])(\d{1,3})mila\b"), self._thousands, "digit"),
            Rule("ordinal", re.compile(ring), self._ordinal, "digit"),
            Rule("an hour", re.compile(hour), lambda match, sentence: "un'ora", "digit"),
            Rule("one", re.compile(one), self._one, "digit"),
            *self.roman_rules(),
        )

    def _decade(self, match: re.Match[str], sentence: Sentence) -> str:
        return self.cardinal(int(match[1]))

    def _thousands(self, match: re.Match[str], sentence: Sentence) -> str:
        return self.cardinal(int(match[1]) * 1000)

    def _ordinal(self, match: re.Match[str], sentence: Sentence) -> str | None:
        if self.means_degrees(match[2], sentence, match.start(), match.end()):
            return None
        return self.ordinal(int(match[1]), FEMININE if match[2] in ("ª", "a") else MASCULINE)

    def _one(self, match: re.Match[str], sentence: Sentence) -> list[Piece] | None:
        noun = match["noun"].lower()
        if noun in self.no_nouns:
            return None
        if self.gender(noun) == FEMININE:
            said = "un'" if noun[0] in "aeiouàèéìòù" else "una "
        else:
            said = "uno " if _NEEDS_UNO.match(noun) else "un "
        return [Piece(match.start(), match.start("noun"), said)]


def language(tag: str) -> Italian:
    """Return Italian."""
    return Italian()
