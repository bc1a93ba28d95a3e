"""German."""

from __future__ import annotations

import re

from tts.aloud import german_rules as own
from tts.aloud import german_words as tables
from tts.aloud import names
from tts.aloud.amounts import Amount
from tts.aloud.rules import Rule, Sentence
from tts.aloud.spellout import spelled
from tts.aloud.vocabulary import FEMININE, MASCULINE, NEUTER, Currency, Signs, word_set
from tts.aloud.western import Western

_WEAK_E = frozenset({"der", "die", "das"})
_WEAK_EN = word_set(
    "am vom zum bis ab seit dem den im des beim und jeden diesen nächsten letzten kommenden einem "
    "ihren ihrem zur unserem unseren"
)


class German(Western):
    """German."""

    rbnf = "de"
    code = "de"
    locale = "de"
    digits_after_point = 0
    signs = Signs(
        **{"point": "Komma", "minus": "minus", "plus": "plus", "percent": "Prozent", "permille": "Promille"},
        **{
            "to": "bis",
            "per": "pro",
            "at": "ät",
            "dot": "Punkt",
            "slash": "Schrägstrich",
            "dash": "Bindestrich",
        },
        **{"underscore": "Unterstrich", "colon": "Doppelpunkt", "hashtag": "Hashtag", "number": "Nummer"},
        **{"about": "etwa", "times": "mal", "equals": "gleich", "and_": "und", "by": "mal"},
        **{"plus_or_minus": "plus minus", "less_than": "weniger als", "more_than": "mehr als"},
        **{"degree": "Grad", "degrees": "Grad", "section": "Paragraf", "copyright": "Copyright"},
        **{"version": "Version", "over": "durch", "dot_in_version": "Punkt", "ratio": "zu"},
    )
    currencies = tables.CURRENCIES
    multiples = tables.MULTIPLES
    units = tables.GERMAN_UNITS
    unit_names = tables.UNIT_NAMES
    feminine_units = tables.FEMININE_UNITS
    neuter_units = tables.NEUTER_UNITS
    calling = r"\b(?:notruf|nummer|wählen sie|wählen|wählt|rufen sie|unter|die|der)"
    national_telephones = (
        r"(?<![\w.,/-])\(?0\d{1,5}\)?[ \u00a0]?[-/ ][ \u00a0]?\d{2,9}(?:[ -]\d{1,8}){0,4}(?![\w-])",
        r"(?<![\w.,/-])11\d{3}(?!\d)|(?<![\w.,/-])11[ ]?\d[ ]?\d{2}(?![\w-])",
    )
    before_names = tables.BEFORE_NAMES
    before_numbers = tables.BEFORE_NUMBERS
    abbreviations = tables.ABBREVIATIONS
    enders = tables.ENDERS
    as_words = tables.AS_WORDS
    spelt = tables.SPELT
    small_words = tables.SMALL_WORDS
    word_pattern = re.compile(
        r"(?=.{4})(?:(?:SCH|ST|SP|[BCDFGKPT][LR]|[BCDFGHJKLMNPQRSTVWXZ])?[AEIOUYÄÖÜ]{1,2}[LNRSTDKFPMXB]{0,2})+"
    )

    def cardinal(self, number: int, form: str = "") -> str:
        """Only one itself agrees with its noun."""
        return super().cardinal(number, form if number == 1 else "")

    def cardinal_rule(self, form: str) -> str:
        """German has forms for cases too: "einem" is form "dm", "einer" is "df", "einen" is "am"."""
        cases = {"dm": "spellout-cardinal-m", "df": "spellout-cardinal-r", "am": "spellout-cardinal-n"}
        return cases.get(form) or super().cardinal_rule(form)

    def ordinal(self, number: int, form: str = MASCULINE) -> str:
        """Say an ordinal; `form` is its ending: "e", "en", "er", "es" or "em"."""
        ending = {"en": "-n", "er": "-r", "es": "-s", "em": "-m"}.get(form, "")
        return spelled("de", number, f"spellout-ordinal{ending}")

    def year(self, number: int) -> str:
        """Say 1984 as "neunzehnhundertvierundachtzig"."""
        return spelled("de", number, "spellout-numbering-year")

    def form_before(self, sentence: Sentence, position: int) -> str:
        """Guess the form of "ein" by the noun's ending and the preposition before the number."""
        noun = sentence.word_after(position).lower()
        if not noun or not sentence.word_after(position)[0].isupper():
            return ""
        feminine = self.is_feminine(noun)
        number = re.search(r"\d[\d.,]*\Z", sentence.text[:position])
        before = sentence.word_before(number.start()) if number else ""
        if before in tables.DATIVE:
            return "df" if feminine else "dm"
        if feminine:
            return FEMININE
        return "am" if before in tables.ACCUSATIVE and noun in tables.MASCULINE_NOUNS else NEUTER

    def is_feminine(self, noun: str) -> bool:
        """Whether a noun is likely feminine."""
        if noun in tables.FEMININE_NOUNS:
            return True
        if noun in tables.MASCULINE_NOUNS or noun in tables.NO_NOUNS:
            return False
        return noun.endswith(("ung", "heit", "keit", "schaft", "tion", "tät", "ik", "ei", "e"))

    def fraction(self, top: int, bottom: int) -> str | None:
        """Say "ein halb", "drei Viertel"."""
        if bottom == 2:
            return "ein halb" if top == 1 else f"{self.cardinal(top)} halbe"
        if bottom > 20 and bottom not in (100, 1000):
            return None
        noun = {3: "Drittel", 7: "Siebtel", 8: "Achtel"}.get(bottom) or self.ordinal(
            bottom
        ).capitalize() + "l"
        return f"{self.cardinal(top, NEUTER)} {noun}"

    def mixed(self, whole: int, top: int, bottom: int) -> str | None:
        """Say "zweieinhalb", "eineinhalb"."""
        if (top, bottom) == (1, 2):
            return ("ein" if whole == 1 else self.cardinal(whole)) + "einhalb"
        part = self.fraction(top, bottom)
        return f"{self.cardinal(whole)} {part}" if part else None

    def money_with_cents(self, main: str, small: str, cents: int, currency: Currency) -> str:
        """Say "fünf Euro zwanzig"."""
        return f"{main} {small.rpartition(' ')[0] if cents > 1 else small}"

    def day_ending(self, before: str) -> str:
        """Return the ending of an ordinal after a word: "am dritten", "der dritte", "dritter"."""
        if before in _WEAK_EN:
            return "en"
        return "e" if before in _WEAK_E else "er"

    def day(self, day: int, before: str) -> str | None:
        """Say the day of a month."""
        return self.ordinal(day, self.day_ending(before)) if 1 <= day <= 31 else None

    def date(self, day: int, month: int, year: int | None, before: str) -> str:
        """Say "dreiundzwanzigster November zweitausendsechsundzwanzig"."""
        in_year = f" {self.year(year)}" if year else ""
        return f"{self.day(day, before)} {names.month(self.locale, month)}{in_year}"

    def bare_number(self, written: str, sentence: Sentence, start: int, stop: int, form: str) -> str:
        """Say a year as a year."""
        before = sentence.word_before(start)
        after = sentence.word_after(stop)
        if re.fullmatch(r"1[1-9]\d\d", written):
            counted = after[:1].isupper() and before not in (
                "jahr",
                "jahre",
                "jahren",
                "seit",
                "anno",
                "ab",
                "bis",
            )
            if not counted:
                return self.year(int(written))
        return super().bare_number(written, sentence, start, stop, form)

    def time(self, hours: int, minutes: int, seconds: int | None = None) -> str:
        """Say "vierzehn Uhr dreißig"."""
        said = f"{'ein' if hours == 1 else self.cardinal(hours)} Uhr"
        if minutes or seconds:
            said += f" {self.cardinal(minutes)}"
        if seconds:
            said += f" und {self.cardinal(seconds, FEMININE)} {'Sekunde' if seconds == 1 else 'Sekunden'}"
        return said

    def clock_rules(self) -> tuple[Rule, ...]:
        """Return the rules of times with and without "Uhr"."""
        return own.clock_rules(self)

    def own_first(self) -> tuple[Rule, ...]:
        """Return the rules of dates in words, ordinals and Roman numerals."""
        return (
            Rule("idiom", re.compile(r"\b24/7\b"), lambda match, sentence: "rund um die Uhr", "digit"),
            *own.date_rules(self),
            *own.ordinal_rules(self),
            *own.roman_rules(self),
            Rule("street", re.compile(r"\b([^\W\d_]+)str\."), lambda match, sentence: f"{match[1]}straße"),
            Rule("decade", re.compile(r"(?<![\w.,])(\d{2}|\d{4})er\b"), self._decade, "digit"),
        )

    def _decade(self, match: re.Match[str], sentence: Sentence) -> str:
        return (self.year(int(match[1])) if len(match[1]) == 4 else self.quantity(Amount(match[1]))) + "er"


def language(tag: str) -> German:
    """Return German."""
    return German()
