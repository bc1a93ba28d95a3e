"""The phones that the recogniser tells apart, and which of them look alike on the lips.

Sounds that differ in nothing a listener in noise or a mouth would show are one phone here: the retroflex
stops of Hindi go with t and d, the uvular x of Spanish with the velar one.
"""

from __future__ import annotations

import unicodedata

PAUSE = ""
"""The symbol of silence, as marks write it."""

LOOKALIKES: tuple[tuple[str, ...], ...] = (
    (PAUSE,),
    ("p", "b", "m"),
    ("f", "v"),
    ("θ", "ð"),
    ("t", "d", "n", "ɾ", "r"),
    ("l",),
    ("s", "z", "ʦ"),
    ("ʃ", "ʒ", "ʧ", "ʤ", "ɕ", "ʂ", "ʨ", "ʥ", "ç", "ꭧ"),
    ("k", "ɡ", "ŋ", "x", "h", "ɲ", "ʁ"),
    ("ɹ",),
    ("w", "ɥ", "β"),
    ("a", "ɑ", "æ"),
    ("ə", "ʌ", "ɜ", "ᵻ", "ɯ", "ɤ"),
    ("e", "ɛ"),
    ("i", "ɪ", "j"),
    ("o", "ɔ", "ɒ"),
    ("u", "ʊ"),
    ("y", "ø", "œ"),
)
"""Phones by the mouth that they make. The loss of the training and the aligner's score look at both, since a
b taken for an m does no harm to a picture."""

PHONES: tuple[str, ...] = tuple(phone for group in LOOKALIKES for phone in group)
"""The network's classes in order; the first is the pause."""

GROUP_OF: tuple[int, ...] = tuple(i for i, group in enumerate(LOOKALIKES) for _ in group)
"""For each phone the number of its group in `LOOKALIKES`."""

_ALIASES: dict[str, str] = {
    **{"ɱ": "m", "ʋ": "v", "ʈ": "t", "ɖ": "d", "ɳ": "n", "ɽ": "ɾ", "ʎ": "l", "ɭ": "l", "ɫ": "l", "ɬ": "l"},
    **{"ʣ": "z", "ts": "ʦ", "dz": "z", "tʃ": "ʧ", "dʒ": "ʤ", "tɕ": "ʨ", "dʑ": "ʥ", "ʈʂ": "ꭧ", "tʂ": "ꭧ"},
    **{"ʐ": "ʒ", "ʑ": "ɕ", "g": "ɡ", "q": "k", "c": "k", "ɟ": "ɡ", "ɴ": "ŋ", "χ": "x", "ɣ": "x", "ɰ": "ɯ"},
    **{"ɦ": "h", "ʔ": "k", "ɻ": "ɹ", "ɚ": "ɹ", "ɝ": "ɹ", "ʍ": "w", "ɸ": "β", "ɐ": "a", "ᵊ": "ə", "ɘ": "ə"},
    **{"ɨ": "ᵻ", "ʝ": "j", "ʉ": "u", "ʏ": "y", "ɵ": "ə", "ʕ": "x", "ħ": "h", "ʀ": "ʁ"},
}

_NUMBER = {phone: i for i, phone in enumerate(PHONES)}


def phone_number(symbol: str) -> int:
    """Return the class of an IPA phone; length, nasality, breath, stress and tone do not matter.

    A phone that is not in the inventory is taken by the first of its letters that is, and else as a schwa.

    Args:
        symbol: as marks write it; "" is the pause.
    """
    plain = _plain(symbol)
    if plain in _NUMBER:
        return _NUMBER[plain] if plain or not symbol else _NUMBER["ə"]
    for form in (plain, *plain):
        if form in _ALIASES:
            return _NUMBER[_ALIASES[form]]
        if form in _NUMBER:
            return _NUMBER[form]
    return _NUMBER["ə"]


def _plain(symbol: str) -> str:
    # ç is a letter of its own in IPA, not c with a sign.
    letters = unicodedata.normalize("NFD", symbol.replace("ç", "\0"))
    return "".join(
        c for c in letters if c == "\0" or unicodedata.category(c) in ("Ll", "Lo", "Lu") or c == "ᵊ"
    ).replace("\0", "ç")
