"""Punctuation of any script as Kokoro's, which it reads for its prosody."""

from __future__ import annotations

_AS_KOKORO = {
    **{c: c for c in ";:,.!?—…“”()"},
    **{"–": "—", "―": "—", "«": "“", "»": "”", "„": "“", "[": "(", "]": ")", "{": "(", "}": ")"},
    **{
        "।": ".",
        "॥": ".",
        "。": ".",
        "．": ".",
        "、": ",",
        "，": ",",
        "；": ";",
        "：": ":",
        "！": "!",
        "？": "?",
    },
    **{"「": "“", "」": "”", "『": "“", "』": "”", "《": "“", "》": "”", "〈": "“", "〉": "”"},
    **{"（": "(", "）": ")", "【": "(", "】": ")", "〔": "(", "〕": ")", "～": "—", "〜": "—"},
}
"""Kokoro's mark for each written one; the rest it does not read."""

_OPENING = frozenset("“(")


def before_word(written: str) -> str:
    """Return Kokoro's marks for the signs in front of a word."""
    return "".join(_AS_KOKORO.get(c, "“" if c == '"' else "") for c in written)


def after_word(written: str) -> str:
    """Return Kokoro's marks for the signs behind a word."""
    return "".join(_AS_KOKORO.get(c, "”" if c == '"' else "") for c in written.replace("...", "…"))


def opens(mark: str) -> bool:
    """Whether one of Kokoro's marks belongs to the word after it."""
    return mark in _OPENING
