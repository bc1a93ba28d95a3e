"""Pronunciation that a script gives in place: `[[herald|ˈhɛrəld]]` and `[spell]NHS[/spell]`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from tts.ipa_letters import first_stranger

_TAG = re.compile(r"\[\[|\]\]|\[/?spell\]", re.IGNORECASE)


@dataclass(frozen=True)
class Given:
    """A stretch of text that a script says how to pronounce.

    Attributes:
        start, stop: in the text without markup, half-open.
        kind: "phones", or "spell" for letter by letter.
        phones: IPA; empty for "spell".
    """

    start: int
    stop: int
    kind: Literal["phones", "spell"]
    phones: str = ""


@dataclass(frozen=True)
class MarkupFault:
    """Something wrong with the markup.

    Attributes:
        position, width: the characters concerned, in the text with markup.
        message: what is wrong.
        suggestion: what to do.
    """

    position: int
    width: int
    message: str
    suggestion: str


@dataclass(frozen=True)
class Marked:
    """A text, its markup taken out.

    Attributes:
        text: what captions show.
        given: in order and apart from each other.
        kept: for each character of `text` its position in the text with markup.
        faults: what could not be understood; that stays in `text`.
    """

    text: str
    given: tuple[Given, ...]
    kept: tuple[int, ...]
    faults: tuple[MarkupFault, ...]


def read_markup(source: str) -> Marked:
    """Take the markup out of a text."""
    return _Scan(source).run()


class _Scan:
    def __init__(self, source: str) -> None:
        self._source = source
        self._kept: list[int] = []
        self._given: list[Given] = []
        self._faults: list[MarkupFault] = []

    def run(self) -> Marked:
        position = 0
        while tag := _TAG.search(self._source, position):
            self._keep(position, tag.start())
            name = tag[0].lower()
            if name == "[[":
                position = self._phones(tag.start())
            elif name == "[spell]":
                position = self._spell(tag)
            else:
                opening = "[[" if name == "]]" else "[spell]"
                self._fault(
                    tag.start(), tag.end(), f"'{tag[0]}' closes nothing.", f"Put {opening} before it."
                )
                position = tag.end()
        self._keep(position, len(self._source))
        text = "".join(self._source[i] for i in self._kept)
        return Marked(text, tuple(self._given), tuple(self._kept), tuple(self._faults))

    def _keep(self, start: int, stop: int) -> None:
        self._kept += range(start, stop)

    def _fault(self, start: int, stop: int, message: str, suggestion: str) -> None:
        self._faults.append(MarkupFault(start, stop - start, message, suggestion))
        self._keep(start, stop)

    def _phones(self, start: int) -> int:
        stop = self._source.find("]]", start)
        example = "[[herald|ˈhɛrəld]]"
        if stop < 0:
            self._fault(start, start + 2, "'[[' is never closed.", f"Write {example}.")
            return start + 2
        written, bar, phones = self._source[start + 2 : stop].partition("|")
        if not bar or not written.strip() or not phones.strip():
            self._fault(start, stop + 2, "a word and its phones are expected here.", f"Write {example}.")
            return stop + 2
        stranger = first_stranger(phones)
        if stranger:
            index, hint = stranger
            at = start + 2 + len(written) + 1 + index
            self._faults.append(
                MarkupFault(at, 1, f"{phones[index]!r} is no letter of the phonetic alphabet.", hint)
            )
        first = len(self._kept)
        self._keep(start + 2, start + 2 + len(written))
        if not stranger:
            self._given.append(Given(first, len(self._kept), "phones", " ".join(phones.split())))
        return stop + 2

    def _spell(self, tag: re.Match[str]) -> int:
        closing = re.compile(r"\[/spell\]", re.IGNORECASE).search(self._source, tag.end())
        if closing is None:
            self._fault(
                tag.start(), tag.end(), "'[spell]' is never closed.", "Put [/spell] after the letters."
            )
            return tag.end()
        if not any(character.isalnum() for character in self._source[tag.end() : closing.start()]):
            self._fault(
                tag.start(), closing.end(), "there is nothing to spell here.", "Write [spell]NHS[/spell]."
            )
            return closing.end()
        first = len(self._kept)
        self._keep(tag.end(), closing.start())
        self._given.append(Given(first, len(self._kept), "spell"))
        return closing.end()
