"""Spoken text, cut where a line may end, each piece with its time."""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from herald.media import Mark

if TYPE_CHECKING:
    import budoux

_NO_LINE_START = frozenset(
    "、。，．・：；？！ー―…‥゛゜ヽヾゝゞ々ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ）］｝〉》」』】〕〗”’,.!?:;)]}%％"
)
"""Characters that a line of Chinese or Japanese must not begin with (JIS X 4051, shortened)."""

_NO_LINE_END = frozenset("（［｛〈《「『【〔〖“‘([{$＄￥¥")


@dataclass(frozen=True)
class SpokenText:
    """A sentence as it is heard.

    Attributes:
        text: the sentence.
        words: word marks on the edition's clock, in order; at least one. Their symbols occur in `text` in
            that order; text between them belongs to the word before.
    """

    text: str
    words: tuple[Mark, ...]

    def __post_init__(self) -> None:
        if not self.words:
            raise ValueError(f"no word of {self.text!r} has a mark")


@dataclass(frozen=True)
class Token:
    """The least piece of text that stays together on a line.

    Attributes:
        text: without white space.
        after_space: there is white space before it.
        start, stop: when it is said, in samples.
    """

    text: str
    after_space: bool
    start: int
    stop: int

    @property
    def n_columns(self) -> int:
        """How wide it is."""
        return n_columns(self.text)


@dataclass(frozen=True)
class _Said:
    """A stretch `[first, last)` of the text and the samples in which it is said."""

    first: int
    last: int
    start: int
    stop: int

    def at(self, index: int) -> int:
        """Return when the character at `index` begins, as if all took equally long."""
        return self.start + (self.stop - self.start) * (index - self.first) // (self.last - self.first)


def n_columns(text: str) -> int:
    """Return the width of a text in columns: 2 for a full-width character, 0 for a combining one."""
    return len(text) if text.isascii() else sum(_width(character) for character in text)


def is_wide(text: str) -> bool:
    """Return whether most of the text is in full-width characters, as in Chinese, Japanese and Korean."""
    letters = [c for c in text if not c.isspace()]
    return sum(_width(c) == 2 for c in letters) * 2 > len(letters)


def tokens_of(spoken: SpokenText, most_columns: int, language: str = "") -> list[Token]:
    """Cut a sentence into tokens.

    Args:
        spoken: the sentence and its word marks.
        most_columns: no token is wider; longer words are cut.
        language: BCP-47; a Japanese line ends where a phrase does, with its particles.
    """
    said = list(_located(spoken))
    edges = {edge for stretch in said for edge in (stretch.first, stretch.last)}
    phrases = _phrase_edges(spoken.text) & edges if language.partition("-")[0].lower() == "ja" else edges
    spans: list[tuple[int, int, bool]] = []
    for chunk in re.finditer(r"\S+", spoken.text):
        cuts = _cuts(spoken.text, chunk.start(), chunk.end(), phrases, edges, most_columns)
        bounds = [chunk.start(), *cuts, chunk.end()]
        for first, last in itertools.pairwise(bounds):
            spans.append((first, last, first == chunk.start() and bool(spans)))
    times = _times([(first, last) for first, last, _ in spans], said)
    return [
        Token(spoken.text[first:last], after_space, start, stop)
        for (first, last, after_space), (start, stop) in zip(spans, times, strict=True)
    ]


def joined(tokens: Sequence[Token]) -> str:
    """Return the text of a line."""
    return "".join((" " if i and token.after_space else "") + token.text for i, token in enumerate(tokens))


def _located(spoken: SpokenText) -> Iterator[_Said]:
    position = 0
    for mark in spoken.words:
        first = spoken.text.find(mark.symbol, position) if mark.symbol else -1
        if first >= 0:
            position = first + len(mark.symbol)
            yield _Said(first, position, mark.start, mark.stop)


def _cuts(
    text: str, first: int, last: int, phrases: set[int], edges: set[int], most_columns: int
) -> list[int]:
    """Return where a run without white space may be cut: after phrases, else words, else characters."""
    inner = range(first + 1, last)
    may = [i for i in inner if text[i] not in _NO_LINE_START and text[i - 1] not in _NO_LINE_END]
    # Figures and Latin words in the run stay whole.
    may = [i for i in may if _is_unspaced(text[i - 1]) or _is_unspaced(text[i])]
    ended = {
        i for i in may if _is_unspaced(text[i]) and unicodedata.category(text[i - 1]) in ("Po", "Pe", "Pf")
    }
    between = {i for i in may if _is_unspaced(text[i - 1]) and _is_unspaced(text[i])}
    cuts = ended | between & phrases
    for finer in (between & edges, set(may)):
        for a, b in itertools.pairwise([first, *sorted(cuts), last]):
            if n_columns(text[a:b]) > most_columns // 2 and any(_is_unspaced(c) for c in text[a:b]):
                cuts |= {i for i in finer if a < i < b}
    cut: list[int] = []
    for a, b in itertools.pairwise([first, *sorted(cuts), last]):
        if n_columns(text[a:b]) > most_columns:
            cut += _forced(text, a, b, edges, most_columns)
        if b < last:
            cut.append(b)
    return cut


def _phrase_edges(text: str) -> set[int]:
    """Return where a Japanese phrase ends: a word with the particles and endings that lean on it."""
    return set(itertools.accumulate(len(phrase) for phrase in _japanese().parse(text)))


@cache
def _japanese() -> budoux.Parser:
    import budoux

    return budoux.load_default_japanese_parser()


def _forced(text: str, first: int, last: int, edges: set[int], most_columns: int) -> list[int]:
    """Cut a word that is wider than a line, at the edge of a mark where there is one."""
    cuts: list[int] = []
    start = first
    while n_columns(text[start:last]) > most_columns:
        stop = start + 1
        while n_columns(text[start : stop + 1]) <= most_columns:
            stop += 1
        known = [edge for edge in edges if start < edge <= stop]
        start = max(known) if known else stop
        cuts.append(start)
    return cuts


def _times(spans: Sequence[tuple[int, int]], said: Sequence[_Said]) -> list[tuple[int, int]]:
    """Give every span its time; spans that nothing was said about share the gap between their neighbours."""
    times: list[tuple[int, int] | None] = []
    for first, last in spans:
        over = [s for s in said if s.first < last and s.last > first]
        known = bool(over)
        times.append(
            (over[0].at(max(first, over[0].first)), over[-1].at(min(last, over[-1].last))) if known else None
        )
    filled: list[tuple[int, int]] = []
    for i, time in enumerate(times):
        if time is None:
            before = filled[-1][1] if filled else min(s.start for s in said) if said else 0
            following = next(((j, t) for j, t in enumerate(times[i:], i) if t is not None), None)
            if following is None:
                time = (before, before)
            else:
                j, (start, _) = following
                time = (before, before + (max(start, before) - before) // (j - i))
        filled.append(time)
    return filled


def _is_unspaced(character: str) -> bool:
    """Chinese characters and Japanese syllables: scripts that put no spaces between words."""
    code = ord(character)
    return (
        0x3040 <= code <= 0x30FF
        or 0x3400 <= code <= 0x4DBF
        or 0x4E00 <= code <= 0x9FFF
        or 0xF900 <= code <= 0xFAFF
        or 0x20000 <= code <= 0x3FFFF
        or character in "「『（《〈【々〇"
    )


def _width(character: str) -> int:
    if unicodedata.combining(character) or unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in ("W", "F") else 1
