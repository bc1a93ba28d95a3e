"""Data files and plain scripts become scripts that are ready to be spoken; with what they depend on."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from xml.sax.saxutils import escape

from herald.errors import Fault, ScriptErrors
from herald.facts import Facts, read_facts_with
from herald.media import Place, Script, Sentence
from herald.script.name import Name, read_name
from herald.script.read import read_script, read_text
from herald.script.source import Source, read_source
from herald.script.ssml import is_ssml
from herald.template.broadcasts import Broadcast, is_data_file, read_broadcasts
from herald.template.expand import expand, has_gaps
from herald.template.faults import Faults
from herald.template.fill import STRAY_MARKUP
from herald.template.library import Library
from herald.template.rendering import render
from herald.template.speech import Speech, Unspeakable, speech_of
from herald.template.trace import Rendered, Run, Traced, assembled, lines_of, value
from herald.workspace import Workspace


@dataclass(frozen=True)
class Reading:
    """A script and what it depends on.

    Attributes:
        script: ready to be spoken; its places are in the template, the data or the plain script.
        facts: every fact that it asked for.
        sentence_facts: by a sentence's id, the facts that its words depend on.
        branches: places that asked for facts and said nothing, with these facts.
        rendered: the Markdown that was read; None where the file was read as it is.
    """

    script: Script
    facts: frozenset[str]
    sentence_facts: dict[str, frozenset[str]]
    branches: tuple[tuple[Place, frozenset[str]], ...] = ()
    rendered: Rendered | None = None


def open_library(workspace: Workspace, on: date, faults: Faults) -> Library:
    """Return the templates and facts of a workspace as they are on a day."""
    return Library.of(workspace, read_facts_with(workspace.facts, on, faults))


def read_template_scripts(workspace: Workspace, path: Path, *, on: date) -> tuple[Script, ...]:
    """Read all scripts of one data file, in all languages.

    Args:
        workspace: with templates and facts.
        path: YAML, JSON or CSV.
        on: the day whose facts hold.

    Raises:
        ScriptErrors: with every fault of data, template and facts.
    """
    return tuple(reading.script for reading in read_all(workspace, [path], on=on))


def read_all_scripts(
    workspace: Workspace, paths: Iterable[Path], *, on: date, language: str | None = None
) -> tuple[Script, ...]:
    """Read scripts and data files in any mixture.

    Args:
        workspace: with templates and facts.
        paths: `<slug>.<language>.md`, `.txt`, or data files.
        on: the day whose facts hold.
        language: of plain scripts whose names do not say it; of data files only this one is read.

    Raises:
        ScriptErrors: with every fault of every file.
    """
    return tuple(reading.script for reading in read_all(workspace, paths, on=on, language=language))


def read_all(
    workspace: Workspace, paths: Iterable[Path], *, on: date, language: str | None = None
) -> tuple[Reading, ...]:
    """Read scripts and data files with what they depend on; see `read_all_scripts`."""
    faults = Faults()
    library = open_library(workspace, on, faults)
    found = tuple(reading for path in paths for reading in readings(path, library, faults, language))
    faults.raise_if_any()
    return found


def readings(path: Path, library: Library, faults: Faults, language: str | None = None) -> Iterator[Reading]:
    """Give the scripts of one file.

    Args:
        path: a plain script or a data file.
        library: templates and facts.
        faults: receives everything that is wrong.
        language: see `read_all_scripts`.
    """
    if not is_data_file(path):
        plain = read_plain(path, library.facts, faults, language)
        if plain:
            yield plain
        return
    for broadcast in read_broadcasts(path, library, faults):
        for one in broadcast.languages:
            if language in (None, one):
                reading = read_broadcast(broadcast, one, library, faults)
                if reading:
                    yield reading


def read_broadcast(broadcast: Broadcast, language: str, library: Library, faults: Faults) -> Reading | None:
    """Read a broadcast in one language; None if anything is wrong with it."""
    rendered = render(broadcast, language, library, faults)
    if rendered is None:
        return None
    return _read(rendered, Name(broadcast.slug, language), broadcast.path, faults)


def read_plain(path: Path, facts: Facts, faults: Faults, language: str | None = None) -> Reading | None:
    """Read a plain script, in whose words `{{ fact.name }}` may stand; None if anything is wrong with it."""
    try:
        source = read_source(path)
        name = read_name(path, language)
        if not has_gaps(source.text):
            return Reading(read_text(source, name), frozenset(), {})
        speech = speech_of(name.language)
    except ScriptErrors as error:
        # Read again, for all that is wrong with it and not only for the first thing.
        _take_all(path, language, error, faults)
        return None
    except Unspeakable as error:
        faults.add_file(path, str(error))
        return None
    own = Faults()
    own.show_lines_of(path, source.text)
    parts = _parts(source, facts, speech, own)
    faults.merge(own)
    text, runs = assembled(parts)
    rendered = Rendered(text, runs, frozenset().union(*(run.facts for run in runs)))
    if own:
        # The rest is read all the same, so that every fault comes at once.
        rest = Faults()
        _read(rendered, name, path, rest)
        faults.merge(rest.apart_from(own))
        return None
    return _read(rendered, name, path, faults)


def _parts(source: Source, facts: Facts, speech: Speech, faults: Faults) -> list[Traced]:
    """Return a plain script's text with its gaps filled."""
    is_xml = is_ssml(source)
    is_markdown = source.path.suffix.lower() != ".txt" and not is_xml
    settings = re.match(r"---[ \t]*\n.*?\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", source.text, re.DOTALL)
    words_begin = settings.end() if settings else 0
    parts: list[Traced] = []
    for piece in expand(source.text, source.place, facts, speech, faults):
        place = source.place(piece.start)
        if not piece.fact:
            parts.append(lines_of(piece.text, place))
        elif is_markdown and piece.start >= words_begin:
            parts.append(value(piece.text, place, -1, frozenset({piece.fact})))
        else:
            text = escape(piece.text) if is_xml else piece.text
            run = Run(len(text), place, follows=False, facts=frozenset({piece.fact}))
            parts.append(Traced(text, [run]))
    return parts


def _take_all(path: Path, language: str | None, first: ScriptErrors, faults: Faults) -> None:
    try:
        read_script(path, language=language)
    except ScriptErrors as error:
        faults.take(error)
    else:
        faults.take(first)


def _read(rendered: Rendered, name: Name, path: Path, faults: Faults) -> Reading | None:
    """Read Markdown, and put places in the files that it came from where those in the Markdown are."""
    digest = hashlib.sha256(rendered.text.encode()).hexdigest()
    source = Source(path, rendered.text, digest)
    try:
        script = read_text(source, name)
    except ScriptErrors as error:
        for fault in error.faults:
            _add_moved(fault, source, rendered, name.language, faults)
        return None
    starts = [_offset(source, sentence.place) for sentence in script.sentences]
    sentences = tuple(_moved(sentence, source, rendered) for sentence in script.sentences)
    own = Faults()
    for sentence in sentences:
        _check_markup(sentence, own)
    faults.merge(own)
    if own:
        return None
    ends = [*starts[1:], len(rendered.text)]
    sentence_facts = {
        sentence.id: rendered.facts_between(start, end)
        for sentence, start, end in zip(sentences, starts, ends, strict=True)
    }
    voices = tuple(
        replace(voice, place=rendered.place(_offset(source, voice.place))) for voice in script.voices
    )
    named_at = script.presenter_place and rendered.place(_offset(source, script.presenter_place))
    moved = replace(script, sentences=sentences, voices=voices, presenter_place=named_at)
    return Reading(moved, rendered.facts, sentence_facts, rendered.branches, rendered)


def _offset(source: Source, place: Place) -> int:
    return source.line_start(place.line - 1) + place.column - 1


def _moved(sentence: Sentence, source: Source, rendered: Rendered) -> Sentence:
    phrases = tuple(
        replace(phrase, place=rendered.place(_offset(source, phrase.place))) for phrase in sentence.phrases
    )
    return replace(sentence, phrases=phrases)


def _add_moved(fault: Fault, source: Source, rendered: Rendered, language: str, faults: Faults) -> None:
    if not fault.place.line:
        message = f"in {language} {fault.message}"
        faults.add_file(source.path, message, fault.suggestion)
        return
    offset = _offset(source, fault.place)
    place = rendered.place(min(offset, max(len(rendered.text) - 1, 0)))
    faults.add(place, fault.message, fault.suggestion, fault.width)


def _check_markup(sentence: Sentence, faults: Faults) -> None:
    for phrase in sentence.phrases:
        stray = STRAY_MARKUP.search(phrase.text)
        if stray:
            message = f"in this sentence {stray.group()} has no partner: {phrase.text[:60]}"
            faults.add(phrase.place, message, "Add the other one, or take this one away.")
