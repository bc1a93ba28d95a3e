"""Which characters may stand in phones that a person writes."""

from __future__ import annotations

import unicodedata

_VOWELS = "iyɨʉɯuɪʏʊeøɘɵɤoəɛœɜɞʌɔæɐaɶɑɒᵻᵊɚɝ"
_CONSONANTS = "pbtdʈɖcɟkɡgqɢʔmɱnɳɲŋɴʙrʀⱱɾɽɸβfvθðszʃʒʂʐçʝxɣχʁħʕhɦɬɮʋɹɻjɰlɭʎʟʍwɥʜʢʡɕʑɺɧɓɗʄɠʛ"
_LIGATURES = "ʣʤʥʦʧʨꭧ"
_SIGNS = "ˈˌːˑ.‿|‖ ʰʲʷˠˤⁿˡ˞˥˦˧˨˩↗↘→↓ʼ-"

LETTERS = frozenset(_VOWELS + _CONSONANTS + _LIGATURES + _SIGNS)

_MEANT = {
    "'": "Write ˈ before the stressed syllable.",
    "’": "Write ˈ before the stressed syllable.",
    ",": "Write ˌ before a syllable with a light stress.",
    ":": "Write ː for a long sound.",
    "/": "Leave the slashes out.",
    "[": "Leave the brackets out.",
    "]": "Leave the brackets out.",
}


def first_stranger(phones: str) -> tuple[int, str] | None:
    """Return where the first character stands that is no IPA, and what to do about it; None if all are."""
    for i, character in enumerate(phones):
        if character not in LETTERS and not unicodedata.combining(character):
            return i, _MEANT.get(character, "Write IPA, such as ˈhɛrəld, or a respelling under [respell].")
    return None
