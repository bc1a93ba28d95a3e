"""Text as people read it aloud: numbers, dates, times, money, abbreviations and the like become words."""

from tts.aloud.read import LANGUAGES, read_aloud, spelled_out
from tts.aloud.reading import Fixed, Reading, Span
from tts.aloud.said_as import DATE_ORDERS, KINDS, said_as

__all__ = [
    "DATE_ORDERS",
    "KINDS",
    "LANGUAGES",
    "Fixed",
    "Reading",
    "Span",
    "read_aloud",
    "said_as",
    "spelled_out",
]
