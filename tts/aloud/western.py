"""What the languages that write 1 2 3 and put spaces between words share: the base of each of them.

A language is a set of tables and of a few functions that say a number, a date, a time or a sum of money.
The rules (addresses.py, telephone.py, calendar.py, clock.py, quantities.py, words.py) find things on the
page and ask the language how to say them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from functools import cached_property

from tts.aloud import names, words
from tts.aloud.amounts import SPACES, Amount, western_digits
from tts.aloud.rules import Rule, Sentence
from tts.aloud.spellout import MOST_DIGITS, spelled
from tts.aloud.units import UNITS
from tts.aloud.vocabulary import FEMININE, MASCULINE, NEUTER, Currency, Multiple, Signs

_WORDS = frozenset({"OK", "JSON"})
"""Capitals that are a word in every language."""

_WORD_FROM = 6
"""Capitals from this many on are a word if they have a vowel."""


class Western:
    """Base of a language; the attributes without value are set by each."""

    code: str
    locale: str
    rbnf: str
    spaced = True
    same_as: Mapping[int, int] = {}
    """Characters that are read like another one, such as wide digits."""

    decimal = ","
    grouping = f".{SPACES} "
    """Characters that may stand between groups of three digits."""
    digits_after_point = 2
    """Decimals up to this many are read as one number, unless they begin with 0; 0 for never."""

    signs: Signs
    no_from_after: tuple[str, ...] = ()
    """Words after which the first of two needs no preposition."""
    from_to_days = ("", "")
    from_to_times = ("", "")
    """What is said before the first and before the second of two days or times; empty where nothing is, or
    where it is what is said between two numbers."""
    currencies: Mapping[str, Currency] = {}
    multiples: Mapping[str, Multiple] = {}
    of_pattern = r"(?!)"
    """A pattern of what may stand between "million" and the sign of the currency."""
    units: Mapping[str, str] = UNITS
    """CLDR's names of the signs that are units in the language."""
    feminine_units: frozenset[str] = frozenset()
    neuter_units: frozenset[str] = frozenset()
    unit_names: Mapping[str, tuple[str, str]] = {}
    """Names of units where CLDR's are not what people say."""
    top_domains: Mapping[str, str] = {}
    """What is said for the last part of an address where it is not its letters."""
    telephone_joint = ", "
    """What is said between the groups of a telephone number."""
    national_telephones: tuple[str, ...] = ()
    calling = r"(?!)"
    """A pattern of the words after which three or four digits are a telephone number."""

    abbreviations: Mapping[str, str] = {}
    """Read so always; with their stops, in the case that they are written in."""
    before_names: Mapping[str, str] = {}
    """Read so before a capital."""
    before_numbers: Mapping[str, str] = {}
    """Read so before a digit."""
    enders: frozenset[str] = frozenset()
    """Abbreviations whose stop ends the sentence where a capital follows."""
    spelt: frozenset[str] = frozenset()
    """Capitals that are spelt though they look like a word."""
    as_words: frozenset[str] = frozenset()
    """Capitals that are said as a word though they look like letters to be spelt."""
    small_words: frozenset[str] = frozenset()
    """Short words of the language, which stay words in capitals."""
    word_pattern: re.Pattern[str] | None = None
    """Capitals that look like this are said as a word; where None, `most_letters_spelt` decides."""
    most_letters_spelt = 3
    """Capitals up to this many are spelt unless they are listed as a word."""
    elides = True
    """Whether an apostrophe parts words, as in "l'UE"."""
    plural_of_letters = ""
    """What is said after letters that are in the plural."""
    letter_names: Mapping[str, str] = {}
    vowels = "AEIOUÁÉÍÓÚÀÈÌÒÙÂÊÎÔÛÄÖÜ"

    @cached_property
    def number(self) -> str:
        """A pattern of a written number, without groups and without sign."""
        decimal, grouping = re.escape(self.decimal), self.grouping
        # "2.5" in a language with a decimal comma is a decimal all the same; "2.500" is not.
        foreign = r"|\d+\.\d{1,2}(?!\d|[.,]\d)" if self.decimal == "," else ""
        grouped = rf"\d{{1,3}}(?:[{grouping}]\d{{3}})(?:[{grouping}]\d{{3}})*(?!\d)"
        return rf"(?:(?:{grouped}|\d+){decimal}\d+(?!{decimal}\d)|{grouped}{foreign}|\d+)"

    def amount(self, written: str) -> Amount:
        """Take apart what `number` matched."""
        digits = western_digits(written)
        if self.decimal == "," and re.fullmatch(r"\d+\.\d{1,2}", digits):
            digits = digits.replace(".", ",")
        whole, _, fraction = digits.partition(self.decimal)
        return Amount(re.sub(r"\D", "", whole), fraction)

    def from_to(self, words: tuple[str, str], before: str) -> tuple[str, str]:
        """Return what is put before two ends, where `before` is the word in front of both."""
        first, second = words
        said_already = not first or before in (first, *self.no_from_after)
        return "" if said_already else f"{first} ", second or self.signs.to

    # How numbers are said

    def cardinal(self, number: int, form: str = "") -> str:
        """Say a whole number; `form` is the gender of the noun that follows, empty for counting."""
        return spelled(self.rbnf, number, self.cardinal_rule(form))

    def cardinal_rule(self, form: str) -> str:
        """Return CLDR's name of the rules for a cardinal number."""
        return {
            "": "spellout-numbering",
            MASCULINE: "spellout-cardinal-masculine",
            FEMININE: "spellout-cardinal-feminine",
            NEUTER: "spellout-cardinal-neuter",
        }[form]

    def ordinal(self, number: int, form: str = MASCULINE) -> str:
        """Say an ordinal number."""
        gender = "feminine" if form == FEMININE else "masculine"
        return spelled(self.rbnf, number, f"spellout-ordinal-{gender}")

    def year(self, number: int) -> str:
        """Say a year."""
        return self.cardinal(number)

    def digits(self, written: str) -> str:
        """Say digits one by one."""
        return " ".join(self.cardinal(int(digit)) for digit in written if digit.isdecimal())

    def telephone_group(self, written: str) -> str:
        """Say a group of the digits of a telephone number."""
        return self.digits(written)

    def quantity(self, amount: Amount, form: str = "") -> str:
        """Say a number with its decimals."""
        padded = len(amount.whole) > 1 and amount.whole.startswith("0")
        if padded or len(amount.whole) > MOST_DIGITS:
            whole = self.digits(amount.whole)
        else:
            whole = self.cardinal(int(amount.whole), "" if amount.fraction else form)
        return f"{whole} {self.signs.point} {self.decimals(amount.fraction)}" if amount.fraction else whole

    def decimals(self, digits: str) -> str:
        """Say what stands after the decimal mark."""
        if digits.startswith("0") or len(digits) > self.digits_after_point:
            return self.digits(digits)
        return self.cardinal(int(digits))

    def fraction(self, top: int, bottom: int) -> str | None:
        """Say a fraction, or None where it has no name of its own."""
        raise NotImplementedError

    def mixed(self, whole: int, top: int, bottom: int) -> str | None:
        """Say a number and a fraction, "2½"."""
        part = self.fraction(top, bottom)
        return f"{self.cardinal(whole)} {self.signs.and_} {part}" if part else None

    def part_of_unit(self, top: int, bottom: int, name: str) -> str | None:
        """Say a fraction of a unit, "¾ kg", or None where the fraction has no name."""
        part = self.fraction(top, bottom)
        return f"{part} {self.unit(name, Amount('1'))}" if part else None

    def letters(self, letters: str) -> str:
        """Spell: the name of each letter is its capital, where `letter_names` has no other."""
        said = (self.letter_names.get(c, c) if not c.isdecimal() else self.digits(c) for c in letters.upper())
        return " ".join(said)

    def code_number(self, digits: str) -> str:
        """Say a number that names a thing: "A380", "Room 305"."""
        return self.digits(digits) if digits.startswith("0") else self.quantity(Amount(digits))

    # How things that are counted are said

    def form_before(self, sentence: Sentence, position: int) -> str:
        """Return the gender of the noun that a number ending there counts; empty where none shows."""
        return ""

    def unit(self, name: str, amount: Amount) -> str:
        """Return what a unit is called after an amount."""
        own = self.unit_names.get(name)
        if own is not None:
            return own[0] if self.is_singular(amount) else own[1]
        return names.unit(self.locale, name, amount.value)

    def is_singular(self, amount: Amount) -> bool:
        """Whether a noun after the amount is in the singular."""
        return amount.is_one

    def form_of_unit(self, name: str) -> str:
        """Return the grammatical gender of a unit."""
        if name in self.feminine_units:
            return FEMININE
        return NEUTER if name in self.neuter_units else MASCULINE

    def degrees(self, amount: Amount) -> str:
        """Return what a bare degree sign is called after an amount."""
        return self.signs.degree if self.is_singular(amount) else self.signs.degrees

    def bare_number(self, written: str, sentence: Sentence, start: int, stop: int, form: str) -> str:
        """Say a number with no unit; a language that reads years otherwise looks around here."""
        return self.quantity(self.amount(written), form)

    def of(self, noun: str) -> str:
        """Join a noun to a word like "million"."""
        return noun

    def currency(self, sign: str) -> Currency | None:
        """Return what a sign or a code of money means, or None where it is none."""
        known = self.currencies.get(sign)
        if known is None and len(sign) == 3 and sign in names.currency_codes():
            one, many = (names.currency(self.locale, sign, Decimal(n)) for n in (1, 5))
            return None if many.upper() == sign else Currency(one, many, form=MASCULINE)
        return known

    def money(self, amount: Amount, currency: Currency) -> str:
        """Say a sum."""
        cents = int(amount.fraction) if len(amount.fraction) == 2 and currency.cent else None
        if cents is None:
            name = currency.one if self.is_singular(amount) else currency.many
            return f"{self.quantity(amount, currency.form)} {name}"
        whole = replace(amount, fraction="")
        name = currency.one if self.is_singular(whole) else currency.many
        main = f"{self.quantity(whole, currency.form)} {name}"
        small = (
            f"{self.cardinal(cents, currency.cent_form)} {currency.cent if cents == 1 else currency.cents}"
        )
        if not cents:
            return main
        return self.money_with_cents(main, small, cents, currency) if int(whole.whole) else small

    def money_with_cents(self, main: str, small: str, cents: int, currency: Currency) -> str:
        """Join the sum and its small change."""
        return f"{main} {self.signs.and_} {small}"

    # Dates and times

    day_first = True
    """Whether 1/2/2026 is in February."""
    short_days: Mapping[str, int] = {}
    """Short names of days that CLDR lacks, Monday 0, in lower case without a stop."""
    short_months: Mapping[str, int] = {}
    """Short names of months that CLDR lacks, in lower case without a stop."""
    days_in_small_letters = False
    """Whether names of days are written small, so that "lun-vie" is one too."""

    def date(self, day: int, month: int, year: int | None, before: str) -> str:
        """Say a date that was written in figures; `before` is the word before it."""
        raise NotImplementedError

    def time(self, hours: int, minutes: int, seconds: int | None = None) -> str:
        """Say a time of day that was written with a colon, without "o'clock" or the like behind it."""
        raise NotImplementedError

    def capitals(self, letters: str, ending: str, sentence: Sentence) -> str | None:
        """Spell a run of capitals, or return None where it is a word.

        Args:
            letters: the capitals.
            ending: of a plural or a possessive, with or without apostrophe.
            sentence: where they stand.
        """
        if self.is_spelt(letters, sentence):
            return self.letters(letters) + (self.plural_of_letters if ending else "")
        return None

    def is_spelt(self, letters: str, sentence: Sentence) -> bool:
        """Whether capitals are spelt: those that are listed, short ones, and those without a vowel."""
        if letters in self.as_words or letters in _WORDS:
            return False
        if letters in self.spelt:
            return True
        if words.shouted(sentence):
            return False
        if letters in self.small_words or not letters.isascii():
            # Nobody puts accents on an abbreviation.
            return False
        if self.word_pattern is not None:
            long = len(letters) >= _WORD_FROM and any(c in self.vowels for c in letters)
            return not long and (len(letters) < 3 or self.word_pattern.fullmatch(letters) is None)
        return len(letters) <= self.most_letters_spelt or not any(c in self.vowels for c in letters)

    def rules(self) -> tuple[Rule, ...]:
        """Return the rules of the language, the particular before the general."""
        from tts.aloud import addresses, calendar, quantities, telephone

        return (
            *addresses.rules(self),
            *words.account_rules(self),
            *telephone.rules(self),
            calendar.month_range_rule(self),
            *self.own_first(),
            *calendar.rules(self),
            *self.clock_rules(),
            *quantities.money_rules(self),
            *quantities.unit_fraction_rules(self),
            *quantities.unit_rules(self),
            *quantities.multiple_rules(self),
            *quantities.fraction_rules(self),
            *quantities.range_rules(self),
            *words.code_rules(self),
            *quantities.number_rules(self),
            *self.own_last(),
            *words.rules(self),
        )

    def own_first(self) -> tuple[Rule, ...]:
        """Return rules that only this language has, to be tried before those of dates and quantities."""
        return ()

    def clock_rules(self) -> tuple[Rule, ...]:
        """Return the rules of times of day."""
        raise NotImplementedError

    def own_last(self) -> tuple[Rule, ...]:
        """Return rules that only this language has, to be tried before abbreviations and symbols."""
        return ()
