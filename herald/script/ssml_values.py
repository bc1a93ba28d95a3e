"""What the attributes of SSML's elements mean; what cannot be understood is a ValueError with advice."""

from __future__ import annotations

import re
from collections.abc import Mapping

from herald.media import Given
from herald.script.name import better_language, is_language
from herald.script.tags import LONGEST_PAUSE_MS
from tts.aloud import DATE_ORDERS
from tts.ipa_letters import first_stranger

_STRENGTHS_MS = {"none": 0, "x-weak": 100, "weak": 200, "medium": 400, "strong": 700, "x-strong": 1200}
"""SSML leaves to the reader how long they are; these are the pauses of blocks.py."""

_RATES = {"x-slow": 0.6, "slow": 0.8, "medium": 1.0, "default": 1.0, "fast": 1.25, "x-fast": 1.6}

_KINDS = {
    **{"characters": "characters", "spell-out": "characters", "verbatim": "characters"},
    **{"digits": "digits", "cardinal": "cardinal", "number": "cardinal", "ordinal": "ordinal"},
    **{"telephone": "telephone", "date": "date", "time": "time"},
}
"""What say-as may say, of the W3C's note on its values and of what is in common use."""


def break_ms(attributes: Mapping[str, str]) -> int:
    """Return the length of a pause."""
    if "time" in attributes:
        match = re.fullmatch(r"\+?(\d+(?:\.\d+)?|\.\d+)(ms|s)", attributes["time"].strip())
        if not match:
            raise ValueError(f'\'{attributes["time"]}\' is no time. Write time="500ms" or time="0.5s".')
        ms = round(float(match[1]) * (1 if match[2] == "ms" else 1000))
        if ms > LONGEST_PAUSE_MS:
            raise ValueError(f"a pause is at most {LONGEST_PAUSE_MS // 1000} seconds. Make it shorter.")
        return ms
    strength = attributes.get("strength", "medium")
    if strength not in _STRENGTHS_MS:
        raise ValueError(f"'{strength}' is no strength. There are {', '.join(_STRENGTHS_MS)}.")
    return _STRENGTHS_MS[strength]


def rate_of(attributes: Mapping[str, str]) -> float:
    """Return how many times faster something is said."""
    rate = attributes.get("rate", "default").strip()
    if rate in _RATES:
        return _RATES[rate]
    if match := re.fullmatch(r"([+-])(\d+(?:\.\d+)?)%", rate):
        return 1 + float(f"{match[1]}{match[2]}") / 100
    if match := re.fullmatch(r"(\d+(?:\.\d+)?|\.\d+)(%?)", rate):
        return float(match[1]) / (100 if match[2] else 1)
    raise ValueError(f"'{rate}' is no rate. For example: rate=\"90%\", or one of {', '.join(_RATES)}.")


def language_of(attributes: Mapping[str, str]) -> str:
    """Return the language of xml:lang, BCP-47 in small letters."""
    named = attributes["xml:lang"].strip()
    if is_language(named.lower()):
        return named.lower()
    better = better_language(named)
    hint = f"Did you mean '{better}'?" if better else "For example: fr."
    raise ValueError(f"'{named}' is not a language code. {hint}")


def given_for(name: str, attributes: Mapping[str, str]) -> Given:
    """Return how the words of a `sub`, a `phoneme` or a `say-as` are said."""
    if name == "sub":
        return Given(0, 0, spoken=" ".join(attributes["alias"].split()))
    if name == "phoneme":
        return Given(0, 0, phones=_phones(attributes))
    kind = _KINDS.get(attributes["interpret-as"])
    if kind is None:
        raise ValueError(
            f'interpret-as="{attributes["interpret-as"]}" is not known. There are {", ".join(_KINDS)}; '
            "money, units and fractions are read right as they are written."
        )
    order = attributes.get("format", "")
    if kind == "date" and order:
        if order not in DATE_ORDERS:
            raise ValueError(f"'{order}' is no order of a date. There are {', '.join(DATE_ORDERS)}.")
        return Given(0, 0, read_as=f"date:{order}")
    return Given(0, 0, read_as=kind)


def _phones(attributes: Mapping[str, str]) -> str:
    alphabet = attributes.get("alphabet", "ipa")
    if alphabet != "ipa":
        raise ValueError(f"the phonetic alphabet '{alphabet}' is not read. Write IPA.")
    phones = " ".join(attributes["ph"].split())
    if stranger := first_stranger(phones):
        index, hint = stranger
        raise ValueError(f"{phones[index]!r} is no letter of the phonetic alphabet. {hint}")
    return phones
