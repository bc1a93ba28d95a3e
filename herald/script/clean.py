"""From text as it was written to text as it is spoken: no emoji, no invisible signs, single spaces."""

from __future__ import annotations

import re

from herald.script.located import Located

_PICTURE = (
    r"(?:[\U0001F000-\U0001FAFF\u2600-\u275A\u275F-\u2767\u2795-\u2797\u27B0\u27BF"
    r"\u231A\u231B\u23E9-\u23FA\u2B1B\u2B1C\u2B50\u2B55]"
    r"[\uFE0E\uFE0F\u200D\U000E0020-\U000E007F]*)"
)
"""An emoji or a picture sign with what modifies it."""

_PICTURES = re.compile(rf" ?{_PICTURE}(?: ?{_PICTURE})* ?")

_CLOSING = tuple(".,;:!?…。，！？、)]")

_INVISIBLE = re.compile("[\u00ad\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufe00-\ufe0f\u20e3\ufeff]+")
"""Soft hyphens, zero-width spaces, direction marks, variation selectors and key caps.

The zero-width joiner and non-joiner stay: words of Hindi and Persian are spelt with them.
"""

_CJK = r"[\u3000-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uff65\U00020000-\U0003ffff]"
_BROKEN_CJK = re.compile(rf"(?<={_CJK})[ \t]*\n\s*(?={_CJK})")
"""A line break inside Chinese or Japanese, which write no spaces."""

_SPACE = re.compile(r" \s+|[^\S ]\s*")
"""White space that is no single space."""


def cleaned(text: Located) -> Located:
    """Return the text as it is spoken; every character keeps its place."""
    if text.text.isascii():
        # Nothing of all the rest is ASCII, and a thousand scripts are read at once.
        return text.sub(_SPACE, lambda match: " ").strip()
    text = text.sub(_INVISIBLE, lambda match: " " if set(match.group()) & {"\u2028", "\u2029"} else "")
    text = text.sub(_BROKEN_CJK, lambda match: "")
    text = text.sub(_SPACE, lambda match: " ")
    return text.sub(_PICTURES, _instead_of_picture).strip()


def _instead_of_picture(match: re.Match[str]) -> str:
    after = match.string[match.end() : match.end() + 1]
    if after in _CLOSING:
        return ""
    alone = match.group() == match.group().strip()
    return "" if alone and re.match(_CJK, after) else " "


def is_unspaced(character: str) -> bool:
    """Say whether a character is of Chinese or Japanese, which write no spaces."""
    return bool(re.match(_CJK, character))


def speakable(text: str) -> bool:
    """Say whether there is a letter, a digit or a sign with a name, such as €."""
    return any(c.isalnum() or c in "€$£¥%&@+=°§" for c in text)
