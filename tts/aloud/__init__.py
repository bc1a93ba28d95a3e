"""Text as people read it aloud: numbers, dates, times, money, abbreviations and the like become words."""

from tts.aloud.read import LANGUAGES, read_aloud, spelled_out
from tts.aloud.reading import Fixed, Reading, Span

__all__ = ["LANGUAGES", "Fixed", "Reading", "Span", "read_aloud", "spelled_out"]
