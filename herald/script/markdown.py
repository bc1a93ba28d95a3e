"""A Markdown script's blocks: what is read, what is skipped, and what is refused and why."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from herald.media import SentenceKind
from herald.script.blocks import (
    BREAK_PAUSE_MS,
    HEADING_PAUSE_MS,
    ITEM_PAUSE_MS,
    PARAGRAPH_PAUSE_MS,
    Block,
)
from herald.script.inline import Passage, footnote_refusal, html_refusal, parser, read_inline
from herald.script.located import Located
from herald.script.source import Faults, Source

if TYPE_CHECKING:
    from markdown_it.token import Token

MOST_COLUMNS = 4
"""A row with more cells than this cannot be followed by ear."""

_HIGHEST_FIRST_NUMBER = 99
_TASK_BOX = re.compile(r"\[[ xX]\]\s+")
_COMMENTS = re.compile(r"(?:\s*<!--.*?-->)+", re.DOTALL)


@dataclass
class _Reader:
    """The state of one walk over a document's tokens."""

    source: Source
    faults: Faults
    lines: list[str]

    def blocks(self, tokens: list[Token]) -> Iterator[Block]:
        """Give the blocks in order."""
        inside: list[str] = []
        at = 0
        while at < len(tokens):
            token = tokens[at]
            if token.type == "table_open":
                end = _closing(tokens, at)
                yield from self.table(tokens[at:end])
                at = end
                continue
            if token.type == "ordered_list_open":
                self.check_number(tokens, at)
            if token.nesting == 1:
                inside.append(token.type)
            elif token.nesting == -1:
                inside.pop()
            elif token.type == "inline":
                yield from self.words(token, inside)
            elif token.type == "hr":
                yield Block("sentence", Passage(Located("", ())), BREAK_PAUSE_MS)
            else:
                self.refuse(token)
            at += 1

    def words(self, token: Token, inside: list[str]) -> Iterator[Block]:
        """Give the block of a paragraph or heading."""
        content = self.locate(token, heading=inside[-1] == "heading_open")
        if not content:
            return
        footnote = re.match(r"\[\^[^\]\n]+\]:", content.text)
        if footnote:
            self.faults.add(content.offsets[0], *footnote_refusal()[:2], width=footnote.end())
            return
        passage = read_inline(content, token.children or [], self.faults)
        for match in re.finditer(r"\[\^[^\]\n]+\]", passage.text.text):
            self.faults.add(
                passage.text.offsets[match.start()], *footnote_refusal()[:2], width=len(match.group())
            )
        if inside[-1] == "heading_open":
            yield Block("heading", passage, HEADING_PAUSE_MS)
        elif "list_item_open" in inside:
            box = _TASK_BOX.match(passage.text.text)
            text = passage.text[box.end() :] if box else passage.text
            yield Block("item", replace(passage, text=text), ITEM_PAUSE_MS)
        else:
            kind: SentenceKind = "quote" if "blockquote_open" in inside else "sentence"
            yield Block(kind, passage, PARAGRAPH_PAUSE_MS)

    def locate(self, token: Token, heading: bool) -> Located:
        """Find the lines of a paragraph in the source; each of them ends a source line."""
        first = token.map[0] if token.map else 0
        parts: list[Located] = []
        for i, line in enumerate(token.content.split("\n")):
            if parts:
                parts.append(Located.at("\n", self.source.line_start(first + i) - 1))
            written = self.lines[first + i].rstrip()
            wanted = line.rstrip()
            if heading and not written.endswith(wanted):
                written = written.rstrip("#").rstrip()
            column = len(written) - len(wanted)
            parts.append(Located.at(line, self.source.line_start(first + i) + column))
        return Located.join(parts)

    def check_number(self, tokens: list[Token], at: int) -> None:
        """Refuse "2026. A good year", which Markdown takes for item 2026 of a list."""
        first = int(tokens[at].attrs.get("start", 1))
        n_items = sum(
            1
            for token in tokens[at : _closing(tokens, at)]
            if token.type == "list_item_open" and token.level == tokens[at].level + 1
        )
        if first > _HIGHEST_FIRST_NUMBER or (first > 1 and n_items == 1):
            line = (tokens[at].map or [0])[0]
            column = self.lines[line].index(str(first))
            self.faults.add(
                self.source.line_start(line) + column,
                f"Markdown takes '{first}.' at the start of a line for a number of a list, which is not read",
                f"Write {first}\\. to have it read.",
                width=len(str(first)) + 1,
            )

    def refuse(self, token: Token) -> None:
        """Note why a block cannot be read aloud, unless it is a comment."""
        line = (token.map or [0])[0]
        text = self.lines[line]
        offset = self.source.line_start(line) + len(text) - len(text.lstrip())
        width = max(1, len(text.strip()))
        if token.type == "html_block":
            self.refuse_html(token.content, offset)
        elif token.type == "code_block":
            self.faults.add(
                offset,
                "a line that begins with four spaces is code in Markdown, and code cannot be read aloud",
                "Take the spaces away if these are words.",
                width,
            )
        else:
            self.faults.add(offset, "code cannot be read aloud", "Delete it, or say it in words.", width)

    def refuse_html(self, content: str, offset: int) -> None:
        """Note why HTML is refused; a comment is not."""
        comments = _COMMENTS.match(content)
        rest = content[comments.end() :] if comments else content
        if not rest.strip():
            return
        if comments:
            self.faults.add(
                offset,
                f"Markdown does not read what follows a comment on its last line: {rest.strip()[:40]}",
                "Begin a new line after the comment.",
                width=4,
            )
        elif content.lstrip().startswith("<!--"):
            self.faults.add(offset, "this comment never ends", "Close it with -->", width=4)
        else:
            self.faults.add(offset, *html_refusal(content.lstrip()))

    def table(self, tokens: list[Token]) -> Iterator[Block]:
        """Give a block for each row of a table, read as "first cell: second cell"."""
        rows = [[]]  # type: list[list[Token]]
        for token in tokens:
            if token.type == "tr_open":
                rows.append([])
            elif token.type == "inline":
                rows[-1].append(token)
        header, *body = rows[1:]
        line = (tokens[0].map or [0])[0]
        if len(header) > MOST_COLUMNS:
            self.faults.add(
                self.source.line_start(line),
                f"a table of {len(header)} columns cannot be followed by ear (at most {MOST_COLUMNS})",
                "Say it in sentences, or split the table.",
                width=len(self.lines[line]),
            )
            return
        titles = [cell.content for cell in header]
        blocks = [block for row in body if (block := self.row(titles, row))]
        yield from blocks[:-1]
        if blocks:
            yield replace(blocks[-1], pause_after_ms=PARAGRAPH_PAUSE_MS)

    def row(self, titles: list[str], cells: list[Token]) -> Block | None:
        """Give the block of one row: two cells as "a: b", more as "a: title b, title c"."""
        line = (cells[0].map or [0])[0]
        position = 0
        passages: list[tuple[str, Passage]] = []
        for title, cell in zip(titles, cells, strict=False):
            content, position = self.locate_cell(line, cell.content, position)
            if content:
                passages.append((title, read_inline(content, cell.children or [], self.faults)))
        extra = self.lines[line][position:].strip(" \t|")
        if extra:
            self.faults.add(
                self.source.line_start(line) + self.lines[line].index(extra, position),
                "this row has more cells than the table has columns, and Markdown drops them",
                "Add a column, or write \\| for a bar inside a cell.",
                width=len(extra),
            )
        if not passages:
            return None
        return Block("cell", _sentence_of_row(passages, two=len(titles) <= 2), ITEM_PAUSE_MS, whole=True)

    def locate_cell(self, line: int, content: str, position: int) -> tuple[Located, int]:
        """Find a cell in its line, from `position` on, and return where it ends."""
        if not content:
            bar = self.lines[line].find("|", position)
            return Located("", ()), bar if bar >= 0 else position
        written = content.replace("|", "\\|")
        column = self.lines[line].index(written, position)
        found = Located.at(written, self.source.line_start(line) + column)
        unescaped = found.sub(re.compile(r"\\\|"), lambda match: "|")
        return unescaped, column + len(written)


def read_markdown(source: Source, first_line: int, faults: Faults) -> list[Block]:
    """Read a Markdown script.

    Args:
        source: the script.
        first_line: where the words begin, counted from 0; what is above are the settings.
        faults: receives what cannot be read aloud.
    """
    lines = source.lines
    # Empty lines in place of the settings keep the parser's line numbers right.
    body = "\n".join([*[""] * first_line, *lines[first_line:]])
    reader = _Reader(source, faults, lines)
    blocks = list(reader.blocks(parser().parse(body)))
    # A list is followed by a longer pause than its items are.
    for i, (block, following) in enumerate(pairwise(blocks)):
        if block.kind == "item" and following.kind != "item":
            blocks[i] = replace(block, pause_after_ms=PARAGRAPH_PAUSE_MS)
    return blocks


def _closing(tokens: list[Token], at: int) -> int:
    """Return the index behind the token that closes the one at `at`."""
    depth = 0
    for i in range(at, len(tokens)):
        depth += tokens[i].nesting
        if depth == 0:
            return i + 1
    return len(tokens)


def _sentence_of_row(passages: list[tuple[str, Passage]], two: bool) -> Passage:
    parts: list[Located] = []
    for i, (title, passage) in enumerate(passages):
        offset = passage.text.offsets[0] if passage.text else 0
        if i:
            parts.append(Located.added(": " if i == 1 else ", ", offset))
        if i and title and not two:
            parts.append(Located.added(f"{title} ", offset))
        parts.append(passage.text)
    tags = tuple(tag for _, passage in passages for tag in passage.tags)
    return Passage(Located.join(parts), tags)
