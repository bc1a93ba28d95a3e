"""Where the sentences of a text stand, with the markup that belongs to them.

A translated text is the source with its sentences replaced. Everything between them stays: settings, the
signs of headings and lists, pauses between two sentences, comments, the tags of templates.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from herald.script.blocks import Block, read_plain
from herald.script.clean import cleaned
from herald.script.front import read_front
from herald.script.located import Located
from herald.script.markdown import read_markdown
from herald.script.read import block_spans
from herald.script.source import Faults, Source

_STANDS_FOR_A_VALUE = "Xxxx"
"""What the reader of Markdown sees in place of a variable: a word with a capital, so that a sentence may
begin with it."""

_GAPS = re.compile(
    r"""
    (?P<comment><!--.*?-->)
  | (?P<expression>\{\{.*?\}\})
  | (?P<line>^[ \t]*(?:(?:\{%(?:(?!%\}).)*%\}|\{\#(?:(?!\#\}).)*\#\})[ \t]*)+(?:\n|\Z))
  | (?P<tag>\{%.*?%\}|\{\#.*?\#\})
    """,
    re.VERBOSE | re.DOTALL | re.MULTILINE,
)

_SKELETON = re.compile(
    r"""
    (?P<between>\s+|\[pause[^\]\n]*\]|<!--.*?-->|\{%.*?%\}|\{\#.*?\#\}|^[ \t]*>+)
  | \[/?[a-z]+[^\[\]\n]*\](?!\()
  | .
    """,
    re.VERBOSE | re.DOTALL | re.MULTILINE,
)
"""What lies between two sentences: white space, pauses, comments; the rest belongs to one of them."""

_ENDS = (".", "!", "?", ":", "…")

_TABLE = ("row", "columns")
"""Kinds that are whole lines, between the bars at their ends."""

_FOLDED = re.compile(r"\s*\n[ \t>]*")
_CJK = re.compile(r"[\u3000-\u30ff\u3400-\u9fff\uff00-\uffef]")

_WRITES_NO_SPACES = frozenset({"zh", "ja", "yue", "th", "lo", "km", "my"})


@dataclass(frozen=True)
class Span:
    """A sentence, or a row of a table, in its text.

    Attributes:
        start, stop: characters, half-open, with the markup that belongs to the sentence.
        spoken_at: the first character that is spoken, by which a sentence's place is known.
        kind: "sentence", "heading", "item", "quote", "row", or "columns" for the heading of a table.
        block: number of the paragraph, heading or item that it is in.
    """

    start: int
    stop: int
    spoken_at: int
    kind: str
    block: int


def masked(text: str) -> Located:
    """Return a text as the reader of Markdown may see it: a word for a variable, nothing for a tag."""
    parts: list[Located] = []
    position = 0
    for match in _GAPS.finditer(text):
        if match.lastgroup == "comment":
            continue
        start, stop = match.span()
        parts.append(Located.at(text[position:start], position))
        if match.lastgroup == "expression":
            word = _STANDS_FOR_A_VALUE
            parts.append(Located(word, (start,) * (len(word) - 1) + (stop - 1,)))
        elif match.lastgroup == "line" and not _in_table(text, start, stop):
            parts.append(Located.added("\n", start))
        elif match.lastgroup == "tag" and text[start - 1 : start] in _ENDS:
            # "{% if open %}Open.{% else %}Closed.{% endif %}" has two sentences.
            parts.append(Located.added(" ", start))
        position = stop
    return Located.join([*parts, Located.at(text[position:], position)])


def _in_table(text: str, start: int, stop: int) -> bool:
    """Say whether a line of tags stands beside a row of a table, which an empty line would end."""
    before = text[:start].rstrip("\n").rpartition("\n")[2]
    return text.startswith("|", stop) or before.startswith("|")


def spans_of(text: str, language: str, *, markdown: bool = True) -> tuple[Span, ...]:
    """Find the sentences of a script, of the words of a template, or of a text in data.

    Args:
        text: as written, with settings, variables and tags.
        language: whose rules say where sentences end.
        markdown: False for plain text.

    Returns:
        in order; they do not overlap. What cannot be read aloud has none.
    """
    seen = masked(text)
    source = Source(Path("text.md"), seen.text, "")
    faults = Faults(source)
    n_front = read_front(source, faults).n_lines
    blocks = read_markdown(source, n_front, faults) if markdown else list(read_plain(source, n_front, faults))
    found: list[Span] = []
    header = -1
    for number, block in enumerate(blocks):
        words = cleaned(block.passage.text)
        if not words:
            continue
        if block.kind == "cell":
            rows = list(_rows(seen, source, words.offsets[0], number, header))
            header = header if len(rows) == 1 else rows[0].start
            found += rows
            continue
        found += _sentences(seen, words, block, number, language)
    return tuple(_widened(text, found))


def _sentences(seen: Located, words: Located, block: Block, number: int, language: str) -> Iterator[Span]:
    for start, stop in block_spans(block, words, language):
        first = seen.offsets[words.offsets[start]]
        last = seen.offsets[words.offsets[stop - 1]]
        yield Span(first, last + 1, first, block.kind, number)


def _rows(seen: Located, source: Source, offset: int, number: int, header: int) -> Iterator[Span]:
    """Give the row that a character stands in, and before the first row of a table its heading."""
    line = source.place(offset).line - 1
    top = line
    while top > 0 and "|" in source.lines[top - 1]:
        top -= 1
    titles = _row(seen, source, top, number, "columns")
    if titles.start > header:
        yield titles
    yield _row(seen, source, line, number, "row")


def _row(seen: Located, source: Source, line: int, number: int, kind: str) -> Span:
    written = source.lines[line]
    inside = written.strip().removeprefix("|").removesuffix("|").strip()
    start = source.line_start(line) + written.index(inside)
    first, last = seen.offsets[start], seen.offsets[start + len(inside) - 1]
    return Span(first, last + 1, first, kind, number)


def _widened(text: str, found: Sequence[Span]) -> Iterator[Span]:
    """Give each sentence the markup that touches it."""
    starts, stops = [span.start for span in found], [span.stop for span in found]
    for i in range(len(found) + 1):
        before, after = (i - 1 if i else None), (i if i < len(found) else None)
        begin = 0 if before is None else found[before].stop
        end = len(text) if after is None else found[after].start
        sentence = "" if before is None else text[found[before].start : begin]
        closes, opens = _shares(text[begin:end], sentence, is_last=after is None)
        if before is not None and found[before].kind not in _TABLE:
            stops[before] += closes
        if after is not None and found[after].kind not in _TABLE:
            starts[after] -= opens
    for span, start, stop in zip(found, starts, stops, strict=True):
        yield replace(span, start=start, stop=stop)


def _shares(gap: str, sentence: str, *, is_last: bool) -> tuple[int, int]:
    """Return how many characters of a gap belong to the sentence before it and to the one after it.

    Args:
        gap: between two sentences.
        sentence: the one before; empty before the first.
        is_last: there is none after it.
    """
    tokens = ((match.span(), match["between"] is not None) for match in _SKELETON.finditer(gap))
    between = [span for span, is_between in tokens if is_between]
    if between:
        return between[0][0], len(gap) - between[-1][1]
    if not sentence:
        return 0, len(gap)
    # Chinese and Japanese put no space between sentences: what is open is closed here, else opened.
    closes = any(sentence.count(mark) % 2 for mark in ("**", "__", "`") if mark in gap)
    is_emphasis = re.fullmatch(r"[*_`]+", gap) is not None
    return (0, len(gap)) if is_emphasis and not closes and not is_last else (len(gap), 0)


def words_of(text: str, span: Span) -> str:
    """Return a sentence on one line, without the signs that quotes and lists have at the left."""
    written = text[span.start : span.stop]

    def folded(match: re.Match[str]) -> str:
        before, after = written[match.start() - 1 : match.start()], written[match.end() : match.end() + 1]
        return "" if _CJK.match(before) and _CJK.match(after) else " "

    return _FOLDED.sub(folded, written)


def replaced(
    text: str, spans: Sequence[Span], translations: Sequence[str], source_language: str, language: str
) -> tuple[str, tuple[tuple[int, int], ...]]:
    """Put translations in the place of sentences.

    Args:
        text: the source.
        spans: its sentences.
        translations: one for each.
        source_language, language: from and to; Chinese and Japanese have no spaces between sentences.

    Returns:
        the new text, and where in it each translation stands.
    """
    has_spaces = language.split("-")[0] not in _WRITES_NO_SPACES
    joins_alike = has_spaces == (source_language.split("-")[0] not in _WRITES_NO_SPACES)
    parts: list[str] = []
    places: list[tuple[int, int]] = []
    position = length = 0
    for i, (span, words) in enumerate(zip(spans, translations, strict=True)):
        gap = text[position : span.start]
        is_joint = i > 0 and spans[i - 1].block == span.block and not gap.strip() and "\n" not in gap
        if is_joint and not joins_alike:
            gap = " " if has_spaces else ""
        length += len(gap)
        places.append((length, length + len(words)))
        length += len(words)
        parts += [gap, words]
        position = span.stop
    return "".join([*parts, text[position:]]), tuple(places)
