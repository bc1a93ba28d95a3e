"""English words to Kokoro's phones, from the lexicon of misaki (Apache-2.0), which Kokoro learnt from.

Only misaki's word lists are read. Its own code needs a tagger and a statistical model that this does not.
"""

from __future__ import annotations

import importlib.resources
import json
from collections.abc import Iterator
from functools import cached_property

from tts.phones import STRESSES

_VOWELS = frozenset("AIOQWYaiuæɑɒɔəɛɜɪʊʌᵻ")
_SIBILANTS = "szʃʒʧʤ"
_VOICELESS = "pkfθʃsʧ"
_DOUBLED = tuple(letter * 2 for letter in "bcdgklmnprstvxz")

_ALSO = {"gov": "ɡˈʌv"}
"""What misaki's lists lack or mean otherwise: the end of a web address."""

Entry = str | dict[str, str | None]


class Lexicon:
    """The pronunciations of one accent of English.

    Args:
        british: en-gb where true, else en-us.
    """

    def __init__(self, british: bool) -> None:
        self._british = british

    def phones(self, word: str, role: str = "") -> str | None:
        """Return the phones of a word in Kokoro's letters, or None where the lexicon has no such word.

        Args:
            word: letters and apostrophes; a capital may matter ("Polish").
            role: where spelling does not decide ("record"), the part that the word plays: "NOUN", "VERB",
                "ADJ", "VBD", "VBN", or "None" for a function word that stands alone. Empty for the usual.
        """
        for form in dict.fromkeys((word, word.lower(), word.capitalize(), word.upper())):
            if phones := self._lookup(form, role) or self._inflected(form, role):
                return _for_kokoro(phones)
        return None

    def has_roles(self, word: str) -> bool:
        """Whether the word is said in more than one way."""
        return any(isinstance(entry, dict) for entry in self._entries(word))

    def has_exactly(self, word: str) -> bool:
        """Whether the lexicon has the word as it is spelt, capitals and all, and not to be spelt out."""
        entry = next(self._entries(word), None)
        return isinstance(entry, str) or (entry is not None and None not in entry.values())

    def letter(self, letter: str) -> str | None:
        """Return the name of a letter of the alphabet."""
        entry = self._gold.get(letter.upper())
        return _for_kokoro(entry) if isinstance(entry, str) else None

    @cached_property
    def _gold(self) -> dict[str, Entry]:
        return self._read("gold")

    @cached_property
    def _silver(self) -> dict[str, Entry]:
        return self._read("silver")

    def _read(self, rank: str) -> dict[str, Entry]:
        name = f"{'gb' if self._british else 'us'}_{rank}.json"
        text = importlib.resources.files("misaki.data").joinpath(name).read_text(encoding="utf-8")
        entries: dict[str, Entry] = {**json.loads(text), **_ALSO}
        return entries

    def _entries(self, word: str) -> Iterator[Entry]:
        yield from (words[word] for words in (self._gold, self._silver) if word in words)

    def _lookup(self, word: str, role: str) -> str | None:
        for entry in self._entries(word):
            if isinstance(entry, str):
                return entry
            return entry.get(role) or entry["DEFAULT"]
        return None

    def _inflected(self, word: str, role: str) -> str | None:
        """Say a plural, possessive, past or present participle by its stem."""
        if word.endswith("s'"):
            return self._lookup(word[:-1], role) or self._inflected(word[:-1], role)
        if word.endswith("'"):
            return self._lookup(word[:-1], role)
        endings = ((("s", "'s"), self._with_s), (("d",), self._with_ed), (("ing",), self._with_ing))
        for letters, add in endings:
            if word.endswith(letters):
                stems = (self._lookup(stem, role) for stem in _stems(word))
                if stem := next(filter(None, stems), None):
                    return add(stem, word)
        return None

    def _with_s(self, stem: str, word: str) -> str:
        if stem[-1] in _SIBILANTS:
            return stem + ("ɪz" if self._british else "ᵻz")
        return stem + ("s" if stem[-1] in "ptkfθ" else "z")

    def _with_ed(self, stem: str, word: str) -> str:
        if stem[-1] not in "td":
            return stem + ("t" if stem[-1] in _VOICELESS else "d")
        if self._british:
            return stem + "ɪd"
        return self._tapped(stem) + "ᵻd"

    def _with_ing(self, stem: str, word: str) -> str:
        # British r is heard again where a vowel follows it: care, caring.
        if self._british and stem[-1] in "əː" and word.endswith("ring"):
            return stem + "ɹɪŋ"
        return self._tapped(stem) + "ɪŋ"

    def _tapped(self, stem: str) -> str:
        if not self._british and stem[-1] == "t" and stem[-2:-1] and stem[-2] in _VOWELS:
            return stem[:-1] + "ɾ"
        return stem


def stressed(phones: str, mark: str) -> str:
    """Put a stress mark before the first vowel of phones that have none."""
    if any(stress in phones for stress in STRESSES):
        return phones
    first = next((i for i, letter in enumerate(phones) if letter in _VOWELS), None)
    return phones if first is None else phones[:first] + mark + phones[first:]


def starts_with_vowel(phones: str) -> bool:
    """Whether the first sound is a vowel."""
    return any(letter in _VOWELS for letter in phones.lstrip(STRESSES)[:1])


def _stems(word: str) -> Iterator[str]:
    """Yield what a regular form may be made of, the likeliest first."""
    if word.endswith("'s"):
        yield word[:-2]
    elif word.endswith("ies") and len(word) > 4:
        yield from (word[:-3] + "y", word[:-1])
    elif word.endswith("s") and not word.endswith("ss") and len(word) > 2:
        yield from (word[:-1], word[:-2]) if word.endswith("es") else (word[:-1],)
    elif word.endswith("ied") and len(word) > 4:
        yield from (word[:-3] + "y", word[:-1])
    elif word.endswith("ed") and not word.endswith("eed") and len(word) > 3:
        yield from (word[:-1], word[:-2])
        if word[:-2].endswith(_DOUBLED):
            yield word[:-3]
    elif word.endswith("ing") and len(word) > 4:
        yield from (word[:-3], word[:-3] + "e")
        if word[:-3].endswith(_DOUBLED):
            yield word[:-4]


def _for_kokoro(phones: str) -> str:
    # Kokoro 1.0 was trained with T for the tap of "water" and with t for the catch of "button".
    return phones.replace("ɾ", "T").replace("ʔ", "t")
