"""What letters suggest: phones of a word in any script, by its spelling alone, for want of better."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

_SPELLINGS = {"sh": "ʃ", "ch": "ʧ", "th": "θ", "ph": "f", "ck": "k", "ee": "i", "oo": "u", "qu": "kw"}
_LETTERS = {"c": "k", "g": "ɡ", "q": "k", "r": "ɹ", "x": "ks", "y": "i"}
_DIGITS = ("ziɹo", "wan", "tu", "θɹi", "foɹ", "faiv", "siks", "sevn", "eit", "nain")
_GRAPHEME = re.compile("|".join([*_SPELLINGS, "."]), re.DOTALL)


def graphemes_of(text: str) -> Iterator[tuple[str, str]]:
    """Cut a word into the letters or pairs of letters that stand for a sound, without its signs and marks.

    Yields:
        the letters, in lower case, and their phones. Latin letters are read as in English and digits as their
        English names; a letter of another script is given back as it is.
    """
    plain = "".join(c for c in unicodedata.normalize("NFKD", text.lower()) if c.isalnum())
    for grapheme in _GRAPHEME.findall(plain):
        phones = _SPELLINGS.get(grapheme) or _LETTERS.get(grapheme, grapheme)
        yield grapheme, _DIGITS[int(phones)] if phones.isdecimal() else phones
