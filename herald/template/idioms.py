"""How a language says times, amounts of money, shares, days of the week and telephone numbers.

Babel knows how each language writes dates, numbers and lists. What it writes for the rest is made for the
eye ("9:00 AM", "12,50 €") and comes out wrong when read aloud; the forms here are made for the ear and are
still what one would write.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import time


@dataclass(frozen=True)
class Idiom:
    """The forms of one language.

    Attributes:
        time: a time of day; None for Babel's short form.
        money: whole units as written, hundredths (0 to 99), the currency's name and the name of its small
            change or nothing; None for Babel's form.
        currencies: names that are shorter than Babel's, by code: for one and for many.
        hundredths: names of the small change, by code: for one and for many.
        percent: a share, from its number as written; None for Babel's form.
        days: days that come again each week, from their names in full and whether they follow each other;
            None for a list of the names.
        phone: groups a telephone number so that it is read as people say it.
        joint: changes the words before the last thing of a list, by that thing.
    """

    time: Callable[[time], str] | None = None
    money: Callable[[str, int, str, str], str] | None = None
    currencies: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    hundredths: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    percent: Callable[[str], str] | None = None
    days: Callable[[Sequence[str], bool], str] | None = None
    phone: Callable[[str], str] = field(default=lambda written: spelt(written))
    joint: Callable[[str, str], str] = field(default=lambda before, last: before)


def spelt(written: str) -> str:
    """Part all digits, so that none are read as one number: "+8 6, 1 0, 6 5 0 5"."""
    groups = re.findall(r"\+?\d+", re.sub(r"[()./-]", " ", written))
    return ", ".join(re.sub(r"(?<=\d)(?=\d)", " ", group) for group in groups)


def _pairs(written: str) -> str:
    """Group digits by two, after a leading "+49" or "030" as it stands."""
    first, *rest = re.sub(r"[()./-]", " ", written).split()
    if len(first) > 4:
        first, rest = "", [first, *rest]
    digits = "".join(rest)
    return " ".join([first, *(digits[i : i + 2] for i in range(0, len(digits), 2))]).strip()


def _french_phone(written: str) -> str:
    """Leave "01 23 45 67 89" and "0 800 123 456" alone, and group longer runs of digits by two."""
    groups = re.sub(r"[()./-]", " ", written).split()
    return " ".join(groups) if all(len(group) <= 3 for group in groups) else _pairs(written)


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


def _english_phone(written: str) -> str:
    groups = re.sub(r"[()./]", " ", written).split()
    if len(groups) == 1 and len(groups[0]) <= 4:
        return " ".join(groups[0])
    # A number that begins with 0 or + is read digit by digit; others are where hyphens join the groups.
    return " ".join(groups) if groups[0][0] in "0+" else "-".join(groups)


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
    hour = "ein Uhr" if at.hour == 1 else f"{at.hour} Uhr"
    return f"{hour} {at.minute}" if at.minute else hour


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


def _spanish_money(whole: str, hundredths: int, name: str, small: str) -> str:
    one = "una" if name.split()[0].endswith("a") else "un"
    units = f"{one if whole == '1' else whole} {name}"
    return f"{units} con {hundredths} {small}".rstrip() if hundredths else units


def _french_money(whole: str, hundredths: int, name: str, small: str) -> str:
    return f"{whole} {name} {hundredths:02d}" if hundredths else f"{whole} {name}"


def _german_money(whole: str, hundredths: int, name: str, small: str) -> str:
    one = "eine" if name.endswith("e") else "ein"
    units = f"{one if whole == '1' else whole} {name}"
    return f"{units} {hundredths:02d}" if hundredths else units


def _chinese_money(whole: str, hundredths: int, name: str, small: str) -> str:
    return f"{whole}.{hundredths:02d}".rstrip("0") + name if hundredths else whole + name


IDIOMS: dict[str, Idiom] = {
    "en": Idiom(time=_english_time, days=_english_days, phone=_english_phone),
    "es": Idiom(
        time=_spanish_time,
        money=_spanish_money,
        currencies={"USD": ("dólar", "dólares"), "GBP": ("libra", "libras"), "MXN": ("peso", "pesos")},
        hundredths={
            "EUR": ("céntimo", "céntimos"),
            "USD": ("centavo", "centavos"),
            "MXN": ("centavo", "centavos"),
        },
        days=_spanish_days,
        phone=lambda written: written,
        joint=_spanish_joint,
    ),
    "fr": Idiom(
        time=_french_time,
        money=_french_money,
        currencies={"USD": ("dollar", "dollars"), "GBP": ("livre", "livres"), "CHF": ("franc", "francs")},
        days=_french_days,
        hundredths={"EUR": ("centime", "centimes"), "CHF": ("centime", "centimes")},
        phone=_french_phone,
    ),
    "de": Idiom(
        time=_german_time,
        money=_german_money,
        currencies={"USD": ("Dollar", "Dollar"), "GBP": ("Pfund", "Pfund"), "CHF": ("Franken", "Franken")},
        hundredths={"EUR": ("Cent", "Cent"), "CHF": ("Rappen", "Rappen"), "USD": ("Cent", "Cent")},
        days=_german_days,
        phone=_pairs,
    ),
    "zh": Idiom(
        time=_chinese_time,
        money=_chinese_money,
        currencies={"CNY": ("元", "元")},
        percent=lambda number: f"百分之{number}",
        days=_chinese_days,
        phone=lambda written: spelt(written).replace(", ", "，"),
    ),
}
"""The forms by language without its region; other languages have Babel's."""
