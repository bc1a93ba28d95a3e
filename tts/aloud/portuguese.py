"""Portuguese as in Brazil."""

from __future__ import annotations

import re

from tts.aloud import clock
from tts.aloud import portuguese_words as tables
from tts.aloud.amounts import Amount
from tts.aloud.romance import Romance
from tts.aloud.rules import Rule, Sentence
from tts.aloud.vocabulary import FEMININE, MASCULINE, Signs


class Portuguese(Romance):
    """Brazilian Portuguese."""

    rbnf = "pt"
    code = "pt-br"
    locale = "pt_BR"
    signs = Signs(
        **{
            "point": "vírgula",
            "minus": "menos",
            "plus": "mais",
            "percent": "por cento",
            "permille": "por mil",
        },
        **{"to": "a", "per": "por", "at": "arroba", "dot": "ponto", "slash": "barra", "dash": "hífen"},
        **{"underscore": "sublinhado", "colon": "dois pontos", "hashtag": "hashtag", "number": "número"},
        **{"about": "cerca de", "times": "vezes", "equals": "igual a", "and_": "e", "by": "por"},
        **{"plus_or_minus": "mais ou menos", "less_than": "menos de", "more_than": "mais de"},
        **{"degree": "grau", "degrees": "graus", "section": "parágrafo", "copyright": "copyright"},
        **{"version": "versão", "over": "barra", "dot_in_version": "ponto", "ratio": "a"},
    )
    from_to_days = ("de", "a")
    from_to_times = ("das", "às")
    no_from_after = ("da", "de", "entre")
    multiples = tables.MULTIPLES
    of_pattern = "de "
    units = tables.PORTUGUESE_UNITS
    unit_names = tables.UNIT_NAMES
    feminine_units = tables.FEMININE_UNITS
    calling = r"\b(?:ligue|liguem|ligar|liga|chame|chamar|disque|discar|número|telefone|o|para|pelo)"
    national_telephones = (
        r"(?<![\w.,/-])(?:\(?0?\d{2}\)?[ -])?9?[ ]?\d{4}[-. ]\d{4}(?![\w-])",
        r"(?<![\w.,/-])0[38]00[ -]\d{3}[ -]\d{4}(?![\w-])",
        r"(?<![\w.,/-])0[38]00[ -]\d{2,3}[ -]\d{2}[ -]?\d{2}(?![\w-])",
    )
    before_names = tables.BEFORE_NAMES
    before_numbers = tables.BEFORE_NUMBERS
    abbreviations = tables.ABBREVIATIONS
    enders = tables.ENDERS
    as_words = tables.AS_WORDS
    spelt = tables.SPELT
    small_words = tables.SMALL_WORDS
    word_pattern = re.compile(r"(?:(?:[BCDFGPT][LR]|[BCDFGHJKLMNPQRSTVWXZ])?[AEIOU]{1,2}[LNRSZMX]?)+")
    # eSpeak takes these letters for words in the middle of a sentence.
    letter_names = tables.LETTER_NAMES
    days_in_small_letters = True
    short_days = tables.SHORT_DAYS
    half_of_unit = ("meio", "meia")
    feminine_endings = (
        "a",
        "as",
        "ção",
        "ções",
        "são",
        "sões",
        "dade",
        "dades",
        "gem",
        "gens",
        "tude",
        "tudes",
    )
    feminine_nouns = tables.FEMININE_NOUNS
    masculine_nouns = tables.MASCULINE_NOUNS
    no_nouns = tables.NO_NOUNS
    feminine_articles = frozenset({"às", "as"})
    articles = frozenset({"o", "a", "ao", "do", "no", "pelo", "da", "na", "à"})
    numbered = tables.NUMBERED
    centuries = frozenset({"século", "séculos"})
    century_abbreviations = tables.CENTURY
    regnal = tables.REGNAL
    regnal_feminine = tables.REGNAL_FEMININE
    events = tables.EVENTS
    currencies = tables.CURRENCIES

    def is_singular(self, amount: Amount) -> bool:
        """Less than two is singular: "1,5 milhão"."""
        return amount.value < 2

    def telephone_group(self, written: str) -> str:
        """Say digits one by one; six is "meia", which is not taken for three."""
        return self.digits(written).replace("seis", "meia")

    def of(self, noun: str) -> str:
        """Join a noun to "milhões"."""
        return f"de {noun}"

    def fraction(self, top: int, bottom: int) -> str | None:
        """Say "um meio", "dois terços", "três quartos"."""
        own = {2: "meio", 3: "terço"}.get(bottom)
        if own is None:
            if bottom > 10 and bottom not in (100, 1000):
                return None
            own = self.ordinal(bottom)
        return f"{self.cardinal(top, MASCULINE)} {own if top == 1 else own + 's'}"

    def mixed(self, whole: int, top: int, bottom: int) -> str | None:
        """Say "dois e meio"."""
        return (
            f"{self.cardinal(whole)} e meio" if (top, bottom) == (1, 2) else super().mixed(whole, top, bottom)
        )

    def time(self, hours: int, minutes: int, seconds: int | None = None) -> str:
        """Say "nove e meia", "catorze e trinta", "catorze horas"."""
        hour = self.cardinal(hours, FEMININE)
        if hours in (0, 24) and not minutes:
            return "meia-noite"
        if seconds:
            return f"{hour} horas, {self.cardinal(minutes)} minutos e {self.cardinal(seconds)} segundos"
        if not minutes:
            return f"{hour} {'hora' if hours == 1 else 'horas'}"
        return f"{hour} e {'meia' if minutes == 30 and 1 <= hours <= 12 else self.cardinal(minutes)}"

    def clock_rules(self) -> tuple[Rule, ...]:
        """Return the rules of "14h30", "9h" and "14:30"."""
        with_h = r"(\d{1,2})[ \u00a0]?h(?:[ \u00a0]?([0-5]\d))?()(?:min|m)?\b"
        return (
            *clock.time_rules(self, r"(\d{1,2}):([0-5]\d)()", r"[ \u00a0]?(?:h|hs|hrs|horas)\b", self.time),
            *clock.time_rules(self, with_h, "", self.time),
            *clock.rules(self),
        )

    def own_first(self) -> tuple[Rule, ...]:
        """Return the rules of dates in words, ordinals and Roman numerals."""

        def ordinal(match: re.Match[str], sentence: Sentence) -> str | None:
            if self.means_degrees(match[2], sentence, match.start(), match.end()):
                return None
            return self.ordinal(int(match[1]), FEMININE if match[2] == "ª" else MASCULINE)

        def digits(match: re.Match[str], sentence: Sentence) -> str:
            return ", ".join(self.telephone_group(group) for group in re.findall(r"\d+", match[0]))

        # Post codes and the numbers of people and of companies.
        registered = r"\d{5}-\d{3}|\d{3}\.\d{3}\.\d{3}-\d{2}|\d{2}\.\d{3}\.\d{3}/\d{4}-\d{2}"
        idioms = {"24/7": "vinte e quatro horas por dia, sete dias por semana", "50/50": "meio a meio"}
        return (
            Rule("idiom", re.compile(r"\b(24/7|50/50)\b"), lambda m, s: idioms[m[1]], "digit"),
            Rule(
                "registered number", re.compile(rf"(?<![\w.,/-])(?:{registered})(?![\w/-])"), digits, "digit"
            ),
            *self.date_rules(),
            Rule(
                "ordinal", re.compile(r"(?<![\w.,])(\d{1,3})\.?(º|ª|°(?! ?[CF]\b))(?!\w)"), ordinal, "digit"
            ),
            *self.roman_rules(),
        )


def language(tag: str) -> Portuguese:
    """Return Brazilian Portuguese, for Portugal too."""
    return Portuguese()
