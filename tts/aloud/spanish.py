"""Spanish, European and American."""

from __future__ import annotations

import re

from tts.aloud import clock
from tts.aloud import spanish_words as tables
from tts.aloud.amounts import SPACES
from tts.aloud.romance import Romance
from tts.aloud.rules import Piece, Rule, Sentence
from tts.aloud.spellout import spelled
from tts.aloud.vocabulary import FEMININE, MASCULINE, Signs

_DECIMAL_POINT = ("mx", "us", "pr", "gt", "pa", "do", "hn", "sv", "ni", "pe")


class Spanish(Romance):
    """Spanish of one country."""

    rbnf = "es"
    signs = Signs(
        **{"point": "coma", "minus": "menos", "plus": "más", "percent": "por ciento", "permille": "por mil"},
        **{"to": "a", "per": "por", "at": "arroba", "dot": "punto", "slash": "barra", "dash": "guion"},
        **{"underscore": "guion bajo", "colon": "dos puntos", "hashtag": "hashtag", "number": "número"},
        **{"about": "aproximadamente", "times": "por", "equals": "igual a", "and_": "y", "by": "por"},
        **{"plus_or_minus": "más menos", "less_than": "menos de", "more_than": "más de"},
        **{"degree": "grado", "degrees": "grados", "section": "sección", "copyright": "copyright"},
        **{"version": "versión", "over": "barra", "dot_in_version": "punto", "ratio": "a"},
    )
    from_to_days = ("de", "a")
    from_to_times = ("de", "a")
    no_from_after = ("del", "entre", "las", "la")
    multiples = tables.MULTIPLES
    of_pattern = "de "
    top_domains = tables.TOP_DOMAINS
    units = tables.SPANISH_UNITS
    unit_names = tables.UNIT_NAMES
    feminine_units = tables.FEMININE_UNITS
    calling = (
        r"\b(?:llame|llamen|llamar|llama|llamad|llamada|marque|marcar|marca|teléfono|número|emergencias|al)"
    )
    national_telephones = (
        r"(?<![\w.,/-])[6789]\d{2}[ .-]\d{3}[ .-]\d{3}(?![\w-])",
        r"(?<![\w.,/-])[6789]\d{2}[ .-]\d{2}[ .-]\d{2}[ .-]\d{2}(?![\w-])",
        r"(?<![\w.,/-])9\d[ .-]\d{3}[ .-]\d{2}[ .-]\d{2}(?![\w-])",
        r"(?<![\w.,/-])\(?\d{2,3}\)?[ -]\d{3,4}[ -]\d{4}(?![\w-])",
        r"(?<![\w.,/-])[6789]\d{8}(?!\d)",
    )
    before_names = tables.BEFORE_NAMES
    before_numbers = tables.BEFORE_NUMBERS
    abbreviations = tables.ABBREVIATIONS
    enders = tables.ENDERS
    as_words = tables.AS_WORDS
    spelt = tables.SPELT
    small_words = tables.SMALL_WORDS
    word_pattern = re.compile(r"(?:(?:[BCDFGPT][LR]|[BCDFGHJKLMNPQRSTVWXYZÑ])?[AEIOU]{1,2}[LNRSDZCFPTMX]?)+")
    days_in_small_letters = True
    half_of_unit = ("medio", "media")
    feminine_endings = (
        "a",
        "as",
        "ción",
        "ciones",
        "sión",
        "siones",
        "dad",
        "dades",
        "tad",
        "tades",
        "tud",
        "tudes",
    )
    feminine_nouns = tables.FEMININE_NOUNS
    masculine_nouns = tables.MASCULINE_NOUNS
    no_nouns = tables.NO_NOUNS
    feminine_articles = frozenset({"la", "las"})
    articles = frozenset({"el", "la", "al", "del"})
    numbered = tables.NUMBERED
    centuries = frozenset({"siglo", "siglos"})
    century_abbreviations = tables.CENTURY
    regnal = tables.REGNAL
    regnal_feminine = tables.REGNAL_FEMININE
    events = tables.EVENTS

    def __init__(self, country: str) -> None:
        self.code = f"es-{country}" if country else "es"
        self.locale = "es" if country in ("", "es") else "es_419"
        self.american = country not in ("", "es")
        dollar = tables.PESO if country in ("mx", "ar", "cl", "co", "uy", "cu", "do") else None
        self.currencies = {**tables.CURRENCIES, **({"$": dollar} if dollar else {})}
        if country in _DECIMAL_POINT:
            self.decimal, self.grouping = ".", f",{SPACES} "

    def ordinal_before(self, number: int, form: str) -> str:
        """Say "primer" and "tercer" before a masculine."""
        if form == FEMININE:
            return self.ordinal(number, FEMININE)
        return spelled("es", number, "spellout-ordinal-masculine-adjective")

    def first_of_month(self) -> str:
        """Say "uno" in Spain and "primero" in America."""
        return "primero" if self.american else "uno"

    def of(self, noun: str) -> str:
        """Join a noun to "millones"."""
        return f"de {noun}"

    def money_with_cents(self, main: str, small: str, cents: int, currency: object) -> str:
        """Say "cinco euros con veinte céntimos"."""
        return f"{main} con {small}"

    def fraction(self, top: int, bottom: int) -> str | None:
        """Say "un medio", "dos tercios", "tres cuartos"."""
        noun = _PARTS.get(bottom)
        if noun is None:
            return None
        return f"{self.cardinal(top, MASCULINE)} {noun if top == 1 else noun + 's'}"

    def mixed(self, whole: int, top: int, bottom: int) -> str | None:
        """Say "dos y medio"."""
        if (top, bottom) == (1, 2):
            return f"{self.cardinal(whole)} y medio"
        return super().mixed(whole, top, bottom)

    def time(self, hours: int, minutes: int, seconds: int | None = None) -> str:
        """Say "nueve y media", and after noon "catorce treinta"."""
        hour = self.cardinal(hours, FEMININE)
        if not minutes and not seconds:
            return hour
        if seconds:
            return f"{hour}, {self.cardinal(minutes)} minutos y {self.cardinal(seconds)} segundos"
        if 1 <= hours <= 12 and minutes in (15, 30):
            return f"{hour} y {'cuarto' if minutes == 15 else 'media'}"
        return f"{hour} {'y ' if hours <= 12 and minutes < 30 else ''}{self.cardinal(minutes)}"

    def clock_rules(self) -> tuple[Rule, ...]:
        """Return the rules of times with "h", with "a. m." and with neither."""

        def with_hours(hours: int, minutes: int, seconds: int | None) -> str:
            said = self.time(hours, minutes, seconds)
            if minutes in (15, 30) and 1 <= hours <= 12:
                return said
            return f"{said} {'hora' if hours == 1 and not minutes else 'horas'}"

        def half(match: re.Match[str], sentence: Sentence) -> list[Piece] | None:
            hours = int(match[1])
            if hours > 12:
                return None
            written = match["half"]
            stop = "." if written.endswith(".") and sentence.stop_at(match.end()) else ""
            said = _part_of_day(hours, written[0].lower() == "p") + stop
            last = match.end(2) if match[2] else match.end(1)
            time = self.time(hours, int(match[2] or 0))
            return [Piece(match.start(), last, time), Piece(*match.span("half"), said)]

        time = r"(?<![\w:.,/])(\d{1,2})(?:[:.]([0-5]\d))?\s?(?P<half>[aApP]\.?[ \u00a0]?[mM]\b\.?)(?!\w)"
        dotted = r"(\d{1,2})[:.]([0-5]\d)(?::([0-5]\d))?"
        return (
            Rule("time", re.compile(time), half, "digit"),
            *clock.time_rules(self, dotted, r"[ \u00a0]?(?:h|hs|hrs|horas)\b", with_hours),
            *clock.rules(self),
            *clock.time_rules(self, r"(?<=las )(\d{1,2})\.([0-5]\d)()", "", self.time),
        )

    def own_first(self) -> tuple[Rule, ...]:
        """Return the rules of dates in words, ordinals and Roman numerals."""

        def ordinal(match: re.Match[str], sentence: Sentence) -> str | None:
            if self.means_degrees(match[2], sentence, match.start(), match.end()):
                return None
            form = FEMININE if match[2] in ("ª", "a", "ra", "da", "ta", "na") else MASCULINE
            number = int(match[1])
            noun = sentence.word_after(match.end()).lower()
            plain = not noun or noun in self.no_nouns
            return (
                self.ordinal(number, form) if plain or form == FEMININE else self.ordinal_before(number, form)
            )

        idioms = {"24/7": "veinticuatro horas, siete días", "50/50": "cincuenta cincuenta"}
        signs = r"(?<![\w.,])(\d{1,3})\.?(º|ª|°)(?!\w| ?[CF]\b)"
        letters = r"(?<![\w.,])(\d{1,3})\.?(er|ro|do|ra|da|to|ta|mo|vo|no|na)\b"
        return (
            Rule("idiom", re.compile(r"\b(24/7|50/50)\b"), lambda m, s: idioms[m[1]], "digit"),
            *self.date_rules(),
            Rule("ordinal", re.compile(signs), ordinal, "digit"),
            Rule("ordinal", re.compile(letters), ordinal, "digit"),
            *self.roman_rules(),
        )


_PARTS = {
    **{2: "medio", 3: "tercio", 4: "cuarto", 5: "quinto", 6: "sexto", 7: "séptimo", 8: "octavo", 9: "noveno"},
    **{10: "décimo", 100: "centésimo", 1000: "milésimo"},
}


def _part_of_day(hours: int, after_noon: bool) -> str:
    if not after_noon:
        return "de la noche" if hours == 12 else "de la mañana"
    if hours == 12:
        return "del mediodía"
    return "de la noche" if hours >= 8 else "de la tarde"


def language(tag: str) -> Spanish:
    """Return the Spanish of a BCP-47 tag."""
    return Spanish(tag.partition("-")[2].partition("-")[0])
