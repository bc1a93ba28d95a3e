"""Latin words inside a text of another script, said in English, as newsreaders there do."""

from __future__ import annotations

import re

from tts.aloud import read_aloud
from tts.english import English

LATIN = r"[A-Za-zÀ-ÖØ-öø-ɏ]+(?:['’.&+-]?[A-Za-zÀ-ÖØ-öø-ɏ]+)*"
"""A word, or an address without its figures; for use in a regular expression."""


def latin_letters(word: str, english: English) -> str:
    """Return Kokoro's letters for a Latin word; a single capital is the letter's name."""
    if re.fullmatch(r"[A-Z]", word):
        return english.spelled(word)
    spoken = english.spoken(read_aloud(word, "en-us"))
    return " ".join(said.phones for said in spoken if said.phones)
