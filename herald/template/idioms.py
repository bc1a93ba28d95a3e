"""How a language says times, amounts of money, days of the week and telephone numbers.

Babel knows how each language writes dates, numbers and lists. Some of what it writes is made for the eye
alone ("9:00 AM", "CN¥3.20"). The forms here are what an editor would write and a newsreader reads well;
`tts.aloud` reads the signs and figures in them as words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import time


def spelt(written: str) -> str:
    """Part all digits, so that none are read as one number: "+8 6, 1 0, 6 5 0 5"."""
    groups = re.findall(r"\+?\d+", re.sub(r"[()./-]", " ", written))
    return ", ".join(re.sub(r"(?<=\d)(?=\d)", " ", group) for group in groups)


@dataclass(frozen=True)
class Idiom:
    """The forms of one language.

    Attributes:
        time: a time of day; None for Babel's short form.
        signs: signs of currencies that are read well; of other currencies the name is written.
        money: an amount from its number and the currency's name; None for Babel's form.
        currencies: names of currencies that are better than Babel's, by code.
        days: days that come again each week, from their names in full and whether they follow each other;
            None for a list of the names.
        phone: a telephone number from how it was written.
        joint: changes the words before the last thing of a list, by that thing.
    """

    time: Callable[[time], str] | None = None
    signs: frozenset[str] = frozenset()
    money: Callable[[str, str], str] | None = None
    currencies: Mapping[str, str] = field(default_factory=dict)
    days: Callable[[Sequence[str], bool], str] | None = None
    phone: Callable[[str], str] = field(default=lambda written: written)
    joint: Callable[[str, str], str] = field(default=lambda before, last: before)


def _english_time(at: time) -> str:
    if at in (time(0), time(12)):
        return "noon" if at.hour else "midnight"
    minutes = f":{at.minute:02d}" if at.minute else ""
    return f"{at.hour % 12 or 12}{minutes} {'a.m.' if at.hour < 12 else 'p.m.'}"


def _english_days(names: Sequence[str], in_a_row: bool) -> str:
    if in_a_row:
        return f"{names[0]} to {names[-1]}"
    *first, last = [f"{name}s" for name in names]
    return f"{', '.join(first)} and {last}" if first else last


def _spanish_time(at: time) -> str:
    hour = at.hour % 12 or 12
    minutes = {0: "", 15: " y cuarto", 30: " y media"}.get(at.minute, f" y {at.minute}")
    if at == time(12):
        part = "del mediodía"
    elif at.hour < 6:
        part = "de la noche" if at.hour == 0 else "de la madrugada"
    elif at.hour < 12:
        part = "de la mañana"
    else:
        part = "de la tarde" if at.hour < 20 else "de la noche"
    return f"{'la una' if hour == 1 else f'las {hour}'}{minutes} {part}"


def _spanish_days(names: Sequence[str], in_a_row: bool) -> str:
    if in_a_row:
        return f"de {names[0]} a {names[-1]}"
    *first, last = [name if name.endswith("s") else f"{name}s" for name in names]
    return f"los {', '.join(first)} y {last}" if first else f"los {last}"


def _spanish_joint(before: str, last: str) -> str:
    """Put "e" for "y" before the sound i, and "u" for "o" before the sound o."""
    if before.endswith(" y ") and re.match(r"h?[ií](?![aeoáéó])", last, re.IGNORECASE):
        return before[:-2] + "e "
    if before.endswith(" o ") and re.match(r"h?[oó]", last, re.IGNORECASE):
        return before[:-2] + "u "
    return before


def _french_time(at: time) -> str:
    if at.hour in (0, 12):
        minutes = {0: "", 15: " et quart", 30: " et demi"}.get(at.minute, f" {at.minute}")
        return f"{'midi' if at.hour else 'minuit'}{minutes}"
    hour = "une heure" if at.hour == 1 else f"{at.hour} heures"
    return f"{hour} {at.minute:02d}" if at.minute else hour


def _french_days(names: Sequence[str], in_a_row: bool) -> str:
    if in_a_row:
        return f"du {names[0]} au {names[-1]}"
    *first, last = [f"le {name}" for name in names]
    return f"{', '.join(first)} et {last}" if first else last


def _german_time(at: time) -> str:
    if at == time(0):
        return "Mitternacht"
    return f"{at.hour}:{at.minute:02d} Uhr" if at.minute else f"{at.hour} Uhr"


def _german_days(names: Sequence[str], in_a_row: bool) -> str:
    often = [f"{name.lower()}s" for name in names]
    if in_a_row:
        return f"{often[0]} bis {often[-1]}"
    *first, last = often
    return f"{', '.join(first)} und {last}" if first else last


def _chinese_time(at: time) -> str:
    if at.hour == 0:
        hour = "午夜12点" if not at.minute else "凌晨0点"
    else:
        starts = ((19, "晚上"), (13, "下午"), (12, "中午"), (8, "上午"), (5, "早上"), (0, "凌晨"))
        part = next(name for start, name in starts if at.hour >= start)
        hour = f"{part}{at.hour - 12 if at.hour > 12 else at.hour}点"
    minutes = {0: "", 30: "半"}.get(at.minute, f"{at.minute:02d}分")
    return f"{hour}{minutes}"


def _chinese_days(names: Sequence[str], in_a_row: bool) -> str:
    if in_a_row:
        return f"{names[0]}至{names[-1]}"
    *first, last = names
    return f"{'、'.join(first)}和{last}" if first else last


_EVERYWHERE = frozenset(("€", "£", "$", "R$"))

IDIOMS: dict[str, Idiom] = {
    "en": Idiom(
        time=_english_time,
        signs=_EVERYWHERE | {"¥", "₹", "US$", "CA$"},
        days=_english_days,
    ),
    "es": Idiom(
        time=_spanish_time,
        signs=_EVERYWHERE | {"US$", "CHF", "MXN"},
        days=_spanish_days,
        joint=_spanish_joint,
    ),
    "fr": Idiom(time=_french_time, signs=_EVERYWHERE | {"CHF"}, days=_french_days),
    "de": Idiom(time=_german_time, signs=_EVERYWHERE | {"¥", "CHF"}, days=_german_days),
    "it": Idiom(signs=_EVERYWHERE | {"USD", "CHF"}),
    "pt": Idiom(signs=_EVERYWHERE | {"US$", "CHF"}),
    "zh": Idiom(
        time=_chinese_time,
        money=lambda number, name: number + name,
        currencies={"CNY": "元"},
        days=_chinese_days,
    ),
    "ja": Idiom(signs=_EVERYWHERE | {"￥"}),
    "hi": Idiom(signs=_EVERYWHERE | {"₹"}),
}
"""The forms by language without its region."""

OTHER = Idiom(signs=_EVERYWHERE, phone=spelt)
"""The forms of other languages, for whose numbers there are no rules of reading."""
