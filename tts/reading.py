"""How English text is read: figures, abbreviations, addresses and symbols become words.

A rule looks at one token and its neighbours. What it says stays with that token, or goes with the next one,
so that each word that is heard belongs to the characters that stand for it on the page.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from tts import numbers
from tts.abbreviations import (
    ABBREVIATIONS,
    ALSO_WITHOUT_STOP,
    EMPHASISED,
    NUMBERED,
    SYMBOLS,
    TOP_DOMAINS,
    UNITS,
)
from tts.lexicon import Lexicon
from tts.numbers import CURRENCIES, MONTHS, MULTIPLES, Words


@dataclass(frozen=True)
class Part:
    """A token cut in three.

    Attributes:
        before: punctuation in front.
        core: what is said.
        after: punctuation behind.
    """

    before: str
    core: str
    after: str


@dataclass(frozen=True)
class Place:
    """The surroundings of a core, as far as they decide how it is read.

    Attributes:
        previous, next: the neighbours' cores; empty at the ends.
        stop: whether a full stop follows directly.
        first, last: whether a sentence begins here, and whether the text ends here.
        shouted: whether all of the text is in capitals, so that capitals mean nothing.
        in_digits: whether the token before was read digit by digit, as the start of a telephone number.
    """

    previous: str
    next: str
    stop: bool
    first: bool
    last: bool
    shouted: bool
    in_digits: bool


_NUMBER = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
_SIGNS = "".join(map(re.escape, CURRENCIES))
_UNIT = "|".join(sorted(map(re.escape, UNITS), key=len, reverse=True))
_MULTIPLE = "|".join(sorted(MULTIPLES, key=len, reverse=True))
_MULTIPLE_WORD = ("hundred", "thousand", "million", "billion", "trillion")
_MERIDIEM = re.compile(r"[ap]\.?m", re.IGNORECASE)
_CLOCK = re.compile(r"(?:[ap]\.?m|o['’]clock)", re.IGNORECASE)
_TELEPHONE = re.compile(r"\+?(?:\d{1,3}[-.])?(?:\d{3}[-.])?\d{3}[-.]\d{4}|0\d{2,4}[-.]\d{3,4}[-.]?\d{3,4}")
_ROMAN = re.compile(r"X{0,3}(?:IX|IV|V?I{0,3})")
_DOMAIN = re.compile(r"(?:[\w-]+\.)+([a-z]{2,})(?:[:/]\S*)?", re.IGNORECASE)
_PIECES = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*['’]?|\d+|\S")

SPELT = re.compile(r"((?:[A-Z]\.)+)(s?)")
"""How a rule writes letters that are named one by one: "F.B.I.", in the plural "F.B.I.s"."""


class Reader:
    """Reads text in one accent.

    Args:
        british: en-gb where true, else en-us.
        lexicon: knows which letters make a word.
    """

    def __init__(self, british: bool, lexicon: Lexicon) -> None:
        self._british = british
        self._lexicon = lexicon

    def read(self, parts: Sequence[Part]) -> list[tuple[Words, str]]:
        """Return the words of each part, and the punctuation that is left after it.

        Words are letters and apostrophes, or letters to be named, as in SPELT.
        """
        letters = [c for part in parts for c in part.core if c.isalpha()]
        shouted = len(letters) > 3 and all(c.isupper() for c in letters)
        readings: list[tuple[Words, str]] = []
        carried: Words = ()
        in_digits = False
        for i, part in enumerate(parts):
            place = Place(
                previous=parts[i - 1].core if i else "",
                next=parts[i + 1].core if i + 1 < len(parts) else "",
                stop=part.after.startswith("."),
                first=i == 0 or bool(set(part.before) & set("“(") or set(parts[i - 1].after) & set(".!?:…—")),
                last=i + 1 == len(parts),
                shouted=shouted,
                in_digits=in_digits,
            )
            said, later, abbreviated = self._token(part.core, place)
            # The stop of an abbreviation is a pause only where it ends the sentence too.
            after = part.after[1:] if abbreviated and not place.last else part.after
            readings.append(((*said, *carried), after))
            carried = later
            by_digit = all(word in _DIGIT_WORDS for word in said if word != "plus")
            started = in_digits or len(said) > 2 or said[:1] == ("plus",)
            in_digits = bool(said) and by_digit and started and not after
        return readings

    def _token(self, core: str, place: Place) -> tuple[Words, Words, bool]:
        """Return what is said here, what is said after the next token, and whether a stop was used up."""
        money = re.fullmatch(rf"(?:US|[AC]A?)?([{_SIGNS}])({_NUMBER})", core)
        if money and place.next.lower() in _MULTIPLE_WORD:
            number, unit = numbers.amount(money[1], money[2], self._british)
            return number, unit, False
        if place.stop or core.lower() in ALSO_WITHOUT_STOP:
            said = self._abbreviation(core, place)
            if said:
                return said, (), place.stop
        if re.fullmatch(r"(?:[A-Za-z]\.)+[A-Za-z]", core):
            return (_spelt(core.replace(".", "")),), (), place.stop
        return self._core(core, place), (), False

    def _core(self, core: str, place: Place) -> Words:
        for rule in (self._unit, self._address, self._figure, self._compound):
            said = rule(core, place)
            if said is not None:
                return said
        return self._pieces(core, place)

    def _abbreviation(self, core: str, place: Place) -> Words:
        """Read an abbreviation, or nothing if it is none here."""
        key = core.lower()
        before_name, after_name = place.next[:1].isupper(), place.previous[:1].isupper()
        if key == "dr":
            return ("doctor",) if before_name or not after_name else ("drive",)
        if key == "st":
            return ("saint",) if before_name and not after_name else ("street",)
        if key in ("no", "nos", "p", "pp", "fig", "vol", "sec", "ch", "art") and place.next[:1].isdigit():
            return (NUMBERED[key],)
        if key not in ABBREVIATIONS:
            return ()
        # "the sun." at the end of a sentence is the sun.
        if place.last and core.islower() and self._lexicon.phones(core) and key not in ALSO_WITHOUT_STOP:
            return ()
        if key in UNITS and place.previous[-1:].isdigit():
            return ()
        return numbers.words(ABBREVIATIONS[key])

    def _unit(self, core: str, place: Place) -> Words | None:
        """Read a unit that stands apart from its number."""
        # A single letter means a unit only where it is small: 4 g are a weight, 4 G are not.
        names = UNITS.get(core.lower() if len(core) > 1 else core)
        if names is None or not place.previous[-1:].isdigit():
            return None
        return tuple(names[place.previous != "1"].split())

    def _address(self, core: str, place: Place) -> Words | None:
        """Read an e-mail or web address."""
        domain = _DOMAIN.fullmatch(re.sub(r"^(?:https?://)|^[\w.+-]+@", "", core))
        if domain is None or not (
            "@" in core or core.startswith(("http", "www.")) or domain[1].lower() in TOP_DOMAINS
        ):
            return None
        said: list[str] = []
        for piece in re.findall(r"[^\W\d_]+|\d+|[@._/+-]", re.sub(r"^https?://", "", core)):
            if piece.isdigit():
                said += (
                    numbers.cardinal(piece, self._british)
                    if len(piece) < 5
                    else numbers.digit_by_digit(piece)
                )
            elif not piece.isalpha():
                said.append(
                    {"-": "dash", "_": "underscore", ".": "dot", "/": "slash", "@": "at", "+": "plus"}[piece]
                )
            elif piece.lower() == "gov":
                said.append("guv")
            elif self._lexicon.phones(piece.lower()) and (len(piece) > 2 or piece == "my"):
                said.append(piece.lower())
            else:
                said.append(self._unknown_letters(piece))
        return tuple(said)

    def _figure(self, core: str, place: Place) -> Words | None:
        """Read what starts with a figure or a currency sign, or None if it does not."""
        if not any(c.isdecimal() for c in core):
            return None
        core = core.replace("−", "-").replace("’", "'")
        for rule in (self._telephone, self._money, self._clock, self._calendar, self._quantity, self._range):
            said = rule(core, place)
            if said is not None:
                return said
        return None

    def _telephone(self, core: str, place: Place) -> Words | None:
        grouped = _TELEPHONE.fullmatch(core)
        country = re.fullmatch(r"\+\d{1,3}", core) and place.next[:1].isdigit()
        area_code = re.fullmatch(r"\d{3}", core) and _TELEPHONE.fullmatch(place.next)
        continued = place.in_digits and re.fullmatch(r"\d{2,}(?:[-.]\d{2,})*", core)
        if not (grouped or country or area_code or continued or re.fullmatch(r"\d{9,}", core)):
            return None
        plus = ("plus",) if core.startswith("+") else ()
        return (*plus, *numbers.digit_by_digit(core))

    def _money(self, core: str, place: Place) -> Words | None:
        match = re.fullmatch(rf"(-?)(?:US|[AC]A?)?([{_SIGNS}])({_NUMBER})({_MULTIPLE})?", core, re.IGNORECASE)
        if match is None:
            behind = re.fullmatch(rf"(-?)({_NUMBER})([{_SIGNS}])", core)
            if behind is None:
                return None
            minus, digits, sign, multiple = behind[1], behind[2], behind[3], None
        else:
            minus, sign, digits, multiple = match.groups()
        number, unit = numbers.amount(sign, digits, self._british)
        said = (*number, MULTIPLES[multiple.lower()], CURRENCIES[sign][1]) if multiple else (*number, *unit)
        return ("minus", *said) if minus else said

    def _clock(self, core: str, place: Place) -> Words | None:
        if _MERIDIEM.fullmatch(core):
            return None
        match = re.fullmatch(r"(\d{1,2})(?:([:.])(\d{2}))?([ap]\.?m)?", core, re.IGNORECASE)
        if match is None or int(match[1]) > 24 or int(match[3] or 0) > 59:
            return None
        meridiem = match[4] or (place.next if _CLOCK.fullmatch(place.next) else "")
        # 9.30 is a time where "a.m." follows, and else a decimal.
        if not meridiem and match[2] != ":":
            return None
        said = numbers.time_of_day(int(match[1]), int(match[3] or 0), alone=not meridiem)
        return (*said, _spelt(match[4].replace(".", ""))) if match[4] else said

    def _calendar(self, core: str, place: Place) -> Words | None:
        """Read dates, years, decades and ordinals."""
        if match := re.fullmatch(r"(\d{4})-(\d{2})-(\d{2})", core):
            return self._date(match[1], int(match[2]), int(match[3]))
        if match := re.fullmatch(r"(\d{1,2})/(\d{1,2})/(\d{4})", core):
            month, day = int(match[1]), int(match[2])
            return self._date(match[3], *((day, month) if self._british else (month, day)))
        if match := re.fullmatch(r"([\d,]+)(?:st|nd|rd|th)", core, re.IGNORECASE):
            return numbers.ordinal(match[1], self._british)
        if match := re.fullmatch(r"'?(\d{2}|[12]\d{3})'?s", core):
            read = numbers.year if len(match[1]) == 4 else numbers.cardinal
            return numbers.plural(read(match[1], self._british))
        if re.fullmatch(r"[1-9]|[12]\d|3[01]", core):
            if place.previous in MONTHS or ABBREVIATIONS.get(place.previous.lower()) in MONTHS:
                return numbers.ordinal(core, self._british)
            if place.next in MONTHS and self._british:
                return ("the", *numbers.ordinal(core, True), "of")
        if re.fullmatch(r"1[1-9]\d\d|20\d\d", core) and place.next.lower() not in UNITS:
            if place.previous.lower() in NUMBERED.values():
                return numbers.in_pairs(core)
            return numbers.year(core, self._british)
        return None

    def _date(self, year: str, month: int, day: int) -> Words | None:
        if not (1 <= month <= 12 and 1 <= day <= 31):
            return None
        return numbers.date(year, month, day, self._british)

    def _quantity(self, core: str, place: Place) -> Words | None:
        """Read a number with or without a sign and a unit."""
        if match := re.fullmatch(r"(\d*)([¼½¾⅓⅔])", core):
            top, bottom = {"¼": (1, 4), "½": (1, 2), "¾": (3, 4), "⅓": (1, 3), "⅔": (2, 3)}[match[2]]
            part = numbers.fraction(top, bottom, self._british)
            whole = (*numbers.cardinal(match[1], self._british), "and") if match[1] else ()
            return (*whole, *(("a", *part[1:]) if whole and top == 1 else part))
        if match := re.fullmatch(r"(\d{1,2})/(\d{1,3})", core):
            top, bottom = int(match[1]), int(match[2])
            if core in ("24/7", "9/11"):
                return (*numbers.cardinal(match[1], False), *numbers.cardinal(match[2], False))
            return numbers.fraction(top, bottom, self._british) if 0 < top < bottom else None
        match = re.fullmatch(rf"([-+±~<>#№]?)({_NUMBER})({_UNIT}|[kx])?", core, re.IGNORECASE)
        if match is None:
            return None
        sign, digits, unit = match[1], match[2], match[3] or ""
        # 4G is no weight and 3D no measure: a single letter counts as a unit only where it is small.
        if len(unit) == 1 and unit.isupper():
            return None
        said = (*_SIGN_WORDS[sign], *self._number(digits, place))
        if unit in ("k", "x"):
            return (*said, {"k": "thousand", "x": "times"}[unit])
        return (*said, *UNITS[unit.lower()][digits != "1"].split()) if unit else said

    def _number(self, digits: str, place: Place) -> Words:
        if digits.isdecimal() and len(digits) in (3, 4) and place.previous.lower() in NUMBERED.values():
            return numbers.in_pairs(digits)
        return numbers.cardinal(digits, self._british)

    def _range(self, core: str, place: Place) -> Words | None:
        """Read "9-17" and "9am–5pm" with "to"; "24-hour" by its halves."""
        match = re.fullmatch(rf"((?:[{_SIGNS}]?\d)[^-–—]*)[-–—]((?:[{_SIGNS}]?\d)[^-–—]*)", core)
        if match is None:
            return None
        left, right = match.groups()
        if re.fullmatch(r"[12]\d{3}", left) and re.fullmatch(r"\d{2}", right):
            second = numbers.cardinal(right, self._british)
        else:
            second = self._core(right, replace(place, previous=left))
        return (*self._core(left, replace(place, next=place.next or right)), "to", *second)

    def _compound(self, core: str, place: Place) -> Words | None:
        """Read the halves of a word with a hyphen, dash or slash that the lexicon lacks as a whole."""
        if self._lexicon.has_exactly(core.lower()):
            return None
        halves = [half for half in re.split(r"(?<=\w)[-–—/_]+(?=\w)", core) if half]
        if len(halves) < 2:
            return None
        inside = replace(place, previous="", next="", first=False, last=False)
        return tuple(word for half in halves for word in self._core(half, inside))

    def _pieces(self, core: str, place: Place) -> Words:
        """Read runs of letters, figures and signs one after another."""
        pieces = _PIECES.findall(core)
        mixed = any(piece.isdecimal() or piece == "&" for piece in pieces)
        said: list[str] = []
        for i, piece in enumerate(pieces):
            if piece.isdecimal():
                said += numbers.in_pairs(piece)
            elif piece[0].isalpha():
                # An apostrophe that opens a quotation closes it too; else it makes a plural's possessive.
                quoted = i > 0 and pieces[i - 1] in "'’‘"
                word = piece.rstrip("'’") if quoted else piece
                said += self._word(word.replace("’", "'"), place, mixed)
            elif piece == "#" and i + 1 < len(pieces):
                said.append("hashtag")
            else:
                said += SYMBOLS.get(piece, "").split()
        return tuple(said)

    def _word(self, word: str, place: Place, mixed: bool) -> Words:
        """Read a run of letters: as a word, letter by letter, or in parts."""
        if match := re.fullmatch(r"([A-Z]+)('?s)?", word):
            return self._capitals(word, match[1], match[2] or "", place, mixed)
        if _MERIDIEM.fullmatch(word) and place.previous[-1:].isdigit():
            return (_spelt(word),)
        humps = re.findall(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])", word)
        if len(humps) > 1 and "".join(humps) == word and not self._lexicon.phones(word):
            return tuple(part for hump in humps for part in self._word(hump, place, mixed))
        return (word,)

    def _capitals(self, word: str, letters: str, ending: str, place: Place, mixed: bool) -> Words:
        if len(letters) == 1:
            if ending or letters == "I" or (place.shouted and letters == "A"):
                return (word,) if letters in "AI" and not ending else (_spelt(letters) + "s",)
            # "Plan A is", but "A dog" and "Once Upon A Time".
            article = letters == "A" and not mixed and (place.first or place.next[:1].isupper())
            return (word,) if article else (_spelt(letters),)
        if _MERIDIEM.fullmatch(word) and place.previous[-1:].isdigit():
            return (_spelt(word),)
        if len(letters) > 1 and not ending and _ROMAN.fullmatch(letters) and place.previous[:1].isupper():
            number = _roman(letters)
            counted = place.previous.lower() in NUMBERED.values()
            if counted:
                return numbers.cardinal(str(number), self._british)
            return ("the", *numbers.ordinal(str(number), self._british))
        if self._lexicon.has_exactly(letters):
            return (word,)
        known = self._lexicon.phones(letters.lower()) is not None
        if known and not mixed and (place.shouted or letters in EMPHASISED or len(letters) > 3):
            return (word.lower(),)
        if not known and len(letters) > 4 and re.search("[AEIOUY]", letters):
            return (word.lower(),)
        return (_spelt(letters) + ("s" if ending else ""),)

    def _unknown_letters(self, letters: str) -> str:
        """Take letters of an address as a word if they look like one."""
        pronounceable = len(letters) > 3 and re.search("[aeiouy]", letters, re.IGNORECASE)
        return letters.lower() if pronounceable or not letters.isascii() else _spelt(letters)


_SIGN_WORDS: dict[str, Words] = {
    **{"": (), "-": ("minus",), "+": ("plus",), "±": ("plus", "or", "minus"), "~": ("about",)},
    **{"<": ("less", "than"), ">": ("more", "than"), "#": ("number",), "№": ("number",)},
}

_DIGIT_WORDS = frozenset(numbers.digit_by_digit("0123456789"))


def _spelt(letters: str) -> str:
    return "".join(f"{letter.upper()}." for letter in letters)


def _roman(letters: str) -> int:
    values = [{"I": 1, "V": 5, "X": 10}[letter] for letter in letters]
    return sum(v if v >= max(values[i:]) else -v for i, v in enumerate(values))
