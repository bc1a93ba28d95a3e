"""Which broadcasts, languages and sentences a fact reaches, before anything is built."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from herald.errors import Fault, UserError, did_you_mean
from herald.facts import Fact, read_facts
from herald.media import Place
from herald.script.source import SUFFIXES
from herald.template.broadcasts import Broadcast, data_files, read_broadcasts
from herald.template.expand import GAP
from herald.template.faults import Faults
from herald.template.library import Library
from herald.template.reading import Reading, read_broadcast, read_plain
from herald.template.speech import Unspeakable, speech_of
from herald.workspace import Workspace


@dataclass(frozen=True)
class Touched:
    """A sentence that a fact reaches.

    Attributes:
        slug: of the broadcast.
        language: BCP-47.
        sentence: its text; empty where the fact decides about words and none are said now.
        sentence_id: empty likewise.
        place: where it is written, in a template, a data file or a plain script.
    """

    slug: str
    language: str
    sentence: str
    sentence_id: str
    place: Place

    def line(self) -> str:
        """Return this in words."""
        said = self.sentence or "(decides what is said; nothing is said now)"
        return f"{self.slug} {self.language}  {self.place.path.name}:{self.place.line}  {said}"


@dataclass(frozen=True)
class Impact:
    """All that a fact reaches.

    Attributes:
        touched: in the order of files, languages and sentences.
        unread: what is wrong in files that mention the fact and could not be read.
    """

    touched: tuple[Touched, ...]
    unread: tuple[Fault, ...]


def impact(workspace: Workspace, name: str, *, on: date) -> Impact:
    """Find every sentence that a fact reaches.

    Args:
        workspace: to look through.
        name: of the fact.
        on: the day whose facts hold.

    Raises:
        UserError: there is no such fact, or the facts cannot be read.
    """
    facts = read_facts(workspace.facts, on)
    if name not in facts.by_name:
        hint = did_you_mean(name, facts.by_name) or "`herald facts list` shows those that there are."
        raise UserError(f"There is no fact '{name}'. {hint}")
    library = Library.of(workspace, facts)
    faults = Faults()
    found = [
        touched
        for reading in _readings(workspace, name, library, faults)
        for touched in _touched(reading, name)
    ]
    return Impact(tuple(found), tuple(faults.found))


def _readings(workspace: Workspace, name: str, library: Library, faults: Faults) -> Iterator[Reading]:
    """Read the scripts in which a fact may be; those that do not mention it are not read to the end."""
    mention = re.compile(rf"\bfact\.{re.escape(name)}\b")
    is_in_template = any(
        mention.search(_text(words)) for folder in library.folders for words in folder.glob("*/*.j2")
    )
    for path in data_files(workspace.scripts):
        if not is_in_template and not _may_mention(mention, path):
            continue
        own = Faults()
        for broadcast in read_broadcasts(path, library, own):
            for language in broadcast.languages:
                if _mentions(mention, broadcast, language, own):
                    reading = read_broadcast(broadcast, language, library, faults)
                    if reading:
                        yield reading
    for path in _plain(workspace.scripts):
        if any(mention.search(match.group()) for match in GAP.finditer(_text(path))):
            reading = read_plain(path, library.facts, faults)
            if reading:
                yield reading


def _plain(folder: Path) -> list[Path]:
    if not folder.is_dir():
        return []
    return sorted(path for path in folder.iterdir() if path.suffix.lower() in SUFFIXES)


def _may_mention(mention: re.Pattern[str], path: Path) -> bool:
    """Say whether a data file may mention a fact, itself or in a table that it names; nothing is parsed."""
    text = _text(path)
    return "records" in text or mention.search(text) is not None


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace")


def _mentions(mention: re.Pattern[str], broadcast: Broadcast, language: str, own: Faults) -> bool:
    words = broadcast.template.file_for(language, each=broadcast.item is not None)
    if words is not None and mention.search(_text(words)):
        return True
    return any(mention.search(line) for lines in own.lines.values() for line in lines)


def _touched(reading: Reading, name: str) -> Iterator[Touched]:
    script = reading.script
    for sentence in script.sentences:
        if name in reading.sentence_facts.get(sentence.id, ()):
            yield Touched(script.slug, script.language, sentence.text, sentence.id, sentence.place)
    for place, facts in reading.branches:
        if name in facts:
            yield Touched(script.slug, script.language, "", "", place)


def list_facts(workspace: Workspace, language: str = "en", *, on: date) -> list[str]:
    """Return a line for each fact: name, type, its value on a day, and until when it holds.

    Raises:
        ScriptErrors: the facts cannot be read.
    """
    facts = read_facts(workspace.facts, on)
    return [_line(fact, language, on) for _, fact in sorted(facts.by_name.items())]


def _line(fact: Fact, language: str, on: date) -> str:
    dated = fact.on(on)
    if dated is None:
        later = next((one.valid_from for one in fact.values if one.valid_from and one.valid_from > on), None)
        value = f"no value before {later.isoformat()}" if later else "no value any more"
        until = ""
    else:
        found = dated.by_language
        tag = next((tag for tag in (language, language.split("-")[0], "") if tag in found), next(iter(found)))
        try:
            value = speech_of(tag or language).say(found[tag])
        except Unspeakable as error:
            value = str(error)
        until = f"  until {dated.valid_until.isoformat()}" if dated.valid_until else ""
    note = f"  ({fact.note})" if fact.note else ""
    return f"{fact.name:<24} {fact.type:<9} {value}{until}{note}"
