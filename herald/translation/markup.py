"""What of a sentence is no words: variables, tags, emphasis, addresses of links."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

_PATTERN = re.compile(
    r"""
    (?P<variable>\{\{.*?\}\})
  | (?P<block>\{%.*?%\}|\{\#.*?\#\}|<!--.*?-->)
  | (?P<phones>\[\[[^\[\]\n]*\]\])
  | (?P<link>\]\([^()\n]*(?:\([^()\n]*\)[^()\n]*)*\))
  | (?P<tag>\[/?[a-z]+(?:[ =:][^\[\]\n]*)?\](?![(\[]))
  | (?P<emphasis>\*\*|__|`+)
  | (?P<bar>(?<!\\)\|)
    """,
    re.VERBOSE | re.DOTALL,
)

_BLOCK_SIGN = re.compile(r"[-+*>#]+\s")
"""What makes a list, a heading or a quotation at the beginning of a line."""

_PLURAL = re.compile(r"\bplural\((?:[^()\"']|\"[^\"]*\"|'[^']*')*\)")
"""The forms of a noun in a template: words, and each language has its own number of them."""

_TAGS = frozenset({"pause", "spell", "voice", "speed", "lang"})
"""Tags that scripts know; other words in brackets, such as [sic], are words."""


@dataclass(frozen=True)
class Piece:
    """A piece of markup in a sentence.

    Attributes:
        kind: "variable", "block", "phones", "link", "tag", "emphasis" or "bar".
        text: as written.
        start, stop: where it stands, half-open.
    """

    kind: str
    text: str
    start: int
    stop: int

    @property
    def essence(self) -> str:
        """What has to be the same in the translation."""
        if self.kind in ("variable", "block"):
            return re.sub(r"\s+", " ", _PLURAL.sub("plural(...)", self.text))
        if self.kind == "phones":
            # A name keeps its sounds, and a word that is translated gets those of the new word.
            return "[[...|...]]" if "|" in self.text else self.text
        return self.text


def pieces(text: str) -> Iterator[Piece]:
    """Give the markup of a sentence, in order."""
    for match in _PATTERN.finditer(text):
        kind = match.lastgroup or ""
        if kind == "tag" and re.split(r"\W", match.group().strip("[/]"))[0] not in _TAGS:
            continue
        yield Piece(kind, match.group(), match.start(), match.end())


def has_words(text: str) -> bool:
    """Say whether anything is left to translate beside the markup; the forms of a plural are words."""
    if _PLURAL.search(text):
        return True
    position, rest = 0, []
    for piece in pieces(text):
        rest.append(text[position : piece.start])
        position = piece.stop
        if piece.kind == "phones":
            rest.append(piece.text.partition("|")[0])
    return any(c.isalpha() for c in "".join([*rest, text[position:]]))


@dataclass(frozen=True)
class Difference:
    """Markup that a translation has too little or too much of.

    Attributes:
        piece: the first that is too much, in the translation; None where something is missing.
        message, suggestion: for people.
    """

    piece: Piece | None
    message: str
    suggestion: str


def differences(source: str, target: str, *, bars: bool = False) -> Iterator[Difference]:
    """Compare the markup of a sentence with that of its translation.

    Args:
        source, target: the two.
        bars: `|` parts the cells of a table here, and is no character of a sentence.
    """
    wanted = [piece for piece in pieces(source) if bars or piece.kind != "bar"]
    found = [piece for piece in pieces(target) if bars or piece.kind != "bar"]
    missing = Counter(piece.essence for piece in wanted)
    missing.subtract(piece.essence for piece in found)
    sign = _BLOCK_SIGN.match(target)
    if sign and not _BLOCK_SIGN.match(source):
        piece = Piece("sign", sign[0].strip(), 0, len(sign[0].strip()))
        yield Difference(piece, f"{piece.text} begins a list, a heading or a quotation", "Take it away.")
    written = {piece.essence: piece.text for piece in reversed(wanted)}
    for essence, count in missing.items():
        if count > 0:
            text = written[essence]
            yield Difference(None, f"the translation has lost {text}", f"Put {text} where it belongs.")
        elif count < 0:
            extra = [piece for piece in found if piece.essence == essence][count:]
            yield Difference(extra[0], f"{extra[0].text} is not in the source", "Take it away.")
