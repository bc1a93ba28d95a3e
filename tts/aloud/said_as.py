"""Stretches of text that somebody says what they are: "3" is an ordinal, "02/03" a day and a month."""

from __future__ import annotations

import re

from tts.aloud.read import load, read_aloud, spelled_out

KINDS = ("characters", "digits", "cardinal", "ordinal", "telephone", "date", "time")
"""What a stretch may be said to be; a date may have the order of its parts behind it, as in "date:dmy"."""

DATE_ORDERS = ("dmy", "mdy", "ymd")
"""Orders of day, month and year."""

_DIGITS = re.compile(r"\d+")


def said_as(text: str, kind: str, language: str) -> str:
    """Return what is said for a stretch.

    Args:
        text: as it is written.
        kind: one of KINDS, a date with an order of DATE_ORDERS.
        language: BCP-47. In a language without rules all but spelling is left to the voice.
    """
    kind, _, order = kind.partition(":")
    loaded = load(language.lower().replace("_", "-"))
    if kind in ("characters", "digits"):
        return spelled_out(text, language)
    if kind == "date":
        return read_aloud(_iso(text, order), language).spoken
    numbers = _DIGITS.findall(text)
    if loaded is None or kind == "time" or not numbers:
        return read_aloud(text, language).spoken
    if kind == "telephone":
        return ", ".join(loaded.language.telephone_group(group) for group in numbers)
    whole = int("".join(numbers))
    return loaded.language.ordinal(whole) if kind == "ordinal" else loaded.language.cardinal(whole)


def _iso(text: str, order: str) -> str:
    """Return a date as 2026-11-25, which every language reads; as it is where its parts do not fit."""
    parts = dict(zip(order, _DIGITS.findall(text), strict=False))
    if len(parts) != 3 or set(order) != set("dmy") or len(parts["y"]) != 4:
        return text
    return f"{parts['y']}-{int(parts['m']):02d}-{int(parts['d']):02d}"
