"""Japanese numbers and counters in kana, with the sounds that change between them.

Katakana, because every grapheme-to-phoneme library reads it as it is written; in hiragana ハ and ヘ might be
taken for particles.
"""

from __future__ import annotations

from dataclasses import dataclass, field

DIGITS = ("ゼロ", "イチ", "ニ", "サン", "ヨン", "ゴ", "ロク", "ナナ", "ハチ", "キュウ")

_HUNDREDS = {3: "サンビャク", 6: "ロッピャク", 8: "ハッピャク"}
_THOUSANDS = {3: "サンゼン", 8: "ハッセン"}
_MYRIADS = ("", "マン", "オク", "チョウ")

_GEMINATE = {"イチ": "イッ", "ロク": "ロッ", "ハチ": "ハッ", "ジュウ": "ジュッ", "ャク": "ャッ"}
_VOICED = str.maketrans("ハヒフヘホ", "バビブベボ")
_HALF_VOICED = str.maketrans("ハヒフヘホ", "パピプペポ")

_CHANGES: dict[str, tuple[str, ...]] = {
    "k": ("イチ", "ロク", "ハチ", "ジュウ", "ャク"),
    "s": ("イチ", "ハチ", "ジュウ"),
    "t": ("イチ", "ハチ", "ジュウ"),
    "p": ("イチ", "ハチ", "ジュウ"),
    "h": ("イチ", "ロク", "ハチ", "ジュウ", "ャク"),
    "f": ("イチ", "ロク", "ハチ", "ジュウ", "ャク"),
    "km": ("ロク", "ジュウ", "ャク"),
}
"""Ends of numbers that are shortened before counters of each kind."""


@dataclass(frozen=True)
class Counter:
    """What is counted.

    Attributes:
        kana: as it is said by itself.
        kind: how it changes the number before it: "k", "s", "t" and "p" shorten its end; "h" (本) and "f"
            (分) change their own first sound too; "km" is for units in k; "" changes nothing.
        digits: how a last digit is said before it where it is not as usual: four of hours is ヨ.
        whole: numbers with a word of their own, such as ヒトリ.
    """

    kana: str
    kind: str = ""
    digits: dict[int, str] = field(default_factory=dict)
    whole: dict[int, str] = field(default_factory=dict)


def number(value: int) -> str:
    """Return a number below 10**16 in katakana."""
    if value == 0:
        return DIGITS[0]
    said = ""
    for power in (3, 2, 1, 0):
        group = value // 10_000**power % 10_000
        if group:
            said += _joined(_below_myriad(group, leading=bool(power)), _MYRIADS[power])
    return said


def _below_myriad(value: int, leading: bool) -> str:
    thousands, hundreds, tens, ones = (value // 10**power % 10 for power in (3, 2, 1, 0))
    said = ""
    if thousands:
        one = "イッセン" if leading and thousands == 1 else "セン"
        said += _THOUSANDS.get(thousands) or (one if thousands == 1 else DIGITS[thousands] + "セン")
    if hundreds:
        said += _HUNDREDS.get(hundreds) or ("" if hundreds == 1 else DIGITS[hundreds]) + "ヒャク"
    if tens:
        said += ("" if tens == 1 else DIGITS[tens]) + "ジュウ"
    return said + (DIGITS[ones] if ones else "")


def _joined(said: str, myriad: str) -> str:
    if myriad == "チョウ":
        for end in ("イチ", "ハチ", "ジュウ"):
            if said.endswith(end):
                return said.removesuffix(end) + _GEMINATE[end] + myriad
    return said + myriad


def counted(value: int, counter: Counter) -> str:
    """Return a number and its counter."""
    if value in counter.whole:
        return counter.whole[value]
    said, noun = number(value), counter.kana
    last = value % 10
    if last in counter.digits and value:
        return said.removesuffix(DIGITS[last]) + counter.digits[last] + noun
    if counter.kind in ("h", "f"):
        noun = _hardened(said, noun, counter.kind)
    for end in _CHANGES.get(counter.kind, ()):
        if said.endswith(end):
            return said.removesuffix(end) + _GEMINATE[end] + noun
    return said + noun


def _hardened(said: str, noun: str, kind: str) -> str:
    """Change h to p after a shortened number and after サン or ヨン, or to b."""
    first, rest = noun[0], noun[1:]
    if said.endswith(_CHANGES["h"]) or (
        kind == "f" and said.endswith(("サン", "ヨン", "セン", "ゼン", "マン"))
    ):
        return first.translate(_HALF_VOICED) + rest
    if kind == "h" and said.endswith(("サン", "セン", "ゼン", "マン")):
        return first.translate(_VOICED) + rest
    return noun


def decimal(whole: int, fraction: str) -> str:
    """Return a number with decimals: 1.5 is イッテンゴ."""
    said = "レイ" if whole == 0 else number(whole)
    for end in ("イチ", "ハチ", "ジュウ"):
        if said.endswith(end):
            said = said.removesuffix(end) + _GEMINATE[end]
            break
    return f"{said}テン{''.join(DIGITS[int(digit)] for digit in fraction)}"
