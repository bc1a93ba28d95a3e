"""Which reader turns a language into Kokoro's letters."""

from __future__ import annotations

from tts.espeak import Espeak
from tts.spoken import Reader

LANGUAGES = ("en-us", "en-gb", "es", "fr", "hi", "it", "ja", "pt-br", "zh")
"""The languages that there is a reader for."""


def reader_of(language: str, espeak: Espeak) -> Reader:
    """Return the reader of one of LANGUAGES; its tables are read when its first text is.

    Args:
        language: one of LANGUAGES.
        espeak: says what the reader's own tables lack.
    """
    from tts.english import English

    if language in ("en-us", "en-gb"):
        return English(british=language == "en-gb", espeak=espeak)
    if language == "zh":
        from tts.chinese import Chinese

        return Chinese(English(british=False, espeak=espeak))
    if language == "ja":
        from tts.japanese import Japanese

        return Japanese(English(british=False, espeak=espeak))
    from tts.by_espeak import ByEspeak

    return ByEspeak(language, espeak)
