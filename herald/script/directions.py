"""What a script asks for besides its words: voices, paces, foreign phrases, pronunciations.

Markdown's tags and SSML's elements both become openings and closings at places of the source. Here they are
paired, and told apart by what they ask for.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

from herald.media import Given
from herald.script.located import Located
from herald.script.source import Faults

Asked = Literal["voice", "speed", "given"]

AS_BEFORE = "default"
"""The value of a voice or a pace that goes back to the script's own."""


@dataclass(frozen=True)
class Opening:
    """Where something begins that a script asks for.

    Attributes:
        offset, width: where the tag stands in the source.
        tag: its name, such as "voice" or "spell"; a closing of the same name ends it.
        asked: a voice's name, a pace, or how words are said; None goes back to the script's own.
        holds_on: whether it holds from here on where it is never closed.
    """

    offset: int
    width: int
    tag: str
    asked: str | float | Given | None
    holds_on: bool = False

    @property
    def kind(self) -> Asked:
        """What is asked for."""
        if isinstance(self.asked, Given):
            return "given"
        return "speed" if self.tag.startswith(("speed", "prosody")) else "voice"


@dataclass(frozen=True)
class Closing:
    """Where it ends."""

    offset: int
    width: int
    tag: str


@dataclass(frozen=True)
class _Stretch:
    """Something that is asked for from `start` up to `stop` of the source."""

    start: int
    stop: int
    opening: Opening


class Directions:
    """All that a script asks for, ready to be looked up by places of its source.

    Args:
        marks: openings and closings in the order of the source.
        end: where the source ends.
        faults: receives openings and closings without a partner.
    """

    def __init__(self, marks: Iterable[Opening | Closing], end: int, faults: Faults) -> None:
        self._stretches: list[_Stretch] = []
        opened: list[Opening] = []
        for mark in marks:
            if isinstance(mark, Opening):
                opened.append(mark)
                continue
            partner = next((one for one in reversed(opened) if one.tag == mark.tag), None)
            if partner is None:
                faults.add(
                    mark.offset,
                    f"[/{mark.tag}] closes nothing",
                    f"Put [{mark.tag} ...] before the words."
                    if mark.tag != "spell"
                    else "Put [spell] before it.",
                    mark.width,
                )
                continue
            opened.remove(partner)
            self._stretches.append(_Stretch(partner.offset, mark.offset, partner))
        for one in opened:
            if one.holds_on:
                self._stretches.append(_Stretch(one.offset, end, one))
                continue
            alone = ", or the tag on a line of its own, to hold from there on" if one.kind != "given" else ""
            faults.add(
                one.offset,
                f"[{one.tag}] is never closed",
                f"Put [/{one.tag}] behind the words{alone}.",
                one.width,
            )
        self._stretches.sort(key=lambda stretch: stretch.start)

    @property
    def voices(self) -> tuple[tuple[str, int, int], ...]:
        """Every voice that is asked for by name, with the place and the width of its tag."""
        openings = (stretch.opening for stretch in self._stretches)
        return tuple((one.asked, one.offset, one.width) for one in openings if isinstance(one.asked, str))

    def voice_at(self, offset: int) -> str | None:
        """Return the voice that is asked for at a place; None for the script's own."""
        asked = self._asked_at(offset, "voice")
        return asked if isinstance(asked, str) else None

    def speed_at(self, offset: int) -> float | None:
        """Return the pace that is asked for at a place; None for the script's own."""
        asked = self._asked_at(offset, "speed")
        return asked if isinstance(asked, float) else None

    def turns(self, text: Located) -> list[int]:
        """Return where in a text another voice or another pace begins."""
        edges = {edge for stretch in self._turning for edge in (stretch.start, stretch.stop)}
        places = sorted({text.index_of(edge) for edge in edges} - {0, len(text)})
        return [
            i
            for i in places
            if (self.voice_at(text.offsets[i]), self.speed_at(text.offsets[i]))
            != (self.voice_at(text.offsets[i - 1]), self.speed_at(text.offsets[i - 1]))
        ]

    def whole(self, text: Located) -> list[tuple[int, int]]:
        """Return the stretches of a text that are said as one thing, so that no sentence ends inside them."""
        return [
            (start, stop)
            for start, stop, given in self._given_in(text)
            if not given.language or given.read_as
        ]

    def given(self, text: Located) -> tuple[Given, ...]:
        """Return how stretches of a text are said; where one lies inside another, the inner one counts."""
        found: list[Given] = []
        for start, stop, given in self._given_in(text):
            # What is asked for later lies further inside.
            kept = [piece for one in found for piece in _without(one, start, stop, text.text)]
            found = [*kept, replace(given, start=start, stop=stop)]
        return tuple(sorted(found, key=lambda one: one.start))

    @property
    def _turning(self) -> list[_Stretch]:
        return [stretch for stretch in self._stretches if stretch.opening.kind != "given"]

    def _asked_at(self, offset: int, kind: Asked) -> object:
        # The one that begins last is the innermost.
        for stretch in reversed(self._stretches):
            if stretch.opening.kind == kind and stretch.start <= offset < stretch.stop:
                return stretch.opening.asked
        return None

    def _given_in(self, text: Located) -> Iterable[tuple[int, int, Given]]:
        for stretch in self._stretches:
            asked = stretch.opening.asked
            if not isinstance(asked, Given):
                continue
            start, stop = text.index_of(stretch.start), text.index_of(stretch.stop)
            inside = text.text[start:stop]
            start, stop = (
                start + len(inside) - len(inside.lstrip()),
                stop - len(inside) + len(inside.rstrip()),
            )
            if start < stop:
                yield start, stop, asked


def _without(given: Given, start: int, stop: int, text: str) -> list[Given]:
    """Return what is left of a stretch when another takes a part of it."""
    if given.stop <= start or stop <= given.start:
        return [given]
    pieces = [(given.start, min(given.stop, start)), (max(given.start, stop), given.stop)]
    left = []
    for begin, end in pieces:
        inside = text[begin : max(begin, end)]
        if any(character.isalnum() for character in inside):
            begin += len(inside) - len(inside.lstrip())
            left.append(replace(given, start=begin, stop=begin + len(inside.strip())))
    return left
