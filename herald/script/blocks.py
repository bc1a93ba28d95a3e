"""A script's blocks: headings, paragraphs, items, rows of a table, and the silence after each.

The silences are what a newsreader leaves, rounded to 50 ms; `speed` does not change them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from herald.media import SentenceKind
from herald.script.inline import Passage
from herald.script.located import Located
from herald.script.source import Faults, Source
from herald.script.tags import take_tags

SENTENCE_PAUSE_MS = 350
"""Silence between two sentences of one block."""

PARAGRAPH_PAUSE_MS = 650
"""Silence after a paragraph, and after the last item of a list or row of a table."""

HEADING_PAUSE_MS = 800
"""Silence after a heading."""

ITEM_PAUSE_MS = 450
"""Silence after an item of a list or a row of a table."""

BREAK_PAUSE_MS = 1200
"""Silence at a thematic break, a line of `***`."""


@dataclass(frozen=True)
class Block:
    """Words that belong together.

    Attributes:
        kind: what its sentences are.
        passage: the words and what is asked for; a block without words only adds silence.
        pause_after_ms: natural silence after the block.
        whole: it is one sentence, whatever marks are in it.
    """

    kind: SentenceKind
    passage: Passage
    pause_after_ms: int
    whole: bool = False


def read_plain(source: Source, first_line: int, faults: Faults) -> Iterator[Block]:
    """Read plain text: an empty line ends a paragraph.

    Args:
        source: the script.
        first_line: where the words begin, counted from 0.
        faults: receives tags that are not right.
    """
    start = source.line_start(first_line) if first_line < len(source.lines) else len(source.text)
    for match in re.finditer(r"(?:[^\n]*\S[^\n]*(?:\n|\Z))+", source.text[start:]):
        words = Located.at(match.group(), start + match.start())
        text, tags = take_tags(words, faults)
        yield Block("sentence", Passage(text, tuple(tags)), PARAGRAPH_PAUSE_MS)
