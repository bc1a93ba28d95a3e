"""A broadcast's sentences go out to a translator, with all that is known about them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from herald.facts import read_facts
from herald.files import write_text
from herald.media import Place
from herald.template.library import Library
from herald.translation.exchange import Exchange, Sent
from herald.translation.length import most_characters, spoken_seconds
from herald.translation.memory import Memory, open_memory
from herald.translation.parts import Whole, find_whole, spoken_places
from herald.translation.record import Known, known_translations, read_record
from herald.translation.units import Unit
from herald.workspace import Workspace

FORMATS = {"po": ".po", "xliff": ".xlf"}
"""The formats, with the endings of their files."""

_KINDS = {
    "sentence": "sentence",
    "heading": "heading",
    "item": "item of a list",
    "quote": "quotation",
    "row": "row of a table; | parts its cells",
    "columns": "names of the columns of a table; | parts them",
    "title": "title, shown by players and not spoken",
}


@dataclass(frozen=True)
class Exported:
    """A file that was written for a translator.

    Attributes:
        path: of the file.
        exchange: what is in it.
    """

    path: Path
    exchange: Exchange

    def line(self) -> str:
        """Return this in words."""
        sent = self.exchange.sent
        done = sum(1 for one in sent if one.target and one.is_sure)
        unsure = sum(1 for one in sent if one.target and not one.is_sure)
        to_do = len(sent) - done - unsure
        languages = f"from {self.exchange.source_language} into {self.exchange.target_language}"
        counts = f"{done} translated already, {unsure} to be looked at, {to_do} to do"
        return f"{self.path}: {len(sent)} units {languages}: {counts}"


def export(
    workspace: Workspace,
    name: str,
    language: str,
    *,
    on: date,
    source: str | None = None,
    format_name: str = "po",
    output: Path | None = None,
) -> Exported:
    """Write a file for a translator.

    Args:
        workspace: that the broadcast is in.
        name: of a broadcast, a data file or a template.
        language: to translate into.
        on: the day whose facts hold.
        source: to translate from.
        format_name: "po" or "xliff".
        output: the file; by default `<name>.<language>.po` or `.xlf` in the current folder.

    Raises:
        UserError: there is nothing of this name, or it cannot be read.
    """
    from herald.translation.po import to_po
    from herald.translation.xliff import to_xliff

    facts = read_facts(workspace.facts, on)
    library = Library.of(workspace, facts)
    whole = find_whole(workspace, name, language, source, library)
    memory = open_memory(workspace, whole.source_language, whole.language, facts)
    sent = tuple(_sent(whole, memory, spoken_places(whole, workspace, library)))
    exchange = Exchange(whole.name, whole.source_language, whole.language, sent, workspace.root)
    path = output or Path(f"{name}.{whole.language}{FORMATS[format_name]}")
    write_text(path, to_xliff(exchange) if format_name == "xliff" else to_po(exchange))
    return Exported(path, exchange)


def known_in(whole: Whole) -> dict[str, Known]:
    """Return the translations that there are, by unit id."""
    found: dict[str, Known] = {}
    for part in whole.parts:
        ids, texts = [unit.id for unit in part.units], [unit.text for unit in part.units]
        record = read_record(part.record(whole.language))
        found.update(known_translations(ids, texts, record, part.present(whole.language)))
    return found


def _sent(whole: Whole, memory: Memory, spoken: dict[tuple[Path, int, int], float]) -> Iterator[Sent]:
    known = known_in(whole)
    for unit in whole.units:
        seconds = spoken_seconds(unit.text, whole.source_language)
        limit = most_characters(seconds, whole.language)
        notes = tuple(_notes(unit, spoken, seconds, limit))
        yield _with_translation(Sent(unit, notes, most_characters=limit), known.get(unit.id), memory)


def _with_translation(sent: Sent, known: Known | None, memory: Memory) -> Sent:
    """Add the translation that there is, else the one of a sentence that is the same or like it."""
    from dataclasses import replace

    if known and not known.previous:
        return replace(sent, target=known.text)
    same = memory.same(sent.unit.text)
    # A data file has an old translation beside the new text, and is no witness for it.
    if same and not (known and known.text == same.target):
        return replace(sent, target=same.target)
    if known:
        return replace(sent, target=known.text, is_sure=False, previous=known.previous)
    alike = memory.alike(sent.unit.text)
    return replace(sent, target=alike.target, is_sure=False, previous=alike.source) if alike else sent


def _notes(
    unit: Unit, spoken: dict[tuple[Path, int, int], float], seconds: float, limit: int
) -> Iterator[str]:
    yield _KINDS.get(unit.kind, unit.kind)
    if unit.about:
        yield unit.about
    at = _heard_at(unit.spoken_place, spoken)
    if at is not None:
        yield f"heard at {int(at // 60)}:{at % 60:04.1f} in the published edition"
    if unit.kind != "title":
        yield f"takes about {seconds:.1f} s to say; at most about {limit} characters in translation"


def _heard_at(place: Place, spoken: dict[tuple[Path, int, int], float]) -> float | None:
    return spoken.get((place.path, place.line, place.column))
