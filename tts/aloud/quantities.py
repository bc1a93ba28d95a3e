"""Money, measures, percentages, ranges, fractions and bare numbers."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from tts.aloud.amounts import FRACTION_SIGNS, NEGATIVE, Amount
from tts.aloud.clock import DASH
from tts.aloud.rules import Piece, Rule, Sentence

if TYPE_CHECKING:
    from tts.aloud.vocabulary import Currency
    from tts.aloud.western import Western

_VULGAR = "".join(FRACTION_SIGNS)


def alternation(words: Iterable[str]) -> str:
    """Return a pattern of any of the words, the longest first."""
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


def long_multiples(language: Western) -> list[str]:
    """Return the multiples that are words; "k" and "m" are so only beside the sign of a currency."""
    return [multiple for multiple in language.multiples if len(multiple) > 1]


def minus(language: Western, written: str) -> str:
    """Return the word for a sign before a number, or nothing."""
    return f"{language.signs.minus} " if written else ""


def money_rules(language: Western) -> tuple[Rule, ...]:
    """Return the rules of sums, with the sign of the currency before or after the number."""
    number, multiple = language.number, alternation(language.multiples) or r"(?!)"
    sign = rf"(?:{alternation(language.currencies)}|(?<![A-Z])[A-Z]{{3}}(?![A-Za-z]))"
    rate = rf"(?:(?P<slash>\s?/\s?)(?P<rate>{alternation(language.units)}|[^\W\d_]+)\b\.?)?"

    def say(match: re.Match[str], sentence: Sentence) -> list[Piece] | None:
        currency = language.currency(match["sign"])
        if currency is None:
            return None
        return _money(language, match, currency)

    spread = rf"(?P<dash>\s?{DASH}\s?)"
    before = (
        rf"(?P<minus>{NEGATIVE})(?P<sign>{sign})[ \u00a0\u202f]?(?P<a>{number})"
        rf"(?:{spread}(?P=sign)?[ \u00a0\u202f]?(?P<b>{number}))?"
        rf"(?:[ \u00a0]?(?P<multiple>{multiple})(?![^\W_]))?{rate}"
    )
    after = (
        rf"(?P<minus>{NEGATIVE})(?<!\d)(?P<a>{number})(?:{spread}(?P<b>{number}))?"
        rf"(?:[ \u00a0\u202f]?(?P<multiple>{multiple}))?[ \u00a0\u202f]?(?:(?:{language.of_pattern}))?"
        rf"(?P<sign>{sign})(?![^\W_]){rate}"
    )
    return (
        Rule("money", re.compile(rf"(?<![A-Za-z]){before}"), say, "digit"),
        Rule("money", re.compile(after), say, "digit"),
    )


def _money(language: Western, match: re.Match[str], currency: Currency) -> list[Piece]:
    first, second = language.amount(match["a"]), match["b"] and language.amount(match["b"])
    last = second or first
    sign_first = match.start("sign") < match.start("a")
    rate = _rate(language, match)
    if not match["multiple"] and not second:
        said = minus(language, match["minus"]) + language.money(first, currency)
        stop = match.end("a") if sign_first else match.end("sign")
        return [Piece(match.start(), stop, said), *rate]
    if match["multiple"]:
        power = language.multiples[match["multiple"]]
        many = not language.is_singular(last)
        noun = power.many if many else power.one
        plural = language.of(currency.many) if power.of else currency.many
        number_form = power.form
        numbers = [language.quantity(n, number_form) for n in (first, second) if n]
        money = plural
    else:
        noun = ""
        numbers = [language.quantity(n, currency.form) for n in (first, second) if n]
        money = currency.one if language.is_singular(last) else currency.many
    pieces = [Piece(match.start(), match.end("a"), minus(language, match["minus"]) + numbers[0])]
    if not sign_first:
        pieces[0] = Piece(match.start(), match.end("a"), pieces[0].spoken)
    if second:
        pieces.append(Piece(*match.span("dash"), _spaced(match["dash"], language.signs.to)))
        start = match.end("dash")
        pieces.append(Piece(start, match.end("b"), numbers[1]))
    if noun:
        start, stop = match.span("multiple")
        if sign_first:
            pieces.append(Piece(start, stop, f"{noun} {money}"))
        else:
            pieces += [Piece(start, stop, noun), Piece(stop + _gap(match, stop), match.end("sign"), money)]
    elif sign_first:
        pieces[-1] = Piece(pieces[-1].start, pieces[-1].stop, f"{pieces[-1].spoken} {money}")
    else:
        pieces.append(Piece(*match.span("sign"), money))
    return [*pieces, *rate]


def _gap(match: re.Match[str], position: int) -> int:
    return len(match.string[position : match.start("sign")]) - len(
        match.string[position : match.start("sign")].lstrip()
    )


def _spaced(written: str, word: str) -> str:
    """Keep the white space around what a word stands for."""
    return written[: len(written) - len(written.lstrip())] + word + written[len(written.rstrip()) :]


def _rate(language: Western, match: re.Match[str]) -> list[Piece]:
    if not match["rate"]:
        return []
    name = language.units.get(match["rate"])
    said = language.unit(name, Amount("1")) if name else match["rate"]
    return [Piece(*match.span("slash"), language.signs.per), Piece(match.start("rate"), match.end(), said)]


def unit_fraction_rules(language: Western) -> tuple[Rule, ...]:
    """Return the rule of "1/2 kg" and "2½ kg"."""

    def say(match: re.Match[str], sentence: Sentence) -> list[Piece] | None:
        if match["sign"]:
            top, bottom = FRACTION_SIGNS[match["sign"]]
        else:
            top, bottom = int(match["top"]), int(match["bottom"])
        name = language.units[match["unit"]]
        if not 0 < top < bottom:
            return None
        if match["whole"]:
            mixed = language.mixed(int(match["whole"]), top, bottom)
            said = mixed and f"{mixed} {language.unit(name, Amount('2'))}"
        else:
            said = language.part_of_unit(top, bottom, name)
        if said is None:
            return None
        stop = "." if match["unit"].endswith(".") and sentence.stop_at(match.end()) else ""
        return [Piece(match.start(), match.end(), said + stop)]

    whole = rf"(?:(?P<whole>\d{{1,3}})(?:[ \u00a0](?=\d)|[ \u00a0]?(?=[{_VULGAR}])))?"
    part = rf"(?:(?P<sign>[{_VULGAR}])|(?P<top>\d)[/⁄](?P<bottom>\d{{1,2}}))"
    unit = rf"[ \u00a0\u202f]?(?P<unit>{alternation(language.units)})(?![^\W_]|[²³/])"
    return (Rule("part of a measure", re.compile(rf"(?<![\w.,/-]){whole}{part}{unit}"), say, "digit"),)


def unit_rules(language: Western) -> tuple[Rule, ...]:
    """Return the rules of percentages, measures and their ranges."""
    number = language.number
    scale = {"%": language.signs.percent, "‰": language.signs.permille}
    unit = rf"(?P<unit>{alternation(language.units)}|[%‰]|[°º](?![\w]))"
    by = r"\s?[x×]\s?"
    multiple = alternation(long_multiples(language)) or r"(?!)"

    def say(match: re.Match[str], sentence: Sentence) -> list[Piece]:
        sign = match["unit"]
        name = language.units.get(sign)
        first, second = language.amount(match["a"]), match["b"] and language.amount(match["b"])
        last = second or first
        form = language.form_of_unit(name) if name else language.form_of_unit(sign)
        if name:
            noun = language.unit(name, last)
        elif sign in scale:
            noun = scale[sign]
        else:
            noun = language.degrees(last)
        power = language.multiples.get(match["multiple"] or "")
        number_form = power.form if power else form
        pieces = [
            Piece(
                match.start(),
                match.end("a"),
                minus(language, match["minus"]) + language.quantity(first, number_form),
            )
        ]
        if second:
            dash = language.signs.to if re.search(DASH, match["dash"]) else language.signs.by
            pieces.append(Piece(*match.span("dash"), _spaced(match["dash"], dash)))
            pieces.append(Piece(*match.span("b"), language.quantity(second, number_form)))
        if power:
            word = power.one if language.is_singular(last) else power.many
            pieces.append(Piece(*match.span("multiple"), word))
            noun = language.of(noun) if power.of else noun
        start, stop = match.span("unit")
        if match["per"]:
            noun += f" {language.signs.per} {language.unit(language.units[match['per']], Amount('1'))}"
        elif match["over"] is not None:
            noun += f" {language.signs.per} "
        elif sign.endswith(".") and sentence.stop_at(stop):
            noun += "."
        stop = match.end()
        return [*pieces, Piece(start, stop, noun)]

    pattern = (
        rf"(?P<minus>{NEGATIVE})(?<!\w)(?<!\d[.,])(?P<a>{number})(?:(?P<dash>\s?{DASH}\s?|{by})(?P<b>{number}))?"
        rf"(?:[ \u00a0\u202f]?(?P<multiple>{multiple})(?![^\W_]))?"
        rf"[ \u00a0\u202f]?{unit}"
        rf"(?:/(?P<per>{alternation(language.units)})(?![^\W_])|/(?P<over>)(?=\d)|(?![^\W_]|²|³|/[a-z]))"
    )
    return (Rule("measure", re.compile(pattern), say, "digit"),)


def fraction_rules(language: Western) -> tuple[Rule, ...]:
    """Return the rules of fractions."""

    def said(whole: str | None, top: int, bottom: int) -> str | None:
        if whole:
            return language.mixed(int(whole), top, bottom)
        return language.fraction(top, bottom)

    def sign(match: re.Match[str], sentence: Sentence) -> str | None:
        return said(match[1], *FRACTION_SIGNS[match[2]])

    def slash(match: re.Match[str], sentence: Sentence) -> str | None:
        top, bottom = int(match[2]), int(match[3])
        if not 0 < top < bottom:
            return None
        return said(match[1], top, bottom)

    return (
        Rule("fraction", re.compile(rf"(?:(?<![\w.,])(\d{{1,3}})[ \u00a0]?)?([{_VULGAR}])"), sign, "digit"),
        Rule(
            "fraction",
            re.compile(r"(?<![\w/.,:-])(?:(\d{1,3})[ \u00a0])?(\d{1,2})[/⁄](\d{1,3})(?![\w/]|[.,]\d)"),
            slash,
            "digit",
        ),
    )


def range_rules(language: Western) -> tuple[Rule, ...]:
    """Return the rules of "9-17" and of "2 x 3"."""
    number = language.number

    def joined(word: Callable[[], str]) -> Callable[[re.Match[str], Sentence], list[Piece]]:
        def say(match: re.Match[str], sentence: Sentence) -> list[Piece]:
            form = language.form_before(sentence, match.end())
            ends = [
                language.bare_number(match["a"], sentence, match.start("a"), match.end(), form),
                language.bare_number(match["b"], sentence, match.start("a"), match.end(), form),
            ]
            return [
                Piece(*match.span("a"), ends[0]),
                Piece(*match.span("dash"), _spaced(match["dash"], word())),
                Piece(*match.span("b"), ends[1]),
            ]

        return say

    ends = r"(?![\w/]|[.,:]\d|[-–]\d)"
    to = rf"(?<![\w/.,:-])(?P<a>{number})(?P<dash>\s?{DASH}\s?)(?P<b>{number}){ends}"
    by = rf"(?<![\w/.,:-])(?P<a>{number})(?P<dash>\s?[x×]\s?)(?P<b>{number}){ends}"
    ratio = rf"(?<![\w/.,:-])(?P<a>\d{{1,3}})(?P<dash>:)(?P<b>\d{{1,3}}){ends}"
    return (
        Rule("range", re.compile(to), joined(lambda: language.signs.to), "digit"),
        Rule("product", re.compile(by), joined(lambda: language.signs.by), "digit"),
        Rule("ratio", re.compile(ratio), joined(lambda: language.signs.ratio), "digit"),
    )


def multiple_rules(language: Western) -> tuple[Rule, ...]:
    """Return the rule of "3 million"."""

    def multiplied(match: re.Match[str], sentence: Sentence) -> list[Piece]:
        power = language.multiples[match["multiple"]]
        amount = language.amount(match["a"])
        word = power.one if language.is_singular(amount) else power.many
        form = power.form or language.form_before(sentence, match.end())
        stop = "." if match["multiple"].endswith(".") and sentence.ends_at(match.end()) else ""
        return [
            Piece(
                match.start(),
                match.end("a"),
                minus(language, match["minus"]) + language.quantity(amount, form),
            ),
            Piece(*match.span("multiple"), word + stop),
        ]

    pattern = (
        rf"(?P<minus>{NEGATIVE})(?<!\w)(?P<a>{language.number})[ \u00a0]?"
        rf"(?P<multiple>{alternation(long_multiples(language)) or '(?!)'})(?![^\W_])"
    )
    return (Rule("multiple", re.compile(pattern), multiplied, "digit"),)


def number_rules(language: Western) -> tuple[Rule, ...]:
    """Return the rule of numbers with nothing to them."""

    def bare(match: re.Match[str], sentence: Sentence) -> str:
        form = language.form_before(sentence, match.end())
        said = language.bare_number(match["a"], sentence, match.start("a"), match.end(), form)
        return minus(language, match["minus"]) + said

    pattern = rf"(?P<minus>{NEGATIVE})(?P<a>{language.number})"
    return (Rule("number", re.compile(pattern), bare, "digit"),)
