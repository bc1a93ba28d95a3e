"""Phones to visemes: which mouth shape each sound asks for, and how strongly.

Eighteen classes. The base is the fifteen of Oculus LipSync; l, w and schwa-like vowels have classes of
their own, as in Microsoft's set of twenty-two, and YY holds the front rounded vowels of French, German and
Mandarin. The numbers are in units of a person's own range and mean lips, not jaw: lips stay apart on s, t
and k, and only PP, WW and FF come near closing. They were fitted by eye to measured class means of ten
recorded speakers.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass


@dataclass(frozen=True)
class Viseme:
    """A mouth shape and how it behaves among its neighbours.

    Attributes:
        name: short class name.
        aperture: wanted inner-lip opening, 0..1 of the person's 3rd-97th percentile range.
        width: wanted mouth width, -1..1; 0 is the person's median.
        pucker: wanted rounding, 0..1.
        dominance: weight against the neighbours (Cohen and Massaro 1993).
        back_ms, forward_ms: how early and how long the class acts, as time constants.
    """

    name: str
    aperture: float
    width: float
    pucker: float
    dominance: float
    back_ms: float
    forward_ms: float


_TABLE: tuple[tuple[Viseme, str], ...] = (
    (Viseme("sil", 0.30, 0.00, 0.05, 0.50, 60, 60), ""),
    (Viseme("PP", 0.00, -0.10, 0.05, 3.00, 45, 40), "p b m ɱ"),
    (Viseme("FF", 0.15, 0.00, 0.05, 2.00, 50, 45), "f v ʋ"),
    (Viseme("TH", 0.35, 0.10, 0.00, 1.00, 55, 55), "θ ð"),
    (Viseme("DD", 0.45, 0.15, 0.00, 0.70, 55, 55), "t d n ɾ ɽ r ʈ ɖ ɳ"),
    (Viseme("LL", 0.45, 0.15, 0.00, 0.70, 60, 60), "l ʎ ɭ ɫ"),
    (Viseme("SS", 0.42, 0.25, 0.00, 1.20, 60, 55), "s z ʦ ʣ"),
    (Viseme("SH", 0.50, -0.20, 0.25, 1.30, 80, 60), "ʃ ʒ ʂ ʐ ʧ ꭧ ʤ ɕ ç ʨ ʥ"),
    (Viseme("KK", 0.50, 0.10, 0.00, 0.35, 60, 60), "k g ɡ q c ɟ ŋ ɴ ɲ x χ ɣ ʁ h ɦ ʔ"),
    (Viseme("RR", 0.38, -0.30, 0.30, 0.80, 80, 60), "ɹ ɻ ɚ ɝ"),
    (Viseme("WW", 0.08, -0.70, 1.00, 1.60, 100, 60), "w ɥ ʍ β ɸ"),
    (Viseme("aa", 0.85, 0.10, 0.00, 1.20, 75, 75), "a ɐ ɑ æ"),
    (Viseme("AH", 0.42, -0.05, 0.05, 0.60, 65, 65), "ə ᵊ ʌ ɜ ɤ ɯ ɨ ᵻ ɘ"),
    (Viseme("EH", 0.65, 0.35, 0.00, 1.00, 70, 70), "e ɛ"),
    (Viseme("IY", 0.50, 0.35, 0.00, 1.00, 75, 70), "i ɪ j ʝ"),
    (Viseme("OH", 0.32, -0.45, 0.60, 1.10, 90, 75), "o ɔ ɒ"),
    (Viseme("UW", 0.22, -0.50, 0.60, 1.30, 110, 80), "u ʊ ʉ"),
    (Viseme("YY", 0.22, -0.60, 0.80, 1.30, 110, 80), "y ʏ ø œ"),
)

VISEMES: tuple[Viseme, ...] = tuple(viseme for viseme, _ in _TABLE)
SILENCE = VISEMES[0]

_OF_PHONE = {phone: viseme for viseme, phones in _TABLE for phone in phones.split()}
_OF_PHONE.update({"ts": _OF_PHONE["ʦ"], "dz": _OF_PHONE["ʣ"], "tʃ": _OF_PHONE["ʧ"], "dʒ": _OF_PHONE["ʤ"]})
_OF_PHONE.update({"tɕ": _OF_PHONE["ʨ"], "dʑ": _OF_PHONE["ʥ"], "ʈʂ": _OF_PHONE["ꭧ"], "ʑ": _OF_PHONE["ɕ"]})


def is_known(phone: str) -> bool:
    """Say whether the table has this IPA phone."""
    return _plain(phone) in _OF_PHONE


def viseme_of(phone: str) -> Viseme:
    """Return the mouth shape of an IPA phone; length, nasality, tone and stress do not matter.

    A phone the table lacks is read by its first letter that it has; one with none gets the neutral vowel,
    which is the least harm a wrong mouth can do.
    """
    plain = _plain(phone)
    if plain in _OF_PHONE:
        return _OF_PHONE[plain]
    return next((_OF_PHONE[letter] for letter in plain if letter in _OF_PHONE), _OF_PHONE["ə"])


def _plain(phone: str) -> str:
    # ç is a letter of its own in IPA, not c with a sign; decomposing would turn it into a k.
    letters = phone.replace("ç", "\0")
    letters = "".join(
        c
        for c in unicodedata.normalize("NFD", letters)
        if unicodedata.category(c) not in ("Mn", "Lm", "Sk", "Nd")
    )
    return letters.replace("\0", "ç")
