"""English, American and British."""

from __future__ import annotations

import re

from tts.aloud import clock, names
from tts.aloud import english_rules as own
from tts.aloud import english_words as tables
from tts.aloud.amounts import SPACES, Amount
from tts.aloud.calendar import text_date_rule
from tts.aloud.rules import Piece, Rule, Sentence
from tts.aloud.spellout import spelled
from tts.aloud.vocabulary import Currency, Signs
from tts.aloud.western import Western
from tts.aloud.words import numbered_pieces, roman, shouted

_DAY = r"(?P<day>\d{1,2}(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>1[0-9]\d\d|20\d\d)(?![\w/]|[.,]\d)"
_YEARS = range(1010, 2100)


class English(Western):
    """English; `british` decides the order of dates, "and" in numbers and the zero of telephone numbers."""

    rbnf = "en"
    decimal = "."
    grouping = f",{SPACES}"
    digits_after_point = 0
    plural_of_letters = "'s"
    elides = False
    signs = Signs(
        **{"point": "point", "minus": "minus", "plus": "plus", "percent": "percent", "permille": "per mille"},
        **{"to": "to", "per": "per", "at": "at", "dot": "dot", "slash": "slash", "dash": "dash"},
        **{"underscore": "underscore", "colon": "colon", "hashtag": "hashtag", "number": "number"},
        **{"about": "about", "times": "times", "equals": "equals", "and_": "and", "by": "by"},
        **{"plus_or_minus": "plus or minus", "less_than": "less than", "more_than": "more than"},
        **{"degree": "degree", "degrees": "degrees", "section": "section", "copyright": "copyright"},
        **{"version": "version", "over": "over", "dot_in_version": "point", "ratio": "to"},
    )
    multiples = tables.MULTIPLES
    top_domains = tables.TOP_DOMAINS
    calling = r"\b(?:call|dial|ring|phone|text|calling|dialling|dialing|ringing|number is|call us on)"
    national_telephones = (
        r"(?<![\w.,/-])(?:1[-. ])?(?:\(\d{3}\)\s?|\d{3}[-. ])\d{3}[-. ]\d{4}(?![\w-])",
        r"(?<![\w.,/-])\d{3}-\d{4}(?![\w-])",
        r"(?<![\w.,/-])\(?0\d{2,5}\)?(?:[ \u00a0-]\d{2,8}){1,4}(?![\w-])",
        r"(?<![\w.,/-])1[-. ]?8(?:00|88|77|66|55|44|33)[-. ][\w-]{7,8}(?![\w-])",
    )
    before_names = tables.BEFORE_NAMES
    before_numbers = tables.BEFORE_NUMBERS
    abbreviations = tables.ABBREVIATIONS
    enders = tables.ENDERS
    as_words = tables.AS_WORDS
    spelt = tables.SPELT
    small_words = tables.SMALL_WORDS
    short_days = tables.SHORT_DAYS
    short_months = tables.SHORT_MONTHS
    units = tables.ENGLISH_UNITS

    def __init__(self, british: bool) -> None:
        self.british = british
        self.code, self.locale = ("en-gb", "en_GB") if british else ("en-us", "en_US")
        self.day_first = british
        dollar = ("dollar", "dollars", "cent", "cents")
        self.currencies = {
            **{"$": Currency(*dollar), "US$": Currency("U S dollar", "U S dollars", "cent", "cents")},
            **{
                f"{c}$": Currency(f"{name} dollar", f"{name} dollars", "cent", "cents")
                for c, name in _DOLLARS
            },
            **{
                "€": Currency("euro", "euros", "cent", "cents"),
                "EUR": Currency("euro", "euros", "cent", "cents"),
            },
            **{"£": Currency("pound", "pounds", "penny", "pence"), "¥": Currency("yen", "yen")},
            **{
                "GBP": Currency("pound", "pounds", "penny", "pence"),
                "₹": Currency("rupee", "rupees", "paisa", "paise"),
            },
            **{
                "Rs": Currency("rupee", "rupees"),
                "Rs.": Currency("rupee", "rupees"),
                "₩": Currency("won", "won"),
            },
            **{
                "CHF": Currency("Swiss franc", "Swiss francs"),
                "R$": Currency("real", "reais", "centavo", "centavos"),
            },
            **{
                "¢": Currency("cent", "cents"),
                "₽": Currency("ruble", "rubles"),
                "₿": Currency("bitcoin", "bitcoins"),
            },
        }

    def cardinal_rule(self, form: str) -> str:
        """Britons say "and" after the hundreds."""
        return "spellout-numbering-verbose" if self.british else "spellout-numbering"

    def cardinal(self, number: int, form: str = "") -> str:
        """Say a whole number."""
        return super().cardinal(number, form).replace(",", "")

    def ordinal(self, number: int, form: str = "") -> str:
        """Say an ordinal number."""
        rules = "spellout-ordinal-verbose" if self.british else "spellout-ordinal"
        return spelled("en", number, rules).replace(",", "")

    def year(self, number: int) -> str:
        """Say 1984 as "nineteen eighty-four", 1905 as "nineteen oh five", 2005 as a number."""
        century, rest = divmod(number, 100)
        if number not in range(1000, 2100) or (century in (10, 20) and rest < 10):
            return self.cardinal(number)
        if not rest:
            return f"{self.cardinal(century)} hundred"
        return f"{self.cardinal(century)} {'oh ' if rest < 10 else ''}{self.cardinal(rest)}"

    def telephone_group(self, written: str) -> str:
        """Say digits one by one, "800" and "0800" as hundreds, and in Britain 0 as "oh"."""
        if re.fullmatch(r"0?[1-9]00", written):
            zero = ("oh " if self.british else "zero ") if written[0] == "0" else ""
            return f"{zero}{self.cardinal(int(written))}"
        said = self.digits(written)
        return said.replace("zero", "oh") if self.british else said

    def code_number(self, digits: str) -> str:
        """Say a number that names a thing: in pairs where it has three or four figures."""
        if len(digits) > 4 or digits.startswith("0"):
            return self.digits(digits)
        if len(digits) < 3 or digits.endswith("000"):
            return self.cardinal(int(digits))
        head, tail = int(digits[:-2]), int(digits[-2:])
        if not tail:
            return f"{self.cardinal(head)} hundred"
        return f"{self.cardinal(head)} {'oh ' if tail < 10 else ''}{self.cardinal(tail)}"

    def fraction(self, top: int, bottom: int) -> str | None:
        """Say "one half", "three quarters", "two thirds"."""
        if bottom in (2, 4):
            noun = {2: "half", 4: "quarter"}[bottom]
        elif bottom <= 20 or bottom in (32, 50, 64, 100, 1000):
            noun = self.ordinal(bottom)
        else:
            return None
        plural = "halves" if bottom == 2 else noun + "s"
        return f"{self.cardinal(top)} {noun if top == 1 else plural}"

    def mixed(self, whole: int, top: int, bottom: int) -> str | None:
        """Say "two and a half"."""
        part = self.fraction(top, bottom)
        if part is None:
            return None
        article = "an" if bottom == 8 else "a"
        return f"{self.cardinal(whole)} and {article + part[3:] if top == 1 else part}"

    def part_of_unit(self, top: int, bottom: int, name: str) -> str | None:
        """Say "half a mile", "three quarters of an ounce"."""
        part = "half" if (top, bottom) == (1, 2) else self.fraction(top, bottom)
        unit = self.unit(name, Amount("1"))
        article = "an" if unit[0] in "aeiou" or unit == "hour" else "a"
        return f"{part}{'' if part == 'half' else ' of'} {article} {unit}" if part else None

    def money_with_cents(self, main: str, small: str, cents: int, currency: Currency) -> str:
        """Say "three pounds fifty" in Britain, and "five dollars and twenty cents"."""
        if self.british and currency.cent == "penny" and cents >= 10:
            return f"{main} {self.cardinal(cents)}"
        return f"{main} and {small}"

    def day(self, day: int, before: str) -> str:
        """Say the day in front of a month."""
        said = f"{self.ordinal(day)} of"
        return said if before in ("the", "on the") else f"the {said}"

    def date(self, day: int, month: int, year: int | None, before: str) -> str:
        """Say a date in the order of the accent."""
        name = names.month(self.locale, month)
        in_year = f" {self.year(year)}" if year else ""
        if self.british:
            return f"{self.day(day, before)} {name}{in_year}"
        return f"{name} {self.ordinal(day)},{in_year}" if year else f"{name} {self.ordinal(day)}"

    def time(self, hours: int, minutes: int, seconds: int | None = None, alone: bool = True) -> str:
        """Say a time; `alone` where no "a.m." follows it."""
        if not minutes and not seconds:
            if not alone:
                return self.cardinal(hours)
            if hours in (0, 24):
                return "midnight"
            return f"{self.cardinal(hours)} o'clock" if hours <= 12 else f"{self.cardinal(hours)} hundred"
        low = "hundred" if not minutes else ("oh " if minutes < 10 else "") + self.cardinal(minutes)
        said = f"{self.cardinal(hours)} {low}"
        if seconds:
            said += f" and {self.cardinal(seconds)} second{'' if seconds == 1 else 's'}"
        return said

    def clock_rules(self) -> tuple[Rule, ...]:
        """Return the rules of times with and without "a.m."."""
        return (*own.meridiem_rules(self), *clock.rules(self), *own.hours_rules(self))

    def own_first(self) -> tuple[Rule, ...]:
        """Return the rules of dates in words, ordinals, decades, Roman numerals, post codes and the like."""
        day_month = rf"(?<![\w,.:/-]){_DAY}(?: of)?) MONTH(?:,? {_YEAR})?"
        month_day = rf"\bMONTH {_DAY})(?![\w:/]|[.,]\d| ?(?:a\.?m|p\.?m))(?:,? {_YEAR})?"
        month_year = rf"\bMONTH,? {_YEAR}"
        the = lambda day, before: self.day(day, before)  # noqa: E731
        bare = lambda day, before: self.ordinal(day) if day <= 31 else None  # noqa: E731
        return (
            Rule(
                "idiom", re.compile(r"\b(24/7|9/11|50/50|50-50|20/20)\b"), lambda m, s: _IDIOMS[m[1]], "digit"
            ),
            *own.postal_rules(self),
            *own.date_range_rules(self),
            *own.short_date_rules(self),
            text_date_rule(self, day_month, the, self.year),
            text_date_rule(self, month_day, bare, self.year),
            text_date_rule(self, month_year, bare, self.year),
            *own.ordinal_rules(self),
            *own.year_rules(self),
            *own.adjective_rules(self),
            Rule("height", re.compile(r"(?<![\w.,])(\d)['’′](\d{1,2})(?:[\"”″]|'')"), self._height, "digit"),
            Rule(
                "mark",
                re.compile(r"(?<![\w.,/])(\d{1,2}\.\d)/(5|10|20|100)(?![\w/]|[.,]\d)"),
                self._mark,
                "digit",
            ),
            Rule("street", re.compile(r"(?<=[a-z] )St(?=[,;:!?)]|$)"), lambda match, sentence: "Street"),
            Rule("pence", re.compile(r"(?<![\w.,])(\d{1,3})p\b"), self._pence, "digit"),
            Rule("score", _SCORE, self._score, "digit"),
            Rule("Indian number", _INDIAN, self._lakhs, "digit"),
            Rule("Roman numeral", _ROMAN, self._roman, "capitals"),
        )

    def bare_number(self, written: str, sentence: Sentence, start: int, stop: int, form: str) -> str:
        """Say a number as a year, as a name or as a quantity, by what is around it."""
        before = sentence.word_before(start)
        if before in tables.NAMED_BY_NUMBER and re.fullmatch(r"\d{3,4}", written):
            return self.code_number(written)
        may_be_year = re.fullmatch(r"\d{4}", written) and int(written) in _YEARS
        if may_be_year and self._is_year(before, sentence.word_after(stop)):
            return self.year(int(written))
        if re.fullmatch(r"0\d+", written):
            return self.digits(written)
        return super().bare_number(written, sentence, start, stop, form)

    def _is_year(self, before: str, after: str) -> bool:
        if before in tables.BEFORE_YEAR:
            return True
        lower = after.lower()
        counted = lower in tables.PEOPLE or (lower.endswith("s") and lower not in tables.NO_PLURALS)
        return not counted and (
            lower in tables.AFTER_YEAR or not after or after[0].isupper() or before in tables.MAYBE_YEAR
        )

    def is_spelt(self, letters: str, sentence: Sentence) -> bool:
        """In a text in capitals "US" is a word."""
        if letters == "US" and shouted(sentence):
            return False
        return super().is_spelt(letters, sentence)

    def _pence(self, match: re.Match[str], sentence: Sentence) -> str | None:
        if not self.british:
            return None
        return f"{self.cardinal(int(match[1]))} {'penny' if match[1] == '1' else 'pence'}"

    def _mark(self, match: re.Match[str], sentence: Sentence) -> str:
        return f"{self.quantity(self.amount(match[1]))} out of {self.cardinal(int(match[2]))}"

    def _height(self, match: re.Match[str], sentence: Sentence) -> str:
        return f"{self.cardinal(int(match[1]))} foot {self.cardinal(int(match[2]))}"

    def _score(self, match: re.Match[str], sentence: Sentence) -> list[Piece]:
        nil = "nil" if self.british else "nothing"
        joint = " " if self.british else " to "
        ends = [nil if n == "0" else self.cardinal(int(n)) for n in (match["a"], match["b"])]
        return [Piece(match.start("a"), match.end("b"), joint.join(ends))]

    def _lakhs(self, match: re.Match[str], sentence: Sentence) -> str:
        number = int(match[1].replace(",", ""))
        said = []
        for size, name in ((10**7, "crore"), (10**5, "lakh")):
            if number >= size:
                said.append(f"{self.cardinal(number // size)} {name}")
                number %= size
        return " ".join([*said, self.cardinal(number)] if number else said)

    def _roman(self, match: re.Match[str], sentence: Sentence) -> list[Piece] | None:
        number = roman(match["roman"])
        if number is None:
            return None
        noun = tables.BEFORE_NUMBERS.get(match["noun"].lower(), match["noun"])
        if noun.endswith("."):
            return None
        if noun.lower() in tables.NUMBERED:
            said = self.cardinal(number)
        elif noun in tables.REGNAL or sentence.word_before(match.start()) in (
            "king",
            "queen",
            "pope",
            "emperor",
        ):
            said = f"the {self.ordinal(number)}"
        elif len(match["roman"]) > 1 and number < 40 and match["roman"] not in ("DI", "MI", "CV", "DC", "CD"):
            said = self.cardinal(number)
        else:
            return None
        return numbered_pieces(match, noun, said)


_DOLLARS = (
    ("A", "Australian"),
    ("AU", "Australian"),
    ("C", "Canadian"),
    ("CA", "Canadian"),
    ("HK", "Hong Kong"),
)
_IDIOMS = {
    "24/7": "twenty-four seven",
    "9/11": "nine eleven",
    "50/50": "fifty fifty",
    "50-50": "fifty fifty",
    "20/20": "twenty twenty",
}
_SCORE = re.compile(
    r"(?i:\b(?:won|win|wins|lost|lose|loses|beat|beats|drew|draw|defeat|defeated|victory|score|scored|leads?|led)\b"
    r"[^.!?\d]{0,40}?)(?<![\w.,:/-])(?P<a>\d{1,2})[-–](?P<b>\d{1,2})(?![\w%/]|[.,]\d|[-–]\d)"
)
_INDIAN = re.compile(r"(?<![\w.,])(\d{1,2}(?:,\d{2})+,\d{3})(?![\w]|[.,]\d)")
_ROMAN = re.compile(
    r"(?<![\w])(?P<noun>[A-Z][a-zé]+\.?|[a-z]{2,}\.|[a-z]{3,}) (?P<roman>[IVXLC]+)(?![\w'’.-]\w|\w)"
)


def language(tag: str) -> English:
    """Return English in the accent of a BCP-47 tag; American where it names none."""
    american = tag in ("en", "en-us", "en-ca", "en-ph", "en-pr")
    return English(british=not american)
