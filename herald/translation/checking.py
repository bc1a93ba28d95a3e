"""A translated text is held against its source before anything is written."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import TYPE_CHECKING

from herald.errors import ScriptErrors
from herald.script.name import Name
from herald.script.read import read_text
from herald.script.source import Source
from herald.translation.spans import Span, masked, spans_of

if TYPE_CHECKING:
    from herald.translation.units import Written


def script_faults(
    source_text: str, written: Written, source_language: str, language: str
) -> Iterator[tuple[int, str, str]]:
    """Give what is wrong with a translated script or the translated words of a template.

    Args:
        source_text: the script that was translated.
        written: its translation.
        source_language, language: BCP-47.

    Returns:
        for each fault its offset in the translation, a message, and what to do.
    """
    seen = masked(written.text)
    markdown = written.path.suffix.lower() != ".txt"
    source = Source(written.path, seen.text, "")
    try:
        read_text(source, Name("translation", language))
    except ScriptErrors as error:
        for fault in error.faults:
            offset = (
                source.line_start(fault.place.line - 1) + fault.place.column - 1 if fault.place.line else 0
            )
            where = seen.offsets[min(offset, len(seen) - 1)] if seen else 0
            yield where, fault.message, fault.suggestion
        return
    yield from structure_faults(source_text, written, source_language, language, markdown=markdown)


def structure_faults(
    source_text: str, written: Written, source_language: str, language: str, *, markdown: bool = True
) -> Iterator[tuple[int, str, str]]:
    """Give the first paragraph, heading or item that is another kind of thing in the translation."""
    before = _blocks(spans_of(source_text, source_language, markdown=markdown))
    after = _blocks(spans_of(written.text, language, markdown=markdown))
    for first, second in zip(before, after, strict=False):
        if first.kind != second.kind:
            message = f"this was {_named(first.kind)} and became {_named(second.kind)}"
            yield (
                second.start,
                message,
                "Do not begin with a sign that means something in Markdown, or put \\ before it.",
            )
            return
    if len(before) != len(after):
        longer = before if len(before) > len(after) else after
        at = longer[min(len(before), len(after))]
        where = at.start if longer is after else len(written.text) - 1
        yield (
            where,
            f"the source has {len(before)} paragraphs, headings and items, and this has {len(after)}",
            "",
        )


def _blocks(spans: tuple[Span, ...]) -> list[Span]:
    """Return the first sentence of each block."""
    return [next(group) for _, group in groupby(spans, key=lambda span: (span.block, span.kind == "columns"))]


def _named(kind: str) -> str:
    names = {"sentence": "a paragraph", "item": "an item of a list", "row": "a row of a table"}
    return names.get(kind, f"a {kind}")
