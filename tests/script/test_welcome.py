"""The welcome that Herald comes with: one announcement in nine languages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from herald.script import read_script
from herald.workspace import CHECKOUT
from tts.aloud import read_aloud
from tts.voices import default_voice, find_voice

LANGUAGES = ("en", "en-gb", "es", "fr", "hi", "it", "ja", "pt-br", "zh")


def path_of(language: str) -> Path:
    return CHECKOUT / "scripts_in" / f"welcome.{language}.md"


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_the_same_announcement_in_its_language(language: str):
    script = read_script(path_of(language))
    assert script.language == language
    assert find_voice(script.voice, language) == default_voice(language)
    assert [sentence.kind for sentence in script.sentences].count("item") == 3
    assert script.sentences[0].kind == "heading"


@pytest.mark.parametrize("language", LANGUAGES)
def test_its_date_time_price_and_telephone_number_are_read_as_words(language: str):
    script = read_script(path_of(language))
    figures = [sentence.text for sentence in script.sentences if re.search(r"\d", sentence.text)]
    assert len(figures) == 1
    (text,) = figures
    assert re.search(r"[€£$₹円元]", text) and "9" in text and "5" in text
    assert len(re.findall(r"\d+", text)) >= 6
    assert not re.search(r"\d", read_aloud(text, language).spoken)
