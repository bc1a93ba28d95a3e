"""Hindi."""

from __future__ import annotations

import re

from tts.aloud import clock, names
from tts.aloud import hindi_words as tables
from tts.aloud.amounts import ENDS, SPACES, Amount
from tts.aloud.calendar import text_date_rule
from tts.aloud.rules import Piece, Rule, Sentence
from tts.aloud.vocabulary import Currency, Signs, word_set
from tts.aloud.western import Western

_BEFORE_YEAR = word_set("सन् सन वर्ष साल")
_AFTER_YEAR = ("में", "से", "तक", "का", "के", "की")
_FIRST_ORDINALS = {1: "पहल", 2: "दूसर", 3: "तीसर", 4: "चौथ", 6: "छठ"}


class Hindi(Western):
    """Hindi, with Western digits or with those of Devanagari."""

    rbnf = "hi"
    code = "hi"
    locale = "hi"
    decimal = "."
    grouping = f",{SPACES}"
    digits_after_point = 0
    signs = Signs(
        **{"point": "दशमलव", "minus": "माइनस", "plus": "प्लस", "percent": "प्रतिशत", "permille": "प्रति हज़ार"},
        **{"to": "से", "per": "प्रति", "at": "ऐट", "dot": "डॉट", "slash": "स्लैश", "dash": "डैश"},
        **{"underscore": "अंडरस्कोर", "colon": "कोलन", "hashtag": "हैशटैग", "number": "नंबर"},
        **{"about": "लगभग", "times": "गुणा", "equals": "बराबर", "and_": "और", "by": "गुणा"},
        **{"plus_or_minus": "प्लस माइनस", "less_than": "इससे कम:", "more_than": "इससे ज़्यादा:"},
        **{"degree": "डिग्री", "degrees": "डिग्री", "section": "धारा", "copyright": "कॉपीराइट"},
        **{"version": "वर्ज़न", "over": "बटा", "dot_in_version": "डॉट", "ratio": "अनुपात"},
    )
    currencies = tables.CURRENCIES
    multiples = tables.MULTIPLES
    units = tables.HINDI_UNITS
    unit_names = tables.UNIT_NAMES
    letter_names = tables.LETTER_NAMES
    as_words = tables.AS_WORDS
    before_names = tables.BEFORE_NAMES
    before_numbers = tables.BEFORE_NUMBERS
    abbreviations = tables.ABBREVIATIONS
    enders = tables.ENDERS
    top_domains = tables.TOP_DOMAINS
    days_in_small_letters = True
    calling = r"(?:नंबर|नम्बर|हेल्पलाइन|फ़ोन|डायल|कॉल)(?: करें| है)?"
    national_telephones = (
        r"(?<![\w.,/-])[6-9]\d{4}[ -]?\d{5}(?![\w-])",
        r"(?<![\w.,/-])1800[ -]\d{2,4}[ -]\d{3,4}(?:[ -]\d{2,4})?(?![\w-])",
        r"(?<![\w.,/-])0\d{2,4}[ -]\d{6,8}(?![\w-])",
        r"(?<![\w.,/-])0\d{2,4}-\d{3,4}-\d{3,4}(?![\w-])",
    )

    @property
    def number(self) -> str:
        """Thousands are parted in threes or, the Indian way, in twos."""
        indian = r"\d{1,2}(?:,\d{2})+,\d{3}(?!\d)"
        return rf"(?:{indian}|\d{{1,3}}(?:[{self.grouping}]\d{{3}})+(?!\d)|\d+)(?:\.\d+(?!\.\d))?"

    def cardinal_rule(self, form: str) -> str:
        """Numbers have no gender."""
        return "spellout-numbering"

    def ordinal(self, number: int, form: str = "ा") -> str:
        """Say an ordinal; `form` is its ending: "ा", "ी" or "े"."""
        if number in _FIRST_ORDINALS:
            return _FIRST_ORDINALS[number] + form
        return f"{self.cardinal(number)}व{ {'ा': 'ाँ', 'ी': 'ीं', 'े': 'ें'}[form] }"

    def year(self, number: int) -> str:
        """Say 1984 as nineteen hundred eighty-four."""
        century, rest = divmod(number, 100)
        if not 11 <= century <= 19:
            return self.cardinal(number)
        return (
            f"{self.cardinal(century)} सौ {self.cardinal(rest)}" if rest else f"{self.cardinal(century)} सौ"
        )

    def quantity(self, amount: Amount, form: str = "") -> str:
        """Say a number; before लाख and the like "1.5" is डेढ़."""
        if form == tables.HALVED and amount.fraction == "5":
            return self.halves(int(amount.whole))
        return super().quantity(amount, "")

    def halves(self, whole: int) -> str:
        """Say a number and a half."""
        own = {0: "आधा", 1: "डेढ़", 2: "ढाई"}.get(whole)
        return own or f"साढ़े {self.cardinal(whole)}"

    def fraction(self, top: int, bottom: int) -> str | None:
        """Say "आधा", "तीन चौथाई", and else one number over the other."""
        if (top, bottom) == (1, 2):
            return "आधा"
        noun = {3: "तिहाई", 4: "चौथाई"}.get(bottom)
        top_said = self.cardinal(top)
        return f"{top_said} {noun}" if noun else f"{top_said} बटा {self.cardinal(bottom)}"

    def mixed(self, whole: int, top: int, bottom: int) -> str | None:
        """Say "ढाई", "सवा दो", "पौने तीन"."""
        if (top, bottom) == (1, 2):
            return self.halves(whole)
        if bottom == 4:
            return f"सवा {self.cardinal(whole)}" if top == 1 else f"पौने {self.cardinal(whole + 1)}"
        return f"{self.cardinal(whole)} सही {self.fraction(top, bottom)}"

    def money_with_cents(self, main: str, small: str, cents: int, currency: Currency) -> str:
        """Say rupees and paise side by side."""
        return f"{main} {small}"

    def date(self, day: int, month: int, year: int | None, before: str) -> str:
        """Say the day, the month and the year."""
        in_year = f" {self.year(year)}" if year else ""
        return f"{self.cardinal(day)} {names.month(self.locale, month)}{in_year}"

    def bare_number(self, written: str, sentence: Sentence, start: int, stop: int, form: str) -> str:
        """Say a year as a year."""
        after = sentence.text[stop:].lstrip()
        before = sentence.text[:start].split()
        named = bool(before) and before[-1] in _BEFORE_YEAR
        follows = after.startswith(_AFTER_YEAR) and not re.match(r"(?:से|के|का|की)\w", after)
        if re.fullmatch(r"1[1-9]\d\d", written) and (named or follows):
            return self.year(int(written))
        return super().bare_number(written, sentence, start, stop, form)

    def time(self, hours: int, minutes: int, seconds: int | None = None) -> str:
        """Say साढ़े नौ, सवा नौ, पौने दस, and after noon the minutes."""
        if hours <= 12 and minutes in (15, 30, 45) and not seconds:
            if minutes == 30:
                return f"{self.halves(hours or 12)} बजे"
            if minutes == 15:
                return f"सवा {self.cardinal(hours or 12)} बजे"
            return f"पौने {self.cardinal(hours % 12 + 1)} बजे"
        if not minutes and not seconds:
            return f"{self.cardinal(hours)} बजे"
        said = f"{self.cardinal(hours)} बजकर {self.cardinal(minutes)} मिनट"
        return f"{said} {self.cardinal(seconds)} सेकंड" if seconds else said

    def clock_rules(self) -> tuple[Rule, ...]:
        """Return the rules of times with बजे, with "AM" and with neither."""
        behind = rf"(?:[ \u00a0]?बजे{ENDS})?"
        half = r"(?<![\w:.,/])(\d{1,2})(?::([0-5]\d))?\s?(?:([AaPp])\.?[Mm]\b\.?)"
        return (
            Rule("time", re.compile(half), self._half_day, "digit"),
            Rule(
                "times",
                re.compile(rf"(?<![\w:.,/-])(\d{{1,2}})({clock.DASH})(\d{{1,2}}) बजे{ENDS}"),
                self._hours,
                "digit",
            ),
            *clock.time_rules(self, clock.COLON_TIME, behind, self.time),
        )

    def _half_day(self, match: re.Match[str], sentence: Sentence) -> str | None:
        hours = int(match[1])
        if not 1 <= hours <= 12:
            return None
        of_day = hours % 12 + (12 if match[3].lower() == "p" else 0)
        part = [name for first, name in tables.PARTS_OF_DAY if of_day >= first]
        stop = "." if match[0].endswith(".") and sentence.ends_at(match.end()) else ""
        return f"{part[-1] if part else 'रात'} {self.time(hours, int(match[2] or 0))}{stop}"

    def _hours(self, match: re.Match[str], sentence: Sentence) -> list[Piece]:
        return [
            Piece(*match.span(1), self.cardinal(int(match[1]))),
            Piece(*match.span(2), "से"),
            Piece(*match.span(3), self.cardinal(int(match[3]))),
        ]

    def own_first(self) -> tuple[Rule, ...]:
        """Return the rules of dates in words and of ordinals."""

        def ordinal(match: re.Match[str], sentence: Sentence) -> str:
            ending = {"ी": "ी", "े": "े"}.get(match[2].rstrip("ंँ")[-1], "ा")
            return self.ordinal(int(match[1]), ending)

        def day(number: int, before: str) -> str | None:
            return self.cardinal(number) if 1 <= number <= 31 else None

        date = r"(?<![\w,.:/-])(?P<day>\d{1,2}),? MONTH(?:,? (?P<year>\d{4})(?![\w]|[.,]\d))?"
        month_year = r"MONTH,? (?P<year>\d{4})(?![\w]|[.,]\d)"
        called = r"(?<![\w.,-])(\d{3,4})(?= (?:नंबर )?पर (?:कॉल|फ़ोन|फोन|डायल|संपर्क))"
        endings = r"(?<![\w.,])(\d{1,4})(?:-)?(ला|ली|ले|रा|री|रे|था|थी|थे|ठा|ठी|ठे|वाँ|वां|वीं|वें)(?![\u0900-\u097f])"

        def post_code(match: re.Match[str], sentence: Sentence) -> list[Piece]:
            return [Piece(*match.span(1), self.digits(match[1]))]

        return (
            Rule("post code", re.compile(r"पिन(?:[ -]?कोड)?[ :]*(\d{6})(?!\d)"), post_code, "digit"),
            Rule("idiom", re.compile(r"\b24/7\b"), lambda match, sentence: "चौबीसों घंटे", "digit"),
            text_date_rule(self, date, day, self.year),
            text_date_rule(self, month_year, day, self.year),
            Rule("ordinal", re.compile(endings), ordinal, "digit"),
            Rule(
                "short telephone", re.compile(called), lambda match, sentence: self.digits(match[1]), "digit"
            ),
            Rule(
                "ordinal",
                re.compile(r"(?<![\w.,])(\d{1,3})(?:st|nd|rd|th)\b"),
                lambda match, sentence: self.ordinal(int(match[1])),
                "digit",
            ),
        )


def language(tag: str) -> Hindi:
    """Return Hindi."""
    return Hindi()
