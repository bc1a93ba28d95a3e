"""Abbreviations, capitals, codes, Roman numerals and signs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from tts.aloud.quantities import alternation
from tts.aloud.rules import READ, Piece, Rule, Sentence

if TYPE_CHECKING:
    from tts.aloud.western import Western

_ROMAN = re.compile(r"(?=[IVXLCM])M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})")
_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}

_IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?:[ \u00a0]?[A-Z0-9]{4}){3,7}(?:[ \u00a0]?[A-Z0-9]{1,3})?\b")
_VERSION = re.compile(r"(?<![\w.])(?:([vV])\.?[ \u00a0]?(\d+(?:\.\d+)*)|(\d+(?:\.\d+){2,}))(?![\w])")
_CODE = re.compile(
    r"(?<![\w.,])(?=[\w/.-]*\d)(?=[\w/.-]*[^\W\d_])(?:[^\W_]+)(?:[/.-](?=[^\W_])[^\W_]+)*(?![\w])"
)
_CODES = re.compile(r"(([A-Z]{1,2})\d+)[-–](\2\d+)")
_RUN = re.compile(r"[^\W\d_]+|\d+|[^\w\s]")
_NAME_BEFORE = re.compile(r"(?<!\w)[A-ZÀ-Þ][a-zà-ÿ]{2,} $")
_CAPITALS = r"([A-ZÀ-ÖØ-Þ]{2,})(['’]?s)?(?![\w])"
_PARTICLES = r"(?:(?:de|del|da|do|das|dos|di|della|dei|du|des|van|von)\s(?:l[aeo]s?\s)?)?"
"""What may stand between a title or a street and its name: "Avda. de la Paz"."""
_DOTTED = re.compile(r"(?<![\w.])((?:[A-ZÀ-Þ]\.[ \u00a0]?){2,})(?![\w])")


def rules(language: Western) -> tuple[Rule, ...]:
    """Return the rules of what is not a quantity; those of codes come first, as `codes` has them."""
    # "I'LL" is no "LL", but "l'UE" is the "UE".
    capitals = re.compile((r"(?<!\w)" if language.elides else r"(?<![\w'’])") + _CAPITALS)
    return (
        *abbreviation_rules(language),
        Rule("dotted letters", _DOTTED, lambda m, s: _dotted(language, m, s), "capitals"),
        Rule("capitals", capitals, lambda m, s: language.capitals(m[1], m[2] or "", s), "capitals"),
        *symbol_rules(language),
    )


def account_rules(language: Western) -> tuple[Rule, ...]:
    """Return the rule of account numbers (IBAN)."""
    return (Rule("account", _IBAN, lambda match, sentence: _grouped(language, match), "digit"),)


def code_rules(language: Western) -> tuple[Rule, ...]:
    """Return the rules of versions and names such as "A4" and "27B/6"."""

    def version(match: re.Match[str], sentence: Sentence) -> str | None:
        if match[3] and re.fullmatch(language.number, match[3]):
            return None
        parts = (match[2] or match[3]).split(".")
        said = f" {language.signs.dot_in_version} ".join(language.code_number(part) for part in parts)
        named = sentence.word_before(match.start()) == language.signs.version.lower()
        return said if named or not match[1] else f"{language.signs.version} {said}"

    def code(match: re.Match[str], sentence: Sentence) -> str | None:
        return code_name(language, match[0], sentence)

    return (
        Rule("version", _VERSION, version, "digit"),
        Rule("code", _CODE, code, "digit"),
    )


def _grouped(language: Western, match: re.Match[str]) -> list[Piece]:
    """Spell an account number in groups of four."""
    pieces = []
    for run in re.finditer(r"\S+", match[0]):
        groups = re.findall(r"[A-Z0-9]{1,4}", run[0])
        said = ", ".join(language.letters(group) for group in groups)
        comma = "," if run.end() < len(match[0]) else ""
        start = match.start()
        pieces.append(Piece(start + run.start(), start + run.end(), said + comma))
    return pieces


def code_name(language: Western, written: str, sentence: Sentence) -> str | None:
    """Say letters and figures that name a thing together."""
    if ends := _CODES.fullmatch(written):
        first, second = (code_name(language, end, sentence) for end in ends.group(1, 3))
        return f"{first} {language.signs.to} {second}"
    said = []
    # Figures beside a single letter or two name a model or a road; "COVID-19" and "G20" are numbers.
    for match in _RUN.finditer(written):
        run = match[0]
        if run.isdecimal():
            said.append(language.code_number(run))
        elif run == "/":
            said.append(language.signs.slash)
        elif run == ".":
            said.append(language.signs.point)
        elif run == "-":
            continue
        elif run == "s" and said and match.end() == len(written):
            said[-1] += "s"
        elif run.isupper() or len(run) == 1:
            whole = language.capitals(run, "", sentence) if len(run) > 1 else None
            said.append(whole or (run if len(run) > 3 else language.letters(run)))
        else:
            said.append(run)
    return " ".join(said)


def roman(letters: str) -> int | None:
    """Return the value of a Roman numeral, or None where the letters are none."""
    # A single C, D, L or M is a letter.
    if not _ROMAN.fullmatch(letters) or letters in ("C", "D", "L", "M"):
        return None
    values = [_VALUES[letter] for letter in letters]
    return sum(
        -value if i + 1 < len(values) and value < values[i + 1] else value for i, value in enumerate(values)
    )


def numbered_pieces(match: re.Match[str], noun: str, number: str) -> list[Piece]:
    """Return the pieces of a noun, which may be abbreviated, and of the Roman numeral behind it."""
    numeral = Piece(*match.span("roman"), number)
    return [numeral] if noun == match["noun"] else [Piece(*match.span("noun"), noun), numeral]


def _dotted(language: Western, match: re.Match[str], sentence: Sentence) -> str | None:
    letters = re.sub(r"[^\w]", "", match[1])
    written = match[1].rstrip()
    stop = "." if sentence.ends_at(match.start() + len(written)) else ""
    tail = match[1][len(written) :]
    return language.letters(letters) + stop + tail


def shouted(sentence: Sentence) -> bool:
    """Whether the text is in capitals throughout, so that capitals mean nothing."""
    letters = [c for c in sentence.text if c.isalpha()]
    if any(not c.isupper() and not c.islower() for c in letters):
        return False
    n_capitals = sum(c.isupper() for c in letters)
    return len(letters) > 8 and n_capitals > 0.7 * len(letters) and " " in sentence.text.strip()


def either_form(table: Mapping[str, str]) -> dict[str, str]:
    """Expand keys such as "Mr(.)", which are written with a stop or without."""
    return {
        form: said
        for key, said in table.items()
        for form in ((key[:-3] + ".", key[:-3]) if key.endswith("(.)") else (key,))
    }


def abbreviation_rules(language: Western) -> tuple[Rule, ...]:
    """Return the rules of abbreviations."""

    def rule(table: Mapping[str, str], ahead: str) -> Iterable[Rule]:
        if not table:
            return
        known = either_form(table)

        def say(match: re.Match[str], sentence: Sentence) -> str | None:
            written = match[0]
            key = re.sub(r"[\s\u00a0]+", " ", written)
            said = known.get(key) or known.get(key[0].lower() + key[1:])
            # "Eduardo S. Lima" is no saint.
            initial = (
                len(key) == 2
                and key[0].isupper()
                and key[1] == "."
                and _NAME_BEFORE.search(sentence.text[: match.start()])
            )
            if said is None or initial:
                return None
            ender = sentence.stop_at if key.lower() in language.enders else sentence.ends_at
            stop = "." if written.endswith(".") and ender(match.end()) else ""
            return said + stop

        first_either = {key for key in known} | {key[0].upper() + key[1:] for key in known}
        pattern = alternation(first_either).replace("\\ ", r"[ \u00a0]?")
        yield Rule("abbreviation", re.compile(rf"(?<![\w.@/])(?:{pattern})(?![\w@]){ahead}"), say)

    long = {key: said for key, said in language.abbreviations.items() if " " in key}
    return (
        *rule(long, ""),
        *rule(language.before_numbers, r"(?=\s?[\d\ue000])"),
        *rule(language.before_names, rf"(?=\s(?:{_PARTICLES}[A-ZÀ-Þ\ue000&]|{language.signs.and_}\b))"),
        *rule(language.abbreviations, ""),
    )


def symbol_rules(language: Western) -> tuple[Rule, ...]:
    """Return the rules of signs that stand alone."""
    signs = language.signs
    beside = rf"[\w{READ}]"

    def word(said: str) -> object:
        return lambda match, sentence: said

    def slash(match: re.Match[str], sentence: Sentence) -> str:
        around = sentence.text[match.start() - 1] + sentence.text[match.end()]
        # "Law 39/2015" is no division.
        year = re.match(r"(?:19|20)\d\d(?!\d)", sentence.text[match.end() :]) and signs.over != signs.slash
        return f" {signs.over} " if around.isdecimal() and not year else " "

    table = (
        (r"[&＆]", signs.and_),
        (rf"(?<=\s)\+(?=\s)|\+(?=[\d{READ}])|(?<=[\w{READ}+])\+", signs.plus),
        (rf"(?<=\s)=(?=\s)|(?<={beside})=(?={beside})", signs.equals),
        (rf"(?<!\w)(?:#(?=[\d{READ}])|№)", signs.number),
        (rf"(?<!\w)[~≈∼](?=\s?[\d{READ}])", signs.about),
        (r"×", signs.times),
        (r"÷", signs.over),
        (r"±", signs.plus_or_minus),
        (rf"(?<![\w<])<(?=\s?[\d{READ}])", signs.less_than),
        (rf"(?<![\w>])>(?=\s?[\d{READ}])", signs.more_than),
        (r"§§?", signs.section),
        (r"©", signs.copyright),
        (r"%", signs.percent),
        (r"°", signs.degrees),
        (r"(?<=\s)@(?=\s)", signs.at),
        (r"→", signs.to),
        # Between two things that were read, as in "2 May–3 June".
        (rf"(?<={READ})–(?={READ})", f" {signs.to} "),
    )
    return (
        *(Rule("sign", re.compile(pattern), word(said)) for pattern, said in table),  # type: ignore[arg-type]
        Rule("slash", re.compile(rf"(?<={beside})/(?={beside})"), slash),
        Rule("trade mark", re.compile(r"[™®]"), lambda match, sentence: ""),
    )
