"""Rendered text that knows where every character came from, and which facts it depends on."""

from __future__ import annotations

import bisect
import itertools
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from herald.media import Place
from herald.template.faults import at
from herald.template.values import Passage

_MEANS_SOMETHING = re.compile(r"[\\`*_\[\]<>&|~]|\{(?=[{%])")
"""What Markdown, or Herald's tags, would take for markup."""

_BEGINS_SOMETHING = re.compile(r"(\d{1,9})([.)])(?=\s|$)|[-+#=]")
"""What Markdown would take for a list or a heading at the beginning of a line."""

_NUMBER_BEGINS_LINE = re.compile(r"(?:^|\n)[ \t]*(?:[-*+>][ \t]+)*\d{1,9}\Z")

_LINE_BEGIN = re.compile(r"(?:^|\n)[ \t]*(?:(?:[-*+>]|\d{1,9}[.)])[ \t]+)*\Z")


@dataclass(frozen=True)
class Run:
    """Characters of one line that came from one place.

    Attributes:
        length: how many characters.
        place: of the first one.
        follows: the others stand behind it, one by one; else all have its place.
        is_value: they are data, not the template's own words.
        offset: in the template, of the text or of the expression; -1 for none.
        facts: that they depend on.
    """

    length: int
    place: Place
    follows: bool
    is_value: bool = False
    offset: int = -1
    facts: frozenset[str] = frozenset()


class Traced(str):
    """A string with its runs, whose lengths add up to its own."""

    runs: tuple[Run, ...]

    def __new__(cls, text: str, runs: Sequence[Run]) -> Traced:
        """Return the string; `runs` cover it."""
        new = super().__new__(cls, text)
        new.runs = tuple(runs)
        return new

    def __str__(self) -> Traced:
        # Jinja2 calls str() on everything that it puts out, and the runs must survive that.
        return self


def lines_of(text: str, place: Place, offset: int = -1) -> Traced:
    """Return text that stands in a file as it is, from `place` on."""
    runs: list[Run] = []
    line = place
    for written in re.findall(r"[^\n]*\n|[^\n]+", text):
        runs.append(Run(len(written), line, follows=True, offset=offset))
        offset += len(written) if offset >= 0 else 0
        line = Place(place.path, line.line + 1, 1)
    return Traced(text, runs)


def value(text: str, place: Place, offset: int, facts: frozenset[str]) -> Traced:
    """Return data, in which nothing is markup."""
    escaped = _MEANS_SOMETHING.sub(r"\\\g<0>", text)
    return Traced(escaped, [Run(len(escaped), place, False, True, offset, facts)])


def passage(written: Passage, offset: int, facts: frozenset[str]) -> Traced:
    """Return Markdown from a data file."""
    lines = written.text.rstrip().split("\n")
    kept = [line + "\n" for line in lines[:-1]] + lines[-1:]
    places = itertools.chain(written.places, itertools.repeat(written.places[-1]))
    runs = [
        Run(len(line), place, follows=True, offset=offset, facts=facts)
        for line, place in zip(kept, places, strict=False)
    ]
    return Traced("".join(kept), runs)


def with_facts(text: Traced, facts: frozenset[str]) -> Traced:
    """Return the text with more facts that it depends on."""
    return Traced(text, [replace(run, facts=run.facts | facts) for run in text.runs]) if facts else text


def joined(parts: Iterable[str]) -> Traced:
    """Return the parts one after another."""
    listed = list(parts)
    runs = [run for part in listed if isinstance(part, Traced) for run in part.runs]
    return Traced("".join(listed), runs)


@dataclass(frozen=True)
class Rendered:
    """Markdown that a template gave.

    Attributes:
        text: what the script reader reads.
        runs: where it came from, in order.
        facts: every fact that was asked for, also where nothing came of it.
        branches: places of tags that asked for facts and put nothing out, with these facts.
    """

    text: str
    runs: tuple[Run, ...]
    facts: frozenset[str] = frozenset()
    branches: tuple[tuple[Place, frozenset[str]], ...] = ()
    _starts: list[int] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        starts = itertools.accumulate((run.length for run in self.runs), initial=0)
        object.__setattr__(self, "_starts", list(starts)[:-1])

    def place(self, offset: int) -> Place:
        """Return where a character came from."""
        i = bisect.bisect_right(self._starts, offset) - 1
        run = self.runs[max(i, 0)]
        return at(run.place, offset - self._starts[i]) if run.follows and i >= 0 else run.place

    def facts_between(self, start: int, stop: int) -> frozenset[str]:
        """Return the facts that some of the text depends on."""
        first = max(bisect.bisect_right(self._starts, start) - 1, 0)
        last = bisect.bisect_left(self._starts, stop)
        return frozenset().union(*(run.facts for run in self.runs[first:last]))

    def lines(self) -> list[tuple[str, Place]]:
        """Return the rendered lines, each with the place where it begins."""
        offset, found = 0, []
        for line in self.text.split("\n"):
            found.append((line, self.place(min(offset, max(len(self.text) - 1, 0)))))
            offset += len(line) + 1
        return found


def assembled(parts: Iterable[Traced]) -> tuple[str, tuple[Run, ...]]:
    """Return text and runs, with what depends on neighbours put right.

    Data at the beginning of a line is kept from becoming a list or a heading ("3. Oktober ..."), and after
    data that ends in a full stop the template's own stop is left out ("until 5 p.m.").
    """
    pieces: list[str] = []
    runs: list[Run] = []
    tail = ""
    after_stop = after_value = False
    for part in parts:
        position = 0
        for run in part.runs:
            text = part[position : position + run.length]
            position += run.length
            if run.is_value:
                text = _not_a_block(text, tail)
            elif after_stop and text.startswith(".") and not text.startswith(".."):
                text = text[1:]
                run = replace(run, place=at(run.place, 1), offset=run.offset + 1)
            if not text:
                continue
            if not run.is_value and text[0] in ".)" and after_value and _NUMBER_BEGINS_LINE.search(tail):
                # "{{ count }}. And so on" is no list either.
                pieces.append("\\")
                runs.append(replace(run, length=1, follows=False))
            after_value = run.is_value
            after_stop = run.is_value and text.endswith(".")
            tail = (tail + text)[-200:]
            pieces.append(text)
            runs.append(run if run.length == len(text) else replace(run, length=len(text)))
    return "".join(pieces), tuple(runs)


def _not_a_block(text: str, before: str) -> str:
    match = _BEGINS_SOMETHING.match(text)
    if not match or not _LINE_BEGIN.search(before):
        return text
    return f"{match[1]}\\{text[match.end(1) :]}" if match[1] else f"\\{text}"
