"""Texts as Kokoro's letters, where eSpeak makes several words of one."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tts.aloud import read_aloud
from tts.espeak import Espeak
from tts.readers import reader_of


@pytest.fixture(scope="module")
def espeak() -> Iterator[Espeak]:
    espeak = Espeak()
    yield espeak
    espeak.close()


def letters_of(text: str, language: str, espeak: Espeak) -> str:
    said = reader_of(language, espeak).spoken(read_aloud(text, language))
    return " ".join(word.phones for word in said).translate({ord(c): "" for c in "ˈˌ"})


def test_letters_whose_names_are_two_words_are_said_where_they_stand(espeak: Espeak):
    said = letters_of("Véase www.example.org/noticias.", "es", espeak)
    assert said.index("uβe ðoβle uβe ðoβle uβe ðoβle punto") > said.index("bease")
    assert said.endswith("notiθjas")
    assert said.count("ðoβle") == 3
