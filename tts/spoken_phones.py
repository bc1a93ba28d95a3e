"""eSpeak's phones of what is said, word by word, with those that script and lexicon give in their places."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from tts.espeak import SaidPhone
from tts.ipa import ReadPhone, read_phones
from tts.pronounce import SaidToken

_PHONE = re.compile(r"[ˈˌ]?(?:tʃ|dʒ|[^\sˈˌ])[\u0300-\u036fːˑʰʲʷˠˤⁿˡ˞]*")

_NAME_OF_A = "ˈeɪ"
"""eSpeak takes a single A for the article."""


def phones_of(
    phones: Sequence[SaidPhone], said: Sequence[SaidToken], language: str
) -> dict[int, list[ReadPhone]]:
    """Return the phones of each word that is said, by its number in `said`.

    Args:
        phones: of the spoken text, from `Espeak.read` or `Espeak.say`.
        said: the words of the same text; at least one can be spoken.
        language: of the voice, BCP-47.
    """
    read = read_phones(phones, [one.token for one in said])
    found = {number: list(group) for number, group in itertools.groupby(read, key=lambda phone: phone.token)}
    for number, one in enumerate(said):
        given = one.phones
        if not given and one.changed and language.startswith("en") and one.token.text.strip(".,;:!?") == "A":
            given = _NAME_OF_A
        if given:
            ends_clause = number in found and found[number][-1].ends_clause
            found[number] = _read(given, number, ends_clause)
            following = found.get(number + 1)
            if following:
                first = following[0]
                following[0] = ReadPhone(first.phone, first.token, first.ends_clause, starts_group=True)
    return found


def _read(given: str, number: int, ends_clause: bool) -> list[ReadPhone]:
    symbols = [(symbol, i == 0) for word in given.split() for i, symbol in enumerate(_PHONE.findall(word))]
    return [
        ReadPhone(SaidPhone(symbol, 0, 0), number, ends_clause and k == len(symbols) - 1, starts)
        for k, (symbol, starts) in enumerate(symbols)
    ]
