"""The one function of the package: text in, the words that are said out."""

from __future__ import annotations

import importlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Protocol

from tts.aloud.reading import Fixed, Reading, Span
from tts.aloud.rules import Rule, apply


class Language(Protocol):
    """What reading a text in a language takes."""

    spaced: bool
    same_as: Mapping[int, int]

    def rules(self) -> tuple[Rule, ...]:
        """Return its rules, the particular before the general."""

    def letters(self, letters: str) -> str:
        """Spell."""

    def cardinal(self, number: int, form: str = "") -> str:
        """Say a whole number."""

    def ordinal(self, number: int) -> str:
        """Say an ordinal number."""

    def telephone_group(self, written: str) -> str:
        """Say a group of a telephone number."""


@dataclass(frozen=True)
class Loaded:
    """A language and its rules."""

    language: Language
    rules: tuple[Rule, ...]


_MODULES = {
    **{"en": "english", "es": "spanish", "fr": "french", "it": "italian", "pt": "portuguese", "de": "german"},
    **{"hi": "hindi", "ja": "japanese", "zh": "chinese"},
}

LANGUAGES = tuple(_MODULES)
"""Languages that are read; the first part of a BCP-47 tag."""


def read_aloud(text: str, language: str, fixed: Iterable[Fixed] = ()) -> Reading:
    """Return what a good newsreader says for a text.

    Args:
        text: plain text of one or more sentences.
        language: BCP-47, such as "en-gb" or "pt-br". Text in a language without rules comes back unchanged.
        fixed: stretches whose reading is given, in order and apart from each other.
    """
    loaded = load(language.lower().replace("_", "-"))
    if loaded is None:
        return apply(text, (), fixed)
    return apply(text, loaded.rules, fixed, loaded.language.spaced, loaded.language.same_as)


def spelled_out(letters: str, language: str) -> str:
    """Return the names of letters and digits, one by one, as a language says them."""
    loaded = load(language.lower().replace("_", "-"))
    characters = "".join(c for c in letters if c.isalnum())
    return " ".join(characters.upper()) if loaded is None else loaded.language.letters(characters)


@cache
def load(language: str) -> Loaded | None:
    """Return a language with its rules, ready to read; None where there are none. `language` is BCP-47."""
    first = language.partition("-")[0]
    if first not in _MODULES:
        return None
    # Each language's tables are read when its first text is.
    made: Language = importlib.import_module(f"tts.aloud.{_MODULES[first]}").language(language)
    return Loaded(made, made.rules())


__all__ = ["LANGUAGES", "Fixed", "Reading", "Span", "read_aloud", "spelled_out"]
