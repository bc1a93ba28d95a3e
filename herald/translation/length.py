"""How long a sentence takes to say, estimated from its letters.

The rates are usual ones of newsreaders; `benchmarks/speech_rates.py` measures those of Herald's voices. An
estimate is for comparing a sentence with its translation before there is any sound of it.
"""

from __future__ import annotations

import re

from herald.translation.markup import pieces

MOST_TIMES_AS_LONG = 1.3
"""A translation that takes longer than this many times its source is warned of."""

LEAST_SECONDS_LONGER = 1.0
"""Below this nobody minds: "Oui, bien sûr" against "Yes"."""

LETTERS_PER_SECOND = {
    "en": 15.0,
    "es": 15.0,
    "fr": 15.0,
    "de": 14.0,
    "it": 14.5,
    "pt": 14.5,
    "hi": 10.0,
    "ja": 7.0,
    "zh": 4.6,
}
"""Letters, or Chinese and Japanese characters, that are said in a second."""

_USUAL_RATE = 14.0
_LETTERS_PER_DIGIT = {"zh": 1.0, "ja": 1.8, "hi": 3.0}
_USUAL_DIGIT = 4.0
PAUSE_S = 0.25
PAUSES = re.compile(r"[,;:–—，、；：](?=\s|[^\x00-\xff]|$)")


def spoken_seconds(text: str, language: str) -> float:
    """Estimate how long a text takes to say.

    Args:
        text: a sentence, with or without markup.
        language: BCP-47, lower case.
    """
    base = language.split("-")[0]
    words, silence_s = _spoken(text)
    letters = sum(c.isalpha() for c in words)
    digits = sum(c.isdigit() for c in words)
    n = letters + digits * _LETTERS_PER_DIGIT.get(base, _USUAL_DIGIT)
    return n / LETTERS_PER_SECOND.get(base, _USUAL_RATE) + silence_s + PAUSE_S * len(PAUSES.findall(words))


def most_characters(seconds: float, language: str) -> int:
    """Return how long a translation may be that takes `MOST_TIMES_AS_LONG` times `seconds`, in characters."""
    rate = LETTERS_PER_SECOND.get(language.split("-")[0], _USUAL_RATE)
    # A space or a mark follows every fifth letter or so; Chinese and Japanese have none to speak of.
    share = 1.0 if rate < 9 else 1.2
    return max(10, round((seconds * MOST_TIMES_AS_LONG + 0.3) * rate * share))


def is_too_long(source_seconds: float, target_seconds: float) -> bool:
    """Say whether a translation takes so much longer that somebody should know."""
    longer = target_seconds - source_seconds
    return target_seconds > MOST_TIMES_AS_LONG * source_seconds and longer > LEAST_SECONDS_LONGER


def _spoken(text: str) -> tuple[str, float]:
    """Return the words of a sentence, and the silence that its tags ask for in seconds."""
    parts, position, silence_s = [], 0, 0.0
    for piece in pieces(text):
        parts.append(text[position : piece.start])
        position = piece.stop
        if piece.kind == "variable":
            parts.append("a value")
        elif piece.kind == "phones":
            parts.append(piece.text.strip("[]").partition("|")[0])
        elif pause := re.fullmatch(r"\[pause[ :=]*([\d.]+)(ms|s)?\]", piece.text):
            silence_s += float(pause[1]) / (1000 if pause[2] == "ms" else 1)
    return "".join([*parts, text[position:]]), silence_s
