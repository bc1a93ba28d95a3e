"""Which translations are missing or stale, and which broadcasts say something whose time is over.

Read from files alone, so that a thousand broadcasts take a second or two: a script is looked at sentence by
sentence only when its file is not the one that was translated.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

from herald.errors import ScriptErrors, UserError
from herald.facts import Facts, read_facts
from herald.media import Place
from herald.script.front import read_front
from herald.script.name import read_name
from herald.script.source import SUFFIXES, Source
from herald.script.source import Faults as ScriptFaults
from herald.template.broadcasts import Broadcast, data_files, read_broadcasts
from herald.template.expand import GAP
from herald.template.faults import Faults
from herald.template.library import Library
from herald.template.reading import read_broadcast
from herald.translation.data import data_parts, text_values
from herald.translation.po import SOURCE_LANGUAGE, language_of
from herald.translation.record import SOURCE_SHA256, digest_of, header_of, read_record
from herald.translation.units import RECORD_SUFFIX, Part, ScriptPart, Unit
from herald.workspace import Workspace

Condition = Literal["missing", "stale", "expired"]

_MENTIONED = re.compile(r"\bfact\.(\w+)")


@dataclass(frozen=True)
class LanguageState:
    """What keeps a broadcast from being published in a language.

    Attributes:
        slug, language: of the broadcast.
        condition: "missing": it is not translated; "stale": its source has changed since; "expired": it says
            a fact that does not hold on the day.
        reason: one line for people.
        place: where to look; None for a file that is not there.
    """

    slug: str
    language: str
    condition: Condition
    reason: str
    place: Place | None = None

    def line(self) -> str:
        """Return this in words."""
        return f"{self.slug} {self.language}  {self.condition}: {self.reason}"


def language_states(workspace: Workspace, *, on: date) -> Iterator[LanguageState]:
    """Give what is missing, stale or expired in a workspace; nothing for what can be published.

    Args:
        workspace: with scripts, data files and templates.
        on: the day whose facts hold.

    Raises:
        ScriptErrors: the facts cannot be read. Scripts and data files that cannot are left out.
    """
    facts = read_facts(workspace.facts, on)
    over = {name: why for name in facts.by_name if (why := why_no_value(facts, name))}
    yield from _plain_states(workspace, over)
    library = Library.of(workspace, facts)
    for path in data_files(workspace.scripts):
        yield from _data_states(path, library, over)


def why_no_value(facts: Facts, name: str) -> str:
    """Return why a fact has no value on the day of `facts`; empty where it has one."""
    fact, day = facts.by_name[name], facts.day
    if fact.on(day):
        return ""
    ended = [one.valid_until for one in fact.values if one.valid_until and one.valid_until < day]
    coming = [one.valid_from for one in fact.values if one.valid_from and one.valid_from > day]
    when = f"'{name}' has expired on {max(ended).isoformat()}" if ended else f"'{name}' does not hold yet"
    return f"{when}; it holds again from {min(coming).isoformat()}" if coming else when


def stale_reason(path: Path, slug: str, language: str, library: Library) -> str:
    """Return why a script or a broadcast of a data file is stale in a language; empty where it is not.

    Args:
        path: the script in this language, or the data file.
        slug: of the broadcast.
        language: BCP-47, lower case.
        library: templates and facts.
    """
    if path.suffix.lower() in SUFFIXES:
        return _stale_script(path.with_name(f"{slug}.{language}{RECORD_SUFFIX}"), slug)
    for state in _data_states(path, library, {}):
        if (state.slug, state.language, state.condition) == (slug, language, "stale"):
            return state.reason
    return ""


def changes(units: Sequence[Unit], record: Path) -> tuple[str, Place | None]:
    """Return how a source differs from what was translated, and where first; empty where it does not."""
    before = read_record(record)
    if before is None:
        return "", None
    ids = {entry.id for entry in before.entries}
    new = [unit for unit in units if unit.id not in ids]
    now = {unit.id for unit in units}
    gone = [entry for entry in before.entries if entry.id not in now]
    if new:
        count = "1 sentence has" if len(new) == 1 else f"{len(new)} sentences have"
        return f"{count} changed since it was translated: {new[0].text[:60]}", new[0].place
    if gone:
        count = "1 sentence was" if len(gone) == 1 else f"{len(gone)} sentences were"
        return f"{count} taken out since it was translated: {gone[0].source[:60]}", None
    if [unit.id for unit in units] != [entry.id for entry in before.entries]:
        return "its sentences stand in another order since it was translated", None
    return "", None


def _is_fresh(record: Path, source: Path) -> bool:
    return header_of(record).get(SOURCE_SHA256) == digest_of(source)


def _source_of(record: Path, slug: str) -> Path | None:
    """Return the script that a translated script was made from, if it is there."""
    source = language_of(header_of(record).get(SOURCE_LANGUAGE, ""))
    found = (record.with_name(f"{slug}.{source}{suffix}") for suffix in SUFFIXES)
    return next((path for path in found if path.is_file()), None)


def _stale_script(record: Path, slug: str) -> str:
    if not record.is_file():
        return ""
    source = _source_of(record, slug)
    if source is None or _is_fresh(record, source):
        return ""
    try:
        part = ScriptPart(source, slug, read_name(source).language)
        return changes(part.units, record)[0]
    except UserError:
        return ""  # A source that cannot be read is told of where it is built.


def _plain_states(workspace: Workspace, over: dict[str, str]) -> Iterator[LanguageState]:
    folder = workspace.scripts
    paths = (
        sorted(path for path in folder.glob("*") if path.suffix.lower() in SUFFIXES)
        if folder.is_dir()
        else []
    )
    by_slug: dict[str, dict[str, Path]] = {}
    for path in paths:
        try:
            named = read_name(path)
        except ScriptErrors:
            continue
        by_slug.setdefault(named.slug, {})[named.language] = path
    for slug, scripts in by_slug.items():
        yield from _missing_scripts(slug, scripts)
        for language, path in scripts.items():
            why = _stale_script(path.with_name(f"{slug}.{language}{RECORD_SUFFIX}"), slug)
            if why:
                yield LanguageState(slug, language, "stale", why, Place(path, 1, 1))
            for name, place in _facts_in(path) if over else ():
                if name in over:
                    yield LanguageState(slug, language, "expired", over[name], place)
                    break


def _missing_scripts(slug: str, scripts: dict[str, Path]) -> Iterator[LanguageState]:
    for path in scripts.values():
        with path.open(encoding="utf-8", errors="replace") as file:
            if not file.readline().startswith("---"):
                continue
            text = "---\n" + "".join(file)
        source = Source(path, text, "")
        for language in read_front(source, ScriptFaults(source)).languages:
            if language not in scripts:
                there = f"{slug}.{language}{path.suffix}"
                yield LanguageState(slug, language, "missing", f"there is no {there}", Place(path, 1, 1))


def _facts_in(path: Path) -> Iterator[tuple[str, Place]]:
    text = path.read_text(encoding="utf-8", errors="replace")
    source = Source(path, text, "")
    for gap in GAP.finditer(text):
        for found in _MENTIONED.finditer(gap["inside"] or ""):
            yield found[1], source.place(gap.start())


def _data_states(path: Path, library: Library, over: dict[str, str]) -> Iterator[LanguageState]:
    faults = Faults()
    broadcasts = read_broadcasts(path, library, faults)
    mentioned = {
        found[1] for lines in faults.lines.values() for line in lines for found in _MENTIONED.finditer(line)
    }
    parts: dict[str, list[Part]] = {}
    records = sorted(path.parent.glob(f"{path.stem}.*{RECORD_SUFFIX}"))
    for broadcast in broadcasts:
        for language in broadcast.languages:
            missing = _missing_text(broadcast, language)
            if missing:
                yield missing
                continue
            why, place = _stale_data(path, broadcasts, broadcast, language, records, parts, faults)
            if why:
                yield LanguageState(broadcast.slug, language, "stale", why, place)
            expired = _expired(broadcast, language, library, over, mentioned) if over else None
            if expired:
                yield expired


def _missing_text(broadcast: Broadcast, language: str) -> LanguageState | None:
    for value in text_values(broadcast.template.schema.fields, broadcast.data):
        is_for_all = "" in value.by_language and (len(broadcast.languages) == 1 or not value.must_have_each)
        if is_for_all or value.text(language) is not None or "{{" in _bare(value.by_language):
            continue
        reason = f"'{value.name}' has no text in {language}"
        return LanguageState(broadcast.slug, language, "missing", reason, value.place)
    return None


def _bare(texts: object) -> str:
    return getattr(texts.get(""), "text", "") if isinstance(texts, dict) else ""


def _stale_data(
    path: Path,
    broadcasts: Sequence[Broadcast],
    broadcast: Broadcast,
    language: str,
    records: Sequence[Path],
    parts: dict[str, list[Part]],
    faults: Faults,
) -> tuple[str, Place | None]:
    """Return why the texts of a data file, or the words of its template, are stale in a language."""
    own = next((one for one in records if one.name == f"{path.stem}.{language}{RECORD_SUFFIX}"), None)
    if own is not None:
        source = language_of(header_of(own).get(SOURCE_LANGUAGE, ""))
        if source in broadcast.languages and source != language:
            if source not in parts:
                parts[source] = [*data_parts(broadcasts, source, path.stem, faults)]
            for part in parts[source]:
                why, place = changes(part.units, part.record(language))
                if why and not _is_elsewhere(place, broadcast, broadcasts):
                    return why, place
    return _stale_words(broadcast, language)


def _is_elsewhere(place: Place | None, broadcast: Broadcast, broadcasts: Sequence[Broadcast]) -> bool:
    """Say whether a place in a file with many records belongs to another one of them."""
    starts = sorted({one.place.line for one in broadcasts if one.item is None and one.path == broadcast.path})
    if place is None or place.path != broadcast.place.path or len(starts) < 2:
        return False
    following = [line for line in starts if line > broadcast.place.line]
    return not (broadcast.place.line <= place.line and (not following or place.line < following[0]))


def _stale_words(broadcast: Broadcast, language: str) -> tuple[str, Place | None]:
    template, is_each = broadcast.template, broadcast.item is not None
    words = template.file_for(language, each=is_each)
    if words is None:
        return "", None
    record = words.with_name(words.name.removesuffix(".md.j2") + RECORD_SUFFIX)
    if not record.is_file():
        return "", None
    source_language = language_of(header_of(record).get(SOURCE_LANGUAGE, ""))
    source = template.file_for(source_language, each=is_each)
    if source is None or _is_fresh(record, source):
        return "", None
    from herald.translation.words import WordsPart

    library = Library((template.folder.parent,), Facts({}, date.min))
    part = WordsPart(source, source_language, template, is_each, template.folder, library)
    why, place = changes(part.units, record)
    return (f"in the template '{template.name}' {why}", place) if why else ("", None)


def _expired(
    broadcast: Broadcast, language: str, library: Library, over: dict[str, str], mentioned: set[str]
) -> LanguageState | None:
    """Return the first fact without a value that a broadcast says, not one that is only mentioned."""
    words = broadcast.template.file_for(language, each=broadcast.item is not None)
    text = words.read_text(encoding="utf-8") if words else ""
    names = (mentioned | {found[1] for found in _MENTIONED.finditer(text)}) & set(over)
    if not names:
        return None
    faults = Faults()
    if read_broadcast(broadcast, language, library, faults) is not None:
        return None
    for fault in faults.found:
        name = next((one for one in names if f"'{one}' has no value" in fault.message), None)
        if name:
            return LanguageState(broadcast.slug, language, "expired", over[name], fault.place)
    return None
