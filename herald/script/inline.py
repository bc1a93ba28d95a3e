"""The words of one Markdown paragraph, with the place of every character.

markdown-it-py says on which lines a paragraph stands but not where in it a piece of text stands. A
state that notes the position whenever a token or pending text begins adds that.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from markdown_it import MarkdownIt
from markdown_it.parser_inline import ParserInline
from markdown_it.rules_inline import StateInline

from herald.script.located import Located
from herald.script.source import Faults
from herald.script.tags import Tag, take_tags

if TYPE_CHECKING:
    from markdown_it.token import Token

_START = "start"


@dataclass(frozen=True)
class Passage:
    """Running text without its markup.

    Attributes:
        text: the words; a line break of the source is a line feed.
        tags: what it asks for, in order.
        breaks: offsets of hard line breaks.
    """

    text: Located
    tags: tuple[Tag, ...] = ()
    breaks: tuple[int, ...] = ()


@dataclass
class _Words:
    """What a walk over the tokens has gathered so far."""

    faults: Faults
    parts: list[Located] = field(default_factory=list)
    tags: list[Tag] = field(default_factory=list)
    breaks: list[int] = field(default_factory=list)
    run: list[Located] = field(default_factory=list)

    def close_run(self) -> None:
        """Look for tags in the text since the last thing that cannot be part of one."""
        text, tags = take_tags(Located.join(self.run), self.faults)
        self.parts.append(text)
        self.tags += tags
        self.run.clear()


class _State(StateInline):
    """A parser state that notes in each token where its text begins."""

    def pushPending(self) -> Token:  # noqa: N802 - the library's name
        """Make a token of the text that no rule has claimed; it ends where the running rule began."""
        token = super().pushPending()
        token.meta[_START] = max(0, self.src.rfind(token.content, 0, self.pos))
        return token

    def push(self, ttype: str, tag: str, nesting: Any) -> Token:
        """Make a token of what the running rule found."""
        token = super().push(ttype, tag, nesting)
        token.meta.setdefault(_START, self.pos)
        return token


class _Inline(ParserInline):
    """The library's inline parser with our state."""

    def parse(self, src: str, md: MarkdownIt, env: Any, tokens: list[Token]) -> list[Token]:
        """Parse one paragraph."""
        state = _State(src, md, env, tokens)
        self.tokenize(state)
        for rule in self.ruler2.getRules(""):
            rule(state)
        return state.tokens


@functools.cache
def parser() -> MarkdownIt:
    """Return a parser for CommonMark with tables, whose inline tokens know where they begin."""
    md = MarkdownIt("commonmark")
    md.inline = _Inline()
    md.enable(["table", "strikethrough"])
    md.disable("linkify", ignoreInvalid=True)
    # Both rules join tokens, and a joined token begins in two places.
    md.disable(["text_join", "fragments_join"])
    return md


def read_inline(content: Located, children: list[Token], faults: Faults) -> Passage:
    """Read the words of one paragraph.

    Args:
        content: the paragraph's source as the parser saw it.
        children: its inline tokens.
        faults: receives what cannot be read aloud.
    """
    words = _Words(faults)
    position = 0
    for token in children:
        start = max(int(token.meta.get(_START, position)), position)
        position = _take(token, content, start, words)
    words.close_run()
    return Passage(Located.join(words.parts), tuple(words.tags), tuple(words.breaks))


def _take(token: Token, content: Located, start: int, words: _Words) -> int:
    """Gather one token and return where its text ends in `content`."""
    offset = content.offsets[min(start, len(content) - 1)]
    if token.type == "text":
        return _take_text(token.content, content, start, words)
    if token.type == "text_special":
        words.close_run()
        words.parts.append(Located.added(token.content, offset))
        return start + len(token.markup)
    if token.type == "code_inline":
        return _take_code(token, content, start, words)
    if token.type in ("softbreak", "hardbreak"):
        words.close_run()
        words.parts.append(Located.added("\n", offset))
        if token.type == "hardbreak":
            words.breaks.append(offset)
        return start
    for message, suggestion, width in _refusals(token, content, start):
        words.faults.add(offset, message, suggestion, width)
    return start


def _take_text(text: str, content: Located, start: int, words: _Words) -> int:
    if content.text.startswith(text, start):
        words.run.append(content[start : start + len(text)])
        return start + len(text)
    if content.text.startswith(text, start + 1):  # an <address>, whose token begins at the bracket
        words.run.append(content[start + 1 : start + 1 + len(text)])
        return start + 1 + len(text)
    # The shown text of an address may be decoded and no longer stand in the source.
    words.run.append(Located.added(text, content.offsets[min(start, len(content) - 1)]))
    return start


def _take_code(token: Token, content: Located, start: int, words: _Words) -> int:
    words.close_run()
    begin = start + len(token.markup)
    end = content.text.index(token.markup, begin + len(token.content))
    # CommonMark takes one space off both ends.
    lead = 1 if end - begin == len(token.content) + 2 else 0
    inner = content[begin + lead : begin + lead + len(token.content)]
    words.parts.append(Located(token.content, inner.offsets))
    return end + len(token.markup)


def _refusals(token: Token, content: Located, start: int) -> Iterator[tuple[str, str, int]]:
    if token.type == "image":
        yield (
            "Herald cannot show a picture in the video",
            "Delete it, or say in a sentence what it shows.",
            len(token.content) + 4,
        )
    elif token.type == "html_inline" and not token.content.startswith(("<!--", "</")):
        yield html_refusal(token.content)
    elif token.type == "s_open":
        yield (
            "this text is struck out, so it cannot be meant to be read",
            "Delete it, or the ~~ around it.",
            2,
        )
    elif token.type == "link_open" and content.text.startswith("[^", start - 1 if start else 0):
        yield footnote_refusal()


def html_refusal(tag: str) -> tuple[str, str, int]:
    """Return message, suggestion and width for a piece of HTML."""
    shown = tag.split("\n")[0].strip()
    if re.match(r"<br\b", tag, re.IGNORECASE):
        return (
            "HTML is not read",
            "Begin a new line for a new paragraph; a silence is written [pause 0.8].",
            len(shown),
        )
    return (
        f"HTML is not read: {shown}" if len(shown) <= 40 else "HTML is not read",
        "Delete the tag, or write the words in Markdown; a less-than sign is written \\<.",
        max(1, len(shown)),
    )


def footnote_refusal() -> tuple[str, str, int]:
    """Return message, suggestion and width for a footnote."""
    return "a footnote cannot be heard", "Say it in the sentence, or leave it out.", 2
