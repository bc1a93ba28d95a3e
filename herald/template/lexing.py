"""A template's text cut into tokens, each with its exact place, which Jinja2 itself does not keep."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from herald.media import Place
from herald.template.faults import Faults

if TYPE_CHECKING:
    from jinja2 import Environment

_OPENING = ("if", "for", "macro", "call", "filter", "with", "set")
_INNER = {"else": ("if", "for"), "elif": ("if",)}


@dataclass(frozen=True)
class Token:
    """A part of a template.

    Attributes:
        kind: as Jinja2 calls it, such as "data" or "name".
        text: its characters.
        offset: of the first one.
        line: on which it begins, from 1.
    """

    kind: str
    text: str
    offset: int
    line: int


@dataclass
class Block:
    """A block tag that has an end.

    Attributes:
        name: "if", "for" and so on.
        start, stop: offsets of the tag's beginning and of the end tag's end.
    """

    name: str
    start: int
    stop: int = -1


class Lexed:
    """The tokens of one template.

    Args:
        path: of the file.
        text: what is in it, with line feeds.
        environment: knows the language.
        faults: receives characters that belong to no token, and blocks without an end or a beginning.
    """

    def __init__(self, path: Path, text: str, environment: Environment, faults: Faults) -> None:
        self.path = path
        self.text = text
        self._starts = [0, *(match.end() for match in re.finditer("\n", text))]
        self.is_good = True
        self.tokens = tuple(self._tokens(environment, faults))
        self.blocks = tuple(self._balanced(faults)) if self.is_good else ()
        self._with_words = frozenset(self._lines_with_words())
        self._names: dict[tuple[int, str], list[int]] = defaultdict(list)
        for token in self.tokens:
            if token.kind not in ("data", "whitespace", "comment"):
                self._names[token.line, token.text.strip()].append(token.offset)

    def place(self, offset: int) -> Place:
        """Return the place of a character."""
        line = self.text.count("\n", 0, offset) + 1
        return Place(self.path, line, offset - self._starts[line - 1] + 1)

    def find(self, name: str, line: int, from_offset: int = -1) -> int:
        """Return where a token stands on a line.

        Args:
            name: its text; empty for none.
            line: counted from 1.
            from_offset: tokens before this are taken only if there is none behind it.

        Returns:
            an offset; without such a token `from_offset` if it is on the line, else the line's first tag.
        """
        found = self._names.get((line, name), [])
        if found:
            return next((offset for offset in found if offset >= from_offset), found[0])
        start = self._starts[min(line, len(self._starts)) - 1]
        if start <= from_offset < start + len(self._line(start)):
            return from_offset
        tag = re.search(r"\{[{%]", self._line(start)) or re.search(r"\S", self._line(start))
        return start + (tag.start() if tag else 0)

    def _line(self, start: int) -> str:
        return self.text[start:].split("\n", 1)[0]

    def words(self, token: Token) -> Token:
        """Return template text without the end of a line that has nothing but tags on it.

        Such a line leaves no trace, and every other one keeps its end, so that a table or a list may have
        `{% for %}` and `{% if %}` between its rows and inside of them.
        """
        follows_tag = token.offset and self.text.startswith(("%}", "#}"), token.offset - 2)
        end = re.match(r"[ \t]*\n", token.text)
        if follows_tag and end and token.line not in self._with_words:
            return Token(token.kind, token.text[end.end() :], token.offset + end.end(), token.line + 1)
        return token

    def data(self) -> Iterator[Token]:
        """Give what is put out as it is and the beginnings of expressions, as Jinja2's tree has them."""
        return (t for t in self.tokens if (t.kind == "data" and t.text) or t.kind == "variable_begin")

    def opened(self, *names: str) -> list[Block]:
        """Return the blocks of some names in order, an `elif` counting as a block of its own."""
        return [block for block in self.blocks if block.name in names]

    def _lines_with_words(self) -> Iterator[int]:
        for token in self.tokens:
            if token.kind == "data":
                for line, written in enumerate(token.text.split("\n"), token.line):
                    if written.strip():
                        yield line
            elif token.kind in ("variable_begin", "variable_end"):
                yield token.line

    def _tokens(self, environment: Environment, faults: Faults) -> Iterator[Token]:
        from jinja2 import TemplateSyntaxError

        offset = 0
        try:
            for _, kind, text in environment.lex(self.text):
                # What Jinja2 leaves out is white space before a tag.
                while not self.text.startswith(text, offset):
                    offset += 1
                yield Token(kind, text, offset, self.text.count("\n", 0, offset) + 1)
                offset += len(text)
        except TemplateSyntaxError as error:
            self.is_good = False
            rest = re.compile(r"\S|\Z").search(self.text, min(offset, len(self.text)))
            faults.add(self.place(rest.start() if rest else offset), _plain(error.message or ""), _PAIRS)

    def _balanced(self, faults: Faults) -> Iterator[Block]:
        """Give the blocks in the order of their beginnings, and note those that do not pair."""
        found: list[Block] = []
        open_blocks: list[Block] = []
        for name, start, stop, has_end in self._tags():
            if name in _INNER:
                if not open_blocks or open_blocks[-1].name not in (*_INNER[name], "elif"):
                    self._unpaired(faults, start, name, f"stands in no {{% {_INNER[name][0]} %}}")
                elif name == "elif":
                    found.append(Block(name, start))
                    open_blocks.append(found[-1])
            elif name.startswith("end"):
                while open_blocks and open_blocks[-1].name == "elif":
                    open_blocks.pop().stop = stop
                if open_blocks and open_blocks[-1].name == name.removeprefix("end"):
                    open_blocks.pop().stop = stop
                elif any(block.name == name.removeprefix("end") for block in open_blocks):
                    while open_blocks[-1].name != name.removeprefix("end"):
                        self._never_ends(faults, open_blocks.pop())
                    open_blocks.pop().stop = stop
                else:
                    self._unpaired(faults, start, name, "ends nothing that was begun")
            elif has_end:
                found.append(Block(name, start))
                open_blocks.append(found[-1])
        for block in open_blocks:
            if block.name != "elif":
                self._never_ends(faults, block)
        yield from found

    def _unpaired(self, faults: Faults, start: int, name: str, why: str) -> None:
        self.is_good = False
        faults.add(self.place(start), f"this {{% {name} %}} {why}", "Delete it, or add what begins it.", 2)

    def _never_ends(self, faults: Faults, block: Block) -> None:
        self.is_good = False
        message = f"this {{% {block.name} %}} never ends"
        faults.add(self.place(block.start), message, f"Add {{% end{block.name} %}} where it is to end.", 2)

    def _tags(self) -> Iterator[tuple[str, int, int, bool]]:
        """Give name, start, stop and whether an end tag is needed, of every block tag."""
        inside: list[Token] = []
        start = 0
        for token in self.tokens:
            if token.kind == "block_begin":
                inside, start = [], token.offset
            elif token.kind == "block_end" and inside:
                name = inside[0].text
                assigned = name == "set" and any(t.kind == "operator" and t.text == "=" for t in inside)
                yield name, start, token.offset + len(token.text), name in _OPENING and not assigned
            elif token.kind != "whitespace":
                inside.append(token)


_PAIRS = "Every {{ needs its }}, every {% its %}, and every quotation mark its partner."


def _plain(message: str) -> str:
    """Return one of Jinja2's complaints without the names of its own parts."""
    message = re.sub(r"( at \d+)?\.?$", "", message)
    message = message.replace("'end of print statement'", "'}}'").replace("'end of statement block'", "'%}'")
    message = message.replace("expected token", "expected").replace("end of template", "end of the file")
    return message[:1].lower() + message[1:]


def plain_message(message: str | None) -> str:
    """Return what Jinja2 complains about, for people who do not know it."""
    return _plain(message or "this cannot be understood")
