"""IPA in eSpeak NG's own letters for phones, which it says where they stand in double brackets.

eSpeak has letters of its own for each language, most of them the same in all. Where a language lacks a sound
eSpeak leaves it out, so that common sounds of English are written by what is near them.
"""

from __future__ import annotations

import re

_MNEMONICS = {
    **{"tʃ": "tS", "dʒ": "dZ", "eɪ": "eI", "aɪ": "aI", "ɔɪ": "OI", "oʊ": "oU", "əʊ": "oU", "aʊ": "aU"},
    **{"ɜː": "3:", "ɑː": "A:", "ɔː": "O:", "iː": "i:", "uː": "u:", "ɛː": "E:", "eː": "e:", "oː": "o:"},
    **{"ɚ": "3", "ɝ": "3:", "ə": "@", "ɛ": "E", "ɪ": "I", "ʊ": "U", "ʌ": "V", "æ": "a", "ɒ": "0", "ɑ": "A"},
    **{"ɔ": "O", "ɐ": "a#", "ɜ": "3:", "ɨ": "I", "ᵻ": "I2", "y": "y", "ø": "Y", "œ": "W", "ʏ": "y", "ɶ": "W"},
    **{"ɯ": "u", "ɘ": "@", "ɵ": "@", "ɤ": "o", "ʉ": "u"},
    **{"θ": "T", "ð": "D", "ʃ": "S", "ʒ": "Z", "ŋ": "N", "ɲ": "n^", "ʎ": "l^", "ɹ": "r", "ɾ": "*", "ɡ": "g"},
    **{"ʁ": "r", "ʀ": "r", "χ": "x", "ç": "C", "ɣ": "Q", "β": "B", "ɸ": "F", "ʔ": "?", "ɫ": "l", "ɬ": "l"},
    **{
        "ʂ": "s.",
        "ʐ": "z.",
        "ɕ": "S;",
        "ʑ": "Z;",
        "ʋ": "v",
        "ɥ": "w",
        "ɦ": "h",
        "ɻ": "r",
        "ʍ": "w",
        "ɱ": "m",
    },
    **{"ʈ": "t.", "ɖ": "d.", "ɳ": "n.", "ɭ": "l.", "ɽ": "r.", "c": "c", "ɟ": "J", "ħ": "h", "ʕ": "?"},
    **{"ˈ": "'", "ˌ": ",", "ː": ":", "̃": "~", "ʲ": ";", "ˑ": "", "‿": "", ".": "", "-": ""},
}

_LONGEST_FIRST = re.compile("|".join(re.escape(ipa) for ipa in sorted(_MNEMONICS, key=len, reverse=True)))


def mnemonics(ipa: str) -> str:
    """Return IPA in eSpeak's letters; sounds that it has no letter for are left out."""
    written = _LONGEST_FIRST.sub(lambda match: f"{_MNEMONICS[match[0]]}|", ipa)
    # The bar keeps letters apart that would be another one together.
    return re.sub(r"(?<=[',])\||\|(?=[:~])|[^ -~]", "", written)
