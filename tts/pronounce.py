"""All that decides how a text is read, in the order of who knows best: the script, the lexicon, the rules."""

from __future__ import annotations

from collections.abc import Iterable

from tts.aloud import Fixed, Reading, read_aloud, spelled_out
from tts.lexicon_file import WordList
from tts.markup import Given


def read_with(
    text: str, language: str, words: WordList | None = None, given: Iterable[Given] = ()
) -> Reading:
    """Return what is said for a text.

    Args:
        text: without markup.
        language: BCP-47.
        words: the lexicon of the language.
        given: what the script says of stretches of the text, in order.
    """
    fixed = [_fixed(text, language, stretch) for stretch in given]
    for found in words.find(text) if words else ():
        if all(found.stop <= taken.start or taken.stop <= found.start for taken in fixed):
            fixed.append(found)
    return read_aloud(text, language, sorted(fixed, key=lambda stretch: stretch.start))


def _fixed(text: str, language: str, stretch: Given) -> Fixed:
    written = text[stretch.start : stretch.stop]
    spoken = spelled_out(written, language) if stretch.kind == "spell" else written
    return Fixed(stretch.start, stretch.stop, spoken, stretch.phones)
